import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeUtf8 } from '../../../../domain/draw/bytes.ts'
import { type GatherRule, gatherObjects, objectDirectory } from '../../../../domain/draw/plan/gather.ts'
import { classRatiosOn } from '../../../../domain/draw/plan/ratios.ts'
import type { InspectionItem } from '../../../../domain/draw/items/events.ts'
import { type ObjectRow, scopeWithin } from '../../../../domain/draw/plan/scope.ts'
import { classMark, quotasOf } from '../../../../domain/draw/plan/strata.ts'
import { plainDate } from '../../../../domain/kernel/plain-date.ts'
import { refusalOf } from '../../../support/decisions.ts'
import { anyone, objectRow, task } from '../../../support/plans.ts'

const day = plainDate('2026-06-10') // A Wednesday.
const rule = (over: Partial<GatherRule> = {}): GatherRule => ({
  ...{
    scope: anyone,
    libraries: [],
    limits: task().limits,
    caps: task().caps,
    stratifyBy: [],
    salt: 's',
    day,
    ...over,
  },
})
const codes = ['91310104MA00000001', '91310104MA00000002', '91310104MA00000003'] as const
const [one, two, three] = codes
const gathered = (rows: readonly ObjectRow[], over: Partial<GatherRule> = {}) => {
  const { objects, basis, ...rest } = objectDirectory(rows, rule(over))
  return { objects: decodeUtf8(objects), basis: decodeUtf8(basis), ...rest }
}

describe('the object directory', () => {
  test('holds each enterprise in scope once, with the reason why it is in it', () => {
    const scope = { ...anyone, statuses: ['ACTIVE'], streets: ['湖南路街道', '天平路街道'], industries: ['H'] }
    const rows = [objectRow(two), objectRow(one, { street: '田林街道' }), objectRow(three, { status: 'REVOKED' })]
    const { objects, basis, outOfScope } = gathered(rows, { scope })
    expect(objects).toBe(`${two}\t全部\n`)
    expect(basis).toBe(`${two}\tIN\tSTATUS=ACTIVE;STREET=天平路街道;INDUSTRY=H\n`)
    expect(outOfScope).toMatchObject({ STATUS: 1, STREET: 1, INDUSTRY: 0 })
    expect(refusalOf(() => objectDirectory([objectRow(one), objectRow(one)], rule()))).toBe('OBJECT_TWICE')
  })

  test('knows each condition: licence, tag, class, kind of subject, and library', () => {
    const library = { name: '餐饮', industries: ['H62'], licences: ['食品经营许可证'], members: [three] }
    const rows = [
      objectRow(one, {
        licences: ['食品经营许可证'],
        tags: ['ABNORMAL_OPERATIONS'],
        industry: 'F52',
        creditClass: 'D',
      }),
      objectRow(two, { subjectClass: 'INDIVIDUAL_BUSINESS' }),
      objectRow(three, { industry: null }),
    ]
    const within = (scope: Partial<typeof anyone>) =>
      gathered(rows, { scope: { ...anyone, ...scope }, libraries: [library] })
        .objects.split('\n')
        .slice(0, -1)
        .map((line) => codes.findIndex((code) => line.startsWith(code)) + 1)
    expect(within({ licences: ['食品经营许可证'] })).toEqual([1])
    expect(within({ tags: ['ABNORMAL_OPERATIONS', 'x'] })).toEqual([1])
    expect(within({ classes: ['C', 'D'] })).toEqual([1])
    expect(within({ subjectClasses: ['INDIVIDUAL_BUSINESS'] })).toEqual([2])
    expect(within({ libraries: ['餐饮'] })).toEqual([1, 2, 3])
    expect(within({ libraries: ['餐饮'], industries: ['F'] })).toEqual([1])
  })

  test('leaves out, with the reason, who was visited too lately or often enough this year, by whatever agency', () => {
    const rows = [
      objectRow(one, { visits: [plainDate('2026-04-12')] }),
      objectRow(two, { visits: [plainDate('2026-01-05'), plainDate('2026-02-05')] }),
      objectRow(three, { visits: [plainDate('2025-12-31'), plainDate('2026-02-05')] }),
    ]
    const { objects, basis, excluded, size } = gathered(rows, { limits: { minimumGapDays: 60, yearlyMax: 2 } })
    expect(objects).toBe(`${three}\t全部\n`)
    expect(basis).toBe(`${one}\tOUT\tGAP=2026-04-12\n${two}\tOUT\tYEARLY_MAX=2\n${three}\tIN\tALL\n`)
    expect([excluded, size]).toEqual([2, 1])
    expect(gathered(rows, { limits: { minimumGapDays: 59, yearlyMax: null } }).size).toBe(3)
  })

  test('raises an alarm where one visit more is above a cap of a day, a week, a month, or a year', () => {
    const visits = ['2026-06-10', '2026-06-08', '2026-06-01', '2026-01-01', '2025-06-10'].map(plainDate)
    const alarmsAt = (caps: Partial<GatherRule['caps']>) =>
      gathered([objectRow(one, { visits })], { caps: { ...task().caps, ...caps } }).alarms.map(({ visits }) => visits)
    expect([alarmsAt({ perDay: 1 }), alarmsAt({ perDay: 2 })]).toEqual([[2], []])
    expect([alarmsAt({ perWeek: 2 }), alarmsAt({ perWeek: 3 })]).toEqual([[3], []])
    expect([alarmsAt({ perMonth: 3 }), alarmsAt({ perMonth: 4 })]).toEqual([[4], []])
    expect([alarmsAt({ perYear: 4 }), alarmsAt({ perYear: 5 })]).toEqual([[5], []])
  })

  test('does not depend on the order in which rows are at hand, and takes a stream only in rising order', () => {
    const rows = codes.map((code, place) =>
      objectRow(code, { creditClass: (['A', 'D', null] as const)[place] ?? null }),
    )
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: 3 }), (shuffled) => {
        const stratifyBy = ['CREDIT_CLASS', 'STREET'] as const
        expect(gathered(shuffled, { stratifyBy })).toEqual(gathered(rows, { stratifyBy }))
      }),
    )
    const gathering = gatherObjects(rule())
    gathering.see(objectRow(two))
    expect(refusalOf(() => gathering.see(objectRow(one)))).toBe('NOT_SORTED')
  })
})

