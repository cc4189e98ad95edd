import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { shippedListTypes as listTypes } from '../../../../domain/lists/catalogue/as-list-type.ts'
import { shippedLists } from '../../../../domain/lists/catalogue/shipped-edition.ts'
import { canonicalJson } from '../../../../domain/kernel/canonical-json.ts'
import type { Json } from '../../../../domain/kernel/event.ts'
import {
  initialMeasures,
  measuresOf,
  measuresOn,
  requireMeasures,
  requireRules,
} from '../../../../domain/punishment/measures/catalogue.ts'
import { checkEdition } from '../../../../domain/punishment/measures/check.ts'
import { measureCodec, measureEventTitles } from '../../../../domain/punishment/measures/codec.ts'
import type { WithdrawMeasures } from '../../../../domain/punishment/measures/commands.ts'
import type { MeasureRule } from '../../../../domain/punishment/measures/measure.ts'
import { shippedEdition } from '../../../../domain/punishment/measures/shipped-edition.ts'
import { refusalOf } from '../../../support/decisions.ts'
import { day, today } from '../../../support/given.ts'
import { ann, command, edition, enact, given, propose, withdraw } from '../../../support/measures.ts'

const [first] = shippedEdition.rules
if (first === undefined) throw new Error('no rules ship')
const withRule = (over: Partial<MeasureRule>) => edition(2, { rules: [{ ...first, ...over }] })

describe('the catalogue that ships', () => {
  test('is sound, and names only lists that there are', () => {
    expect(() => checkEdition(shippedEdition)).not.toThrow()
    const known = new Set(listTypes.map(({ code }) => code))
    for (const { cause } of shippedEdition.rules)
      if (cause.kind === 'LISTING') for (const type of cause.listTypes) expect(known).toContain(type)
  })
  test('has the eleven national measures that are known and Shanghai’s ten, each with a rule', () => {
    const of = (scope: string) => shippedEdition.measures.filter((one) => one.scope === scope)
    expect(of('NATIONAL')).toHaveLength(11)
    expect(of('SHANGHAI')).toHaveLength(10)
    const used = new Set(shippedEdition.rules.map(({ measure }) => measure))
    expect(shippedEdition.measures.filter(({ code }) => !used.has(code))).toEqual([])
  })
  test('bars nobody on a clause that is unsure, and every such clause says what is to be verified', () => {
    const unsure = shippedEdition.rules.filter(({ confidence }) => confidence === 'UNSURE')
    expect(unsure.length).toBeGreaterThan(0)
    for (const { bars, note } of unsure)
      expect({ bars, hasNote: note?.includes('待核实') }).toEqual({ bars: [], hasNote: true })
  })
})

describe('the catalogue of lists and that of measures', () => {
  test('agree: every effect of a list has its rule, and every rule of a list is among its effects', () => {
    const pairs = new Set(
      shippedLists.lists.flatMap(({ code, effects }) => effects.map((effect) => `${code} ${effect}`)),
    )
    const caused = new Set(
      shippedEdition.rules.flatMap(({ cause, measure }) =>
        cause.kind === 'LISTING' ? cause.listTypes.map((code) => `${code} ${measure}`) : [],
      ),
    )
    expect([...pairs].sort()).toEqual([...caused].sort())
  })
})

describe('a measure outside the catalogue', () => {
  test('is refused, as is a rule before its first day and after its last', () => {
    const on = measuresOn(initialMeasures, today)
    expect(requireRules(on, ['N-HONOURS-SERIOUS'], today)).toHaveLength(1)
    expect(refusalOf(() => requireRules(on, ['N-PILLORY'], today))).toBe('MEASURE_NOT_IN_CATALOGUE')
    expect(refusalOf(() => requireMeasures(on, ['HONOURS', 'PILLORY']))).toBe('MEASURE_NOT_IN_CATALOGUE')
    expect(refusalOf(() => requireRules(on, ['N-HONOURS-SERIOUS'], day('2021-08-31')))).toBe('MEASURE_NOT_IN_FORCE')
  })
})

