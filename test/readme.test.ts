import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoUsers } from '../api/auth/demo-users.ts'
import { waitUntilTold } from '../projections/runner.ts'
import { growSample, smallSize } from '../seeds/sample.ts'
import { startTestApi, type TestApi } from './support/api.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${root}README.md`, 'utf8')
const scripts: Record<string, string> = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).scripts

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
  const { signal } = new AbortController()
  await growSample(api.system, { size: smallSize, clock: () => api.now.instant, signal, progress: false })
  const head = await api.system.store.head()
  if (head) await waitUntilTold(api.system.readModels.pool, head, 20_000)
})
afterAll(() => api?.close())

test('the example of the README answers with a file of the sample', async () => {
  const [, query = ''] = /```graphql\n([\s\S]*?)```/.exec(readme) ?? []
  const { data, errors } = await api.ask(query, {}, 'inspector')
  expect(errors).toBeUndefined()
  const { enterprise } = data as never as { enterprise: { penalties: object[]; listings: object[] } }
  expect(enterprise.penalties.length).toBeGreaterThan(0)
  expect(enterprise.listings.length).toBeGreaterThan(0)
})

test('every query of the README is answered', async () => {
  const queries = [...readme.matchAll(/```graphql\n(query[\s\S]*?)```/g)].map(([, query = '']) => query)
  expect(queries.length).toBeGreaterThan(2)
  for (const query of queries) {
    const { data, errors } = await api.ask(query, {}, 'listing')
    expect([query, errors]).toEqual([query, undefined])
    for (const [name, answer] of Object.entries(data ?? {})) expect([name, answer]).not.toEqual([name, null])
  }
})

test('the sign-in of the README works, and its table names every demo user', async () => {
  const [, body = ''] = /-d '(\{.*signIn.*\})'/.exec(readme) ?? []
  const headers = { 'content-type': 'application/json' }
  const response = await api.app.inject({ method: 'POST', url: '/graphql', headers, payload: body })
  expect(response.json().data.signIn.token).toMatch(/^ey/)
  for (const { name } of demoUsers) expect(readme).toContain(`\`${name}\``)
})

test('every script and every page that the README names is there', async () => {
  for (const [, script = ''] of readme.matchAll(/`npm (?:run )?(start|test|check|format)\b/g))
    expect(scripts).toHaveProperty(script)
  for (const [, page = ''] of readme.matchAll(/\]\((?!http)([^)#]+)\)/g))
    expect(existsSync(`${root}${page}`), page).toBe(true)
  const { stdout } = await promisify(execFile)(process.execPath, [`${root}bin/yidang.js`, '--help'])
  for (const [, command = ''] of readme.matchAll(/`npx yidang (\w+)/g)) expect(stdout).toContain(`  ${command}`)
})
