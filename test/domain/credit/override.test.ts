import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assess } from '../../../domain/credit/assess.ts'
import { defaultModel } from '../../../domain/credit/default-model.ts'
import { profileOn } from '../../../domain/credit/profile.ts'
import type { CreditClass } from '../../../domain/credit/model.ts'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import { factsAt, type FileFact } from '../../../domain/enterprise/facts.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { registrationIn } from '../../../domain/enterprise/registration/decider.ts'
import { addDays, type PlainDate } from '../../../domain/kernel/plain-date.ts'
import { anyDay, anyHistory } from '../../support/credit-histories.ts'
import { command, day, factsFrom, given } from '../../support/given.ts'
import { agency, correct, enter, fileReport, register, strike } from '../../support/wishes.ts'

const other = { code: '11310104MB1X00045W', name: '别的机关' }
const on = (today: string, one: EnterpriseCommand): EnterpriseCommand => ({ ...one, today: day(today) })

const propose = (creditClass: CreditClass = 'B', until = '2027-02-28', overrideId = 'o1', reason = '整改到位') =>
  command('ProposeCreditOverride', {
    ...{ overrideId, creditClass, until: day(until), reason, proposedBy: 'first', authority: agency },
  })
const confirm = (confirmedBy = 'second', authority = agency, overrideId = 'o1') =>
  command('ConfirmCreditOverride', { overrideId, confirmedBy, authority })
const withdraw = (withdrawnBy = 'third', authority = agency, reason = '复核有误') =>
  command('WithdrawCreditOverride', { overrideId: 'o1', withdrawnBy, authority, reason })

describe('setting a class by hand', () => {
  test('takes a second person of the same agency', () => {
    given(register()).when(propose()).then('CreditOverrideProposed')
    given(register(), propose()).when(confirm()).then('CreditOverrideConfirmed')
    given(register(), propose()).when(confirm('first')).thenRefused('OVERRIDE_OWN_CONFIRMATION')
    given(register(), propose()).when(confirm('second', other)).thenRefused('OVERRIDE_OTHER_AGENCY')
    given(register(), propose())
      .when({ ...confirm(), agency: other.code })
      .thenForbidden()
  })
  test('is asked and answered once, however often it is sent', () => {
    given(register(), propose()).when(propose()).thenNothing()
    given(register(), propose(), confirm()).when(confirm()).thenNothing()
    given(register(), propose(), confirm(), withdraw()).when(withdraw()).thenNothing()
    given(register(), propose(), confirm()).when(confirm('third')).thenRefused('OVERRIDE_SETTLED')
    given(register(), propose()).when(propose('A')).thenRefused('RECORD_ID_TAKEN')
  })
  test('needs a reason and an end within six months', () => {
    given(register())
      .when(propose('B', '2027-02-28', 'o1', ' '))
      .thenRefused('OVERRIDE_WITHOUT_REASON')
    given(register()).when(propose('B', '2027-05-23')).then('CreditOverrideProposed')
    given(register()).when(propose('B', '2027-05-24')).thenRefused('OVERRIDE_TERM')
    given(register()).when(propose('B', '2026-11-22')).thenRefused('OVERRIDE_TERM')
  })
  test('is one at a time', () => {
    given(register(), propose())
      .when(propose('A', '2027-01-01', 'o2'))
      .thenRefused('OVERRIDE_STANDING')
    given(register(), propose(), confirm())
      .when(propose('A', '2027-01-01', 'o2'))
      .thenRefused('OVERRIDE_STANDING')
    given(register(), propose(), withdraw())
      .when(propose('A', '2027-01-01', 'o2'))
      .then('CreditOverrideProposed')
    const later = on('2027-03-01', propose('A', '2027-04-01', 'o2'))
    given(register(), propose(), confirm()).when(later).then('CreditOverrideProposed')
  })
  test('cannot be confirmed once it lapsed, ended, or was withdrawn', () => {
    given(register(), propose()).when(on('2027-03-01', confirm())).thenRefused('OVERRIDE_SETTLED')
    given(register(), propose(), withdraw()).when(confirm()).thenRefused('OVERRIDE_SETTLED')
    given(register(), propose(), confirm()).when(on('2027-03-01', withdraw())).thenRefused('OVERRIDE_SETTLED')
    given(register(), propose()).when(withdraw('third', other)).thenRefused('OVERRIDE_OTHER_AGENCY')
    given(register(), propose())
      .when(withdraw('third', agency, ''))
      .thenRefused('OVERRIDE_WITHOUT_REASON')
    given(register()).when(confirm()).thenRefused('OVERRIDE_UNKNOWN')
  })
  test('cannot be done around the second person by a correction', () => {
    given(register(), propose())
      .when(correct('e1', { creditClass: 'A' }))
      .thenRefused('OVERRIDE_NOT_CORRECTABLE')
    given(register(), propose(), confirm()).when(strike('e2')).thenRefused('OVERRIDE_NOT_CORRECTABLE')
  })
})

