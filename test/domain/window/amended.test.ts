import { describe, expect, test } from 'vitest'
import { shippedListTypes as listTypes } from '../../../domain/lists/catalogue/as-list-type.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { initialMeasures } from '../../../domain/punishment/measures/catalogue.ts'
import { addYears } from '../../../domain/kernel/plain-date.ts'
import type { MeasureRule } from '../../../domain/punishment/measures/measure.ts'
import { shippedEdition } from '../../../domain/punishment/measures/shipped-edition.ts'
import { barsOn } from '../../../domain/window/bars-on.ts'
import { command, day } from '../../support/given.ts'
import { enact, given, propose } from '../../support/measures.ts'
import { asked, factsAfter, serious, seriousId } from '../../support/window.ts'
import * as wish from '../../support/wishes.ts'

const revoking = wish.impose({ kinds: ['REVOKE_PERMIT'], ...({ fine: 0 } as object) })
const warning = wish.impose({ kinds: ['WARNING'], ...({ fine: 0 } as object) })
const amend = (changes: object, on = '2025-06-01', amendmentId = 'a1') =>
  command('AmendPenalty', {
    ...{ penaltyId: wish.penaltyId, amendmentId, amendedOn: day(on), changes: changes as never },
    ...{ documentNumber: '变1号', reason: '复议变更' },
  })
const food = (facts: Parameters<typeof asked>[0], on: string) => asked(facts, 'FOOD_LICENCE', on)

describe('a penalty that a later decision amends', () => {
  test('is what a rule follows from until that day, and the reason names the day and the decision', () => {
    const facts = factsAfter(revoking, amend({ kinds: ['WARNING'] }))
    expect(food(facts, '2025-05-31').answer).toBe('BARRED')
    expect(food(facts, '2025-06-01')).toMatchObject({
      answer: 'CLEAR',
      fallen: [{ reason: 'AMENDED', on: '2025-06-01', eventIds: ['e1', 'e2'] }],
    })
  })
  test('is what a rule follows from since that day, and its years count from there', () => {
    const facts = factsAfter(warning, amend({ kinds: ['REVOKE_PERMIT'] }))
    expect(food(facts, '2025-05-31')).toMatchObject({ answer: 'CLEAR', fallen: [] })
    expect(food(facts, '2025-06-01').bars).toMatchObject([
      { since: '2025-06-01', until: '2030-06-01', eventIds: ['e1', 'e2'] },
    ])
  })
  test('twice is so since the second time', () => {
    const facts = factsAfter(
      revoking,
      amend({ kinds: ['WARNING'] }),
      amend({ kinds: ['REVOKE_PERMIT'] }, '2025-09-01', 'a2'),
    )
    expect(food(facts, '2025-08-31').fallen).toMatchObject([{ reason: 'AMENDED', on: '2025-06-01' }])
    expect(food(facts, '2025-09-01').bars).toMatchObject([{ since: '2025-09-01' }])
  })
  test('bars as long as the amended decision says', () => {
    const tender = wish.impose({
      ...{ kinds: ['RESTRICT_OPERATION'], basis: '招标投标法第五十三条' },
      ...({ fine: 0, validUntil: day('2027-03-05') } as object),
    })
    const facts = factsAfter(tender, amend({ validUntil: day('2026-03-05') }))
    expect(asked(facts, 'TENDER', '2026-03-05').bars).toMatchObject([{ effect: 'BARS', until: '2026-03-05' }])
    expect(asked(facts, 'TENDER', '2026-03-06').answer).toBe('CLEAR')
  })
})

describe('the law that a decision names', () => {
  const answerTo = (basis: string) => {
    const terms = {
      kinds: ['RESTRICT_OPERATION' as const],
      basis,
      ...({ fine: 0, validUntil: day('2027-03-05') } as object),
    }
    return asked(factsAfter(wish.impose(terms)), 'TENDER', '2026-01-01')
  }
  test('in brackets or with an article is its basis, however that is written', () => {
    for (const basis of [
      '《中华人民共和国招标投标法》第五十三条',
      '〈招标投标法〉',
      '招标投标法 第５３条',
      '招标投标法(2017修正)第五十三条',
    ])
      expect(answerTo(basis).answer, basis).toBe('BARRED')
  })
  test('somewhere in its words only cautions, and says why', () => {
    for (const basis of ['不属于招标投标法调整范围', '《招标投标法实施条例》第八十一条'])
      expect(answerTo(basis), basis).toMatchObject({
        answer: 'CAUTION',
        bars: [{ note: expect.stringContaining('仅作提示') }],
      })
    expect(answerTo('政府采购法第七十七条').answer).toBe('CLEAR')
  })
})

