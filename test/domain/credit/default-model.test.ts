import { describe, expect, test } from 'vitest'
import { assess } from '../../../domain/credit/assess.ts'
import { defaultModel } from '../../../domain/credit/default-model.ts'
import { canonicalModel, checkModel, type CreditClass, indicatorGroups } from '../../../domain/credit/model.ts'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { fen } from '../../../domain/kernel/fen.ts'
import { districtFacts, splitDay } from '../../support/district.ts'
import { command, day, fileAfter } from '../../support/given.ts'
import * as wish from '../../support/wishes.ts'

type Course = readonly EnterpriseCommand[]
const { agency, licenceId, penaltyId, register } = wish

const change = (item: string) =>
  command('ChangeRegistration', {
    ...{
      changeId: 'c',
      changedOn: day('2026-01-10'),
      items: [item],
      changes: { address: '别处' },
      documentNumber: null,
    },
  })
const visited = (form: 'DAILY' | 'TRIGGERED', ...results: string[]) => {
  const { data, ...rest } = wish.inspect(results)
  return { ...rest, data: { ...data, form } } as EnterpriseCommand
}
const closed = (corrected: boolean) =>
  command('CloseInspection', { inspectionId: 'v1', closedOn: day('2025-07-01'), corrected, note: null })
const ordered = command('OrderCorrection', {
  ...{
    inspectionId: 'v1',
    orderNumber: '令1',
    orderedOn: day('2025-06-02'),
    dueOn: day('2025-06-30'),
    content: '改正',
  },
})
const fine = (yuan: number) => wish.impose({ fine: fen(yuan * 100) })
const revoked = (ground: 'PENALTY' | 'UNLAWFUL_GRANT') =>
  command('RevokeLicence', {
    ...{ licenceId, revokedOn: day('2025-05-01'), ground, documentNumber: null, penaltyId: null },
  })
const suspended = command('SuspendLicence', {
  ...{ licenceId, suspensionId: 's', suspendedOn: day('2025-05-01'), until: day('2025-12-01'), reason: '暂扣' },
  penaltyId: null,
})
const honour = (level: 'NATIONAL' | 'COUNTY') =>
  command('AwardHonour', {
    ...{ honourId: 'h', title: '守合同', level, awardedOn: day('2024-01-01'), validUntil: null, documentNumber: null },
    authority: agency,
  })
const withdrawn = command('WithdrawHonour', {
  ...{ honourId: 'h', withdrawnOn: day('2025-01-01'), reason: '弄虚作假', documentNumber: null },
})
const promised = (kind: 'APPROVAL' | 'REPAIR') =>
  command('MakeCommitment', {
    ...{ commitmentId: 'p', kind, matter: '许可', madeOn: day('2025-01-01'), checkDueOn: day('2025-03-01') },
    ...{ licenceId: null, authority: agency },
  })
const kept = command('KeepCommitment', { commitmentId: 'p', checkedOn: day('2025-02-01') })
const broken = command('BreakCommitment', {
  ...{ commitmentId: 'p', foundOn: day('2025-02-01'), reason: '不符', documentNumber: null },
})
const groundOf = { SERIOUS_VIOLATION: 'SV5', JUDGMENT_DEFAULTER: 'JD1', WAGE_ARREARS: 'WA1', CUSTOMS: 'x' }
const listed = (listType: keyof typeof groundOf, termUntil = '2027-07-02') =>
  wish.enter({ listType, groundCode: groundOf[listType], termUntil: day(termUntil) })
const dormant = wish.status('DORMANT', '2025-01-01')
const reported = [2020, 2021, 2022, 2023, 2024].map((year) => wish.fileReport(year, `${year + 1}-03-01`))

