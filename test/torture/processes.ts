import { type ChildProcess, execFileSync, spawn, type StdioOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostmaster } from '../../api/system/embedded-postgres/postmaster.ts'
import type { Victim } from './plan.ts'

/** An installation in a folder of its own, as a person runs it: by its commands, each a process. */
export type Place = Readonly<{ root: string; data: string; port: number; url: string }>

export type Ended = Readonly<{ code: number | null; output: string }>
export type Command = Readonly<{ child: ChildProcess; ended: Promise<Ended> }>

/** All of ours that live, so that nothing is left behind however a cycle ends. */
const living = new Set<ChildProcess>()

const entry = join(import.meta.dirname, '..', '..', 'bin', 'yidang.js')
const readyMs = 60_000
const stopMs = 30_000

export const environmentOf = ({ data, port }: Place) => ({
  ...without(process.env, ['DATABASE_URL', 'KURRENTDB_URL', 'YIDANG_MASTER_KEY', 'YIDANG_MASTER_KEY_FILE']),
  ...{ YIDANG_DATA: data, PORT: String(port), LOG_LEVEL: 'warn' },
})

const without = (env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)))

/** One of our commands beside the server; what it prints is kept in its log. */
export function runCommand(place: Place, ...words: readonly string[]): Command {
  const child = spawned(place, words, ['ignore', 'pipe', 'pipe'])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => (output += piece.toString()))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('close', (code, signal) => {
      const told = `$ ${words.join(' ')} → ${code ?? signal}\n${output}\n`
      appendFile(join(place.root, 'commands.log'), told).then(() => resolve({ code, output }), reject)
    })
  })
  return { child, ended }
}

export function launchServer(place: Place): Command {
  const log = openSync(join(place.root, 'server.log'), 'a')
  const child = spawned(place, ['start', '--empty'], ['ignore', log, log])
  closeSync(log)
  const ended = new Promise<Ended>((resolve) => child.once('exit', (code) => resolve({ code, output: '' })))
  return { child, ended }
}

function spawned(place: Place, words: readonly string[], stdio: StdioOptions): ChildProcess {
  const child = spawn(process.execPath, [entry, ...words], { env: environmentOf(place), stdio })
  living.add(child)
  child.once('exit', () => living.delete(child))
  return child
}

export const hasEnded = ({ child }: Command): boolean => child.exitCode !== null || child.signalCode !== null

/** Until the installation says that it is ready and its rows keep up; throws where it ends instead, or never does. */
export async function untilReady({ url }: Place, server: Command): Promise<number> {
  const began = performance.now()
  for (let said = 'nothing'; performance.now() - began < readyMs;) {
    if (hasEnded(server))
      throw new Error(`the server ended by itself (${server.child.exitCode ?? server.child.signalCode})`)
    try {
      const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) })
      said = await answer.text()
      if (answer.ok) return performance.now() - began
    } catch (error) {
      said = String(error)
    }
    await sleep(25)
    if (performance.now() - began >= readyMs) throw new Error(`not ready within ${readyMs} ms: ${said}`)
  }
  throw new Error('not ready')
}

export async function stopServer(server: Command): Promise<void> {
  server.child.kill('SIGTERM')
  const ended = await Promise.race([server.ended, sleep(stopMs, undefined, { ref: false })])
  if (ended === undefined) throw new Error(`the server did not stop within ${stopMs} ms`)
  if (ended.code !== 0) throw new Error(`the server stopped with ${server.child.exitCode ?? server.child.signalCode}`)
}

/** Kills with SIGKILL, which no process can prepare for. Answers with how many processes it hit. */
export async function kill(place: Place, victim: Victim, server: Command, commands: readonly Command[], pick: number) {
  const postmaster = await findPostmaster(join(place.data, 'postgres'))
  const sessions = postmaster ? childrenOf(postmaster.pid) : []
  const own = [server, ...(victim === 'EVERYTHING' ? commands : [])].flatMap(({ child }) => child.pid ?? [])
  const postgres = postmaster ? [postmaster.pid, ...sessions] : []
  const hit = {
    ...{ SESSION: sessions.slice(pick % Math.max(1, sessions.length)).slice(0, 1), POSTMASTER: postgres.slice(0, 1) },
    ...{ POSTGRES: postgres, SERVER: own, BOTH: [...postgres, ...own], EVERYTHING: [...postgres, ...own] },
  }[victim]
  return hit.filter(killed).length
}

function killed(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false // It was just going.
    throw error
  }
}

type Listed = Readonly<{ pid: number; parent: number; command: string }>

function processes(): readonly Listed[] {
  const lines = execFileSync('ps', ['-ww', '-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  })
}

const childrenOf = (pid: number): readonly number[] =>
  processes().flatMap((one) => (one.parent === pid ? [one.pid] : []))

/** PostgreSQL's processes and ours that still have to do with the folder. */
export async function leftRunning({ data }: Place): Promise<readonly Listed[]> {
  for (let waits = 0; ; waits++) {
    const all = processes()
    const main = all.filter(({ command }) => command.includes(`-D ${data}`))
    const left = all.filter((one) => main.includes(one) || main.some(({ pid }) => pid === one.parent))
    if (left.length === 0 || waits === 40) return left
    await sleep(50)
  }
}

/** The last resort after a cycle that failed or was broken off: nothing of it goes on. */
export async function killAll(place: Place): Promise<void> {
  for (const child of living) child.kill('SIGKILL')
  for (const { pid } of await leftRunning(place)) killed(pid)
}
