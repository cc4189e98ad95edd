import { describe, expect, test } from 'vitest'
import { assess } from '../../../domain/credit/assess.ts'
import { defaultModel } from '../../../domain/credit/default-model.ts'
import { dayNumberOf, dayOrNever, monthsAfter, never, yearOfNumber } from '../../../domain/credit/days.ts'
import type { CreditModel, Indicator } from '../../../domain/credit/model.ts'
import { profileOn } from '../../../domain/credit/profile.ts'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { fen } from '../../../domain/kernel/fen.ts'
import { addDays, addMonths, yearOf } from '../../../domain/kernel/plain-date.ts'
import { command, day, fileAfter } from '../../support/given.ts'
import { agency, enter, fileReport, impose, penaltyId, perform, register, status } from '../../support/wishes.ts'

const on = day('2026-11-20')

/** A model of a few of the default's indicators, with what the test changes about them. */
const modelOf = (lines: Readonly<Record<string, Partial<Indicator>>>, A = 1_000): CreditModel => ({
  ...{ ...defaultModel, scoreMin: null, scoreMax: null, cutOffs: { A, B: 500, C: 0 }, overrides: [] },
  indicators: defaultModel.indicators
    .filter(({ code }) => code in lines)
    .map((line) => ({ ...line, fading: [], ...lines[line.code] })),
})
const reported = [2020, 2021, 2022, 2023, 2024, 2025].map((year) => fileReport(year, `${year + 1}-03-01`))
const honour = (until: string) =>
  command('AwardHonour', {
    ...{ honourId: 'h', title: '守合同', level: 'COUNTY', awardedOn: day('2024-01-01'), documentNumber: null },
    ...{ validUntil: day(until), authority: agency },
  } as const)
const told = (course: readonly EnterpriseCommand[], model: CreditModel) => assess(fileAfter(course).file, model, on)

describe('reports that nobody files go missing year after year', () => {
  test('so the class may change once enough of them have', () => {
    const model = modelOf({ REPORT_MISSING: { points: -10, windowMonths: 30 } }, 971)
    expect(told([register(), ...reported], model)).toMatchObject({ creditClass: 'A', changesOn: '2029-07-01' })
  })
  test('so the class may change long after the last other change, in the next half year that has one', () => {
    const model = modelOf({
      REPORT_MISSING: { points: -60, windowMonths: 6 },
      HONOUR_LOCAL: { points: 60, cap: null },
    })
    expect(told([register(), honour('2040-01-01'), ...reported], model).changesOn).toBe('2040-07-01')
  })
  test('but not once the subject is gone', () => {
    const model = modelOf({ REPORT_MISSING: { points: -60, windowMonths: 30 } })
    const gone = told([register(), ...reported, status('DEREGISTERED', '2026-11-01')], model)
    expect(gone).toMatchObject({ changesOn: null, validUntil: null })
  })
  test('until the end of the calendar, where the file names a day near it', () => {
    const model = modelOf({ REPORT_MISSING: { points: -60, windowMonths: 6 }, HONOUR_LOCAL: { points: 60, cap: null } })
    expect(told([register(), honour('2199-06-30'), ...reported], model).changesOn).toBe('2199-07-01')
  })
})

test('a class set by hand hides changes that come meanwhile, not those that come after it', () => {
  const missing = { points: -10, windowMonths: 30 }
  const model = modelOf({ REPORT_MISSING: missing, PENALTY_FINE_SMALL: { points: -40, windowMonths: 22 } }, 971)
  const by = { overrideId: 'o', authority: agency }
  const set = [
    command('ProposeCreditOverride', {
      ...{ ...by, creditClass: 'A', until: day('2027-05-20'), reason: '整改到位', proposedBy: 'a' },
    } as const),
    command('ConfirmCreditOverride', { ...by, confirmedBy: 'b' }),
  ].map((one): EnterpriseCommand => ({ ...one, today: on }))
  const { file } = fileAfter([register(), ...reported, impose({ fine: fen(100_000) }), ...set])
  const profile = profileOn(file, model, on)
  expect(profile).toMatchObject({ creditClass: 'B', changesOn: '2027-01-06', effectiveClass: 'A' })
  expect(profile.effectiveChangesOn).toBe('2029-07-01')
})

