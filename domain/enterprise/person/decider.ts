import type { PlainDate } from '../../kernel/plain-date.ts'
import { hidesSame, isSealed } from '../../kernel/sealed.ts'
import { refuse } from '../../refusals.ts'
import { found, requireOrder } from '../command.ts'
import { effectiveFacts } from '../facts.ts'
import { type EnterpriseFile, factsOf, recordsOf } from '../file.ts'
import { type PersonCommand, personIdOf, type RecordPerson, type ReportPerson } from './commands.ts'
import type { PersonDetails, PersonEvent } from './events.ts'
import { type PersonRecord, personRecord } from './record.ts'

const recordIn = (file: EnterpriseFile, personId: string): PersonRecord | undefined =>
  personRecord(factsOf<PersonEvent>(file, 'PERSON', personId))

/** The rules of the section of persons (相关人员). Sealed values are compared by their digests and never opened. */
export function decidePerson(command: PersonCommand, file: EnterpriseFile): readonly PersonEvent[] {
  switch (command.type) {
    case 'RecordPerson':
      return record(command.data, file)
    case 'ReportPerson':
      return report(command.data, file)
    case 'RemovePerson': {
      const { personId, removedOn } = command.data
      const person = found(recordIn(file, personId), 'PERSON_UNKNOWN')
      if (person.standing === 'FORGOTTEN') throw refuse('PERSON_FORGOTTEN')
      if (person.removedOn === removedOn) return []
      if (person.removedOn !== null) throw refuse('PERSON_REMOVED', { removedOn: person.removedOn })
      requireOrder('最近一次记录', person.lastOn, '移除日期', removedOn)
      return [{ type: 'PersonRemoved', data: command.data }]
    }
    case 'ForgetPerson': {
      const { keyId, forgottenOn, ...why } = command.data
      return personsOf(file)
        .filter((person) => person.keyId === keyId && person.standing !== 'FORGOTTEN')
        .map(({ personId, lastOn }) => {
          const on = forgottenOn < lastOn ? lastOn : forgottenOn // Nothing said before is read after it.
          return { type: 'PersonForgotten', data: { personId, forgottenOn: on, ...why } }
        })
    }
  }
}

/** An officer's word: a person who is new, who is back, or of whom something is different now. */
function record(data: RecordPerson['data'], file: EnterpriseFile): readonly PersonEvent[] {
  const { role, record: answered, keyId, recordedOn } = data
  if (role === 'RESPONSIBLE' && answered === null) throw refuse('RESPONSIBLE_WITHOUT_RECORD')
  if (!answersInFile(data, file)) throw refuse('PERSON_RECORD_UNKNOWN')
  const personId = personIdOf(role, answered, keyId)
  const person = recordIn(file, personId)
  if (person === undefined) return [{ type: 'PersonRecorded', data: { ...data, personId } }]
  if (person.standing === 'FORGOTTEN') throw refuse('PERSON_FORGOTTEN')
  if (person.removedOn !== null) {
    requireOrder('最近一次记录', person.lastOn, '登记日期', recordedOn)
    return [{ type: 'PersonRecorded', data: { ...data, personId } }]
  }
  return changed(
    person,
    differing(person, data, ({ after }) => after !== null),
    recordedOn,
  )
}

/** A feed's word: only what the file does not know yet, and nothing of whom it was made to forget. */
function report(data: ReportPerson['data'], file: EnterpriseFile): readonly PersonEvent[] {
  const { role, record: answered, keyId, recordedOn } = data
  if (!answersInFile(data, file)) return []
  const personId = personIdOf(role, answered, keyId)
  const person = recordIn(file, personId)
  if (person === undefined) {
    return isForgotten(data, file) ? [] : [{ type: 'PersonRecorded', data: { ...data, personId } }]
  }
  if (person.standing !== 'RECORDED') return []
  const missing = differing(person, data, ({ before, after }) => before === null && after !== null)
  return changed(person, missing, recordedOn)
}

const answersInFile = ({ record: answered }: RecordPerson['data'], file: EnterpriseFile): boolean =>
  answered === null || factsOf(file, answered.section, answered.recordId).length > 0

/**
 * Whether the same row, or an older one, already stood in the file and was forgotten. The forgotten person cannot be told
 * from another one any more, so it is the place they stood in that decides.
 */
const isForgotten = (data: ReportPerson['data'], file: EnterpriseFile): boolean =>
  personsOf(file).some(
    ({ standing, role, record: answered, recordedOn }) =>
      standing === 'FORGOTTEN' &&
      role === data.role &&
      answered?.section === data.record?.section &&
      answered?.recordId === data.record?.recordId &&
      data.recordedOn <= recordedOn,
  )

const personsOf = (file: EnterpriseFile): readonly PersonRecord[] =>
  [...recordsOf(file, 'PERSON')].flatMap(([, facts]) => personRecord(effectiveFacts<PersonEvent>(facts)) ?? [])

const detailNames = ['name', 'identityNumber', 'documentKind', 'phone'] as const
type Detail = PersonDetails[(typeof detailNames)[number]]

/** The members that differ and that a rule lets through. */
function differing(
  before: PersonDetails,
  after: PersonDetails,
  counts: (detail: Readonly<{ before: Detail; after: Detail }>) => boolean,
): Partial<PersonDetails> {
  const names = detailNames.filter(
    (name) => !isSame(before[name], after[name]) && counts({ before: before[name], after: after[name] }),
  )
  return Object.fromEntries(names.map((name) => [name, after[name]]))
}

const isSame = (a: Detail, b: Detail): boolean => (isSealed(a) && isSealed(b) ? hidesSame(a, b) : a === b)

/** A change counts from the latest day of the entry at the earliest, so that nothing said before is read after it. */
function changed(
  { personId, lastOn }: PersonRecord,
  changes: Partial<PersonDetails>,
  on: PlainDate,
): readonly PersonEvent[] {
  if (Object.keys(changes).length === 0) return []
  return [{ type: 'PersonChanged', data: { personId, changes, changedOn: on < lastOn ? lastOn : on } }]
}
