import { execFile } from 'node:child_process'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { codeOf, DataFolderError } from '../data-folder.ts'

const run = promisify(execFile)

/** Whom PostgreSQL runs as; nobody named means as ourselves. */
export type Account = Readonly<{ uid: number; gid: number }> | undefined

/**
 * PostgreSQL refuses to run as root. Started by root it runs as whoever owns the cluster, so that a folder made by an
 * ordinary user stays that user's, and in a new folder as the system user `postgres`.
 */
export async function accountFor(cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(cluster).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return (await systemUser()) ?? (await createSystemUser(cluster))
}

async function systemUser(): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined // `id` fails where there is no such user.
  }
}

async function createSystemUser(cluster: string): Promise<Account> {
  let reason: unknown
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
  } catch (error) {
    reason = error // Two starts at once: the other one may have created it.
  }
  const account = await systemUser()
  if (account) return account
  throw new DataFolderError('NO_SYSTEM_USER', cluster, reason instanceof Error ? firstLine(reason.message) : '', {
    cause: reason,
  })
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

/** Every directory down to this one must let the account pass, or PostgreSQL finds neither its data nor its programs. */
export async function assertWithinReach(directory: string, account: Account): Promise<void> {
  if (!account) return
  for (let at = await realpath(directory); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at)
    const mayPass = uid === account.uid ? mode & 0o100 : gid === account.gid ? mode & 0o010 : mode & 0o001
    if (!mayPass) throw new DataFolderError('OUT_OF_REACH', at)
    if (at === dirname(at)) return
  }
}
