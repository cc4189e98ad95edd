import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { effectiveFacts, factsAt } from '../../../domain/enterprise/facts.ts'
import { fileOf, recordsOf } from '../../../domain/enterprise/file.ts'
import { personIdOf } from '../../../domain/enterprise/person/commands.ts'
import type { AnsweredRecord, PersonEvent } from '../../../domain/enterprise/person/events.ts'
import { type PersonRecord, personRecord } from '../../../domain/enterprise/person/record.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import type { Sealed } from '../../../domain/kernel/sealed.ts'
import { command, day, factsFrom, fileAfter, given } from '../../support/given.ts'
import { agency, correct, impose, listingId, penaltyId, register, strike } from '../../support/wishes.ts'

type DataOf<T extends EnterpriseCommand['type']> = Extract<EnterpriseCommand, { type: T }>['data']

/** A sealed value as it might come out of sealing: other bytes every time, the digest alone stays. */
let times = 0
const sealed = (value: string, keyId = 'key-1'): Sealed => ({
  ...{ keyId, algorithm: 'AES-256-GCM', nonce: `n${times++}`, ciphertext: `c${times}`, tag: 't' },
  digest: `${keyId}/${value}`,
})

const onPenalty: AnsweredRecord = { section: 'PENALTY', recordId: penaltyId }
const data = (changes: Partial<DataOf<'RecordPerson'>> = {}): DataOf<'RecordPerson'> => ({
  ...{ keyId: 'key-1', role: 'RESPONSIBLE', record: onPenalty, name: sealed('张三'), phone: null },
  ...{ identityNumber: sealed('310'), documentKind: 'IDENTITY_CARD', recordedOn: day('2025-03-06'), authority: agency },
  ...changes,
})
const record = (changes: Partial<DataOf<'RecordPerson'>> = {}) => command('RecordPerson', data(changes))
const report = (changes: Partial<DataOf<'RecordPerson'>> = {}) => command('ReportPerson', data(changes))
const personId = personIdOf('RESPONSIBLE', onPenalty, 'key-1')
const remove = (removedOn = '2025-06-01') =>
  command('RemovePerson', { personId, removedOn: day(removedOn), reason: '不再任职' })
const forget = (keyId = 'key-1') =>
  command('ForgetPerson', { keyId, forgottenOn: day('2026-11-20'), ground: 'TERM_ENDED', reason: '期限届满' })
const before = [register(), impose()]

describe('recording a person', () => {
  test('adds nothing the second time, though sealing the same makes other bytes', () => {
    given(...before)
      .when(record())
      .then('PersonRecorded')
    given(...before, record())
      .when(record())
      .thenNothing()
  })
  test('records what changed, and a member left out changes nothing', () => {
    given(...before, record())
      .when(record({ phone: sealed('021') }))
      .then('PersonChanged')
    given(...before, record({ phone: sealed('021') }))
      .when(record())
      .thenNothing()
    given(...before, record({ phone: sealed('021') }))
      .when(record({ phone: sealed('010') }))
      .then('PersonChanged')
  })
  test('of the same person for another record, or in another role, is another entry', () => {
    given(...before, record())
      .when(record({ role: 'CONTACT', record: null }))
      .then('PersonRecorded')
    given(...before, record({ role: 'CONTACT', record: null }))
      .when(record())
      .then('PersonRecorded')
  })
  test('is refused for a record that is not in the file, and of a responsible person without one', () => {
    given(...before)
      .when(record({ record: { section: 'LISTING', recordId: listingId } }))
      .thenRefused('PERSON_RECORD_UNKNOWN')
    given(...before)
      .when(record({ record: null }))
      .thenRefused('RESPONSIBLE_WITHOUT_RECORD')
    given().when(record()).thenRefused('FILE_NOT_OPEN')
  })
  test('is for the agency that records', () => {
    const other = { ...data(), authority: { code: '11310104MA1070023X', name: '别的机关' } }
    given(...before)
      .when(command('RecordPerson', other, agency.code))
      .thenForbidden()
  })
})

