import { basename } from 'node:path'
import type { Pool } from 'pg'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import type { FileFact } from '../../../domain/enterprise/facts.ts'
import { emptyFile, type EnterpriseFile, fileOf } from '../../../domain/enterprise/file.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import type { RecordKind } from '../../../domain/intake/columns.ts'
import { differenceFrom } from '../../../domain/intake/differences.ts'
import { fieldOfRefusal, orderOf } from '../../../domain/intake/orders.ts'
import { numbersIn, RowFault, type RowOrder } from '../../../domain/intake/row.ts'
import { together } from '../../../domain/kernel/decider.ts'
import type { Actor } from '../../../domain/kernel/event.ts'
import { dayInChina } from '../../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { inspectUscc } from '../../../domain/kernel/uscc.ts'
import type { EventStore } from '../../../domain/store/event-store.ts'
import { type CommandHandler, type ItemVerdict, submission } from '../../../domain/store/handle.ts'
import type { PersonKeys } from '../keys/person-keys.ts'
import { masked } from '../log.ts'
import { openRecordFile, type RawRow, type RecordFile } from './read-records.ts'
import { withPersonsSealed } from './seal-persons.ts'

/** What became of a row (接收、重复、拒绝); `field` is a field code, `reason` a Chinese sentence. */
export type Verdict = Readonly<{
  row: number
  verdict: 'accepted' | 'duplicate' | 'refused'
  field: string
  reason: string
}>

export type ImportCounts = Readonly<{ rows: number; accepted: number; duplicate: number; refused: number }>

export type ImportOptions = Readonly<{
  path: string
  name?: string // The file's name as its sender has it.
  kind?: RecordKind
  handler: CommandHandler
  store: EventStore
  keys: PersonKeys // Seals whomever a row names, before anything is decided.
  pool: Pool // Where other numbers lead to files.
  clock: () => Date
  newId: () => string
  actor: Actor
  agency: string | null // An officer's upload holds records of their own agency only; the operator's may hold any.
  correlationId: string
  onVerdict: (verdict: Verdict) => void | Promise<void>
  onProgress?: (progress: Readonly<{ bytesRead: number; bytes: number; counts: ImportCounts }>) => void
  signal?: AbortSignal
}>

const rowsPerBatch = 1_000
const allOrNothing = together(enterpriseDecider)

type Read = Readonly<{ row: number; order: RowOrder }>

/**
 * Imports a file of records (归集). Rows are decided in their order, a batch at a time; a batch that is recorded stays
 * recorded, so an import that was killed is simply run again: what stands already is a duplicate then, and the events
 * are those of one clean run.
 */
export async function runImport(options: ImportOptions): Promise<ImportCounts> {
  const file = await openRecordFile(options.path, options.kind)
  const counts = { rows: 0, accepted: 0, duplicate: 0, refused: 0 }
  const aliases = new Map<string, Uscc>() // Of rows of this file, whose own rows of the directory come later.
  let batch: RawRow[] = []
  const flush = async () => {
    for (const verdict of await judge(options, file, batch, aliases)) {
      counts.rows += 1
      counts[verdict.verdict] += 1
      await options.onVerdict(verdict)
    }
    batch = []
    options.onProgress?.({ bytesRead: file.bytesRead(), bytes: file.bytes, counts: { ...counts } })
  }
  for await (const row of file.rows) {
    if (options.signal?.aborted) break
    batch.push(row)
    if (batch.length === rowsPerBatch) await flush()
  }
  if (batch.length > 0) await flush()
  return counts
}

/** Reads, submits, and judges a batch; verdicts come in the order of the rows. */
async function judge(options: ImportOptions, file: RecordFile, batch: readonly RawRow[], aliases: Map<string, Uscc>) {
  const { clock, agency, handler, pool, keys } = options
  const today = dayInChina(clock())
  const known = await resolveAliases(pool, batch)
  const resolve = (number: string): Uscc | undefined => aliases.get(number) ?? known.get(number)
  const verdicts = new Map<number, Verdict>()
  const rows: Read[] = []
  for (const raw of batch) {
    const { row } = raw
    try {
      if ('fault' in raw) throw new RowFault('', raw.fault)
      const order = orderOf[file.kind](raw.fields, { today, agency, resolve, edition: raw.edition })
      for (const command of order.commands) rememberAliases(command, order.uscc, aliases)
      rows.push({ row, order })
    } catch (error) {
      if (!(error instanceof RowFault)) throw error
      verdicts.set(row, { row, verdict: 'refused', field: error.field, reason: masked(error.message) })
    }
  }
  const read = await withPersonsSealed(keys, rows)
  const outcomes = await handler.submitBulk(read.map((one) => submissionOf(options, file, one, today)))
  const repeated: Read[] = []
  for (const [place, one] of read.entries()) {
    const outcome = outcomes[place]
    if (outcome && 'events' in outcome && outcome.events === 0) repeated.push(one)
    else if (outcome) verdicts.set(one.row, verdictOf(one.row, outcome, file.kind))
  }
  for (const verdict of await judgeRepeated(options.store, repeated)) verdicts.set(verdict.row, verdict)
  return batch.flatMap(({ row }) => verdicts.get(row) ?? [])
}

