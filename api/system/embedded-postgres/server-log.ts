import { chown, copyFile, type FileHandle, open, readFile, rm, stat, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf } from '../data-folder.ts'
import type { Account } from './account.ts'

/** What PostgreSQL itself writes down (数据库日志): one file beside the data, and the one before it. */
export const serverLogPath = (cluster: string): string => join(dirname(cluster), 'postgres.log')

/** The file for a server's output, and what it has said there since. */
export type ServerLog = Readonly<{ handle: FileHandle; said(): Promise<string> }>

export async function openServerLog(cluster: string, account: Account): Promise<ServerLog> {
  await turnServerLog(cluster)
  const file = serverLogPath(cluster)
  const handle = await open(file, 'a', 0o600)
  if (account) await handle.chown(account.uid, account.gid) // So that its owner can start without root, too.
  const { size: before } = await handle.stat()
  const said = async () => (await readFile(file)).subarray(before).toString('utf8').trim()
  return { handle, said }
}

const bytesMaxDefault = 10 * 1024 * 1024

/**
 * Keeps the log small. It is copied and emptied, not renamed: the server has the file open for as long as it runs and
 * goes on writing at its end. (PostgreSQL's own collector would be one more process, and its files begin only after the
 * lines that tell why a start failed.)
 */
export async function turnServerLog(cluster: string, bytesMax = bytesMaxDefault): Promise<void> {
  const file = serverLogPath(cluster)
  try {
    const { size, uid, gid } = await stat(file)
    if (size <= bytesMax) return
    const kept = `${file}.1`
    await rm(kept, { force: true })
    await copyFile(file, kept)
    if (process.getuid?.() === 0) await chown(kept, uid, gid)
    await truncate(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error // Not begun yet, or taken away.
  }
}