describe('a feed’s row about a person', () => {
  test('means the same however often it comes, and in whatever order', () => {
    given(...before)
      .when(report())
      .then('PersonRecorded')
    given(...before, report())
      .when(report())
      .thenNothing()
    given(...before, report())
      .when(report({ phone: sealed('021') }))
      .then('PersonChanged')
    given(...before, report({ phone: sealed('021') }))
      .when(report({ phone: sealed('010') }))
      .thenNothing()
    given(...before, report({ phone: sealed('021') }))
      .when(report())
      .thenNothing()
  })
  test('fills in from the day of the entry on, also where it is older than the entry', () => {
    const late = [...before, record({ recordedOn: day('2025-05-01') })]
    const [change] = enterpriseDecider.decide(report({ phone: sealed('021') }), fileAfter(late).file)
    expect(change?.data).toMatchObject({ changedOn: '2025-05-01' })
    expect(personAfter(...late, report({ phone: sealed('021') }))?.phone?.digest).toBe('key-1/021')
  })
  test('restores nobody who was removed, and brings back nobody who was forgotten', () => {
    given(...before, report(), remove())
      .when(report())
      .thenNothing()
    const again = { keyId: 'key-2', name: sealed('张三', 'key-2'), identityNumber: sealed('310', 'key-2') }
    given(...before, report(), forget())
      .when(report(again))
      .thenNothing()
    given(...before, report(), forget())
      .when(report({ ...again, recordedOn: day('2025-03-07') }))
      .then('PersonRecorded')
    given(...before, report(), forget())
      .when(record(again))
      .then('PersonRecorded') // An officer’s word is another matter.
  })
  test('for a record that the file does not have says nothing', () => {
    given(register()).when(report()).thenNothing()
  })
})

describe('removing a person', () => {
  test('is recorded once, not before the entry, and undone by recording the person again', () => {
    given(...before, record())
      .when(remove())
      .then('PersonRemoved')
    given(...before, record(), remove())
      .when(remove())
      .thenNothing()
    given(...before, record(), remove())
      .when(remove('2025-06-02'))
      .thenRefused('PERSON_REMOVED')
    given(...before, record())
      .when(remove('2025-03-05'))
      .thenRefused('DAYS_OUT_OF_ORDER')
    given(...before)
      .when(remove())
      .thenRefused('PERSON_UNKNOWN')
    const back = record({ recordedOn: day('2025-07-01') })
    given(...before, record(), remove())
      .when(back)
      .then('PersonRecorded')
    given(...before, record(), remove())
      .when(record())
      .thenRefused('DAYS_OUT_OF_ORDER')
    given(...before, record(), remove(), back)
      .when(back)
      .thenNothing()
    expect(personAfter(...before, record(), remove(), back)?.standing).toBe('RECORDED')
  })
})

describe('forgetting a person', () => {
  test('marks every entry of the person in the file once, and nobody else’s', () => {
    const both = [...before, record(), record({ role: 'CONTACT', record: null })]
    given(...both, record({ keyId: 'key-2' }))
      .when(forget())
      .then('PersonForgotten', 'PersonForgotten')
    given(...both, forget())
      .when(forget())
      .thenNothing()
    given(...both)
      .when(forget('nobody'))
      .thenNothing()
    given(...before, record(), remove())
      .when(forget())
      .then('PersonForgotten')
  })
  test('leaves of the person that there was one, and is final', () => {
    const forgotten = [...before, record({ phone: sealed('021') }), forget()]
    expect(personAfter(...forgotten)).toMatchObject({
      ...{ standing: 'FORGOTTEN', name: null, identityNumber: null, phone: null, documentKind: null },
      ...{ forgottenOn: '2026-11-20', forgettingGround: 'TERM_ENDED', role: 'RESPONSIBLE', record: onPenalty },
    })
    given(...forgotten)
      .when(record())
      .thenRefused('PERSON_FORGOTTEN')
    given(...forgotten)
      .when(remove())
      .thenRefused('PERSON_FORGOTTEN')
    given(...forgotten)
      .when(report())
      .thenNothing()
    const { facts } = fileAfter(forgotten)
    const at = facts.find(({ type }) => type === 'PersonForgotten')
    given(...forgotten)
      .when(strike(at?.id ?? ''))
      .thenRefused('FORGETTING_IS_FINAL')
  })
})

