import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factsAt, type FileFact, recordOf } from '../../../domain/enterprise/facts.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { shippedListTypes as listTypes } from '../../../domain/lists/catalogue/as-list-type.ts'
import { addDays, type PlainDate } from '../../../domain/kernel/plain-date.ts'
import { initialMeasures } from '../../../domain/punishment/measures/catalogue.ts'
import { barsOn } from '../../../domain/window/bars-on.ts'
import { anyHistory } from '../../support/credit-histories.ts'
import { anyPunished, matters, someDay } from '../../support/window.ts'

const ask = (facts: readonly FileFact[], matter: string, on: PlainDate) =>
  barsOn(fileOf(facts), matter, on, initialMeasures, listTypes)
const effectsOf = (facts: readonly FileFact[], matter: string, on: PlainDate) => {
  const { answer, bars } = ask(facts, matter, on)
  return { answer, bars }
}
const anyFile = fc.oneof({ weight: 3, arbitrary: anyPunished }, { weight: 1, arbitrary: anyHistory })
const anyMatter = fc.constantFrom(...matters)

describe('for every history of a file', () => {
  test('all effects after an annulment are those of the history without the act', () => {
    let [acts, bars] = [0, 0]
    fc.assert(
      fc.property(anyPunished, someDay, (facts, on) => {
        if (facts.some(({ type }) => type === 'EntryVoided')) return
        const gone = annulledBy(facts, on)
        const without = withoutActs(facts, gone)
        acts += gone.size
        for (const matter of matters) {
          const effects = effectsOf(facts, matter, on)
          bars += effects.bars.length
          expect(effects).toEqual(effectsOf(without, matter, on))
        }
      }),
      { numRuns: 300 },
    )
    expect(acts).toBeGreaterThan(30)
    expect(bars).toBeGreaterThan(100)
  })

  test('all effects after an entry was struck out are those of the history without the entry', () => {
    fc.assert(
      fc.property(anyFile, anyMatter, someDay, (facts, matter, on) => {
        const struck = facts.flatMap((one) => (one.type === 'EntryVoided' ? [one.data.entry.eventId] : []))
        const named = new Set(struck)
        const without = facts.filter(
          (one) =>
            !named.has(one.id) &&
            !(one.type === 'EntryVoided') &&
            !(one.type === 'EntryCorrected' && named.has(one.data.entry.eventId)),
        )
        expect(effectsOf(facts, matter, on)).toEqual(effectsOf(without, matter, on))
      }),
      { numRuns: 300 },
    )
  })

  test('stepping day by day equals asking for the day directly', () => {
    fc.assert(
      fc.property(anyFile, anyMatter, someDay, fc.nat(), (facts, matter, anyFrom, nth) => {
        const from = nearAnEnd(facts, nth) ?? anyFrom
        let before = effectsOf(factsAt(facts, { asOf: from }), matter, from)
        for (let day = from, step = 0; step < 14; step++) {
          const next = addDays(day, 1)
          const now = effectsOf(factsAt(facts, { asOf: next }), matter, next)
          const direct = effectsOf(facts, matter, next)
          expect(now.answer).toBe(direct.answer)
          expect(now.bars.map(withoutIds)).toEqual(direct.bars.map(withoutIds))
          // With no new fact of that day, the bars are those of yesterday less those whose last day has passed.
          const isQuiet = factsAt(facts, { asOf: next }).length === factsAt(facts, { asOf: day }).length
          if (isQuiet)
            expect(now.bars.filter(({ since }) => since !== next)).toEqual(
              before.bars.filter(({ until }) => until === null || until > day),
            )
          before = now
          day = next
        }
      }),
      { numRuns: 250 },
    )
  })

  test('the answer depends on nothing but its arguments, and changes none of them', () => {
    fc.assert(
      fc.property(anyFile, anyMatter, someDay, (facts, matter, on) => {
        const file = fileOf(facts)
        const before = structuredClone(facts)
        const first = barsOn(file, matter, on, initialMeasures, listTypes)
        for (const other of matters) barsOn(file, other, addDays(on, 400), initialMeasures, listTypes)
        expect(barsOn(file, matter, on, initialMeasures, listTypes)).toEqual(first)
        expect(facts).toEqual(before)
      }),
      { numRuns: 100 },
    )
  })

  test('whoever is clear is told why of every ground that once was, and no ground both bars and has fallen', () => {
    fc.assert(
      fc.property(anyFile, anyMatter, someDay, (facts, matter, on) => {
        const { bars, fallen } = ask(facts, matter, on)
        const keyOf = (one: { rule: string; ground: { recordId: string }; eventIds: readonly string[] }) =>
          `${one.rule} ${one.ground.recordId} ${one.eventIds[0]}`
        const standing = new Set(bars.map(keyOf))
        expect(fallen.filter((one) => standing.has(keyOf(one)))).toEqual([])
        // An entry that was put right was wrong from the start, however late that was seen.
        const late = ['STRUCK_OUT', 'BASIS_STRUCK_OUT', 'CORRECTED']
        for (const { on: fellOn, reason } of fallen)
          expect(fellOn === null || fellOn <= on || late.includes(reason)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

/** A few days before one of the terms in a file ends. */
function nearAnEnd(facts: readonly FileFact[], nth: number): PlainDate | undefined {
  const ends = facts.flatMap((fact) => (fact.type === 'ListingEntered' ? (fact.data.termUntil ?? []) : []))
  const end = ends[nth % Math.max(1, ends.length)]
  return end && addDays(end, -7)
}

/** The penalties that were annulled by a day. */
const annulledBy = (facts: readonly FileFact[], on: PlainDate): ReadonlySet<string> =>
  new Set(
    facts.flatMap(({ type, data }) => (type === 'PenaltyAnnulled' && data.annulledOn <= on ? [data.penaltyId] : [])),
  )

/** The history without those penalties: without the listings, too, that could not have been entered but for them. */
function withoutActs(facts: readonly FileFact[], gone: ReadonlySet<string>): readonly FileFact[] {
  const orphans = new Set<string>()
  for (const { type, data } of facts) {
    if (type !== 'ListingEntered' || data.penaltyIds.length === 0) continue
    if (data.penaltyIds.every((id) => gone.has(id))) orphans.add(data.listingId)
  }
  return facts.filter((fact) => {
    const { section, recordId } = recordOf(fact)
    return !(section === 'PENALTY' && gone.has(recordId)) && !(section === 'LISTING' && orphans.has(recordId))
  })
}

/** A file told from corrected facts knows no more of their corrections. */
const withoutIds = ({ eventIds: _ids, ...rest }: ReturnType<typeof effectsOf>['bars'][number]) => rest
