import { expect, test } from 'vitest'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { CaseEvent } from '../../domain/punishment/case/events.ts'
import { punishmentProjections } from '../../projections/punishment/punishment.projection.ts'
import { shippedCalendarBook } from '../../projections/clocks/calendar-book.ts'
import type { ClockGround } from '../../projections/clocks/deadline.projection.ts'
import { clockFactsProjection } from '../../projections/clocks/elsewhere.projection.ts'
import { changesSince, type StreamRow } from '../../projections/stream-projection.ts'
import * as p from '../support/punishment.ts'
import { day } from '../support/given.ts'

const ground = { today: () => day('2026-06-01'), calendars: () => shippedCalendarBook } as unknown as ClockGround

const told = (name: string, events: readonly CaseEvent[]) => {
  const projection = punishmentProjections(ground).find((one) => one.name === name)
  return [...(projection?.tell('punishment-C1', events as unknown as readonly RecordedEvent[]) ?? [])]
}

test('rows of a case say what its facts say: lines, and orders by agency with their days', () => {
  const steps = [p.draft(), p.pass(), p.accept(), p.execute({ lineIds: ['L0'] }), p.release(['L1'])]
  const events = p.given(...steps).events as readonly CaseEvent[]
  expect(told('punishment_case', events)).toMatchObject([
    { row: { standing: 'PASSED', lines: 2, lines_fallen: 1, executors: ['FIN', 'HOU'] } },
  ])
  expect(told('punishment_line', events).map(({ row }) => [row.line_id, row.fallen])).toEqual([
    ['L0', false],
    ['L1', true],
  ])
  const orders = told('punishment_order', events)
  expect(
    orders.map(({ row }) => [row.agency, row.line_id, row.stage, row.feedback_due_on, row.confirm_due_on]),
  ).toEqual([
    ['FIN', 'L0', 'EXECUTED', '2026-03-30', null],
    ['FIN', 'L1', 'RELEASED', '2026-03-30', '2026-03-05'],
    ['HOU', 'L0', 'ORDERED', '2026-03-30', null],
    ['HOU', 'L1', 'RELEASED', '2026-03-30', '2026-03-05'],
  ])
  expect(orders.map(({ row }) => row.calendars === null)).toEqual([true, false, false, false]) // Which may still move.
})

test('a letter has one row for each receiver, with what it answered', () => {
  const events = p.given(p.draft(), p.pass(), p.send(), p.receive()).events as readonly CaseEvent[]
  const rows = told('punishment_copy', events)
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.some(({ row }) => row.received_on !== null)).toBe(true)
})

test('rows told fact by fact are those told of the whole case, whatever is done in it', () => {
  const steps = [p.draft(), p.command('ReturnCase', { by: p.passer, reason: '依据不清', requestId: 'Q1' })]
  const again = p.command('ResubmitCase', {
    by: p.of(p.drafting.requesting.code, 'drafter'),
    note: '已补充',
    requestId: 'Q2',
  })
  const orders = [p.pass(), p.accept({ lineIds: ['L0'] }), p.object({ lineIds: ['L1'] }), p.answer(false), p.accept()]
  const ends = [p.execute(), p.send(), p.receive(), p.release(['L0'], [p.finance.code]), p.release(), p.confirm()]
  const { events } = p.given(...steps, again, ...orders, ...ends)
  const facts = events.map((event, n) => ({
    ...(event as CaseEvent),
    ...{ id: `E${n}`, revision: BigInt(n), position: BigInt(n), stream: 'punishment-C1' },
    metadata: { recordedAt: '2026-06-01T02:00:00.000Z' },
  })) as unknown as readonly RecordedEvent[]
  const projections = [...punishmentProjections(ground), clockFactsProjection].filter(({ parts }) => parts)
  expect(projections).toHaveLength(5)
  for (const { name, parts, tell } of projections) {
    if (parts === undefined) continue
    const rows = new Map<string, StreamRow>()
    let state = parts.fold.initial
    for (const [n, fact] of facts.entries()) {
      const changes = changesSince(parts, state, [fact])
      for (const row of changes.rows) rows.set(row.key, row)
      for (const key of changes.gone) rows.delete(key)
      state = changes.after
      const whole = new Map([...tell('punishment-C1', facts.slice(0, n + 1))].map((row) => [row.key, row]))
      expect([name, n, rows]).toEqual([name, n, whole])
    }
    expect(rows.size, name).toBeGreaterThan(0)
  }
})