/** For each indicator a course of events on which it counts, the day, and the points it then has. */
const fixtures: Readonly<Record<string, readonly [course: Course, on: string, points: number]>> = {
  AGE_5_YEARS: [[register()], '2025-01-02', 10],
  AGE_BELOW_1_YEAR: [[register()], '2021-01-01', -25],
  DORMANT: [[register(), dormant], '2026-01-01', -20],
  PROVISIONAL: [[wish.open()], '2020-01-01', -40],
  TERM_ENDED: [[register({ details: { ...wish.details, termTo: day('2024-12-31') } })], '2025-01-01', -40],
  LICENCE_VALID: [[register(), wish.grant()], '2025-12-31', 10],
  ADDRESS_CHANGED: [[register(), change('02')], '2026-02-01', -15],
  NAME_CHANGED: [[register(), change('01')], '2027-01-10', -5],
  LICENCE_EXPIRED: [[register(), wish.grant()], '2026-01-01', -25],
  REPORT_ON_TIME: [[register(), ...reported], '2025-06-01', 15],
  REPORT_LATE: [[register(), wish.fileReport(2024, '2025-07-01')], '2026-06-30', -30],
  REPORT_MISSING: [[register(), ...reported.slice(0, 4)], '2025-07-01', -60],
  REPORT_AMENDED: [
    [
      ...[register(), ...reported],
      command('AmendAnnualReport', {
        ...{ reportId: '2024', amendmentId: 'a', amendedOn: day('2025-06-01'), published: true, note: null },
      }),
    ],
    '2025-06-01',
    -5,
  ],
  PENALTY_WARNING: [[register(), wish.impose({ kinds: ['WARNING'], fine: fen(0) })], '2025-03-06', -15],
  PENALTY_FINE_SMALL: [[register(), fine(9_999)], '2025-03-06', -40],
  PENALTY_FINE_MEDIUM: [[register(), fine(10_000)], '2026-03-06', -50],
  PENALTY_FINE_LARGE: [[register(), fine(100_000)], '2027-03-06', -50],
  PENALTY_HEAVY: [[register(), wish.impose({ kinds: ['ORDER_SUSPENSION'], fine: fen(0) })], '2025-03-06', -220],
  PENALTY_CONFISCATION: [
    [register(), wish.impose({ kinds: ['CONFISCATE_GAINS'], fine: fen(0), confiscated: fen(100) })],
    ...(['2025-03-06', -30] as const),
  ],
  PENALTY_UNPERFORMED: [[register(), fine(1_000)], '2025-06-06', -60],
  INSPECTION_FOUND: [[register(), visited('DAILY', 'A', '2', 'D')], '2025-06-01', -30],
  INSPECTION_FOUND_TRIGGERED: [[register(), visited('TRIGGERED', 'A', '2', 'D')], '2026-06-01', -20],
  INSPECTION_OBSTRUCTED: [[register(), visited('DAILY', '8')], '2025-06-01', -120],
  INSPECTION_LOST_CONTACT: [[register(), visited('DAILY', 'A', '2', '6')], '2025-06-01', -30],
  INSPECTION_CLEAN: [[register(), visited('DAILY', '1')], '2025-06-01', 10],
  INSPECTION_OPEN: [[register(), visited('DAILY', 'A', '2', 'D')], '2025-09-01', -15],
  ORDER_OVERDUE: [[register(), visited('DAILY', 'A', '2', 'D'), ordered], '2025-07-01', -40],
  NOT_CORRECTED: [[register(), visited('DAILY', 'A', '2', 'D'), closed(false)], '2025-07-01', -60],
  LICENCE_SUSPENDED: [[register(), wish.grant(), suspended], '2025-12-01', -80],
  LICENCE_REVOKED: [[register(), wish.grant(), revoked('UNLAWFUL_GRANT')], '2025-05-01', -150],
  ABNORMAL_LISTED: [[register(), wish.enter()], '2024-07-03', -40],
  ABNORMAL_LEFT: [[register(), wish.enter(), wish.remove()], '2024-09-01', -30],
  SERIOUS_LEFT: [[register(), listed('SERIOUS_VIOLATION', '2025-07-02')], '2025-07-03', -100],
  REPRESENTATIVE_CHANGED: [[register(), change('03')], '2026-02-01', -15],
  SHAREHOLDERS_CHANGED: [[register(), change('10')], '2026-02-01', -10],
  REGISTRAR_CHANGED: [[register(), change('14')], '2026-02-01', -10],
  HONOUR_HIGH: [[register(), honour('NATIONAL')], '2025-01-01', 40],
  HONOUR_LOCAL: [[register(), honour('COUNTY')], '2025-01-01', 20],
  HONOUR_WITHDRAWN: [[register(), honour('COUNTY'), withdrawn], '2025-01-01', -40],
  COMMITMENT_KEPT: [[register(), promised('APPROVAL'), kept], '2025-02-01', 10],
  COMMITMENT_BROKEN: [[register(), promised('APPROVAL'), broken], '2026-02-01', -50],
  COMMITMENT_UNCHECKED: [[register(), promised('APPROVAL')], '2025-03-02', -5],
}

/** For each overriding fact a course on which it stands, a day, and the class than which the profile is no better. */
const overridden: Readonly<Record<string, readonly [course: Course, on: string, no: CreditClass]>> = {
  IS_REVOKED: [[register(), wish.status('LICENCE_REVOKED')], '2022-01-01', 'D'],
  IS_ORDERED_CLOSED: [[register(), wish.status('ORDERED_CLOSED')], '2022-01-01', 'D'],
  IS_ANNULLED: [[register(), wish.status('ANNULLED')], '2022-01-01', 'D'],
  ON_SERIOUS_LIST: [[register(), listed('SERIOUS_VIOLATION')], '2027-07-02', 'D'],
  ON_DEFAULTER_LIST: [[register(), listed('JUDGMENT_DEFAULTER')], '2024-07-03', 'D'],
  ON_OTHER_SERIOUS_LIST: [[register(), listed('WAGE_ARREARS')], '2024-07-03', 'D'],
  PERMIT_REVOKED: [[register(), wish.grant(), revoked('PENALTY')], '2025-05-01', 'D'],
  ON_ABNORMAL_LIST: [[register(), wish.enter()], '2024-08-31', 'C'],
  ON_CUSTOMS_LIST: [[register(), listed('CUSTOMS')], '2024-07-03', 'C'],
  PERMIT_SUSPENDED: [[register(), wish.grant(), suspended], '2025-05-01', 'C'],
  REPAIR_COMMITMENT_BROKEN: [[register(), promised('REPAIR'), broken], '2025-02-01', 'C'],
  IS_PROVISIONAL: [[wish.open()], '2020-01-01', 'B'],
}

