import { createReadStream, createWriteStream, type ReadStream } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Pool } from 'pg'
import type { RecordKind } from '../../domain/intake/columns.ts'
import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { CommandHandler } from '../../domain/store/handle.ts'
import { may, type Viewer } from '../auth/viewer.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { PersonKeys } from '../system/keys/person-keys.ts'
import { runImport } from '../system/import/run-import.ts'
import { openVerdictFile } from '../system/import/verdict-file.ts'
import { type Log, masked } from '../system/log.ts'

type Officer = Extract<Viewer, { kind: 'OFFICER' }>

/** An import as its desk keeps it (导入任务). */
export type ImportRun = Readonly<{
  id: string
  agency: string
  fileName: string
  state: 'RUNNING' | 'DONE' | 'FAILED' | 'INTERRUPTED'
  fault: string | null
  startedAt: string
  endedAt: string | null
  progress: number
  rows: number
  accepted: number
  duplicate: number
  refused: number
}>

export type ImportDesk = Readonly<{
  begin(
    upload: Readonly<{ name: string; content: Readable; kind: RecordKind | undefined }>,
    officer: Officer,
  ): Promise<ImportRun>
  find(id: string, viewer: Viewer): Promise<ImportRun>
  verdicts(id: string, viewer: Viewer): Promise<ReadStream>
  close(): Promise<void>
}>

type DeskOptions = Readonly<{
  folder: string
  store: EventStore
  handler: CommandHandler
  pool: Pool
  keys: PersonKeys
  clock: () => Date
  newId: () => string
  log: Log
  metrics: Pick<Metrics, 'imports' | 'importRows' | 'importsRunning'>
}>

/**
 * Takes uploads, works through them one after the other, and keeps what became of each in a folder. The uploaded file
 * itself is thrown away when it is done with: it may hold numbers of persons that have no place anywhere else.
 */
export function importDesk(options: DeskOptions): ImportDesk {
  const { folder, store, handler, pool, keys, clock, newId, log, metrics } = options
  const running = new Map<string, ImportRun>()
  const ending = new AbortController()
  let queue: Promise<void> = Promise.resolve()
  const at = (id: string, file: string): string => join(folder, id, file)

  async function keep(run: ImportRun): Promise<void> {
    running.set(run.id, run)
    await writeFile(at(run.id, 'run.json'), JSON.stringify(run))
  }

  async function work(begun: ImportRun, officer: Officer, kind: RecordKind | undefined): Promise<void> {
    const { id, fileName } = begun
    let run = begun
    metrics.importsRunning.inc()
    try {
      const verdicts = await openVerdictFile(at(id, 'verdicts.csv'))
      try {
        await runImport({
          ...{ path: at(id, 'records'), name: fileName, store, handler, pool, keys, clock, newId, correlationId: id },
          ...(kind ? { kind } : {}),
          agency: may(officer, 'operations:write') ? null : officer.agency.code, // An administrator brings in anybody's.
          actor: { agency: officer.agency.code, officer: officer.officer, role: officer.roles.join(',') },
          signal: ending.signal,
          onVerdict: (verdict) => {
            metrics.importRows.inc({ verdict: verdict.verdict })
            return verdicts.write(verdict)
          },
          onProgress: ({ bytesRead, bytes, counts }) => {
            run = { ...run, ...counts, progress: Math.min(999, Math.floor((bytesRead * 1_000) / bytes)) }
            running.set(id, run)
          },
        })
      } finally {
        await verdicts.close()
      }
      run = ending.signal.aborted
        ? { ...run, state: 'INTERRUPTED', fault: stoppedFault }
        : { ...run, state: 'DONE', progress: 1_000 }
    } catch (error) {
      const plain = error instanceof InvalidInput
      if (!plain) log.error({ err: error, importId: id, correlationId: id }, '导入失败')
      run = { ...run, state: plain ? 'FAILED' : 'INTERRUPTED', fault: plain ? error.message : '系统中断，请重新上传。' }
    }
    await rm(at(id, 'records'), { force: true })
    await keep({ ...run, endedAt: clock().toISOString() })
    running.delete(id)
    metrics.importsRunning.dec()
    metrics.imports.inc({ state: run.state })
    log.info(
      {
        importId: id,
        correlationId: id,
        state: run.state,
        rows: run.rows,
        accepted: run.accepted,
        refused: run.refused,
      },
      '导入结束',
    )
  }

  async function find(id: string, viewer: Viewer): Promise<ImportRun> {
    const kept = running.get(id) ?? (isUlid(id) ? await readRun(at(id, 'run.json')) : undefined)
    const own =
      kept && viewer.kind === 'OFFICER' && (kept.agency === viewer.agency.code || may(viewer, 'operations:read'))
    if (!kept || !own) throw new NotFound('没有这次导入。')
    // What another run of the program was at work on when it ended is at work no more.
    return kept.state === 'RUNNING' && !running.has(id) ? { ...kept, state: 'INTERRUPTED' } : kept
  }

  return {
    async begin({ name, content, kind }, officer) {
      const id = newId()
      await mkdir(join(folder, id), { recursive: true })
      await pipeline(content, createWriteStream(at(id, 'records'), { mode: 0o600 }))
      const run: ImportRun = {
        ...{ id, agency: officer.agency.code, fileName: masked(name), state: 'RUNNING', fault: null },
        ...{
          startedAt: clock().toISOString(),
          endedAt: null,
          progress: 0,
          rows: 0,
          accepted: 0,
          duplicate: 0,
          refused: 0,
        },
      }
      await keep(run)
      queue = queue.then(() => work(run, officer, kind))
      return run
    },
    find,
    async verdicts(id, viewer) {
      const run = await find(id, viewer)
      if (run.state === 'RUNNING') throw new InvalidInput('导入尚未结束，请稍后下载。', 'id')
      return createReadStream(at(id, 'verdicts.csv'))
    },
    async close() {
      ending.abort()
      await queue
    },
  }
}

const stoppedFault = '系统停止时中断：已判定的各行有效，请再上传一次同一文件，从中断处继续。'

const readRun = (path: string): Promise<ImportRun | undefined> =>
  readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as ImportRun,
    () => undefined,
  )
