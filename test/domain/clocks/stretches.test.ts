import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shippedCalendars } from '../../../domain/clocks/calendars.ts'
import { isRunning } from '../../../domain/clocks/deadline.ts'
import { deadlinesFrom, deadlinesOf, stretchesOf } from '../../../domain/clocks/deadlines.ts'
import { clockRules } from '../../../domain/clocks/rules.ts'
import { type Stretch, stretchesFrom } from '../../../domain/clocks/stretches.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { addDays, type PlainDate } from '../../../domain/kernel/plain-date.ts'
import { anyHistory } from '../../support/credit-histories.ts'
import { day } from '../../support/given.ts'
import { anyCalendars, anyDay, anyFacts } from './any.ts'

const on = (stretches: readonly Stretch[], at: PlainDate): readonly string[] =>
  stretches
    .filter(({ fromOn, untilOn }) => fromOn <= at && (untilOn === null || untilOn > at))
    .map(({ deadline: { id, dueOn, provisional } }) => `${id} ${dueOn} ${provisional.join()}`)
    .toSorted()

const running = (deadlines: ReturnType<typeof deadlinesFrom>): readonly string[] =>
  deadlines
    .filter(isRunning)
    .map(({ id, dueOn, provisional }) => `${id} ${dueOn} ${provisional.join()}`)
    .toSorted()

/** Some of the starts stand for days that nobody knows. */
const anyPresumed = fc
  .tuple(anyFacts, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
  .map(([facts, presumed]) => ({
    ...facts,
    started: facts.started.map((one, place) => ({ ...one, presumed: presumed[place] ?? false })),
  }))

describe('the stretches of days on which clocks run', () => {
  test('say of any day, by comparing days alone, what the clocks themselves say of it', () => {
    fc.assert(
      fc.property(
        anyPresumed,
        anyCalendars,
        fc.array(anyDay, { minLength: 3, maxLength: 8 }),
        (facts, calendars, days) => {
          const stretches = stretchesFrom(facts, clockRules, calendars)
          for (const at of days)
            expect(on(stretches, at)).toEqual(running(deadlinesFrom(facts, clockRules, calendars, at)))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('of a file say so too, of days that are still to come as well', () => {
    const days = fc.array(fc.nat(4_000), { minLength: 3, maxLength: 6 })
    fc.assert(
      fc.property(anyHistory, days, fc.option(fc.nat(3_500)), (facts, at, since) => {
        const [file, keptSince] = [fileOf(facts), since === null ? undefined : addDays(day('2018-01-01'), since)]
        const last = addDays(day('2018-01-01'), 4_000)
        const stretches = stretchesOf(file, clockRules, shippedCalendars, last, undefined, keptSince)
        for (const one of at.map((days) => addDays(day('2018-01-01'), days)))
          expect(on(stretches, one)).toEqual(
            running(deadlinesOf(file, clockRules, shippedCalendars, one, undefined, keptSince)),
          )
      }),
      { numRuns: 60 },
    )
  })
})
