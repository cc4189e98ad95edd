/**
 * A first start from nothing to serving the sample district, a second one, and the memory of both processes at rest:
 *
 *   node bench/start.ts
 *
 * On Linux, whose /proc tells a process's proportional share of memory.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './support/server.ts'

const entry = join(import.meta.dirname, '..', 'bin', 'yidang.js')
const folder = await mkdtemp(join(tmpdir(), 'yidang-bench-start-'))
await chmod(folder, 0o755) // For PostgreSQL's own user, where root starts this.

async function started(): Promise<{ child: ChildProcess; seconds: number }> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn(process.execPath, [entry, 'start'], {
    env: { ...process.env, YIDANG_DATA: folder, PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  while (!(await isServing(port))) {
    if (child.exitCode !== null) throw new Error(`start ended with ${child.exitCode}`)
    await sleep(25)
  }
  return { child, seconds: (performance.now() - begun) / 1_000 }
}

async function isServing(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`)
    return answer.ok
  } catch {
    return false
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

/** Memory of the processes that match, in MiB; what they share is divided among them (PSS). */
async function memory(matches: (command: string, pid: number) => boolean): Promise<number> {
  let kib = 0
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!matches(command.replaceAll('\0', ' '), Number(pid))) continue
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    kib += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
  }
  return kib / 1_024
}

try {
  const first = await started()
  await stop(first.child)
  const second = await started()
  await sleep(10_000) // At rest.
  const api = await memory((_command, pid) => pid === second.child.pid)
  const postgres = await memory((command) => command.startsWith('postgres: yidang') || command.includes(`-D ${folder}`))
  await stop(second.child)
  console.log('| measure | number |\n|---|---:|')
  console.log(`| first start, from nothing to serving the district | ${first.seconds.toFixed(1)} s |`)
  console.log(`| second start to serving | ${second.seconds.toFixed(1)} s |`)
  console.log(`| memory at rest: the API's process | ${api.toFixed(0)} MiB |`)
  console.log(`| memory at rest: PostgreSQL | ${postgres.toFixed(0)} MiB |`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
