import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectiveFacts, factsAt, type FileFact, recordOf } from '../../../domain/enterprise/facts.ts'
import { type EnterpriseFile, fileOf, recordsOf } from '../../../domain/enterprise/file.ts'
import { annulmentsIn, endedWithBasis } from '../../../domain/enterprise/listing/basis-end.ts'
import type { ListingEvent } from '../../../domain/enterprise/listing/events.ts'
import { listTypeOn } from '../../../domain/enterprise/listing/list-types.ts'
import { listingRecord, listingStanding } from '../../../domain/enterprise/listing/record.ts'
import { endedWithSubject, subjectEndsIn } from '../../../domain/enterprise/listing/subject-end.ts'
import { shippedListTypes } from '../../../domain/lists/catalogue/as-list-type.ts'
import { addDays, type PlainDate } from '../../../domain/kernel/plain-date.ts'
import { initialMeasures, type MeasureCatalogue } from '../../../domain/punishment/measures/catalogue.ts'
import { barsOn } from '../../../domain/window/bars-on.ts'
import { listingBasis } from '../../../domain/window/listing-basis.ts'
import { penaltiesIn } from '../../../domain/window/penalty-basis.ts'
import { anyHistory } from '../../support/credit-histories.ts'
import { anyCatalogue, anyPunished, changingDays, listEffects, matters, someDay } from '../../support/window.ts'

const ask = (facts: readonly FileFact[], matter: string, on: PlainDate, measures: MeasureCatalogue = initialMeasures) =>
  barsOn(fileOf(facts), matter, on, measures, listEffects)
const effectsOf = (...args: Parameters<typeof ask>) => {
  const { answer, bars } = ask(...args)
  return { answer, bars }
}
const anyFile = fc.oneof({ weight: 3, arbitrary: anyPunished }, { weight: 1, arbitrary: anyHistory })
const anyMatter = fc.constantFrom(...matters)
const busyMatter = fc.constantFrom('TENDER', 'HONOUR', 'FUNDS', 'OFFICE', 'LICENCE', 'FOOD_LICENCE')
const dayIn = (facts: readonly FileFact[], nth: number): PlainDate => {
  const days = changingDays(facts)
  return days[nth % days.length] as PlainDate
}

