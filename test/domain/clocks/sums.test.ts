import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shippedCalendars } from '../../../domain/clocks/calendars.ts'
import { type Deadline, deadlineStates } from '../../../domain/clocks/deadline.ts'
import { deadlinesFrom } from '../../../domain/clocks/deadlines.ts'
import { clockRules } from '../../../domain/clocks/rules.ts'
import {
  byAgency,
  byEnterprise,
  byOfficer,
  compareDeadlines,
  countsOf,
  dueWithin,
  lateFirst,
} from '../../../domain/clocks/sums.ts'
import { day } from '../../support/given.ts'
import { ended, started } from './world.ts'

const [north, south] = [
  { code: 'N', name: '北局' },
  { code: 'S', name: '南局' },
]
const on = day('2026-10-12')
const facts = {
  started: [
    started('REPAIR_APPLIED', '2026-09-18', { id: 'late', owner: north, officer: 'ann' }),
    started('REPAIR_APPLIED', '2026-09-30', { id: 'less late', owner: north, officer: 'bob' }),
    started('REPAIR_APPLIED', '2026-10-12', { id: 'open', owner: south, officer: 'ann' }),
    started('REPAIR_APPLIED', '2026-08-03', {
      ...{ id: 'done', owner: south, officer: null, record: { section: 'REPAIR', recordId: 'r2' } },
    }),
  ],
  ended: [ended('REPAIR_ANSWERED', '2026-08-04', { record: { section: 'REPAIR', recordId: 'r2' } })],
}
const deadlines = deadlinesFrom(facts, clockRules, shippedCalendars, on)
const lines = deadlines.map((deadline) => ({ uscc: deadline.startedOn < '2026-09-20' ? 'A' : 'B', deadline }))
const names = (list: readonly Deadline[]) => list.map(({ id }) => id.split('/').at(-1))

describe('the sums', () => {
  test('put what is late first, the latest before the others, then what is due next, then what has ended', () => {
    expect(names(lateFirst(deadlines))).toEqual(['late', 'less late', 'open', 'done'])
  })

  test('count each state, and how late the latest is', () => {
    expect(countsOf(deadlines)).toEqual({
      ...{
        total: 4,
        open: 1,
        late: 2,
        done: 1,
        doneLate: 0,
        lapsed: 0,
        fallen: 0,
        unknown: 0,
        provisional: 0,
        latestBy: 21,
      },
    })
  })

  test('are by agency, by officer within an agency, and by enterprise', () => {
    expect(byAgency(lines).map(({ key, authority, counts }) => [key, authority, counts.late])).toEqual([
      ['N', north, 2],
      ['S', south, 0],
    ])
    expect(byOfficer(lines).map(({ key, counts }) => [key, counts.total])).toEqual([
      ['N/ann', 1],
      ['N/bob', 1],
      ['S/ann', 1],
    ])
    expect(byEnterprise(lines).map(({ key, authority, deadlines: all }) => [key, authority, all.length])).toEqual([
      ['A', null, 2],
      ['B', null, 2],
    ])
  })

  test('show what is due within some days, what is late included and what has ended left out', () => {
    const within = (days: number) => names(dueWithin(lines, days).map(({ deadline }) => deadline))
    expect(within(2)).toEqual(['late', 'less late', 'open'])
    expect(within(1)).toEqual(['late', 'less late'])
    expect(within(-10)).toEqual(['late'])
  })

  test('sort to the same order from whatever order, and lose nothing', () => {
    const [template] = deadlines
    if (template === undefined) throw new Error('no deadline')
    const anyDeadline = fc
      .record({ n: fc.nat(30), state: fc.constantFrom(...deadlineStates), days: fc.nat(20), end: fc.nat(20) })
      .map(({ n, state, days, end }): Deadline => {
        const running = state === 'OPEN' || state === 'LATE'
        const endedOn = running ? null : day(`2026-09-${String(end + 1).padStart(2, '0')}`)
        return { ...template, id: `d${n}`, state, dueOn: day(`2026-10-${String(days + 1).padStart(2, '0')}`), endedOn }
      })
    const many = fc.uniqueArray(anyDeadline, { selector: ({ id }) => id, maxLength: 30 })
    fc.assert(
      fc.property(many, (all) => {
        const sorted = lateFirst(all)
        expect(lateFirst(all.toReversed())).toEqual(sorted)
        for (const [place, one] of sorted.entries()) {
          const next = sorted[place + 1]
          if (next !== undefined) expect(compareDeadlines(one, next)).toBeLessThan(0)
        }
        const { total, open, late, done, doneLate, lapsed, fallen, unknown } = countsOf(all)
        expect([total, open + late + done + doneLate + lapsed + fallen + unknown]).toEqual([all.length, all.length])
      }),
    )
  })
})
