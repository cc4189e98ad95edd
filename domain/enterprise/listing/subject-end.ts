import type { PlainDate } from '../../kernel/plain-date.ts'
import type { EnterpriseFile } from '../file.ts'
import { factsOf } from '../file.ts'
import type { RegistrationEvent, RegistrationStatus } from '../registration/events.ts'
import { type RegistrationState, registrationStates } from '../registration/states.ts'
import type { ListingRecord } from './record.ts'

/** Since when the subject is in a state that ends entries by itself (注销、吊销), and by which fact of its registration. */
export type SubjectEnd = Readonly<{ on: PlainDate; eventId: string }>

/** The end in which the subject is on a day; undefined while it is in business, also where an end was undone. */
export function subjectEndOn(
  states: readonly RegistrationState[],
  ending: readonly RegistrationStatus[],
  day: PlainDate,
): SubjectEnd | undefined {
  let end: SubjectEnd | undefined
  for (const { status, since, eventId } of states) {
    if (since > day) break
    if (ending.includes(status)) end ??= { on: since, eventId }
    else end = undefined
  }
  return end
}

export type SubjectEnds = (ending: readonly RegistrationStatus[]) => SubjectEnd | undefined

/** The ends of a file's subject as they stand on a day; the registration is read where a list asks, and once. */
export function subjectEndsIn(file: EnterpriseFile, day: PlainDate): SubjectEnds {
  let states: readonly RegistrationState[] | undefined
  return (ending) => {
    if (ending.length === 0) return undefined
    states ??= registrationStates(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))
    return subjectEndOn(states, ending, day)
  }
}

/** An entry that was wrong, or whose basis fell, was never on the list: no later end changes that. */
const never: readonly ListingRecord['removalGround'][] = ['CANCELLED_AS_WRONG', 'BASIS_ANNULLED']

/**
 * The entry as the end of its subject leaves it (注销、吊销自动移出): off the list from that day on without a document, unless
 * it was over before. An entry made while the subject was already gone stands on no day.
 */
export function endedWithSubject(record: ListingRecord, end: SubjectEnd | undefined): ListingRecord {
  const { enteredOn, removedOn, removalGround, termUntil } = record
  if (end === undefined || never.includes(removalGround)) return record
  const on = end.on < enteredOn ? enteredOn : end.on
  if ((removedOn !== null && removedOn <= on) || (termUntil !== null && termUntil < on)) return record
  const gone = { removalGround: 'DEREGISTERED', exitReasonCode: null, removalDecisionNumber: null } as const
  return { ...record, removedOn: on, ...gone }
}
