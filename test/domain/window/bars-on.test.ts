import { describe, expect, test } from 'vitest'
import { shippedListTypes as listTypes } from '../../../domain/lists/catalogue/as-list-type.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { initialMeasures } from '../../../domain/punishment/measures/catalogue.ts'
import type { MeasureRule } from '../../../domain/punishment/measures/measure.ts'
import { shippedEdition } from '../../../domain/punishment/measures/shipped-edition.ts'
import { barsOn } from '../../../domain/window/bars-on.ts'
import { refusalOf } from '../../support/decisions.ts'
import { command, day } from '../../support/given.ts'
import { edition, enact, given, propose } from '../../support/measures.ts'
import { asked, factsAfter, serious, seriousId } from '../../support/window.ts'
import * as wish from '../../support/wishes.ts'

const penalised = [wish.impose(), serious({ penaltyIds: [wish.penaltyId] })]
const remove = (ground: 'EARLY_EXIT' | 'CANCELLED_AS_WRONG', on = '2026-06-01') =>
  wish.remove({ listingId: seriousId(), removedOn: day(on), ground })

describe('the window', () => {
  test('is clear for an enterprise against which nothing stands', () => {
    const answer = asked(factsAfter(), 'HONOUR', '2026-11-23')
    expect(answer).toEqual({ answer: 'CLEAR', bars: [], fallen: [], ruleVersions: { measures: 1, listTypes: [] } })
  })
  test('says what bars, on which ground, facts, and clause, since when, until when, and who decided', () => {
    const facts = factsAfter(...penalised)
    const { answer, bars, ruleVersions } = asked(facts, 'HONOUR', '2026-01-01')
    expect(answer).toBe('BARRED')
    expect(bars.map(({ rule }) => rule)).toEqual(['N-HONOURS-SERIOUS', 'SH-31-5'])
    expect(bars[0]).toMatchObject({
      ...{ measure: 'HONOURS', effect: 'BARS', class: 'II', since: '2025-04-01', until: '2028-04-01' },
      ...{ agency: wish.agency, eventIds: ['e2', 'e1'], ground: { section: 'LISTING', recordId: seriousId() } },
    })
    expect(bars[0]?.clause).toContain('第十五条')
    expect(ruleVersions).toEqual({ measures: 1, listTypes: ['SERIOUS_VIOLATION@2021-09-01'] })
  })
  test('cautions where a measure is only weighed, and where the clause is unsure', () => {
    const facts = factsAfter(wish.enter())
    expect(asked(facts, 'TENDER', '2025-01-01')).toMatchObject({ answer: 'CAUTION', bars: [{ effect: 'CAUTIONS' }] })
    expect(asked(facts, 'FUNDS', '2025-01-01')).toMatchObject({ answer: 'CAUTION', bars: [{ confidence: 'UNSURE' }] })
    expect(asked(facts, 'SIMPLE_DEREGISTRATION', '2025-01-01').answer).toBe('BARRED')
  })
  test('knows no matter that is not in the catalogue', () => {
    expect(refusalOf(() => asked(factsAfter(), 'MOON', '2026-01-01'))).toBe('MATTER_UNKNOWN')
  })
  test('says nothing of days before the entry, nor by rules that were not law yet', () => {
    const facts = factsAfter(...penalised)
    expect(asked(facts, 'HONOUR', '2025-03-31').answer).toBe('CLEAR')
    expect(asked(facts, 'HONOUR', '2025-04-01').answer).toBe('BARRED')
    const old = factsAfter(serious({ groundCode: 'OLD9', enteredOn: day('2020-02-01') }))
    const on = (at: string) => barsOn(fileOf(old), 'HONOUR', day(at), initialMeasures, listTypes)
    const rules = on('2021-08-31').bars.map(({ rule }) => rule)
    expect(rules).toEqual(['SH-31-5'])
    expect(on('2021-09-01').bars.map(({ rule, since }) => [rule, since])).toEqual([
      ['N-HONOURS-SERIOUS', '2021-09-01'],
      ['SH-31-5', '2020-02-01'],
    ])
  })
})

