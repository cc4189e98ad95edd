import type { PlainDate } from '../../kernel/plain-date.ts'
import type { SectionFact } from '../facts.ts'
import type { AnsweredRecord, ForgettingGround, PersonDetails, PersonEvent, PersonRecorded } from './events.ts'

export const personStandings = ['RECORDED', 'REMOVED', 'FORGOTTEN'] as const
/** Where a person's entry stands (人员记录状态): 在册、已移除、已销毁. */
export type PersonStanding = (typeof personStandings)[number]

/** A person as the facts tell them (人员信息). Of one who is forgotten nothing is left but that there was somebody. */
export type PersonRecord = PersonRecorded['data'] &
  Readonly<{
    standing: PersonStanding
    lastOn: PlainDate // The latest day from which anything said of the person counts.
    removedOn: PlainDate | null
    removalReason: string | null
    forgottenOn: PlainDate | null
    forgettingGround: ForgettingGround | null
  }>

/**
 * Whether a person answers for a record of the file (责任人员): as one recorded as responsible for it, or as one that the
 * decision itself names, whose entry was there before.
 */
export const answersFor = (
  { personId, role, record }: Pick<PersonRecord, 'personId' | 'role' | 'record'>,
  of: AnsweredRecord,
  named: readonly string[],
): boolean =>
  named.includes(personId) ||
  (role === 'RESPONSIBLE' && record?.section === of.section && record.recordId === of.recordId)

const nothing: PersonDetails = { name: null, identityNumber: null, documentKind: null, phone: null }

/** Tells a person from the facts in legal order; undefined where nobody was recorded (or the entry was struck out). */
export function personRecord(facts: readonly SectionFact<PersonEvent>[]): PersonRecord | undefined {
  let record: PersonRecord | undefined
  for (const fact of facts) {
    if (fact.type === 'PersonRecorded') record = recorded(fact.data, record)
    else if (record === undefined || record.standing === 'FORGOTTEN') continue
    else if (fact.type === 'PersonChanged') record = { ...record, ...fact.data.changes, lastOn: fact.data.changedOn }
    else if (fact.type === 'PersonRemoved') {
      const { removedOn, reason } = fact.data
      record = { ...record, standing: 'REMOVED', removedOn, removalReason: reason, lastOn: removedOn }
    } else {
      fact.type satisfies 'PersonForgotten'
      const { forgottenOn, ground } = fact.data
      record = {
        ...record,
        ...nothing,
        standing: 'FORGOTTEN',
        forgottenOn,
        forgettingGround: ground,
        lastOn: forgottenOn,
      }
    }
  }
  return record
}

/** Recorded for the first time, or again after a removal; who was forgotten stays so, as their key cannot come back. */
function recorded(data: PersonRecorded['data'], before: PersonRecord | undefined): PersonRecord {
  if (before?.standing === 'FORGOTTEN') return before
  const { recordedOn } = before ?? data
  return {
    ...{ ...data, recordedOn, standing: 'RECORDED', lastOn: data.recordedOn, removedOn: null, removalReason: null },
    ...{ forgottenOn: null, forgettingGround: null },
  }
}
