import { dirname } from 'node:path'
import pg from 'pg'
import { codeOf, DataFolderError, isDiskFull, saysDiskFull } from '../data-folder.ts'
import type { Binaries } from './binaries.ts'
import { passwordPath } from './cluster.ts'

/**
 * Another process was quicker to start it, took the port, or is not quite gone. (The shared memory of a server that was
 * killed is in use until the last of its sessions has noticed.)
 */
const passing =
  /lock file .* (already exists|is empty)|could not bind IPv4|could not create any TCP\/IP|shared memory block .* in use/

const damaged =
  /pg_control|checkpoint record|could not (open|read) (file|directory)|could not access status|WAL directory|not a database cluster|incompatible with server|invalid (page|magic)|checksum/

/** Why a server that gave up did; nothing where another try may succeed. */
export async function failureOf(
  output: string,
  path: string,
  binaries: Binaries,
): Promise<DataFolderError | undefined> {
  const reason = reasonIn(output)
  if (saysDiskFull(output) || (await isDiskFull(path))) return new DataFolderError('DISK_FULL', dirname(path), reason)
  if (passing.test(output)) return undefined
  if (/shared libraries|ENOENT/.test(output)) return new DataFolderError('NOT_INSTALLED', binaries.folder, reason)
  if (/Permission denied/.test(output)) return new DataFolderError('NO_PERMISSION', path, reason)
  return new DataFolderError(damaged.test(output) ? 'DAMAGED' : 'NOT_STARTING', path, reason)
}

/** The line that names the reason, without the time and the process before it. */
function reasonIn(output: string): string {
  const lines = output.split('\n')
  const reasons = lines.filter((text) => /FATAL|PANIC/.test(text) && !/FATAL: +the database system is /.test(text))
  return (reasons.at(-1) ?? lines.at(-1) ?? '').replace(/^.*?(FATAL|PANIC): +/, '')
}

/** A server that is damaged where it first looks takes itself up again and again, and never gives up. */
export const isCrashingOnAndOn = (output: string): boolean =>
  (output.match(/all server processes terminated; reinitializing/g) ?? []).length >= 3

/** A file that is missing or unreadable, and whatever PostgreSQL calls an internal error. */
const damagedStates = /^(3D000|58P01|58030|XX)/

/** Why a running server refuses us; nothing where waiting may help, as it does for one on its way up or down. */
export function refusalOf(cause: unknown, path: string): DataFolderError | undefined {
  if (!(cause instanceof pg.DatabaseError)) return undefined
  const code = codeOf(cause) ?? ''
  const reason = cause.detail ?? cause.message
  if (code === '28P01') return new DataFolderError('WRONG_PASSWORD', passwordPath(path), '', { cause })
  if (code === '28000') return new DataFolderError('NOT_STARTING', path, reason, { cause }) // pg_hba.conf was edited.
  if (code === '53100') return new DataFolderError('DISK_FULL', dirname(path), '', { cause })
  return damagedStates.test(code) ? new DataFolderError('DAMAGED', path, reason, { cause }) : undefined
}
