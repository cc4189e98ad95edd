import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assess, classWithout } from '../../../domain/credit/assess.ts'
import { assessmentDays } from '../../../domain/credit/assessment-days.ts'
import type { Assessment } from '../../../domain/credit/assessment.ts'
import { defaultModel } from '../../../domain/credit/default-model.ts'
import type { CreditModel } from '../../../domain/credit/model.ts'
import { factsAt, type FileFact, recordOf } from '../../../domain/enterprise/facts.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { addDays, type PlainDate } from '../../../domain/kernel/plain-date.ts'
import { anyDay, anyHistory } from '../../support/credit-histories.ts'
import { type NaiveAnswer, naiveAssess } from '../../support/naive-credit.ts'

/** The default model with other cut-offs, bounds, windows, and caps, so that every class and every bound is met. */
const anyModel: fc.Arbitrary<CreditModel> = fc
  .record({
    cut: fc.integer({ min: -150, max: 40 }),
    bounded: fc.boolean(),
    shift: fc.integer({ min: -11, max: 13 }),
    uncapped: fc.boolean(),
  })
  .map(({ cut, bounded, shift, uncapped }) => ({
    ...defaultModel,
    ...{ scoreMin: bounded ? 850 : null, scoreMax: bounded ? 1_010 : null },
    cutOffs: { A: 1_000 + cut, B: 940 + cut, C: 860 + cut },
    indicators: defaultModel.indicators.map((line) => {
      const windowMonths = line.windowMonths === null ? null : Math.max(1, line.windowMonths + shift)
      const fading = line.fading.filter(({ afterMonths }) => windowMonths === null || afterMonths < windowMonths)
      return { ...line, windowMonths, fading, cap: uncapped ? null : line.cap }
    }),
  }))

const anyCase = fc.record({ facts: anyHistory, model: anyModel, day: anyDay(4_500) })

/** What an assessment says of its day, told like the naive one. */
const answerOf = ({ creditClass, score, reasons, overriding }: Assessment): NaiveAnswer => ({
  ...{ creditClass, score },
  reasons: reasons.map(({ indicator, points, eventIds, records }) => ({
    ...{ indicator, points, eventIds: [...eventIds].sort() },
    records: records.map(({ section, recordId }) => `${section}/${recordId}`).sort(),
  })),
  overriding:
    overriding &&
    `${overriding.code} ${[...overriding.eventIds].sort().join()} ${overriding.records
      .map(({ section, recordId }) => `${section}/${recordId}`)
      .sort()
      .join()}`,
})

const holds = <T>(arbitrary: fc.Arbitrary<T>, law: (value: T) => void, numRuns: number) =>
  fc.assert(fc.property(arbitrary, law), { numRuns })

describe('the profile of any file by any model on any day', () => {
  test('is what a slow reading of that day alone says', () => {
    holds(
      anyCase,
      ({ facts, model, day }) => {
        expect(answerOf(assess(fileOf(facts), model, day))).toEqual(naiveAssess(facts, model, day))
      },
      1_500,
    )
  })

  test('has reasons whose points sum to the score exactly, all of them whole', () => {
    holds(
      anyCase,
      ({ facts, model, day }) => {
        const { score, reasons } = assess(fileOf(facts), model, day)
        expect(reasons.reduce((sum, { points }) => sum + points, model.baseScore)).toBe(score)
        expect(reasons.every(({ points }) => Number.isSafeInteger(points) && points !== 0)).toBe(true)
      },
      500,
    )
  })

  test('is the same whatever the order in which the facts are handed in, and changes nothing it is given', () => {
    holds(
      fc.tuple(anyCase, fc.infiniteStream(fc.nat())),
      ([{ facts, model, day }, chance]) => {
        const shuffled = facts.map((fact) => ({ fact, place: chance.next().value ?? 0 }))
        const other = shuffled.sort((a, b) => a.place - b.place).map(({ fact }) => fact)
        const before = JSON.stringify([facts, model], (_key, value) =>
          typeof value === 'bigint' ? `${value}n` : value,
        )
        expect(assess(fileOf(other), model, day)).toEqual(assess(fileOf(facts), model, day))
        expect(JSON.stringify([facts, model], (_key, value) => (typeof value === 'bigint' ? `${value}n` : value))).toBe(
          before,
        )
      },
      300,
    )
  })

  test('knows nothing of facts whose legal day is still to come', () => {
    holds(
      anyCase,
      ({ facts, model, day }) => {
        expect(assess(fileOf(factsAt(facts, { asOf: day })), model, day)).toEqual(assess(fileOf(facts), model, day))
      },
      300,
    )
  })

  test('answers for any legal day and for what was known at any instant, as a slow reading of both clocks does', () => {
    holds(
      fc.tuple(anyCase, anyDay(4_500), fc.nat(40)),
      ([{ facts, model, day }, asOf, hours]) => {
        const knownAt = new Date(Date.UTC(2026, 0, 1, hours)).toISOString()
        const known = facts.filter(({ metadata }) => metadata.recordedAt <= knownAt)
        expect(answerOf(assess(fileOf(factsAt(facts, { knownAt })), model, day))).toEqual(
          naiveAssess(known, model, day),
        )
        const earlier = asOf < day ? asOf : day
        expect(answerOf(assess(fileOf(factsAt(facts, { asOf, knownAt })), model, day))).toEqual(
          naiveAssess(known, model, day, earlier),
        )
      },
      500,
    )
  })
})

