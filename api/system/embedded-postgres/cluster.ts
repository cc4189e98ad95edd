import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { codeOf, DataFolderError, explained, isDiskFull, saysDiskFull } from '../data-folder.ts'
import type { Account } from './account.ts'
import { type Binaries, majorVersion, programEnvironment } from './binaries.ts'
import type { Log } from '../log.ts'
import { isAlive } from './process.ts'

const run = promisify(execFile)

/** The files of the database (数据库文件) and the password that opens it. */
export type Cluster = Readonly<{ path: string; password: string }>

/** Lies among the database's own files: the two are made, moved, and lost together, and it marks the cluster as ours. */
const passwordFile = 'yidang.password'

export const clusterPath = (folder: string): string => join(folder, 'postgres')
export const passwordPath = (cluster: string): string => join(cluster, passwordFile)

/** The cluster that is in the folder, or a new one. */
export async function openCluster(folder: string, binaries: Binaries, account: Account, log: Log): Promise<Cluster> {
  const path = clusterPath(folder)
  try {
    for (const partial of await removePartials(folder)) log.info({ path: partial }, '已清除上次没有建成的数据库')
    const found = await findCluster(path)
    if (!found) log.info({ path }, '首次启动，正在建立数据库')
    const cluster = found ?? (await createCluster(folder, binaries, account))
    await claim(path, account)
    return cluster
  } catch (error) {
    throw explained(error, path)
  }
}

async function findCluster(path: string): Promise<Cluster | undefined> {
  const files = await readdir(path).catch(ifMissing<string[]>([]))
  if (files.length === 0) return undefined // Nothing was ever kept here; a new cluster takes its place.
  const ours = files.includes(passwordFile)
  const version = (await readFile(join(path, 'PG_VERSION'), 'utf8').catch(ifMissing(''))).trim()
  if (!version) throw new DataFolderError(ours ? 'DAMAGED' : 'NOT_OUR_DATABASE', path, '缺少 PG_VERSION')
  if (version !== majorVersion) {
    throw new DataFolderError('OTHER_VERSION', path, `数据为 PostgreSQL ${version}，程序为 PostgreSQL ${majorVersion}`)
  }
  if (!ours) throw new DataFolderError('NOT_OUR_DATABASE', path, `缺少 ${passwordFile}`)
  const password = (await readFile(passwordPath(path), 'utf8')).trim()
  if (!password) throw new DataFolderError('WRONG_PASSWORD', passwordPath(path))
  return { path, password }
}

const ifMissing =
  <T>(value: T) =>
  (error: unknown): T => {
    if (codeOf(error) === 'ENOENT') return value
    throw error
  }

const underway = new Set<string>()

/**
 * A cluster is made under another name and renamed when it is complete, so that `postgres` is a whole database or is not
 * there. Of two processes that make one at the same time, the one whose rename comes second uses the other's.
 */
async function createCluster(folder: string, binaries: Binaries, account: Account): Promise<Cluster> {
  const name = `postgres.partial.${process.pid}.${randomBytes(4).toString('hex')}`
  const partial = join(folder, name)
  const password = randomBytes(24).toString('base64url')
  underway.add(name)
  try {
    await mkdir(partial, { mode: 0o700 })
    await writeFile(`${partial}.password`, `${password}\n`, { mode: 0o600, flush: true })
    if (account) for (const file of [partial, `${partial}.password`]) await chown(file, account.uid, account.gid)
    await initdb(partial, binaries, account)
    await rename(`${partial}.password`, passwordPath(partial))
    await toDisk(partial)
    const first = await rename(partial, clusterPath(folder)).then(() => true, ifTaken)
    await toDisk(folder)
    const found = first ? { path: clusterPath(folder), password } : await findCluster(clusterPath(folder))
    if (!found) throw new DataFolderError('NOT_STARTING', clusterPath(folder), '建库时文件夹被移走')
    return found
  } finally {
    underway.delete(name)
    for (const rest of [partial, `${partial}.password`]) await discard(rest)
  }
}

/** POSIX says that the name is taken by a directory that is not empty; Windows only that it may not be done. */
function ifTaken(error: unknown): false {
  const code = codeOf(error)
  if (code === 'ENOTEMPTY' || code === 'EEXIST' || (process.platform === 'win32' && code === 'EPERM')) return false
  throw error
}

async function initdb(partial: string, binaries: Binaries, account: Account): Promise<void> {
  const flags = [
    `--pgdata=${partial}`,
    `--pwfile=${partial}.password`,
    '--username=yidang', // The one role: whoever reads its password could read the files just as well.
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=libc',
    '--locale=C', // Text is ordered by its bytes, alike on every machine and after every update of the system.
    '--no-instructions',
  ]
  try {
    await run(binaries.initdb, flags, { cwd: partial, env: programEnvironment(), ...account })
  } catch (cause) {
    const output =
      cause instanceof Error && 'stderr' in cause && 'stdout' in cause ? `${cause.stdout}\n${cause.stderr}` : ''
    if (saysDiskFull(output) || (await isDiskFull(partial)))
      throw new DataFolderError('DISK_FULL', partial, '', { cause })
    if (codeOf(cause) === 'ENOENT' || /error while loading shared libraries/.test(output)) {
      throw new DataFolderError('NOT_INSTALLED', binaries.folder, lastLine(output), { cause })
    }
    throw new DataFolderError('NOT_STARTING', partial, lastLine(output) || String(cause), { cause })
  }
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? ''

/** What a start that was cut off in the middle of `initdb` left behind; never data, for it was never renamed. */
async function removePartials(folder: string): Promise<string[]> {
  const removed: string[] = []
  for (const file of await readdir(folder)) {
    const [partial, pid] = /^postgres\.partial(?:\.(\d+)\.[0-9a-f]+)?(?=\.password$|$)/.exec(file) ?? []
    if (!partial || underway.has(partial)) continue
    const madeByOther = pid !== undefined && Number(pid) !== process.pid && isAlive(Number(pid))
    if (madeByOther) continue
    await discard(join(folder, file))
    if (file === partial) removed.push(join(folder, file))
  }
  return removed
}

/** An `initdb` that outlived its parent may still be writing here, hence the second tries. */
const discard = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })

/** A folder brought back from a backup often belongs to root and is open to all; PostgreSQL refuses either. */
async function claim(path: string, account: Account): Promise<void> {
  const { uid, mode } = await stat(path)
  if (account && uid === 0) {
    for (const file of ['', ...(await readdir(path, { recursive: true }))]) {
      await lchown(join(path, file), account.uid, account.gid)
    }
  }
  if (process.platform !== 'win32' && mode & 0o027) await chmod(path, 0o700)
}

/** A rename survives a power cut once the directory it happened in is on the disk. Windows has no such call. */
async function toDisk(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