describe('the model that ships', () => {
  test('is one that would be taken from outside, and reads the same again', () => {
    expect(canonicalModel(checkModel(JSON.parse(JSON.stringify(defaultModel))))).toBe(canonicalModel(defaultModel))
  })

  test('has at least 24 indicators, in all five groups, from every section of the file', () => {
    expect(defaultModel.indicators.length).toBeGreaterThanOrEqual(24)
    expect(new Set(defaultModel.indicators.map(({ group }) => group))).toEqual(new Set(indicatorGroups))
    const sections = new Set(defaultModel.indicators.map(({ counts }) => counts.section))
    expect([...sections].sort()).toEqual([
      'COMMITMENT',
      'HONOUR',
      'INSPECTION',
      'LICENCE',
      'LISTING',
      'PENALTY',
      'REGISTRATION',
      'REPORT',
    ])
  })

  test.each(defaultModel.indicators.map(({ code }) => code))('%s counts where its facts stand', (code) => {
    const [course, on, points] = fixtures[code] ?? [[], '2000-01-01', 0]
    const { facts, file } = fileAfter(course)
    const reason = assess(file, defaultModel, day(on)).reasons.find(({ indicator }) => indicator === code)
    expect(reason?.points).toBe(points)
    expect(facts.map(({ id }) => id)).toEqual(expect.arrayContaining([...(reason?.eventIds ?? [])]))
    expect(reason?.eventIds).not.toEqual([])
    const first = fileAfter(course.slice(0, 1))
    const dayBefore = assess(first.file, defaultModel, day('2020-01-02')).reasons.map(({ indicator }) => indicator)
    if (course.length > 1) expect(dayBefore).not.toContain(code)
  })

  test.each(defaultModel.overrides.map(({ code }) => code))('%s outweighs any score', (code) => {
    const [course, on, creditClass] = overridden[code] ?? [[], '2000-01-01', 'A']
    const { file } = fileAfter(course)
    const generous = { ...defaultModel, scoreMax: null, baseScore: 5_000 }
    const assessment = assess(file, generous, day(on))
    expect(assessment.overriding?.code).toBe(code)
    expect(assessment.overriding?.eventIds).not.toEqual([])
    expect(assessment.creditClass).toBe(creditClass)
    expect(assess(file, { ...generous, overrides: [] }, day(on)).creditClass).toBe('A')
  })

  test('of several overriding facts the worst is told, and none that the score has left behind', () => {
    const both = fileAfter([register(), wish.enter(), wish.status('LICENCE_REVOKED', '2025-01-01')]).file
    const generous = { ...defaultModel, scoreMax: null, baseScore: 5_000 }
    expect(assess(both, generous, day('2025-01-01')).overriding?.code).toBe('IS_REVOKED')
    expect(assess(both, generous, day('2024-12-31')).overriding?.code).toBe('ON_ABNORMAL_LIST')
    const worse = { ...defaultModel, baseScore: 0 }
    expect(assess(both, worse, day('2024-12-31'))).toMatchObject({ creditClass: 'D', overriding: null })
  })

  test('does not count what is annulled, nor what rested on it alone', () => {
    const list = wish.enter({
      listType: 'SERIOUS_VIOLATION',
      groundCode: 'SV5',
      penaltyIds: [penaltyId],
      enteredOn: day('2025-04-01'),
    })
    const stop = { ...suspended, data: { ...suspended.data, penaltyId } } as EnterpriseCommand
    const { file } = fileAfter([register(), wish.grant(), wish.impose(), list, stop, wish.annul('2025-06-01')])
    const before = assess(file, defaultModel, day('2025-05-31'))
    expect(before).toMatchObject({ creditClass: 'D', overriding: { code: 'ON_SERIOUS_LIST' } })
    const after = assess(file, defaultModel, day('2025-06-01'))
    expect(after.overriding).toBeNull()
    const counted = after.reasons.map(({ indicator }) => indicator)
    expect(counted).toContain('LICENCE_VALID')
    expect(counted.filter((code) => /PENALTY|SUSPENDED|SERIOUS/.test(code))).toEqual([])
  })

  test('gives the sample district the split that one city published, each class within one point', () => {
    const size = 38_000
    const counted: Record<string, number> = {}
    for (let n = 0; n < size; n++) {
      const { creditClass } = assess(fileOf(districtFacts(n)), defaultModel, splitDay)
      counted[creditClass] = (counted[creditClass] ?? 0) + 1
    }
    for (const [creditClass, percent] of Object.entries({ A: 65.4, B: 25.3, C: 7.7, D: 1.5 })) {
      expect(Math.abs(((counted[creditClass] ?? 0) * 100) / size - percent), creditClass).toBeLessThan(1)
    }
  }, 120_000)
})
