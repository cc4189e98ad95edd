import { expect, test } from 'vitest'
import { caseOf, type PunishmentCase, withCaseEvent } from '../../../../domain/punishment/case/case.ts'
import type { CaseEvent, FallenLine } from '../../../../domain/punishment/case/events.ts'
import { caseDecider } from '../../../../domain/punishment/case/decider.ts'
import { isFull, linesPerStepMax } from '../../../../domain/punishment/case/orders.ts'
import { releasePortions } from '../../../../domain/punishment/case/portions.ts'
import { appendBytesMax } from '../../../../domain/store/event-store.ts'
import * as p from '../../../support/punishment.ts'

const ulid = (n: number) => String(n).padStart(26, '0')
const linesOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ...p.line(n), lineId: ulid(n), eventId: ulid(n) }))
const agenciesOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    agency: { code: `1131010${String(n).padStart(11, '0')}`, name: `上海市某某区某某局${n}` },
    rules: ['N-ENTRY-SERIOUS'],
  }))

test.each([12, 70, 300])('a release to %i agencies fits, in each of its portions, into one append', (count) => {
  const drafting = { executors: agenciesOf(count), lines: linesOf(500), linesExpected: 500 }
  const known = caseOf(p.given(p.draft(drafting), p.pass()).events as readonly CaseEvent[])
  if (known === undefined) throw new Error('there is no case')
  const lines = linesOf(500).map(({ lineId }): FallenLine => ({
    ...p.fallen(lineId),
    eventIds: Array.from({ length: 4 }, (_, n) => ulid(n)),
  }))
  const portions = releasePortions(known, { agencies: null, lines })
  expect(portions.flatMap((one) => one.lines)).toEqual(lines)
  for (const portion of portions) {
    const data = { ...portion, calendar: {}, by: p.system }
    const events = caseDecider.decide(p.command('ReleaseLines', data as never), known)
    const metadata = 500 * events.length
    expect(Buffer.byteLength(JSON.stringify(events)) + metadata).toBeLessThan(appendBytesMax)
  }
})

test('a step for all lines of a very large case is taken in portions that fit into one append', () => {
  const count = 36_000
  const small = caseOf(p.given(p.draft(), p.pass()).events as readonly CaseEvent[])
  const order = small?.orders.get(p.finance.code)
  const at = order?.lines.values().next().value
  if (!small || !order || !at) throw new Error('there is no order')
  const lines = new Map(Array.from({ length: count }, (_, n) => [ulid(n), at]))
  let known: PunishmentCase = { ...small, orders: new Map([[p.finance.code, { ...order, lines }]]) }
  const taken: string[] = []
  for (let isDone = false; !isDone;) {
    const events = caseDecider.decide(p.accept(), known)
    for (const event of events) {
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(appendBytesMax)
      if ('lineIds' in event.data) taken.push(...event.data.lineIds)
      known = withCaseEvent(known, event) ?? known
    }
    isDone = !events.some(isFull)
  }
  expect(taken.length).toBe(count)
  expect(new Set(taken).size).toBe(count)
  expect(linesPerStepMax).toBeLessThan(count)
})
