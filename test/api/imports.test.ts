import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api?.close())

const sample = (name: string) => readFile(fileURLToPath(new URL(`../fixtures/samples/${name}`, import.meta.url)))

/** Uploads by the GraphQL multipart request specification. */
async function upload(content: Buffer, as?: DemoName) {
  const query = 'mutation ($file: Upload!) { importRecords(file: $file) { id state verdictsPath } }'
  const form = new FormData()
  form.set('operations', JSON.stringify({ query, variables: { file: null } }))
  form.set('map', JSON.stringify({ 0: ['variables.file'] }))
  form.set('0', new Blob([content as Uint8Array<ArrayBuffer>]), '处罚.csv')
  const request = new Request('http://127.0.0.1/graphql', { method: 'POST', body: form })
  const headers = {
    'content-type': request.headers.get('content-type') ?? '',
    ...(as && { authorization: `Bearer ${await api.tokenOf(as)}` }),
  }
  const response = await api.app.inject({
    method: 'POST',
    url: '/graphql',
    headers,
    payload: Buffer.from(await request.arrayBuffer()),
  })
  const { data, errors } = response.json()
  if (errors) throw new Error(errors[0].extensions.code)
  return data.importRecords as { id: string; verdictsPath: string }
}

async function ended(id: string, as: DemoName) {
  const query =
    'query ($id: ID!) { importRun(id: $id) { state fault fileName progress rows accepted duplicate refused endedAt } }'
  for (let waits = 0; waits < 500; waits++) {
    const { data } = await api.ask(query, { id }, as)
    const run = (data as never as { importRun: { state: string } }).importRun
    if (run.state !== 'RUNNING') return run
    await sleep(20)
  }
  throw new Error('the import did not end')
}

test('an uploaded file is worked through, and its verdicts are there to download', async () => {
  const { id, verdictsPath } = await upload(await sample('penalties.csv'), 'penalty')
  expect(await ended(id, 'penalty')).toMatchObject({
    ...{ state: 'DONE', fileName: '处罚.csv', progress: 1_000, rows: 31, accepted: 20, duplicate: 1, refused: 10 },
  })
  const authorization = `Bearer ${await api.tokenOf('penalty')}`
  const verdicts = await api.app.inject({ url: verdictsPath, headers: { authorization } })
  const lines = verdicts.body.trim().split('\n')
  expect(lines[0]).toBe('row,verdict,field,reason')
  expect(lines[29]).toMatch(/^29,refused,CF_XDR_LB,.*自然人/)
  expect((await api.app.inject({ url: verdictsPath })).statusCode).toBe(403)
})

test('a file that holds no records says so', async () => {
  const { id } = await upload(Buffer.from('a,b\n1,2\n'), 'penalty')
  expect(await ended(id, 'penalty')).toMatchObject({ state: 'FAILED', fault: expect.stringContaining('无法识别') })
})

test('an import is nobody else’s business', async () => {
  const { id } = await upload(await sample('licences.ndjson'), 'licensing')
  await ended(id, 'licensing')
  const query = 'query ($id: ID!) { importRun(id: $id) { state } }'
  expect((await api.ask(query, { id }, 'admin')).data).toMatchObject({ importRun: { state: 'DONE' } })
  expect((await api.ask(query, { id }, 'inspector')).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  expect((await api.ask(query, { id: '../../etc' }, 'admin')).errors?.[0]?.extensions.code).toBe('NOT_FOUND')
})

test('an upload by nobody in particular is refused, and so is text in place of a file', async () => {
  await expect(upload(await sample('penalties.csv'))).rejects.toThrow('FORBIDDEN')
  const query = 'mutation ($file: Upload!) { importRecords(file: $file) { id } }'
  const { errors } = await api.ask(query, { file: { promise: 'x' } }, 'penalty')
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
})