/** The day on which something told by a slow walk, day by day, first differs; undefined where it does not so soon. */
function walkUntil(from: PlainDate, days: number, differs: (day: PlainDate) => boolean): PlainDate | undefined {
  for (let ahead = 1; ahead <= days; ahead++) if (differs(addDays(from, ahead))) return addDays(from, ahead)
  return undefined
}

/** Whether a foretold day is the one that the walk found, or lies beyond where the walk went. */
function expectForetold(
  foretold: PlainDate | null,
  walked: PlainDate | undefined,
  from: PlainDate,
  days: number,
): void {
  if (walked === undefined) expect(foretold === null || foretold > addDays(from, days)).toBe(true)
  else expect(foretold).toBe(walked)
}

describe('if nothing happens', () => {
  const days = 900
  const naively = (facts: readonly FileFact[], model: CreditModel, knownOn: PlainDate) => {
    const known = factsAt(facts, { asOf: knownOn })
    const answers = new Map<PlainDate, NaiveAnswer>()
    return (day: PlainDate): NaiveAnswer => {
      const answer = answers.get(day) ?? naiveAssess(known, model, day)
      answers.set(day, answer)
      return answer
    }
  }

  test('the class changes on the day that was foretold, and not before', () => {
    holds(
      anyCase,
      ({ facts, model, day }) => {
        const { creditClass, changesOn } = assess(fileOf(facts), model, day)
        const on = naively(facts, model, day)
        expectForetold(
          changesOn,
          walkUntil(day, days, (later) => on(later).creditClass !== creditClass),
          day,
          days,
        )
      },
      60,
    )
  })

  test('the whole answer holds up to its last day, and no longer', () => {
    holds(
      anyCase,
      ({ facts, model, day }) => {
        const assessment = assess(fileOf(facts), model, day)
        const on = naively(facts, model, day)
        const now = JSON.stringify(answerOf(assessment))
        const walked = walkUntil(day, days, (later) => JSON.stringify(on(later)) !== now)
        const { validUntil } = assessment
        expectForetold(validUntil === null ? null : addDays(validUntil, 1), walked, day, days)
      },
      60,
    )
  })

  test('each reason has its points until the day it names, and is gone on the day it ends', () => {
    holds(
      anyCase,
      ({ facts, model, day }) => {
        const { reasons } = assess(fileOf(facts), model, day)
        const on = naively(facts, model, day)
        for (const { indicator, points, until, endsOn } of reasons) {
          const pointsOn = (later: PlainDate) =>
            on(later).reasons.find((one) => one.indicator === indicator)?.points ?? 0
          const next = until === null ? null : addDays(until, 1)
          expectForetold(
            next,
            walkUntil(day, days, (later) => pointsOn(later) !== points),
            day,
            days,
          )
          expectForetold(
            endsOn,
            walkUntil(day, days, (later) => pointsOn(later) === 0),
            day,
            days,
          )
        }
      },
      40,
    )
  })

  test('what stands on a day, told directly, is what the steps of the answers before lead to', () => {
    holds(
      fc.tuple(anyCase, fc.nat(1_500)),
      ([{ facts, model, day: from }, length]) => {
        const file = fileOf(facts)
        const to = addDays(from, length)
        const steps = [...assessmentDays(file, model, { from, to })]
        expect(steps[0]?.day).toBe(from)
        let place = 0
        for (let day = from; day <= to; day = addDays(day, 1)) {
          if (steps[place + 1]?.day === day) place++
          const { day: _told, ...stepped } = steps[place] ?? assess(file, model, from)
          const { day: _asked, ...direct } = assess(file, model, day)
          expect(stepped).toEqual(direct)
        }
      },
      25,
    )
  })
})

describe('without a record', () => {
  const withoutRecord = (facts: readonly FileFact[], section: string, recordId: string) =>
    facts.filter((fact) => recordOf(fact).section !== section || recordOf(fact).recordId !== recordId)

  test('the class is that of the history in which the record never stood', () => {
    holds(
      anyCase,
      ({ facts, model, day }) => {
        for (const { section, recordId, creditClass, score } of classWithout(fileOf(facts), model, day)) {
          const other = assess(fileOf(withoutRecord(facts, section, recordId)), model, day)
          expect({ creditClass, score }).toEqual({ creditClass: other.creditClass, score: other.score })
        }
      },
      200,
    )
  })

  test('every record that stands by the day is asked about, the subject itself apart', () => {
    holds(
      anyCase,
      ({ facts, model, day }) => {
        const standing = factsAt(facts, { asOf: day })
          .map((fact) => recordOf(fact))
          .filter(({ section }) => section !== 'REGISTRATION')
        const names = [...new Set(standing.map(({ section, recordId }) => `${section}/${recordId}`))].sort()
        const asked = classWithout(fileOf(facts), model, day).map(({ section, recordId }) => `${section}/${recordId}`)
        expect([...asked].sort()).toEqual(names)
      },
      200,
    )
  })
})