describe('a new edition of the catalogue', () => {
  const rulesBy = (change: (rule: MeasureRule) => MeasureRule | null) =>
    shippedEdition.rules.flatMap((rule) => change(rule) ?? [])
  const enacted = (rules: readonly MeasureRule[]) => given(propose(2, { rules }), enact(2, '2027-01-01')).state
  const file = fileOf(factsAfter(serious({ termUntil: day('2030-03-31') })))
  const on = (state: ReturnType<typeof enacted>, matter: string, at: string) =>
    barsOn(file, matter, day(at), state, listTypes)
  const honours = (rule: MeasureRule) => rule.code === 'N-HONOURS-SERIOUS'

  test('that brings a rule bars by it since its own day, not since the entry or the clause', () => {
    const state = enacted(rulesBy((rule) => (honours(rule) ? { ...rule, bars: [...rule.bars, 'LOAN'] } : rule)))
    const ofRule = (matter: string, at: string) =>
      on(state, matter, at).bars.filter(({ rule }) => rule === 'N-HONOURS-SERIOUS')
    expect(ofRule('LOAN', '2026-12-31')).toEqual([])
    expect(ofRule('LOAN', '2027-01-01')).toMatchObject([{ since: '2027-01-01' }])
    expect(ofRule('HONOUR', '2027-01-01')).toMatchObject([{ since: '2025-04-01' }]) // What it says as before stands as before.
  })
  test('that keeps a rule without the matter, or for another cause, tells so, with its day', () => {
    const without = enacted(rulesBy((rule) => (honours(rule) ? { ...rule, bars: [], cautions: ['LOAN'] } : rule)))
    const caused = { kind: 'LISTING' as const, listTypes: ['CUSTOMS'], grounds: null }
    const other = enacted(rulesBy((rule) => (honours(rule) ? { ...rule, cause: caused } : rule)))
    for (const state of [without, other])
      expect(on(state, 'HONOUR', '2027-02-01').fallen).toMatchObject([
        { rule: 'N-HONOURS-SERIOUS', reason: 'RULE_CHANGED', on: '2027-01-01' },
      ])
  })
  test('that has a rule no longer ends it on its own day, and says nothing of what came later', () => {
    const state = enacted(rulesBy((rule) => (honours(rule) ? null : rule)))
    expect(on(state, 'HONOUR', '2027-02-01').fallen).toMatchObject([{ reason: 'MEASURE_WITHDRAWN', on: '2027-01-01' }])
    const later = fileOf(factsAfter(serious({ enteredOn: day('2026-11-23'), termUntil: day('2030-03-31') })))
    const since = given(
      propose(2, { rules: rulesBy((rule) => (honours(rule) ? null : rule)) }),
      enact(2, '2026-11-23'),
    ).state
    expect(barsOn(later, 'HONOUR', day('2027-02-01'), since, listTypes).fallen).toEqual([])
  })
  test('by which a clause ends is over the day after its last', () => {
    const state = enacted(rulesBy((rule) => (honours(rule) ? { ...rule, effectiveUntil: day('2027-06-30') } : rule)))
    const rulesOn = (at: string) => on(state, 'HONOUR', at).bars.map(({ rule }) => rule)
    expect(rulesOn('2027-06-30')).toContain('N-HONOURS-SERIOUS')
    expect(rulesOn('2027-07-01')).not.toContain('N-HONOURS-SERIOUS')
    expect(on(state, 'HONOUR', '2027-07-01').fallen).toMatchObject([{ reason: 'MEASURE_ENDED', on: '2027-07-01' }])
  })
})

describe('a bar of the past', () => {
  test('is told until the exit that is known by now', () => {
    const exit = wish.remove({ listingId: seriousId(), removedOn: day('2026-06-01'), ground: 'EARLY_EXIT' })
    const facts = factsAfter(serious({ termUntil: day('2028-03-31') }), exit)
    expect(asked(facts, 'HONOUR', '2026-01-01').bars[0]?.until).toBe('2026-05-31')
  })
  test('is told until the annulment of what it rests on', () => {
    const facts = factsAfter(wish.impose(), serious({ penaltyIds: [wish.penaltyId] }), wish.annul('2025-05-01'))
    expect(asked(facts, 'HONOUR', '2025-04-10').bars[0]?.until).toBe('2025-04-30')
  })
})

describe('what falls with what it rests on', () => {
  test('is a licence revoked under a penalty: with that penalty', () => {
    const revoke = command('RevokeLicence', {
      ...{ licenceId: wish.licenceId, revokedOn: day('2025-03-10'), ground: 'UNLAWFUL_GRANT', documentNumber: null },
      penaltyId: wish.penaltyId,
    })
    const facts = factsAfter(wish.grant(), wish.impose(), revoke, wish.annul('2025-05-01'))
    expect(asked(facts, 'LICENCE', '2025-04-30').answer).toBe('CAUTION')
    expect(asked(facts, 'LICENCE', '2025-05-01')).toMatchObject({
      answer: 'CLEAR',
      fallen: [{ reason: 'BASIS_ANNULLED', on: '2025-05-01' }],
    })
  })
  test('is a registration state: with the return to business', () => {
    const facts = factsAfter(wish.status('LICENCE_REVOKED', '2025-01-01'), wish.status('ACTIVE', '2025-06-01'))
    expect(asked(facts, 'OFFICE', '2025-05-31').answer).toBe('CAUTION')
    expect(asked(facts, 'OFFICE', '2025-06-01')).toMatchObject({
      answer: 'CLEAR',
      fallen: [{ reason: 'STATUS_CHANGED', on: '2025-06-01' }],
    })
  })
  test('and what fell before there was such a rule is not told at all', () => {
    const listingId = seriousId(undefined, 'OLD9')
    const exit = wish.remove({ listingId, removedOn: day('2021-06-01'), ground: 'CANCELLED_AS_WRONG' })
    const facts = factsAfter(serious({ groundCode: 'OLD9', enteredOn: day('2020-02-01') }), exit)
    const { fallen } = barsOn(fileOf(facts), 'HONOUR', day('2022-01-01'), initialMeasures, listTypes)
    expect(fallen.map(({ rule }) => rule)).toEqual(['SH-31-5'])
  })
})

test('a term of years ends with the month where it has no corresponding day (民法典第二百零二条)', () => {
  expect(addYears(day('2024-02-29'), 3)).toBe('2027-02-28')
  expect(addYears(day('2024-02-29'), 4)).toBe('2028-02-29')
  expect(addYears(day('2025-04-01'), 3)).toBe('2028-04-01')
})