describe('for every history of a file', () => {
  test('all effects after an annulment are those of the history without the act', () => {
    let [acts, bars, fallen, assessed] = [0, 0, 0, 0]
    fc.assert(
      fc.property(anyPunished, anyCatalogue, fc.nat(), (facts, catalogue, nth) => {
        const on = dayIn(facts, nth)
        const gone = annulledBy(facts, on)
        const without = withoutActs(facts, gone)
        acts += gone.size
        for (const matter of matters) {
          const effects = effectsOf(facts, matter, on, catalogue)
          bars += effects.bars.length
          fallen += ask(facts, matter, on, catalogue).fallen.length
          expect(effects).toEqual(effectsOf(without, matter, on, catalogue))
        }
        const [file, other] = [fileOf(facts), fileOf(without)]
        if (gone.size > 0) assessed += 1
        for (const penaltyId of gone) expect(penaltiesIn(file, on)(penaltyId).fall).not.toBeNull()
        expect(listedIn(file, on)).toEqual(listedIn(other, on))
      }),
      { numRuns: 400 },
    )
    expect(Math.min(acts, assessed)).toBeGreaterThan(30)
    expect(Math.min(bars, fallen)).toBeGreaterThan(100)
  })

  test('the page of a file and its windows say the same of every listing, whatever fell beneath it', () => {
    let [listed, over] = [0, 0]
    fc.assert(
      fc.property(anyPunished, fc.nat(), (facts, nth) => {
        const on = dayIn(facts, nth)
        const shown = shownIn(fileOf(facts), on)
        listed += shown.length
        over += [...recordsOf(fileOf(facts), 'LISTING')].length - shown.length
        expect(shown).toEqual(listedIn(fileOf(facts), on))
      }),
      { numRuns: 300 },
    )
    expect(Math.min(listed, over)).toBeGreaterThan(50)
  })

  test('the answer as known at an instant is that of the facts recorded by then', () => {
    fc.assert(
      fc.property(anyPunished, anyMatter, fc.nat(), fc.nat(), (facts, matter, nth, last) => {
        const on = dayIn(facts, nth)
        const known = facts.slice(0, 1 + (last % facts.length))
        const instant = known.at(-1)?.metadata.recordedAt
        expect(ask(factsKnown(facts, instant ?? ''), matter, on)).toEqual(ask(known, matter, on))
      }),
      { numRuns: 150 },
    )
  })

  test('all effects after an entry was struck out are those of the history without the entry', () => {
    fc.assert(
      fc.property(anyFile, anyMatter, fc.nat(), (facts, matter, nth) => {
        const on = dayIn(facts, nth)
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
    let [ended, begun] = [0, 0]
    fc.assert(
      fc.property(anyFile, busyMatter, anyCatalogue, fc.nat(), (facts, matter, catalogue, nth) => {
        if (restsOnLater(facts)) return
        const from = addDays(dayIn(facts, nth), -5)
        let before = effectsOf(facts, matter, from, catalogue).bars
        for (let day = from, step = 0; step < 10; step++) {
          const next = addDays(day, 1)
          const direct = effectsOf(facts, matter, next, catalogue)
          // What is not recorded yet of later days changes nothing but what is known of the end.
          const then = effectsOf(factsUntil(facts, next), matter, next, catalogue)
          expect(then.answer).toBe(direct.answer)
          expect(then.bars.map(withoutEnd)).toEqual(direct.bars.map(withoutEnd))
          // Between editions what bars is what barred yesterday, less what ended then, and what begins today.
          if (!isTurn(catalogue, next)) {
            const yesterday = before.filter(({ until }) => until === null || until > day)
            expect(direct.bars.filter(({ since }) => since !== next).map(withoutIds)).toEqual(yesterday.map(withoutIds))
            ended += before.length - yesterday.length
            begun += direct.bars.filter(({ since }) => since === next).length
          }
          before = direct.bars
          day = next
        }
      }),
      { numRuns: 400 },
    )
    expect(Math.min(ended, begun)).toBeGreaterThan(2)
  })

  test('the answer depends on nothing but its arguments, and changes none of them', () => {
    fc.assert(
      fc.property(anyFile, anyMatter, someDay, (facts, matter, on) => {
        const file = fileOf(facts)
        const before = structuredClone(facts)
        const first = barsOn(file, matter, on, initialMeasures, listEffects)
        for (const other of matters) barsOn(file, other, addDays(on, 400), initialMeasures, listEffects)
        expect(barsOn(file, matter, on, initialMeasures, listEffects)).toEqual(first)
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

/** The penalties that were annulled by a day, as the annulments are read after all corrections. */
const annulledBy = (facts: readonly FileFact[], on: PlainDate): ReadonlySet<string> =>
  new Set(
    factsAt(facts, { asOf: on }).flatMap(({ type, data }) => (type === 'PenaltyAnnulled' ? [data.penaltyId] : [])),
  )

/**
 * The history without those penalties: nothing names them any more, and what could not have come about but for them, a
 * listing or a licence revoked under them alone, is not there either.
 */
function withoutActs(facts: readonly FileFact[], gone: ReadonlySet<string>): readonly FileFact[] {
  const orphans = new Set<string>()
  const kept: FileFact[] = []
  for (const fact of facts) {
    const { section, recordId } = recordOf(fact)
    if (section === 'PENALTY' && gone.has(recordId)) continue
    if (fact.type === 'ListingEntered' && fact.data.penaltyIds.some((id) => gone.has(id))) {
      const penaltyIds = fact.data.penaltyIds.filter((id) => !gone.has(id))
      if (penaltyIds.length === 0) orphans.add(recordId)
      kept.push({ ...fact, data: { ...fact.data, penaltyIds } })
    } else if (!(fact.type === 'LicenceRevoked' && fact.data.penaltyId !== null && gone.has(fact.data.penaltyId)))
      kept.push(fact)
  }
  const ids = new Set(kept.map(({ id }) => id))
  return kept.filter((fact) => {
    const { section, recordId } = recordOf(fact)
    if (section === 'LISTING' && orphans.has(recordId)) return false
    const isCorrection = fact.type === 'EntryCorrected' || fact.type === 'EntryVoided'
    return !isCorrection || ids.has(fact.data.entry.eventId)
  })
}

/** The listings of a file that stand on a day, as whatever follows from them is told. */
function listedIn(file: EnterpriseFile, on: PlainDate): readonly string[] {
  const [penaltyOf, subjectEnds] = [penaltiesIn(file, on), subjectEndsIn(file, on)]
  return [...recordsOf(file, 'LISTING')].flatMap(([recordId, facts]) => {
    const basis = listingBasis(facts, on, listEffects, penaltyOf, subjectEnds)
    return basis && basis.fall === null ? [recordId] : []
  })
}

/** The listings that the file's own page shows as standing on a day. */
function shownIn(file: EnterpriseFile, on: PlainDate): readonly string[] {
  const [annulledOn, subjectEnds] = [annulmentsIn(file, { asOf: on }), subjectEndsIn(file, on)]
  return [...recordsOf(file, 'LISTING')].flatMap(([recordId, facts]) => {
    const recorded = listingRecord(effectiveFacts<ListingEvent>(facts, { asOf: on }))
    if (recorded === undefined) return []
    const type = listTypeOn(shippedListTypes, recorded.listType, recorded.enteredOn)
    const record = endedWithSubject(endedWithBasis(recorded, annulledOn), subjectEnds(type?.endsWithSubject ?? []))
    return listingStanding(record, on) === 'LISTED' ? [recordId] : []
  })
}

/** A penalty after the entry or the revocation that rests on it, as a correction may have it: what rests comes to stand again. */
const restsOnLater = (facts: readonly FileFact[]): boolean => {
  const read = factsAt(facts, {})
  const decidedOn = new Map(
    read.flatMap(({ type, data }) => (type === 'PenaltyImposed' ? [[data.penaltyId, data.decidedOn] as const] : [])),
  )
  return read.some(
    ({ type, data }) =>
      (type === 'ListingEntered' && data.penaltyIds.some((id) => (decidedOn.get(id) ?? '') > data.enteredOn)) ||
      (type === 'LicenceRevoked' && (decidedOn.get(data.penaltyId ?? '') ?? '') > data.revokedOn),
  )
}

/** The facts of later days left out, corrections kept: they say what was so from the start. */
const factsUntil = (facts: readonly FileFact[], on: PlainDate): readonly FileFact[] => factsAt(facts, { asOf: on })
const factsKnown = (facts: readonly FileFact[], instant: string): readonly FileFact[] =>
  facts.filter(({ metadata }) => metadata.recordedAt <= instant)

const isTurn = ({ versions }: MeasureCatalogue, on: PlainDate): boolean =>
  versions.some(({ effectiveFrom, withdrawnOn }) => effectiveFrom === on || withdrawnOn === on)

type AnyBar = ReturnType<typeof effectsOf>['bars'][number]
/** A file told from corrected facts knows no more of their corrections; nor do amendments of later days stand in it. */
const withoutIds = ({ eventIds: _ids, ...rest }: AnyBar) => rest
const withoutEnd = ({ until: _until, ...rest }: AnyBar) => withoutIds(rest as AnyBar)