describe('a bar falls by itself', () => {
  const reasonOf = (facts: Parameters<typeof asked>[0], on: string, matter = 'HONOUR') => {
    const { answer, fallen } = asked(facts, matter, on)
    return [answer, ...new Set(fallen.map(({ reason }) => reason)), ...new Set(fallen.map((one) => one.on))]
  }
  test('the day after the term ends', () => {
    const facts = factsAfter(...penalised)
    expect(asked(facts, 'HONOUR', '2028-04-01').answer).toBe('BARRED')
    expect(reasonOf(facts, '2028-04-02')).toEqual(['CLEAR', 'TERM_ENDED', '2028-04-02'])
  })
  test('on the day of the exit, and of the cancellation', () => {
    expect(reasonOf(factsAfter(...penalised, remove('EARLY_EXIT')), '2026-05-31')).toEqual(['BARRED'])
    expect(reasonOf(factsAfter(...penalised, remove('EARLY_EXIT')), '2026-06-01')).toEqual([
      ...['CLEAR', 'EARLY_EXIT', '2026-06-01'],
    ])
    expect(reasonOf(factsAfter(...penalised, remove('CANCELLED_AS_WRONG')), '2026-06-01')[1]).toBe('CANCELLED_AS_WRONG')
  })
  test('on the day on which the penalty beneath is annulled, naming the annulment', () => {
    const facts = factsAfter(...penalised, wish.annul('2025-05-01'))
    expect(asked(facts, 'HONOUR', '2025-04-30').answer).toBe('BARRED')
    expect(reasonOf(facts, '2025-05-01')).toEqual(['CLEAR', 'BASIS_ANNULLED', '2025-05-01'])
    expect(asked(facts, 'HONOUR', '2025-05-01').fallen[0]?.eventIds).toEqual(['e2', 'e3'])
  })
  test('but stands on its other ground', () => {
    const other = wish.impose({}, '另一号')
    const otherId = [...fileOf(factsAfter(other)).records.keys()].find((key) => key.startsWith('PENALTY/'))?.slice(8)
    const both = serious({ penaltyIds: [wish.penaltyId, otherId ?? ''] })
    const facts = factsAfter(wish.impose(), other, both, wish.annul('2025-05-01'))
    const { answer, bars } = asked(facts, 'HONOUR', '2025-05-01')
    expect(answer).toBe('BARRED')
    expect(bars[0]?.eventIds).toEqual(['e3', 'e2'])
  })
  test('and another listing stands beside one that fell', () => {
    const facts = factsAfter(...penalised, serious({ decisionNumber: '严入2号' }), wish.annul('2025-05-01'))
    const { answer, bars, fallen } = asked(facts, 'COMMITMENT_APPROVAL', '2025-06-01')
    expect(answer).toBe('BARRED')
    expect(bars.map(({ ground }) => ground.documentNumber)).toEqual(['严入2号'])
    expect(fallen.map(({ ground }) => ground.documentNumber)).toEqual(['严入1号'])
  })
  test('as if it had never stood where the entry, or the penalty beneath it, is struck out', () => {
    const struck = factsAfter(...penalised, wish.strikeMirrored('e2'))
    expect(reasonOf(struck, '2025-04-01').slice(0, 2)).toEqual(['CLEAR', 'STRUCK_OUT'])
    expect(asked(struck, 'HONOUR', '2025-04-01').fallen[0]?.eventIds).toEqual(['e2', 'e3'])
    const beneath = factsAfter(...penalised, wish.strike('e1'))
    expect(reasonOf(beneath, '2025-04-01').slice(0, 2)).toEqual(['CLEAR', 'BASIS_STRUCK_OUT'])
  })
  test('where the entry is corrected into another list', () => {
    const facts = factsAfter(...penalised, wish.correctMirrored('e2', { listType: 'CUSTOMS' }))
    expect(reasonOf(facts, '2026-01-01').slice(0, 2)).toEqual(['CLEAR', 'CORRECTED'])
  })
  test('with its own term while the ground still stands: office after three years', () => {
    const facts = factsAfter(serious({ termUntil: day('2030-03-31') }))
    expect(asked(facts, 'OFFICE', '2028-04-01')).toMatchObject({ answer: 'BARRED', bars: [{ reaches: 'PERSONS' }, {}] })
    const after = asked(facts, 'OFFICE', '2028-04-02')
    expect(after.fallen).toMatchObject([{ rule: 'N-OFFICE-SERIOUS', reason: 'MEASURE_TERM_ENDED', on: '2028-04-02' }])
    expect(after.answer).toBe('CAUTION') // Shanghai's own measure stands as long as the listing.
  })
  test('when a new edition of the catalogue has it no longer', () => {
    const without = (rule: MeasureRule) => rule.measure !== 'HONOURS' && rule.measure !== 'SH_HONOURS'
    const rules = shippedEdition.rules.filter(without)
    const { state } = given(propose(2, { ...edition(2), rules }), enact(2, '2027-01-01'))
    const file = fileOf(factsAfter(...penalised))
    expect(barsOn(file, 'HONOUR', day('2026-12-31'), state, listTypes).answer).toBe('BARRED')
    const after = barsOn(file, 'HONOUR', day('2027-01-01'), state, listTypes)
    expect(after).toMatchObject({ answer: 'CLEAR', ruleVersions: { measures: 2 } })
    expect(after.fallen.map(({ reason }) => reason)).toEqual(['MEASURE_WITHDRAWN', 'MEASURE_WITHDRAWN'])
  })
})

