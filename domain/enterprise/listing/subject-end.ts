import type { PlainDate } from '../../kernel/plain-date.ts'
import type { EnterpriseFile } from '../file.ts'
import { factsOf } from '../file.ts'
import type { RegistrationEvent, RegistrationStatus } from '../registration/events.ts'
import { type RegistrationState, registrationStates } from '../registration/states.ts'
import { endedOn, type ListingRecord } from './record.ts'

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

/** The entry as the end of its subject leaves it (注销、吊销自动移出). */
export const endedWithSubject = (record: ListingRecord, end: SubjectEnd | undefined): ListingRecord =>
  end === undefined ? record : endedOn(record, end.on, 'DEREGISTERED')
