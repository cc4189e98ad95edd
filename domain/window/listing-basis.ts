import { effectiveFacts, type FileFact, type SectionFact } from '../enterprise/facts.ts'
import type { ListingEntered, ListingEvent } from '../enterprise/listing/events.ts'
import { type ListingRecord, listingRecord } from '../enterprise/listing/record.ts'
import { endedWithSubject, type SubjectEnd, type SubjectEnds } from '../enterprise/listing/subject-end.ts'
import { addDays, type PlainDate } from '../kernel/plain-date.ts'
import type { MeasureRule } from '../punishment/measures/measure.ts'
import { type Basis, correctionIn, type Fall, strikingOf } from './basis.ts'
import { type ListEffects, listEffectsOn } from './list-effects.ts'
import type { PenaltyStand } from './penalty-basis.ts'

/**
 * A listing as a ground for measures: it stands while it is neither removed nor past its term and, where it rests on
 * penalties, while one of them stands; and where its list says so it ends with its subject. Undefined where nothing was
 * entered by that day.
 */
export function listingBasis(
  facts: readonly FileFact[],
  day: PlainDate,
  types: readonly ListEffects[],
  penalty: (penaltyId: string) => PenaltyStand,
  subjectEnds: SubjectEnds,
): Basis | undefined {
  const standing = effectiveFacts<ListingEvent>(facts, { asOf: day })
  const record = listingRecord(standing)
  const entered = facts.find((fact): fact is FileFact & ListingEntered => fact.type === 'ListingEntered')
  if (entered === undefined) return undefined
  const typeOf = (data: ListingEntered['data']) => listEffectsOn(types, data.listType, data.enteredOn)
  const wasCause = (rule: MeasureRule) => causes(entered.data, typeOf(entered.data), rule)
  if (record === undefined) {
    if (entered.data.enteredOn > day) return undefined
    const fall = strikingOf(facts, entered.id, 'STRUCK_OUT') ?? correctionIn(facts)
    const basis = { ...told(entered.data, typeOf(entered.data)), eventIds: [entered.id] }
    return fall ? { ...basis, fall, causes: wasCause, caused: wasCause } : undefined
  }
  const type = typeOf(record)
  const penalties = record.penaltyIds.map(penalty)
  const basisFall = penaltiesFall(penalties)
  const end = subjectEnds(type?.endsWithSubject ?? [])
  const fall: Fall | null = type ? (basisFall ?? endOf(record, end, standing, day)) : withoutBasis
  const underneath = basisFall ? [] : penalties.flatMap((one) => (one.fall ? [] : one.eventIds))
  return {
    ...told(record, type),
    eventIds: [...entryIds(standing), ...underneath],
    fall,
    causes: (rule) => causes(record, type, rule),
    caused: wasCause,
  }
}

const withoutBasis: Fall = { reason: 'LIST_WITHOUT_BASIS', on: null, eventIds: [] }

const told = (data: ListingEntered['data'], type: ListEffects | undefined) => ({
  ground: {
    ...{ section: 'LISTING' as const, recordId: data.listingId, name: type?.name ?? data.listType },
    ...{ detail: data.groundText, documentNumber: data.decisionNumber },
  },
  ...{ agency: data.authority, from: data.enteredOn, until: data.termUntil, decidedUntil: data.termUntil },
  listType: type ? `${type.code}@${type.effectiveFrom}` : null,
})

/** Cause and effect have to agree: the catalogue names the list, and the list, where it names effects, the measure. */
function causes(
  { listType, groundCode }: ListingEntered['data'],
  type: ListEffects | undefined,
  { cause, measure }: MeasureRule,
): boolean {
  if (cause.kind !== 'LISTING' || !cause.listTypes.includes(listType)) return false
  if (cause.grounds !== null && !cause.grounds.includes(groundCode)) return false
  return type?.effects === undefined || type.effects.includes(measure)
}

/** What rests on penalties falls with the last of them. */
function penaltiesFall(penalties: readonly PenaltyStand[]): Fall | null {
  let last: Fall | null = null
  for (const { fall } of penalties) {
    if (fall === null) return null
    if (last === null || (fall.on ?? '') > (last.on ?? '')) last = fall
  }
  if (last === null) return null
  return { ...last, reason: last.reason === 'STRUCK_OUT' ? 'BASIS_STRUCK_OUT' : 'BASIS_ANNULLED' }
}

/** How a listing ended by itself or by a decision; what came first was what ended it. */
function endOf(
  record: ListingRecord,
  end: SubjectEnd | undefined,
  standing: readonly SectionFact<ListingEvent>[],
  day: PlainDate,
): Fall | null {
  const ended = endedWithSubject(record, end)
  const { termUntil, removedOn, removalGround } = ended
  if (termUntil !== null && termUntil < day && (removedOn === null || termUntil < removedOn))
    return { reason: 'TERM_ENDED', on: addDays(termUntil, 1), eventIds: [] }
  if (removedOn === null || removalGround === null) return null
  const removals = standing.flatMap(({ type, id }) => (type === 'ListingRemoved' ? [id] : []))
  return { reason: removalGround, on: removedOn, eventIds: ended === record || !end ? removals : [end.eventId] }
}

const entryIds = (standing: readonly SectionFact<ListingEvent>[]): readonly string[] => {
  const entered = standing.find(({ type }) => type === 'ListingEntered')
  return entered ? [entered.id, ...(entered.correctedBy ?? [])] : []
}