test('the answer changes when one of two like grounds falls away, though the class does not', () => {
  const model = { ...modelOf({ HONOUR_LOCAL: {} }), overrides: defaultModel.overrides }
  const listed = (decisionNumber: string, until: string) =>
    enter({ listType: 'JUDGMENT_DEFAULTER', groundCode: 'JD1', decisionNumber, termUntil: day(until) })
  const both = told([register(), listed('甲', '2027-01-31'), listed('乙', '2027-06-30')], model)
  expect(both).toMatchObject({ creditClass: 'D', validUntil: '2027-01-31', changesOn: '2027-07-01' })
  expect(both.overriding).toMatchObject({ eventIds: ['e1', 'e2'], until: '2027-06-30' })
})

test('dormancy counts to the last day of its three years, and then as activity', () => {
  const model = modelOf({ DORMANT: {} })
  const { file } = fileAfter([register(), status('DORMANT', '2024-02-29')])
  const [reason] = assess(file, model, day('2027-02-27')).reasons
  expect(reason).toMatchObject({ indicator: 'DORMANT', points: -20, until: '2027-02-27', endsOn: '2027-02-28' })
  expect(assess(file, model, day('2027-02-28')).reasons).toEqual([])
  const active = modelOf({ DORMANT: { counts: { section: 'REGISTRATION', what: 'STATUS', statuses: ['ACTIVE'] } } })
  expect(assess(file, active, day('2027-02-28')).reasons).toHaveLength(1)
  expect(assess(file, active, day('2027-02-27')).reasons).toHaveLength(0)
})

test('the facts behind a reason stand in the order of recording, not of their legal days', () => {
  const late = fileAfter([register(), fileReport(2025, '2026-03-01'), fileReport(2024, '2025-03-01')])
  const model = modelOf({ REPORT_ON_TIME: {} })
  const [reason] = assess(late.file, model, on).reasons
  expect(reason?.eventIds).toEqual(['e1', 'e2'])
  expect(reason?.records).toEqual([
    { section: 'REPORT', recordId: '2025' },
    { section: 'REPORT', recordId: '2024' },
  ])
  const raised = command('AmendPenalty', {
    ...{ penaltyId, amendmentId: 'a', amendedOn: day('2025-03-20'), documentNumber: '改1号', reason: '加重' },
    changes: { fine: fen(300_000) },
  })
  const fined = fileAfter([register(), impose(), perform('2025-04-01'), raised])
  const [penalty] = assess(fined.file, modelOf({ PENALTY_FINE_SMALL: {} }), on).reasons
  expect(penalty?.eventIds).toEqual(['e1', 'e2', 'e3'])
})

test('what the bounds cut off is a reason, with the day on which it ends', () => {
  const model = { ...modelOf({ HONOUR_LOCAL: { points: 300, cap: null } }), scoreMax: 1_200 }
  const { score, reasons } = told([register(), honour('2027-01-01')], model)
  expect(score).toBe(1_200)
  expect(reasons.at(-1)).toMatchObject({
    indicator: 'SCORE_BOUNDS',
    points: -100,
    until: '2027-01-01',
    endsOn: '2027-01-02',
  })
})

test('days as numbers are the days of the kernel', () => {
  for (let from = day('1999-12-31'); from < '2005-01-01'; from = addDays(from, 1)) {
    const number = dayNumberOf(from)
    expect(dayOrNever(number)).toBe(from)
    expect(yearOfNumber(number)).toBe(yearOf(from))
    for (const months of [-13, -1, 0, 1, 2, 11, 12, 30, 48]) {
      expect(dayOrNever(monthsAfter(number, months))).toBe(addMonths(from, months))
    }
  }
  for (let year = 1900; year < 2200; year++) {
    for (const edge of [day(`${year}-01-01`), day(`${year}-12-31`)]) expect(yearOfNumber(dayNumberOf(edge))).toBe(year)
  }
  expect(dayOrNever(dayNumberOf(day('2199-12-31')) + 1)).toBeNull()
  expect(dayOrNever(never)).toBeNull()
})
