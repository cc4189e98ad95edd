import { type Deadline, isRunning } from '../../domain/clocks/deadline.ts'
import { deadlinesFrom } from '../../domain/clocks/deadlines.ts'
import { listingCaseClockFacts } from '../../domain/clocks/elsewhere/listing-case.ts'
import { matterClockFacts } from '../../domain/clocks/elsewhere/matter.ts'
import {
  noPunishmentClocks,
  type PunishmentClocks,
  withPunishmentClocks,
} from '../../domain/clocks/elsewhere/punishment-case.ts'
import { matterCodec, matterPrefix } from '../../domain/clocks/matters/codec.ts'
import { type Matter, withMatterEvent } from '../../domain/clocks/matters/decider.ts'
import type { MatterEvent } from '../../domain/clocks/matters/events.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import { type ClockFacts, recordKey } from '../../domain/clocks/started.ts'
import type { DomainEvent, Json, RecordedEvent } from '../../domain/kernel/event.ts'
import { listingCaseCodec, listingCasePrefix } from '../../domain/lists/case/codec.ts'
import type { ListingCaseEvent } from '../../domain/lists/case/events.ts'
import { caseCodec, casePrefix } from '../../domain/punishment/case/codec.ts'
import type { CaseEvent } from '../../domain/punishment/case/events.ts'
import type { Row } from '../projection.ts'
import {
  defineInParts,
  defineStreamProjection,
  type Fold,
  type StreamProjection,
  type StreamRow,
} from '../stream-projection.ts'
import type { ClockGround } from './deadline.projection.ts'

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }))
const columns = [
  ...text('uscc', 'record_key', 'code', 'nature', 'owed_by', 'agency', 'officer', 'due_on', 'calendars'),
  { name: 'provisional', type: 'boolean' },
  { name: 'settles', type: 'boolean' },
  { name: 'deadline', type: 'json' },
]

/**
 * The clocks that run beside the files (档案之外的时限): of listing cases, joint-punishment cases, and matters. One row for
 * each that runs; and one, without a day, for each clock of the file itself that is known here to have ended, or to have
 * started on another day than the file presumes.
 */
export const elsewhereProjections = (ground: ClockGround): readonly StreamProjection[] => [
  clocksOf<ListingCaseEvent>('listing_deadline', listingCasePrefix, listingCaseCodec.types, ground, (events) => {
    const named = events.find((event) => event.type === 'ListingCandidateNamed' || event.type === 'ListingTakenOver')
    const uscc = named && 'uscc' in named.data ? named.data.uscc : undefined
    return uscc === undefined ? [] : [[uscc, listingCaseClockFacts(events)]]
  }),
  punishmentClocksOf(ground),
  clocksOf<MatterEvent>('matter_deadline', matterPrefix, matterCodec.types, ground, (events) => {
    const [opened] = events
    return opened?.type === 'MatterOpened' ? [[opened.data.uscc, matterClockFacts(events)]] : []
  }),
]

function clocksOf<E extends DomainEvent>(
  name: string,
  prefix: string,
  types: readonly string[],
  ground: ClockGround,
  factsOf: (events: readonly RecordedEvent<E>[]) => Iterable<readonly [uscc: string, facts: ClockFacts]>,
): StreamProjection {
  return defineStreamProjection<E>({
    ...{ name, version: 1, prefix, types: types as E['type'][], columns },
    *tell(_stream, events) {
      for (const [uscc, facts] of factsOf(events)) yield* rowsOf(uscc, facts, ground)
    },
  })
}

const punishmentClocks: Fold<CaseEvent, PunishmentClocks> = {
  ...{ initial: noPunishmentClocks, evolve: withPunishmentClocks },
}

/** A case may have thousands of enterprises: the clocks of each are a part of its rows. */
const punishmentClocksOf = (ground: ClockGround): StreamProjection =>
  defineInParts<CaseEvent, PunishmentClocks>({
    ...{ name: 'punishment_deadline', version: 3, prefix: casePrefix, columns },
    types: caseCodec.types as CaseEvent['type'][],
    parts: {
      fold: punishmentClocks,
      *touched(before, after) {
        if (before.facts === after.facts) return
        for (const [uscc, facts] of after.facts) if (before.facts.get(uscc) !== facts) yield uscc
      },
      rows(clocks, uscc) {
        const facts = clocks.facts.get(uscc)
        return facts ? rowsOf(uscc, facts, ground) : []
      },
    },
  })

function* rowsOf(uscc: string, facts: ClockFacts, { today, calendars }: ClockGround): Generator<StreamRow> {
  const { digest, history } = calendars()
  for (const deadline of deadlinesFrom(facts, clockRules, history, today()))
    if (isRunning(deadline)) yield runningRow(uscc, deadline, digest)
  yield* settledRows(uscc, facts)
}

function runningRow(uscc: string, deadline: Deadline, calendars: string): StreamRow {
  const { id, code, nature, owedBy, owner, officer, dueOn, provisional, record } = deadline
  const row: Row = {
    ...{ uscc, record_key: recordKey(record), code, nature, owed_by: owedBy, agency: owner?.code ?? null, officer },
    ...{ due_on: dueOn, calendars, provisional: provisional.length > 0, settles: false },
    deadline: deadline as unknown as Json,
  }
  return { key: `${uscc}/${id}`, row }
}

const elsewhereSections: ReadonlySet<string> = new Set(['LISTING_CASE', 'LISTING_EXIT', 'PUNISHMENT', 'MATTER'])

/** What a fact about a record of the file does to the clocks that the file has started. */
function* settledRows(uscc: string, { started, ended }: ClockFacts): Generator<StreamRow> {
  const settled = new Map<string, StreamRow>()
  const add = (code: string, record: string): void => {
    const key = `settles/${uscc}/${code}/${record}`
    settled.set(key, { key, row: { uscc, record_key: record, code, provisional: false, settles: true } })
  }
  for (const { kind, record } of started) {
    if (elsewhereSections.has(record.section)) continue
    for (const rule of clockRules) if (rule.starts.includes(kind)) add(rule.code, recordKey(record))
  }
  for (const { kind, record } of ended) {
    if (elsewhereSections.has(record.section)) continue
    for (const { code, ends, falls } of clockRules)
      if (ends.includes(kind) || falls.includes(kind)) add(code, recordKey(record))
  }
  yield* settled.values()
}

/** Matters whose time is counted (时限事项), for those who handle them. */
export const matterProjection = defineStreamProjection<MatterEvent>({
  ...{ name: 'matter', version: 1, prefix: matterPrefix, types: matterCodec.types as MatterEvent['type'][] },
  columns: [...text('matter_id', 'uscc', 'kind', 'agency', 'opened_on', 'standing'), { name: 'record', type: 'json' }],
  *tell(_stream, events) {
    let matter: Matter | undefined
    for (const event of events) matter = withMatterEvent(matter, event)
    if (matter === undefined) return
    const { opened, closedBy, voided } = matter
    const standing = voided ? 'VOIDED' : closedBy === null ? 'OPEN' : 'CLOSED'
    const row = { matter_id: opened.matterId, uscc: opened.uscc, kind: opened.kind, agency: opened.owner.code }
    yield { key: '', row: { ...row, opened_on: opened.openedOn, standing, record: matter as unknown as Json } }
  },
})
