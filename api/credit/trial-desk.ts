import { createReadStream, type WriteStream, createWriteStream } from 'node:fs'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import type { Pool } from 'pg'
import type { PreparedModel } from '../../domain/credit/prepare.ts'
import { creditClassNames } from '../../domain/credit/classes.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { Log } from '../system/log.ts'
import { type Mover, noFigures, type Subject, type TrialFigures, tryFile } from './trial.ts'

/** A trial as its desk keeps it (试算任务). */
export type Trial = Readonly<{
  id: string
  agency: string
  state: 'RUNNING' | 'DONE' | 'CANCELLED' | 'INTERRUPTED'
  startedAt: string
  endedAt: string | null
  day: PlainDate
  name: string // Of the draft.
  version: number // Of the draft.
  against: number // The version in force with which it is compared.
  filesInAll: number
  figures: TrialFigures
}>

export type TrialOrder = Readonly<{
  agency: string
  day: PlainDate
  present: PreparedModel
  draft: PreparedModel
  onDone?: (trial: Trial) => Promise<void>
}>

export type MoverPage = Readonly<{ movers: readonly Readonly<{ cursor: number; mover: Mover }>[]; hasNext: boolean }>

export type TrialDesk = Readonly<{
  begin(order: TrialOrder): Promise<Trial>
  find(id: string): Promise<Trial>
  cancel(id: string): Promise<Trial>
  movers(id: string, after: number, first: number): Promise<MoverPage>
  moversCsv(id: string): Promise<Readable>
  /** Ends what is running, or waits for it where it is to finish. */
  close(options?: Readonly<{ finish: boolean }>): Promise<void>
}>

type DeskOptions = Readonly<{
  folder: string
  store: EventStore
  pool: Pool
  clock: () => Date
  newId: () => string
  log: Log
}>

const filesPerPage = 500

/**
 * Runs drafts over every file, one after the other, and keeps what came of each in a folder: figures as they grow, and the
 * files that move, a line each. A draft changes nothing by being tried.
 */
