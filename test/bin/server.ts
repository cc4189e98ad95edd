import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../bin/main.ts', import.meta.url))

/** The program as a process of its own, as operators run it. */
export type Program = Readonly<{
  url: string
  printed: () => string
  kill(signal: NodeJS.Signals): void
  ended: Promise<number | null> // With this exit code.
  ask(query: string, variables?: object, as?: string): Promise<{ status: number; data: never; errors?: object[] }>
  tokenOf(user: string): Promise<string>
}>

export type Home = Readonly<{
  start(env?: Record<string, string>): Promise<Program>
  close(): Promise<void>
}>

/** A data folder and a port on which the program can be started again and again. */
export async function openHome(settings: Readonly<Record<string, string>>): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'yidang-test-program-'))
  const running = new Set<ChildProcess>()
  return {
    async start(env = {}) {
      const port = await freePort()
      const child = spawn(process.execPath, [main, 'start', '--empty'], {
        env: { ...process.env, YIDANG_DATA: folder, PORT: String(port), ...settings, ...env },
      })
      running.add(child)
      let printed = ''
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => (printed += String(bytes)))
      const ended = once(child, 'exit').then(([code]) => {
        running.delete(child)
        return code as number | null
      })
      const url = `http://127.0.0.1:${port}`
      for (;;) {
        if (child.exitCode !== null) throw new Error(`the program did not start:\n${printed}`)
        if (await isLive(url)) break
        await sleep(50)
      }
      const program = programAt(url)
      return { ...program, url, printed: () => printed, kill: (signal) => void child.kill(signal), ended }
    },
    async close() {
      for (const child of running) child.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function programAt(url: string): Pick<Program, 'ask' | 'tokenOf'> {
  const ask: Program['ask'] = async (query, variables = {}, as) => {
    const authorization = as === undefined ? {} : { authorization: `Bearer ${await tokenOf(as)}` }
    return post(url, { query, variables }, authorization)
  }
  const tokenOf = async (user: string): Promise<string> => {
    const { data } = await post(url, { query: `mutation { signIn(user: "${user}") { token } }` }, {})
    return (data as { signIn: { token: string } }).signIn.token
  }
  return { ask, tokenOf }
}

async function post(url: string, body: object, headers: Record<string, string>) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, ...((await response.json()) as { data: never; errors?: object[] }) }
}

const isLive = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  )

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