function submissionOf(
  options: ImportOptions,
  file: RecordFile,
  { row, order }: Read,
  today: ReturnType<typeof dayInChina>,
) {
  const { clock, newId, actor, correlationId, agency } = options
  const name = masked(options.name ?? basename(options.path)) // It stands in the log of events for ever.
  const source = { ...order.source, file: name, fileSha256: file.sha256, row }
  const command = { type: 'Together', data: { commands: order.commands }, today, agency } as const
  return submission(allOrNothing, enterpriseStream(order.uscc), command, { clock, newId, actor, correlationId, source })
}

function verdictOf(row: number, outcome: ItemVerdict, kind: RecordKind): Verdict {
  const fields = fieldOfRefusal[kind]
  if ('events' in outcome) return { row, verdict: 'accepted', field: '', reason: '' }
  if ('refused' in outcome) {
    const { reason, message } = outcome.refused
    return { row, verdict: 'refused', field: fields[reason] ?? fields.DEFAULT ?? '', reason: message }
  }
  if ('forbidden' in outcome)
    return { row, verdict: 'refused', field: fields.FORBIDDEN ?? '', reason: outcome.forbidden.message }
  return { row, verdict: 'refused', field: outcome.invalid.field ?? '', reason: outcome.invalid.message }
}

/** A row that adds nothing is a duplicate; where it says something else than the file, its verdict tells so. */
async function judgeRepeated(store: EventStore, repeated: readonly Read[]): Promise<readonly Verdict[]> {
  if (repeated.length === 0) return []
  const streams = [...new Set(repeated.map(({ order }) => enterpriseStream(order.uscc)))]
  const files = new Map<string, EnterpriseFile>() // Told once each: many rows may be about one enterprise.
  for (const [stream, facts] of await store.readStreams(streams))
    files.set(stream, fileOf(facts as unknown as readonly FileFact[]))
  return repeated.map(({ row, order }) => {
    const difference = differenceFrom(files.get(enterpriseStream(order.uscc)) ?? emptyFile, order.commands)
    return difference
      ? { row, verdict: 'duplicate', ...difference }
      : { row, verdict: 'duplicate', field: '', reason: '已经入档，未重复记录' }
  })
}

function rememberAliases(command: EnterpriseCommand, uscc: Uscc, aliases: Map<string, Uscc>): void {
  if (command.type !== 'ReportRegistration') return
  for (const { value } of command.data.aliases) aliases.set(value, uscc)
}

/** Numbers of a batch that lead to other files: former codes, and whatever rows without a code give instead. */
async function resolveAliases(pool: Pool, batch: readonly RawRow[]): Promise<ReadonlyMap<string, Uscc>> {
  const values = new Set<string>()
  for (const raw of batch) {
    if ('fault' in raw) continue
    for (const prefix of ['XK', 'CF']) {
      const code = inspectUscc(raw.fields[`${prefix}_XDR_SHXYM`] ?? '')
      if (code.kind === 'WELL_FORMED') values.add(code.code)
      else
        for (const name of ['GSZC', 'ZZJG', 'SWDJ'])
          for (const number of numbersIn(raw.fields[`${prefix}_XDR_${name}`] ?? '')) values.add(number)
    }
  }
  if (values.size === 0) return new Map()
  const { rows } = await pool.query<{ value: string; uscc: Uscc }>(
    `SELECT value, min(uscc) AS uscc FROM told.alias WHERE value = ANY($1) GROUP BY value HAVING count(DISTINCT uscc) = 1`,
    [[...values]],
  )
  return new Map(rows.map(({ value, uscc }) => [value, uscc]))
}