describe('an edition becomes law', () => {
  test('by being proposed and enacted by another person, for days to come', () => {
    given().when(propose(2)).then('MeasuresProposed')
    given(propose(2)).when(enact(2, '2027-01-01')).then('MeasuresEnacted')
    given(propose(2))
      .when(enact(2, '2027-01-01', ann))
      .thenRefused('EDITION_OWN_ENACTMENT')
    given(propose(2)).when(enact(2, '2026-11-22')).thenRefused('EDITION_EFFECTIVE_IN_PAST')
    given().when(enact(2, '2027-01-01')).thenRefused('EDITION_VERSION_UNKNOWN')
  })
  test('once, however often it is sent', () => {
    given(propose(2)).when(propose(2)).thenNothing()
    const enacted = [propose(2), enact(2, '2027-01-01')]
    given(...enacted)
      .when(enact(2, '2027-01-01'))
      .thenNothing()
    given(...enacted)
      .when(enact(2, '2027-02-01'))
      .thenRefused('EDITION_ALREADY_ENACTED')
    given(...enacted)
      .when(propose(2))
      .thenNothing()
    given(propose(2), withdraw(2)).when(withdraw(2)).thenNothing()
  })
  test('after every edition before it', () => {
    given().when(propose(1)).thenRefused('EDITION_VERSION_NOT_NEW')
    given(propose(2), enact(2, '2027-01-01'), propose(3))
      .when(enact(3, '2027-01-01'))
      .thenRefused('EDITION_EFFECTIVE_NOT_LAST')
    given(propose(2), propose(3), enact(3, '2027-01-01'))
      .when(enact(2, '2027-06-01'))
      .thenRefused('EDITION_VERSION_NOT_NEW')
  })
  test('and is withdrawn for a reason, except the one that ships', () => {
    given().when(withdraw(1)).thenRefused('EDITION_SHIPPED')
    given(propose(2), withdraw(2)).when(enact(2, '2027-01-01')).thenRefused('EDITION_WITHDRAWN')
    const silent = command('WithdrawMeasures', { version: 2, withdrawnBy: ann, reason: ' ' })
    given(propose(2)).when(silent).thenRefused('EDITION_WITHOUT_REASON')
    const mute = command('ProposeMeasures', { edition: edition(2), proposedBy: ann, reason: '' })
    given().when(mute).thenRefused('EDITION_WITHOUT_REASON')
  })
  test('only where it is sound', () => {
    const unsound: readonly Partial<MeasureRule>[] = [
      ...[{ measure: 'PILLORY' }, { requesting: [] }, { bars: ['MOON'] }],
      ...[
        { bars: ['LICENCE'], cautions: ['LICENCE'] },
        { confidence: 'UNSURE' as const, bars: ['LICENCE'] },
      ],
      ...[{ measure: 'CREDIT_CAUTION', bars: ['LOAN'] }, { effectiveUntil: day('1999-01-01') }],
      { cause: { kind: 'LISTING', listTypes: [], grounds: null } },
    ]
    for (const over of unsound)
      expect(
        refusalOf(() => checkEdition(withRule(over))),
        JSON.stringify(over),
      ).toBe('EDITION_INVALID')
    expect(refusalOf(() => checkEdition(edition(2, { rules: [first, first] })))).toBe('EDITION_INVALID')
    expect(() => checkEdition(withRule({}))).not.toThrow()
  })
  test.each([
    ['clause', { clause: ' ' }],
    ['field', { field: 15 }],
    ['term.years', { term: { kind: 'YEARS', years: 0 } }],
    ['term.kind', { term: { kind: 'FOREVER' } }],
    ['feedbackWorkingDays', { feedbackWorkingDays: 0 }],
    ['effectiveFrom', { effectiveFrom: '2027-13-99' }],
    ['requesting[0]', { requesting: ['NOBODY'] }],
    ['cause.kind', { cause: { kind: 'RUMOUR' } }],
    ['reaches', { reaches: 'ALL' }],
    ['strange', { strange: 1 }],
  ])('only where it is written as one: %s', (path, over) => {
    const given = { ...edition(2), rules: [{ ...first, ...over }] }
    expect(() => checkEdition(given)).toThrow(expect.objectContaining({ name: 'InvalidInput' }))
    expect(() => checkEdition(given)).toThrow(`rules[0].${path}`)
  })
  test('and is in force from its first day, the one before it again once it is withdrawn', () => {
    const enacted = given(propose(2), enact(2, '2027-01-01'))
    enacted.when(withdraw(2, day('2026-12-31'))).then('MeasuresWithdrawn')
    enacted.when(withdraw(2, day('2027-03-01'))).thenRefused('EDITION_IN_FORCE')
    // As it once could be, by one person.
    const { data } = withdraw(2) as WithdrawMeasures
    const gone = { type: 'MeasuresWithdrawn', data: { ...data, withdrawnOn: day('2027-03-01') } } as const
    const state = measuresOf([...enacted.events, gone])
    const inForce = (on: string) => measuresOn(state, day(on)).version
    expect(['2026-12-31', '2027-01-01', '2027-02-28', '2027-03-01'].map(inForce)).toEqual([1, 2, 2, 1])
  })
})

describe('stored events of the catalogue', () => {
  const small = { measures: shippedEdition.measures.slice(0, 1), matters: shippedEdition.matters.slice(0, 1) }
  const { events } = given(propose(2, { ...small, rules: [first] }), enact(2, '2027-01-01'), withdraw(2))
  test.each(Object.keys(measureEventTitles))('%s of version 1 is read for ever', (type) => {
    const event = events.find((one) => one.type === type)
    expect(measureCodec.types).toContain(type)
    const file = fileURLToPath(new URL(`../../../golden/events/${type}.v1.json`, import.meta.url))
    if (process.env.UPDATE_GOLDEN && event) writeFileSync(file, `${JSON.stringify(event, null, 2)}\n`)
    expect(canonicalJson(event as unknown as Json)).toBe(canonicalJson(JSON.parse(readFileSync(file, 'utf8'))))
  })
})
