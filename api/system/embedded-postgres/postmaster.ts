import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFile, realpath, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { codeOf, DataFolderError } from '../data-folder.ts'
import type { Account } from './account.ts'
import { type Binaries, programEnvironment } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import { isCrashingOnAndOn } from './failure.ts'
import { isAlive, isServerOf } from './process.ts'
import { openServerLog } from './server-log.ts'
import { settingFlags } from './settings.ts'

/** PostgreSQL's main process, as it has written itself into `postmaster.pid`. */
export type Postmaster = Readonly<{ pid: number; port: number; ready: boolean }>

const pidFile = (path: string): string => join(path, 'postmaster.pid')

/** The server that runs on these files now; none where the file was left by one that was killed. */
export async function findPostmaster(path: string): Promise<Postmaster | undefined> {
  const text = await readPidFile(path)
  const [pid, dataDirectory, , port, , , , status] = text.split('\n')
  if (!pid || !dataDirectory || !port || !isAlive(Number(pid))) return undefined
  if (!(await isServerOf(Number(pid), dataDirectory))) {
    // PostgreSQL goes by the number alone and would not dare to start.
    if ((await readPidFile(path)) === text) await rm(pidFile(path), { force: true })
    return undefined
  }
  const theirs = await realpath(dataDirectory).catch(() => dataDirectory)
  if (theirs !== (await realpath(path))) throw new DataFolderError('IN_USE_ELSEWHERE', path, dataDirectory)
  return { pid: Number(pid), port: Number(port), ready: status?.trim() === 'ready' }
}

async function readPidFile(path: string): Promise<string> {
  try {
    return await readFile(pidFile(path), 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  }
}

/** The server has ended, files closed: the very last thing it does is to remove its `postmaster.pid`. */
export async function hasEnded(path: string, pid: number): Promise<boolean> {
  const running = await findPostmaster(path)
  return running?.pid !== pid
}

/** A server of ours on its way up. */
export type Starting = Readonly<{
  pid: number | undefined
  hasEnded(): boolean
  /** What it said when it gave up, or when it should have. */
  failure(): Promise<string | undefined>
}>

/**
 * Detached, it has a session of its own: Ctrl-C in the terminal reaches us and not the database, which we stop last; and
 * it outlives us if we are killed. Its output goes to a file, not to a pipe that would break with us.
 */
export async function startPostmaster(
  cluster: Cluster,
  binaries: Binaries,
  account: Account,
  givenPort?: number,
): Promise<Starting> {
  const port = givenPort ?? (await freePort())
  const output = await openServerLog(cluster.path, account)
  try {
    const child = spawn(binaries.postgres, ['-D', cluster.path, '-p', String(port), ...settingFlags], {
      cwd: cluster.path,
      env: programEnvironment(),
      stdio: ['ignore', output.handle.fd, output.handle.fd],
      detached: true,
      windowsHide: true,
      ...account,
    })
    const ended = endOf(child)
    child.unref()
    return {
      pid: child.pid,
      hasEnded: () => ended.value !== undefined,
      async failure() {
        const end = ended.value // Asked first: only of a server that has ended is what it said complete.
        const said = await output.said()
        if (end === undefined) return isCrashingOnAndOn(said) ? said : undefined
        return said || end
      },
    }
  } finally {
    await output.handle.close() // The child holds its own.
  }
}

function endOf(child: ChildProcess): { value?: string } {
  const ended: { value?: string } = {}
  child.once('error', (error) => {
    ended.value = error.message
  })
  child.once('exit', (code, signal) => {
    ended.value = `exit ${code ?? signal}`
  })
  return ended
}

/**
 * The port that the last server had: those who outlived it go on asking there. PostgreSQL writes down how it was started,
 * and leaves that behind however it ends.
 */
export async function lastPort(path: string): Promise<number | undefined> {
  const started = await readFile(join(path, 'postmaster.opts'), 'utf8').catch(() => '')
  const [, port] = /"-p" "(\d+)"/.exec(started) ?? []
  return port === undefined ? undefined : Number(port)
}

/** Another program may take it before PostgreSQL does; then the next start asks again. */
async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** A start that was cut off by a power failure can leave the file empty, and PostgreSQL does not get past that. */
export async function removeEmptyPidFile(path: string): Promise<void> {
  if ((await readPidFile(path)) === '') await rm(pidFile(path), { force: true })
}

/**
 * `TERM` waits for everybody's sessions to end (smart shutdown), `INT` ends them (fast shutdown), `QUIT` ends without
 * closing the files (immediate shutdown), which the next start makes up for. None loses what was committed.
 */
export async function signalPostmaster(binaries: Binaries, pid: number, name: 'TERM' | 'INT' | 'QUIT'): Promise<void> {
  if (process.platform === 'win32') {
    await promisify(execFile)(binaries.pgCtl, ['kill', name, String(pid)]) // Windows has no signals; a kill would be one.
    return
  }
  try {
    process.kill(pid, `SIG${name}`)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error // Ended meanwhile, as was wanted.
  }
}