describe('the scope of a task', () => {
  const item = { objectKinds: ['ENTERPRISE', 'INDIVIDUAL_BUSINESS'], libraries: ['餐饮'] } as unknown as InspectionItem

  test('is narrowed to the kinds of subject that all its matters are for', () => {
    const other = { ...item, objectKinds: ['ENTERPRISE'], libraries: [] } as unknown as InspectionItem
    expect(scopeWithin(anyone, [item, other]).subjectClasses).toEqual(['ENTERPRISE'])
    const cooperatives = { ...anyone, subjectClasses: ['COOPERATIVE'] } as const
    expect(refusalOf(() => scopeWithin(cooperatives, [item]))).toBe('ITEMS_WITHOUT_COMMON_OBJECT')
  })

  test('is the special libraries of its matters where it names none', () => {
    expect(scopeWithin(anyone, [item]).libraries).toEqual(['餐饮'])
    expect(scopeWithin({ ...anyone, libraries: ['药店'] }, [item]).libraries).toEqual(['药店'])
  })
})

describe('strata', () => {
  const rows = [
    objectRow(one, { creditClass: 'D' }),
    objectRow(two, { creditClass: 'A' }),
    objectRow(three, { creditClass: null }),
  ]

  test('show no credit class: it stands under a mark of the draw’s own', () => {
    const { objects, basis, strata } = gathered(rows, { stratifyBy: ['CREDIT_CLASS', 'INDUSTRY'], salt: 'salt' })
    const label = `${classMark('salt', 'D')}|H62`
    expect(objects).toContain(`${one}\t${label}\n`)
    expect(strata.find((stratum) => stratum.label === label)).toEqual({ label, creditClass: 'D', size: 1 })
    expect(`${objects}${basis}`).not.toMatch(/[\t|;=]([ABCD]|NONE)[\n|]/)
    expect(classMark('salt', 'D')).not.toBe(classMark('other', 'D'))
  })

  test('have the shares of the class table where the task does not say: A 1 %, B 2 %, C 10 %, D 30 %', () => {
    expect(classRatiosOn(day).ratios).toMatchObject({ A: [1, 100], B: [2, 100], C: [10, 100], D: [30, 100] })
    const { strata } = gathered(rows, { stratifyBy: ['CREDIT_CLASS'] })
    const shares = Object.fromEntries(quotasOf(strata, [], day).map(({ stratum, ratio }) => [stratum, ratio]))
    expect(shares[classMark('s', 'D')]).toEqual([30, 100])
    expect(shares[classMark('s', 'NONE')]).toEqual([2, 100])
  })

  test('have what the task’s first fitting rule says', () => {
    const { strata } = gathered(rows, { stratifyBy: ['CREDIT_CLASS'] })
    const rules = [
      { creditClass: 'D', ratio: [1, 1], count: null },
      { creditClass: 'ANY', ratio: null, count: 2 },
    ] as const
    const quotas = quotasOf(strata, rules, day)
    expect(quotas.find(({ stratum }) => stratum === classMark('s', 'D'))?.ratio).toEqual([1, 1])
    expect(quotas.filter(({ count }) => count === 2)).toHaveLength(2)
  })
})