export function trialDesk({ folder, store, pool, clock, newId, log }: DeskOptions): TrialDesk {
  const running = new Map<string, { trial: Trial; cancelled: AbortController }>()
  const ending = new AbortController()
  let queue: Promise<void> = Promise.resolve()
  const at = (id: string, file: string): string => join(folder, id, file)
  const keep = (trial: Trial): Promise<void> => writeFile(at(trial.id, 'trial.json'), JSON.stringify(trial))

  async function work(id: string, order: TrialOrder): Promise<void> {
    const run = running.get(id)
    if (run === undefined) return
    const signal = AbortSignal.any([ending.signal, run.cancelled.signal])
    const lines = createWriteStream(at(id, 'movers.ndjson'), { mode: 0o600 })
    try {
      for await (const page of filesOf(signal)) {
        let { figures } = run.trial
        let text = ''
        for (const { subject, facts } of page) {
          const tried = tryFile(figures, subject, fileOf(facts), order)
          figures = tried.figures
          if (tried.mover) text += `${JSON.stringify(tried.mover)}\n`
        }
        await written(lines, text)
        run.trial = { ...run.trial, figures }
      }
      const state = run.cancelled.signal.aborted ? 'CANCELLED' : ending.signal.aborted ? 'INTERRUPTED' : 'DONE'
      run.trial = { ...run.trial, state }
      if (state === 'DONE') await order.onDone?.(run.trial)
    } catch (error) {
      log.error({ err: error, trialId: id }, '试算失败')
      run.trial = { ...run.trial, state: 'INTERRUPTED' }
    }
    lines.end()
    await finished(lines).catch(() => undefined)
    run.trial = { ...run.trial, endedAt: clock().toISOString() }
    await keep(run.trial)
    running.delete(id)
    const { state, figures } = run.trial
    log.info({ trialId: id, state, files: figures.files, movers: figures.movers }, '试算结束')
  }

  /** Every file, a page at a time, in the order of codes. */
  async function* filesOf(signal: AbortSignal) {
    for (let after = ''; !signal.aborted;) {
      const { rows } = await pool.query<Subject>({
        name: 'trial-subjects',
        text: `SELECT uscc, name, street, industry FROM told.enterprise WHERE uscc > $1 ORDER BY uscc LIMIT $2`,
        values: [after, filesPerPage],
      })
      const last = rows.at(-1)
      if (last === undefined) return
      after = last.uscc
      const streams = await store.readStreams(rows.map(({ uscc }) => enterpriseStream(uscc as Uscc)))
      yield rows.map((subject) => ({
        subject,
        facts: (streams.get(enterpriseStream(subject.uscc as Uscc)) ?? []) as unknown as readonly FileFact[],
      }))
    }
  }

  async function find(id: string): Promise<Trial> {
    const live = running.get(id)?.trial
    const kept = live ?? (isUlid(id) ? await readTrial(at(id, 'trial.json')) : undefined)
    if (kept === undefined) throw new NotFound('没有这次试算。')
    return kept.state === 'RUNNING' && live === undefined ? { ...kept, state: 'INTERRUPTED' } : kept
  }

  return {
    async begin(order) {
      const id = newId()
      await mkdir(join(folder, id), { recursive: true })
      const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM told.enterprise')
      const { name, version } = order.draft.model
      const trial: Trial = {
        ...{ id, agency: order.agency, state: 'RUNNING', startedAt: clock().toISOString(), endedAt: null },
        ...{ day: order.day, name, version, against: order.present.model.version },
        ...{ filesInAll: rows[0]?.count ?? 0, figures: noFigures() },
      }
      running.set(id, { trial, cancelled: new AbortController() })
      await keep(trial)
      queue = queue.then(() => work(id, order))
      return trial
    },
    find,
    async cancel(id) {
      running.get(id)?.cancelled.abort()
      return find(id)
    },
    async movers(id, after, first) {
      const trial = await find(id)
      if (trial.state === 'RUNNING') return { movers: [], hasNext: false }
      return readMovers(at(id, 'movers.ndjson'), after, first)
    },
    async moversCsv(id) {
      const trial = await find(id)
      if (trial.state === 'RUNNING') throw new InvalidInput('试算尚未结束，请稍后下载。', 'id')
      const lines = createInterface({ input: createReadStream(at(id, 'movers.ndjson')), crlfDelay: Infinity })
      return Readable.from(csvRows(lines)).pipe(
        stringify({ bom: true, escape_formulas: true, header: true, columns: [...csvColumns] }),
      )
    },
    async close({ finish } = { finish: false }) {
      if (!finish) ending.abort()
      await queue
    },
  }
}

const written = (lines: WriteStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => lines.write(text, (error) => (error ? reject(error) : resolve())))

const readTrial = (path: string): Promise<Trial | undefined> =>
  readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as Trial,
    () => undefined,
  )

/** A page of lines from a place in the file on; a line's cursor is where the next one begins. */
async function readMovers(path: string, after: number, first: number): Promise<MoverPage> {
  const file = await open(path)
  try {
    const movers: { cursor: number; mover: Mover }[] = []
    let cursor = after
    for await (const line of file.readLines({ start: after, autoClose: false })) {
      if (movers.length === first) return { movers, hasNext: true }
      cursor += Buffer.byteLength(line) + 1
      movers.push({ cursor, mover: JSON.parse(line) as Mover })
    }
    return { movers, hasNext: false }
  } finally {
    await file.close()
  }
}

const csvColumns = [
  '统一社会信用代码',
  '名称',
  '街镇',
  '行业',
  '现分类',
  '现得分',
  '试算分类',
  '试算得分',
  '变动原因',
] as const

async function* csvRows(lines: AsyncIterable<string>) {
  for await (const line of lines) {
    const { uscc, name, street, industry, from, to, fromScore, toScore, differences } = JSON.parse(line) as Mover
    const why = differences.map((one) => `${one.name}：${one.before} → ${one.after}`).join('；')
    const [now, then] = [`${from}（${creditClassNames[from]}）`, `${to}（${creditClassNames[to]}）`]
    yield [uscc, name, street ?? '', industry ?? '', now, fromScore, then, toScore, why]
  }
}