/** Facts of commands, each recorded on its own day. */
function factsOn(...commands: readonly EnterpriseCommand[]): readonly FileFact[] {
  let facts: FileFact[] = []
  for (const one of commands) {
    const news = factsFrom(enterpriseDecider.decide(one, fileOf(facts)), facts.length)
    const recordedAt = `${one.today}T04:00:00.000Z`
    facts = [...facts, ...news.map((fact) => ({ ...fact, metadata: { ...fact.metadata, recordedAt } }))]
  }
  return facts
}

describe('the profile with a class set by hand', () => {
  const facts = factsOn(
    ...[register(), ...[2020, 2021, 2022, 2023, 2024, 2025].map((year) => fileReport(year, `${year + 1}-03-01`))],
    ...[enter(), on('2026-11-24', propose('A', '2027-02-28')), on('2026-11-26', confirm())],
  )
  const profile = (today: string, all = facts) => profileOn(fileOf(all), defaultModel, day(today))

  test('counts from the second signature to the end of its last day, and then ends by itself', () => {
    expect(profile('2026-11-25')).toMatchObject({ override: null, effectiveClass: 'C', creditClass: 'C' })
    expect(profile('2026-11-26')).toMatchObject({
      ...{ creditClass: 'C', effectiveClass: 'A', effectiveChangesOn: '2027-03-01', validUntil: '2027-02-28' },
      override: { from: '2026-11-26', until: '2027-02-28', proposedBy: 'first', confirmedBy: 'second' },
    })
    expect(profile('2027-02-28').effectiveClass).toBe('A')
    expect(profile('2027-03-01')).toMatchObject({ override: null, effectiveClass: 'C' })
  })
  test("is the model's again on the day of a withdrawal", () => {
    const withdrawn = [
      ...facts,
      ...factsFrom(enterpriseDecider.decide(on('2026-12-01', withdraw()), fileOf(facts)), 50),
    ]
    expect(profile('2026-11-30', withdrawn).effectiveClass).toBe('A')
    expect(profile('2026-12-01', withdrawn)).toMatchObject({ override: null, effectiveClass: 'C' })
  })
  test('is told by both clocks: what was known before the confirmation does not have it', () => {
    const known = factsAt(facts, { knownAt: '2026-11-25T00:00:00.000Z' })
    expect(profile('2026-11-26', known).override).toBeNull()
    expect(profile('2026-11-26', factsAt(facts, { asOf: day('2026-11-25') })).override).toBeNull()
  })
  test('never changes the score, the reasons, or the class of the model', () => {
    const without = facts.filter(({ type }) => !type.startsWith('CreditOverride'))
    const { override: _o, effectiveClass: _c, effectiveChangesOn: _e, validUntil: _v, ...told } = profile('2026-11-26')
    const { validUntil: _own, ...own } = assess(fileOf(without), defaultModel, day('2026-11-26'))
    expect(told).toEqual(own)
  })
  test('foretells the next day of another effective class as walking there does', () => {
    const anySet = fc.record({
      history: anyHistory,
      length: fc.nat(180),
      creditClass: fc.constantFrom<CreditClass>('A', 'B', 'C', 'D'),
      today: anyDay(3_400),
    })
    fc.assert(
      fc.property(anySet, ({ history, length, creditClass, today }) => {
        const at = (one: EnterpriseCommand): EnterpriseCommand => ({ ...one, today })
        const all = [...factsAt(history, { asOf: today })]
        fc.pre(registrationIn(fileOf(all)) !== undefined)
        for (const one of [at(propose(creditClass, addDays(today, length))), at(confirm())]) {
          all.push(...factsFrom(enterpriseDecider.decide(one, fileOf(all)), 200 + all.length))
        }
        const file = fileOf(all)
        const told = profileOn(file, defaultModel, today)
        let walked: PlainDate | null = null
        for (let ahead = 1; ahead <= 700 && walked === null; ahead++) {
          const later = addDays(today, ahead)
          if (profileOn(file, defaultModel, later).effectiveClass !== creditClass) walked = later
        }
        if (walked !== null) expect(told.effectiveChangesOn).toBe(walked)
        else expect(told.effectiveChangesOn === null || told.effectiveChangesOn > addDays(today, 700)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
