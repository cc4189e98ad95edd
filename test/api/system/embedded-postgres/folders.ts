/** Data folders of tests: made, opened here or by another process, and cleared away when the test is over. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { expect, onTestFinished } from 'vitest'
import { DataFolderError, type DataFolderProblem } from '../../../../api/system/data-folder.ts'
import { findPostmaster } from '../../../../api/system/embedded-postgres/postmaster.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../../../api/system/embedded-postgres.ts'
import { createLog } from '../../../../api/system/log.ts'

export const log = createLog({ level: 'silent', pretty: false })
export const isRoot = process.getuid?.() === 0

const folders: string[] = []

/** Removed when everything the test has opened in it is stopped, which is registered later and done earlier. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yidang-embedded-'))
  await chmod(folder, 0o755) // As under a project: started by root, the database is another user's.
  folders.push(folder)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Opened here, and stopped when the test is over, also when it failed. */
export async function open(folder: string): Promise<EmbeddedPostgres> {
  const server = await openEmbeddedPostgres({ folder, log })
  onTestFinished(() => server.stop())
  return server
}

export const opener = join(import.meta.dirname, 'opener.ts')

type Other = Readonly<{ url: string; adopted: boolean; stop(): Promise<void>; kill(): Promise<void> }>

/** Opened by another process. */
export async function openElsewhere(folder: string): Promise<Other> {
  const child: ChildProcess = fork(opener, [folder])
  const exit = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  const [opened] = await Promise.race([
    once(child, 'message'),
    exit.then(() => Promise.reject(new Error('the other process did not open it'))),
  ])
  return {
    ...opened,
    async stop() {
      child.send('stop')
      await exit
    },
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

export async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

export const running = (folder: string) => findPostmaster(join(folder, 'postgres'))

export async function problemOf(folder: string): Promise<DataFolderError> {
  const error = await openEmbeddedPostgres({ folder, log }).then(
    async (server) => server.stop(),
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(DataFolderError)
  return error as DataFolderError
}

export async function expectProblem(folder: string, code: DataFolderProblem, path: string): Promise<void> {
  const error = await problemOf(folder)
  expect(error).toMatchObject({ code, path })
  expect(error.message).toContain(`“${path}”`)
  expect(error.message).toMatch(/^[^。]+。$/) // One sentence.
}

/** To be asked last: no server of a folder made here is running. */
export async function expectNothingLeftRunning(): Promise<void> {
  await delay(200)
  const left = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  expect(left.split('\n').filter((line) => folders.some((folder) => line.includes(folder)))).toEqual([])
}