describe('a list has the effects that its own version names', () => {
  const facts = () => fileOf(factsAfter(...penalised))
  const withEffects = (effects: readonly string[]) => listTypes.map((type) => ({ ...type, effects }))
  const rulesBy = (effects: readonly string[]) =>
    barsOn(facts(), 'HONOUR', day('2026-01-01'), initialMeasures, withEffects(effects)).bars.map(({ rule }) => rule)
  test('and no other measure', () => {
    expect(rulesBy(['HONOURS', 'SH_HONOURS'])).toEqual(['N-HONOURS-SERIOUS', 'SH-31-5'])
    expect(rulesBy(['SH_HONOURS'])).toEqual(['SH-31-5'])
    expect(rulesBy(['OFFICE'])).toEqual([])
  })
  test('and none where there was no such list on the day of entry', () => {
    const answer = barsOn(facts(), 'HONOUR', day('2026-01-01'), initialMeasures, [])
    expect(answer.answer).toBe('CLEAR')
    expect(answer.fallen.map(({ reason }) => reason)).toEqual(['LIST_WITHOUT_BASIS', 'LIST_WITHOUT_BASIS'])
  })
})

describe('a penalty, a licence, or the state of registration may bar by itself', () => {
  const closing = (validUntil: string | null) =>
    wish.impose({
      ...{ kinds: ['RESTRICT_OPERATION'], basis: '招标投标法第五十三条' },
      ...({ fine: 0, validUntil: validUntil === null ? null : day(validUntil) } as object),
    })
  test('a bar from tenders as long as the decision says; one that does not say cautions only', () => {
    const facts = factsAfter(closing('2027-03-05'))
    expect(asked(facts, 'TENDER', '2027-03-05')).toMatchObject({ answer: 'BARRED', bars: [{ until: '2027-03-05' }] })
    expect(asked(facts, 'TENDER', '2027-03-06')).toMatchObject({ answer: 'CLEAR' })
    expect(asked(factsAfter(closing(null)), 'TENDER', '2040-01-01').answer).toBe('CAUTION')
  })
  test('five years without a food licence after its revocation, unless that is annulled', () => {
    const revoke = wish.impose({ kinds: ['REVOKE_PERMIT'], ...({ fine: 0 } as object) })
    expect(asked(factsAfter(revoke), 'FOOD_LICENCE', '2030-03-06').answer).toBe('BARRED')
    expect(asked(factsAfter(revoke), 'FOOD_LICENCE', '2030-03-07').answer).toBe('CLEAR')
    expect(asked(factsAfter(revoke, wish.annul()), 'FOOD_LICENCE', '2026-01-01')).toMatchObject({
      ...{ answer: 'CLEAR', fallen: [{ reason: 'BASIS_ANNULLED', on: '2025-05-01' }] },
    })
    expect(asked(factsAfter(wish.impose()), 'FOOD_LICENCE', '2026-01-01').answer).toBe('CLEAR')
  })
  test('a caution on office after the business licence was revoked, until that is undone', () => {
    const facts = factsAfter(wish.status('LICENCE_REVOKED', '2025-01-01'))
    expect(asked(facts, 'OFFICE', '2026-01-01')).toMatchObject({ answer: 'CAUTION', bars: [{ until: '2028-01-01' }] })
    const gone = factsAfter(wish.status('LICENCE_REVOKED', '2025-01-01'), wish.status('DEREGISTERED', '2025-06-01'))
    expect(asked(gone, 'OFFICE', '2026-01-01').answer).toBe('CAUTION')
    const struck = factsAfter(wish.status('LICENCE_REVOKED', '2025-01-01'), wish.strike('e1'))
    expect(asked(struck, 'OFFICE', '2026-01-01')).toMatchObject({ answer: 'CLEAR', fallen: [{ reason: 'STRUCK_OUT' }] })
  })
  test('a caution on licences after one was found unlawfully granted', () => {
    const revoked = (ground: 'UNLAWFUL_GRANT' | 'WITHDRAWN') =>
      factsAfter(
        wish.grant(),
        command('RevokeLicence', {
          ...{ licenceId: wish.licenceId, revokedOn: day('2024-01-01'), ground, documentNumber: null, penaltyId: null },
        }),
      )
    expect(asked(revoked('UNLAWFUL_GRANT'), 'LICENCE', '2025-01-01')).toMatchObject({ answer: 'CAUTION' })
    expect(asked(revoked('WITHDRAWN'), 'LICENCE', '2025-01-01').answer).toBe('CLEAR')
  })
})
