import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { codeOf } from '../data-folder.ts'

const run = promisify(execFile)

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM' // Another user's, but there.
  }
}

/**
 * Whether the process is the server of these files. After a restart of the machine the number of a dead server is often
 * another program's, which may well be another PostgreSQL or a session of one. In doubt it is: to wait for a stranger
 * costs time, to take a living server for dead would start a second one on its files.
 */
export async function isServerOf(pid: number, dataDirectory: string): Promise<boolean> {
  const command = await commandOf(pid)
  if (!command) return true
  // Whoever starts it by hand may say where its files are in another way; only who names other files is another server.
  const namesOthers = command.line.includes(' -D /') && !command.line.includes(` -D ${dataDirectory} `)
  return command.isPostgres && !namesOthers
}

/** How the process was started: PostgreSQL's main process, or not (a session calls itself `postgres: …`). */
type Command = Readonly<{ isPostgres: boolean; line: string }>

/** Nothing where the system does not tell. */
async function commandOf(pid: number): Promise<Command | undefined> {
  if (process.platform === 'win32') return undefined
  try {
    if (process.platform === 'linux') return commandIn(await readFile(`/proc/${pid}/cmdline`, 'utf8'))
    const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])
    return commandTold(stdout.trimEnd())
  } catch {
    return undefined // Gone since we asked, which the next question will show; or hidden from us.
  }
}

/** As Linux keeps it; empty where the process has ended and only waits to be buried. */
function commandIn(words: string): Command {
  const [program = '', ...options] = words.split('\0')
  return { isPostgres: basename(program) === 'postgres', line: `${program} ${options.join(' ')} ` }
}

/** As `ps` tells it elsewhere: one line, in which the paths may hold blanks. */
export function commandTold(line: string): Command {
  return { isPostgres: /^(.*\/)?postgres( .*)?$/.test(line), line: `${line} ` }
}
