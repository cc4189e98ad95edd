import { describe, expect, test } from 'vitest'
import { deadlineFrom } from '../../../domain/clocks/count.ts'
import { type ClockCode, clockCodes, ruleOn } from '../../../domain/clocks/rule.ts'
import { clockRules } from '../../../domain/clocks/rules.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { addDays } from '../../../domain/kernel/plain-date.ts'
import { day } from '../../support/given.ts'

/**
 * Worked by hand. After Friday 2026-09-18 the working days are: Sunday 09-20 (made up), 09-21 to 09-24, 09-28 to 09-30,
 * 10-08, 10-09, Saturday 10-10 (made up), 10-12 to 10-16, 10-19 to 10-22, which is the twentieth.
 */
const worked: readonly (readonly [ClockCode, number, string, string, string?])[] = [
  ['PUB-DOUBLE', 1, '2026-09-18', '2026-09-29'],
  ['PUB-SAMR', 1, '2026-09-18', '2026-10-22'],
  ['PUB-SAMR-X', 1, '2026-09-18', '2026-10-09'],
  ['PUB-SAMR-Y', 1, '2026-09-18', '2026-10-09'],
  ['PUB-ENT', 1, '2026-09-18', '2026-10-22'],
  ['WITHDRAW', 1, '2026-09-18', '2026-09-22'],
  ['INSP-PUB', 1, '2026-09-18', '2026-10-22'],
  ['ABN-IN', 1, '2026-06-30', '2026-07-14'],
  ['ABN-OUT', 1, '2026-09-18', '2026-09-24'],
  ['ABN-OBJ', 1, '2026-09-01', '2026-10-08'], // The thirtieth day is National Day.
  ['SER-PUB', 1, '2026-09-18', '2026-10-22'],
  ['SER-TERM', 1, '2018-05-10', '2023-05-10'],
  ['SER-TERM', 2, '2023-10-02', '2026-10-02'], // A holiday does not make a listing longer.
  ['SER-TERM', 2, '2023-03-06', '2027-09-30', '2027-09-30'], // A longer ban, as the listing states it.
  ['SER-EARLY', 1, '2025-03-06', '2026-03-05'],
  ['REP-ACCEPT', 1, '2026-09-18', '2026-09-21'],
  ['REP-DECIDE', 1, '2025-12-24', '2026-01-15'],
  ['REP-DECIDE', 2, '2025-12-25', '2026-01-06'],
  ['REP-CC', 1, '2026-09-18', '2026-10-09'],
  ['REP-SYNC', 1, '2026-09-18', '2026-09-22'],
  ['OBJ-MARK', 1, '2026-09-18', '2026-09-20'],
  ['OBJ-FWD', 1, '2026-09-18', '2026-09-21'],
  ['OBJ-DEC', 1, '2026-09-18', '2026-09-24'],
  ['DUAL-CLAIM', 1, '2026-09-18', '2026-10-15'],
  ['INFO-QUERY', 1, '2026-09-18', '2026-10-22'],
  ['CRIME-DEC', 1, '2026-09-22', '2026-09-28'], // The third day is Mid-Autumn.
  ['CRIME-MOVE', 1, '2026-09-24', '2026-09-25'], // Hours go on through a holiday.
  ['CRIME-CHECK', 1, '2026-03-02', '2026-03-05'],
  ['REVIEW', 1, '2026-08-02', '2026-10-08'], // The sixtieth day is National Day.
  ['SUIT', 1, '2025-08-31', '2026-02-28'], // No 31 February; the 28th is a Saturday made up on.
  ['ANNUAL-REPORT', 1, '2026-01-01', '2026-06-30', '2026-06-30'],
  ['CORRECTION', 1, '2026-03-02', '2026-03-20', '2026-03-20'],
  ['COMMITMENT-CHECK', 1, '2026-03-02', '2026-05-02', '2026-05-02'],
  ['RESPONSE', 1, '2026-03-02', '2026-03-31', '2026-03-31'],
  ['RELEASE', 1, '2026-09-18', '2026-09-22'],
  ['OBJECTION-ANSWER', 1, '2026-09-18', '2026-09-24'],
  ['LIST-STATE', 1, '2026-09-18', '2026-09-25', '2026-09-25'],
]

describe('the clocks', () => {
  test.each(worked.map(([code, version, start, due, stated]) => ({ code, version, start, due, stated })))(
    '$code (version $version) from $start ends on $due',
    ({ code, version, start, due, stated }) => {
      const rule = ruleOn(clockRules, code, day(start))
      expect(rule?.version).toBe(version)
      const until = stated === undefined ? null : day(stated)
      expect(rule && deadlineFrom(rule, day(start), officialCalendar, until)).toEqual({ day: due, provisional: [] })
    },
  )

  test('each have a worked day, in each of their versions', () => {
    const tested = new Set(worked.map(([code, version]) => `${code} ${version}`))
    expect(clockRules.map(({ code, version }) => `${code} ${version}`).filter((one) => !tested.has(one))).toEqual([])
    expect(new Set(clockRules.map(({ code }) => code))).toEqual(new Set(clockCodes))
  })

  test('have versions that follow each other without a day between or a day twice', () => {
    for (const code of clockCodes) {
      const versions = clockRules.filter((rule) => rule.code === code)
      expect(versions.map(({ version }) => version)).toEqual(versions.map((_, place) => place + 1))
      for (const [place, { effectiveUntil }] of versions.entries()) {
        const next = versions[place + 1]
        expect(effectiveUntil && addDays(effectiveUntil, 1)).toBe(next?.effectiveFrom ?? null)
      }
    }
  })

  test('do not govern what started before them', () => {
    expect(ruleOn(clockRules, 'PUB-SAMR', day('2021-08-31'))).toBeUndefined()
    expect(ruleOn(clockRules, 'SER-TERM', day('2021-08-31'))?.count.number).toBe(5)
    expect(ruleOn(clockRules, 'SER-TERM', day('2021-09-01'))?.count.number).toBe(3)
  })

  test('say by which years a day is provisional', () => {
    const rule = ruleOn(clockRules, 'PUB-SAMR', day('2026-12-15'))
    expect(rule && deadlineFrom(rule, day('2026-12-15'), officialCalendar)).toEqual({
      ...{ day: '2027-01-12', provisional: [2027] },
    })
  })

  test('that end on a stated day cannot be counted without one', () => {
    const rule = ruleOn(clockRules, 'CORRECTION', day('2026-03-02'))
    expect(() => rule && deadlineFrom(rule, day('2026-03-02'), officialCalendar)).toThrow(RangeError)
  })

  test('count from the day itself where the rule says so', () => {
    const from = (unit: 'WORKING_DAY' | 'DAY' | 'MONTH', number: number) =>
      deadlineFrom({ count: { unit, number, from: 'SAME_DAY', roll: false } }, day('2026-09-18'), officialCalendar).day
    expect([from('WORKING_DAY', 2), from('DAY', 3), from('MONTH', 1)]).toEqual([
      '2026-09-20',
      '2026-09-20',
      '2026-10-17',
    ])
  })

  test('name their clause and, where anything is unsure, what it is', () => {
    for (const { clause, confidence, note, name } of clockRules) {
      expect([clause, name].every((text) => text.length > 3)).toBe(true)
      if (confidence === 'UNSURE') expect(note ?? clause).toBeTruthy()
    }
  })
})