test('a sealed entry is struck out but never corrected: a client could only write it in the clear', () => {
  const { facts } = fileAfter([...before, record()])
  const id = facts.at(-1)?.id ?? ''
  given(...before, record())
    .when(correct(id, { name: '张三' }))
    .thenRefused('PERSON_NOT_CORRECTABLE')
  given(...before, record())
    .when(correct(id, { name: { ciphertext: '张三' } }))
    .thenRefused('PERSON_NOT_CORRECTABLE')
  given(...before, record())
    .when(strike(id))
    .then('EntryVoided')
  expect(personAfter(...before, record(), strike(id))).toBeUndefined()
})

test('no entry of any section holds an identity number in the clear, nor does a correction bring one', () => {
  given(register())
    .when(impose({ facts: '当事人身份证号11010519491231002X' }))
    .thenRefused('IDENTITY_NUMBER_IN_CLEAR')
  const { facts } = fileAfter(before)
  const changes = { terms: { facts: '身份证 11010519491231002x' } }
  given(...before)
    .when(correct(facts.at(-1)?.id ?? '', changes))
    .thenRefused('IDENTITY_NUMBER_IN_CLEAR')
})

const anyWish = fc.oneof(
  fc.record({
    wish: fc.constantFrom('record' as const, 'report' as const),
    ...{
      keyId: fc.constantFrom('key-1', 'key-2'),
      phone: fc.option(fc.constantFrom('021', '010')),
      month: fc.integer({ min: 1, max: 9 }),
    },
  }),
  fc.record({ wish: fc.constant('remove' as const), month: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ wish: fc.constant('forget' as const), keyId: fc.constantFrom('key-1', 'key-2') }),
)

test('whatever is wished for, and however facts are read, once forgotten is always forgotten', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 12 }), (wishes) => {
      let facts = [...fileAfter(before).facts]
      const gone = new Set<string>()
      for (const one of wishes) {
        try {
          facts = [...facts, ...factsFrom(enterpriseDecider.decide(asked(one), fileOf(facts)), facts.length)]
          if (one.wish === 'forget') gone.add(one.keyId)
        } catch (error) {
          if (!(error instanceof Refused)) throw error
        }
        for (const [, own] of recordsOf(fileOf(factsAt(facts, {})), 'PERSON')) {
          const person = personRecord(effectiveFacts<PersonEvent>(own))
          // Recorded before the forgetting it is without content; afterwards a destroyed key's id does not come back.
          if (person?.standing === 'FORGOTTEN')
            expect(person).toMatchObject({ name: null, identityNumber: null, phone: null })
        }
        const again = asked(one)
        let repeated: readonly unknown[] = []
        try {
          repeated = enterpriseDecider.decide(again, fileOf(facts))
        } catch (error) {
          expect(error).toBeInstanceOf(Refused)
        }
        expect(repeated).toEqual([])
      }
    }),
    { numRuns: 1_000 },
  )
})

function asked(one: { wish: string; keyId?: string; phone?: string | null; month?: number }): EnterpriseCommand {
  const on = day(`2025-0${one.month ?? 3}-20`)
  const keyId = one.keyId ?? 'key-1'
  if (one.wish === 'remove') return remove(on)
  if (one.wish === 'forget') return forget(keyId)
  const phone = one.phone ? sealed(one.phone, keyId) : null
  const changes = { keyId, phone, name: sealed('张三', keyId), identityNumber: sealed('310', keyId), recordedOn: on }
  return one.wish === 'record' ? record(changes) : report(changes)
}

function personAfter(...commands: EnterpriseCommand[]): PersonRecord | undefined {
  const [first] = [...recordsOf(fileAfter(commands).file, 'PERSON')]
  return first && personRecord(effectiveFacts<PersonEvent>(first[1]))
}
