import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './server.ts'

const entry = join(import.meta.dirname, '..', '..', 'bin', 'main.ts')
const json = { 'content-type': 'application/json' }

/** An installation served by a process of its own over a database, as `npm start -- --empty` does. */
export type Served = Readonly<{
  url: string
  child: ChildProcess
  /** The headers of somebody signed in. */
  signedIn(user: string): Promise<Record<string, string>>
  /** Asks as somebody; throws where anything is refused. */
  ask<T>(user: string, query: string, variables?: object): Promise<T>
  /** Ends the process, cleanly or not, and waits for its end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}>

/** Without a folder, one that goes when the process ends; whoever starts a second one over the same keys names it. */
export async function served(databaseUrl: string, folder?: string): Promise<Served> {
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'yidang-bench-')))
  const port = await freePort()
  const env = { DATABASE_URL: databaseUrl, PORT: String(port), YIDANG_DATA: own, LOG_LEVEL: 'silent' }
  const child = spawn(process.execPath, [entry, 'start', '--empty'], {
    env: { ...process.env, NODE_ENV: 'bench', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('一档已就绪')) resolve()
    })
  })
  const url = `http://127.0.0.1:${port}`
  const tokens = new Map<string, Record<string, string>>()

  async function post<T>(headers: Record<string, string>, query: string, variables: object): Promise<T> {
    const body = JSON.stringify({ query, variables })
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
    const { data, errors } = (await answer.json()) as { data: T; errors?: readonly { message: string }[] }
    if (errors) throw new Error(errors.map(({ message }) => message).join('; '))
    return data
  }

  async function signedIn(user: string): Promise<Record<string, string>> {
    const known = tokens.get(user)
    if (known) return known
    const query = 'mutation ($user: String!) { signIn(user: $user) { token } }'
    const { signIn } = await post<{ signIn: { token: string } }>(json, query, { user })
    const headers = { ...json, authorization: `Bearer ${signIn.token}` }
    tokens.set(user, headers)
    return headers
  }

  return {
    ...{ url, child, signedIn },
    ask: async (user, query, variables = {}) => post(await signedIn(user), query, variables),
    async end(signal) {
      child.kill(signal)
      await ended
      if (folder === undefined) await rm(own, { recursive: true, force: true })
    },
  }
}
