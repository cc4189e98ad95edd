import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alwaysKnown, type CalendarHistory } from '../../domain/clocks/calendars.ts'
import { isRunning } from '../../domain/clocks/deadline.ts'
import { deadlinesFrom } from '../../domain/clocks/deadlines.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import type { ClockFacts } from '../../domain/clocks/started.ts'
import { officialCalendar } from '../../domain/kernel/calendar.ts'
import { idSource } from '../../domain/kernel/ids.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { caseCodec, caseStream } from '../../domain/punishment/case/codec.ts'
import type { CaseCommand } from '../../domain/punishment/case/commands.ts'
import { caseDecider } from '../../domain/punishment/case/decider.ts'
import type { Codec } from '../../domain/store/codec.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { commandHandler, type CommandHandler } from '../../domain/store/handle.ts'
import { inMemoryStore } from '../../domain/store/in-memory.ts'
import type { ClockGround } from '../../projections/clocks/deadline.projection.ts'
import { clockFactsProjection } from '../../projections/clocks/elsewhere.projection.ts'
import { refreshDeadlines } from '../../projections/clocks/refresh.ts'
import { openReadModels, type ReadModels } from '../../projections/database.ts'
import { punishmentProjections } from '../../projections/punishment/punishment.projection.ts'
import { findMonthlyFigures, findOrders, type OrderFilter } from '../../projections/punishment/punishment.queries.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { runStreamProjections } from '../../projections/stream-projection-runner.ts'
import { day } from '../support/given.ts'
import { freshDatabase } from '../support/postgres.ts'
import * as p from '../support/punishment.ts'

const newId = idSource()
const log = { info: () => undefined, error: () => undefined }
let models: ReadModels
let store: EventStore
let handler: CommandHandler
let today: PlainDate
let calendars: Readonly<{ digest: string; history: CalendarHistory }>
let ending: AbortController
let running: Promise<void>
const ground = {
  ...{ today: () => today, calendars: () => calendars },
  logSince: { look: async () => undefined, since: () => undefined },
} as unknown as ClockGround

beforeEach(async () => {
  today = day('2026-03-02')
  calendars = { digest: 'first', history: alwaysKnown(officialCalendar) }
  models = await openReadModels(await freshDatabase())
  store = inMemoryStore()
  handler = commandHandler(store, caseCodec as unknown as Codec)
  ending = new AbortController()
  const projections = [...punishmentProjections(ground), clockFactsProjection]
  const rest = { projections, log, clock: () => new Date(), signal: ending.signal }
  running = runStreamProjections({ store, pool: models.pool, ...rest })
})
afterEach(async () => {
  ending.abort()
  await running
  await models.close()
})

async function happened(...commands: readonly CaseCommand[]): Promise<void> {
  const actor = { agency: 'x', officer: 'x', role: 'x' }
  const context = { clock: () => new Date('2026-03-02T02:00:00Z'), newId, correlationId: 'test', actor }
  for (const one of commands) await handler.submit(caseDecider, caseStream('C1'), one, context)
  const head = await store.head()
  if (head) expect(await waitUntilTold(models.pool, head, 10_000)).toBe(true)
}

const all: OrderFilter = {
  ...{ agency: null, viewer: null, stages: null, caseId: null, uscc: null, late: null, day: day('2026-03-02') },
}
const ordersOf = async (filter: Partial<OrderFilter>) =>
  (await findOrders(models.pool, { ...all, ...filter }, { first: 100, offset: 0 })).map((row) => row)
const late = async (on: string, kind: OrderFilter['late']) =>
  (await ordersOf({ late: kind, day: day(on) }))
    .map(({ agency, lineId, daysLate }) => `${agency} ${lineId} ${daysLate}`)
    .toSorted()
const figures = async (month: string, last: string, viewer: string | null = null) => {
  const found = await findMonthlyFigures(models.pool, { from: day(`${month}-01`), until: day(last) }, viewer)
  return Object.fromEntries(found.map(({ code, name: _name, ...counts }) => [code, counts]))
}

describe('who is late', () => {
  test('is told from the days: from the day after it was due, of who neither acted, objected, nor was released', async () => {
    const acted = [
      p.accept({ lineIds: ['L0'] }),
      p.execute({ lineIds: ['L0'] }),
      p.object({ agency: 'HOU', lineIds: ['L0'] }),
    ]
    await happened(p.draft(), p.pass(), ...acted)
    expect(await late('2026-03-30', 'FEEDBACK')).toEqual([])
    expect(await late('2026-03-31', 'FEEDBACK')).toEqual(['FIN L1 1', 'HOU L1 1'])
    await happened(p.answer(false, { agency: 'HOU' }))
    expect(await late('2026-04-01', 'FEEDBACK')).toEqual(['FIN L1 2', 'HOU L0 2', 'HOU L1 2'])
    await happened(p.release(['L1'], ['HOU']))
    expect(await late('2026-04-01', 'FEEDBACK')).toEqual(['FIN L1 2', 'HOU L0 2'])
  })

  test('on a past day stays told, whatever was done since', async () => {
    await happened(p.draft(), p.pass())
    const before = await late('2026-04-02', 'FEEDBACK')
    const april = { on: day('2026-04-10') }
    await happened(p.accept(april), p.execute(april), p.release(['L0'], null, p.releaser, day('2026-04-13')))
    expect(before).toHaveLength(4)
    expect(await late('2026-04-02', 'FEEDBACK')).toEqual(before)
    expect(await late('2026-04-02', 'CONFIRMATION')).toEqual([])
    await happened(p.confirm({ on: day('2026-04-20') }))
    expect(await late('2026-04-17', 'CONFIRMATION')).toEqual(['FIN L0 1', 'HOU L0 1'])
    expect(await late('2026-04-20', 'CONFIRMATION')).toEqual(['HOU L0 4'])
  })
})

test('an objection that was not answered by its day is told of whoever objected, also when it was answered since', async () => {
  const objected = [p.object({ on: day('2026-03-10') }), p.answer(false, { lineIds: ['L0'], on: day('2026-03-17') })]
  await happened(p.draft(), p.pass(), ...objected)
  expect(await late('2026-03-17', 'ANSWER')).toEqual([])
  expect(await late('2026-03-18', 'ANSWER')).toEqual(['FIN L1 1'])
  expect((await ordersOf({ day: day('2026-03-18') })).map(({ lineId, answerDueOn }) => `${lineId} ${answerDueOn}`)).toContain('L1 2026-03-17') // prettier-ignore
  await happened(p.answer(false, { lineIds: ['L1'], on: day('2026-03-20') }))
  expect(await late('2026-03-18', 'ANSWER')).toEqual(['FIN L1 1'])
  expect(await late('2026-03-20', 'ANSWER')).toEqual([])
})

describe('the figures of a month', () => {
  const april = { on: day('2026-04-10') }
  const march = [
    p.accept({ on: day('2026-03-09') }),
    p.execute({ lineIds: ['L0'], on: day('2026-03-10') }),
    p.object({ agency: 'HOU', lineIds: ['L0'], on: day('2026-03-20') }),
  ]

  test('count what each agency was told, did, did late, and still owed at its end, and stay as they were', async () => {
    await happened(p.draft(), p.pass(), ...march)
    const before = await figures('2026-03', '2026-03-31')
    expect(before.FIN).toMatchObject({ ordered: 2, accepted: 2, executed: 1, executedLate: 0, overdue: 1 })
    expect(before.HOU).toMatchObject({ ordered: 2, objected: 1, overdue: 1 })
    await happened(
      p.execute({ lineIds: ['L1'], ...april }),
      p.release(['L1'], null, p.releaser, april.on),
      p.confirm({ on: day('2026-04-20') }),
    )
    expect(await figures('2026-03', '2026-03-31')).toEqual(before)
    const after = await figures('2026-04', '2026-04-30')
    expect(after.FIN).toMatchObject({ ordered: 0, executed: 1, executedLate: 1, overdue: 0, released: 1, confirmed: 1 })
    expect(after.FIN).toMatchObject({ confirmedLate: 1, unconfirmed: 0 })
    expect(after.HOU).toMatchObject({ released: 1, confirmed: 0, unconfirmed: 1 })
    expect(Object.keys(await figures('2026-03', '2026-03-31', 'HOU'))).toEqual(['HOU'])
    expect(Object.keys(await figures('2026-03', '2026-03-31', p.drafting.requesting.code))).toEqual(['FIN', 'HOU'])
  })

  test('count what was due on its last day and was not done by its end', async () => {
    await happened(p.draft(), p.pass(p.passer, day('2026-03-03')))
    expect((await ordersOf({}))[0]?.feedbackDueOn).toBe('2026-03-31')
    await happened(p.accept({ on: day('2026-04-01') }), p.execute({ on: day('2026-04-01') }))
    expect((await figures('2026-03', '2026-03-31')).FIN).toMatchObject({ overdue: 2, executed: 0 })
    expect((await figures('2026-04', '2026-04-30')).FIN).toMatchObject({ overdue: 0, executed: 2, executedLate: 2 })
  })
})

test('a corrected calendar moves what is still owed, as it moves its clock; what was done before is counted as it was', async () => {
  await happened(p.draft(), p.pass(), p.accept(), p.execute({ lineIds: ['L0'], on: day('2026-03-10') }))
  const { off = [] } = officialCalendar[2026] ?? {}
  const corrected = {
    ...officialCalendar,
    2026: { ...officialCalendar[2026], off: [...off, day('2026-03-24'), day('2026-03-25')] },
  }
  calendars = {
    digest: 'second',
    history: [
      ...calendars.history,
      { since: day('2026-03-16'), calendar: corrected as unknown as typeof officialCalendar },
    ],
  }
  today = day('2026-03-31')
  await refreshDeadlines({ store, pool: models.pool, projections: [], ground })
  const orders = await ordersOf({ agency: 'FIN', day: today })
  expect(orders.map(({ lineId, feedbackDueOn, daysLate }) => [lineId, feedbackDueOn, daysLate])).toEqual([
    ['L0', '2026-03-30', 0],
    ['L1', '2026-04-01', 0],
  ])
  const { rows } = await models.pool.query<{ facts: ClockFacts }>('SELECT facts FROM told.clock_facts')
  const clocks = rows.flatMap(({ facts }) => deadlinesFrom(facts, clockRules, calendars.history, today))
  const running = clocks.filter((clock) => isRunning(clock) && clock.owner?.code === 'FIN')
  expect(running.map(({ dueOn }) => dueOn)).toEqual(['2026-04-01'])
  await happened(p.execute({ on: day('2026-04-01') }))
  expect((await figures('2026-04', '2026-04-30')).FIN).toMatchObject({ executed: 1, executedLate: 0 })
})

test('a day that was provisional gives way to the notice of its year', async () => {
  const { 2026: known, ...others } = officialCalendar
  const without = others as typeof officialCalendar
  const noticed = { since: day('2026-03-20'), calendar: { ...without, 2026: known } as typeof officialCalendar }
  calendars = { digest: 'first', history: [{ since: null, calendar: without }, noticed] }
  await happened(p.draft(), p.pass(), p.accept())
  expect((await ordersOf({}))[0]).toMatchObject({ provisional: true })
  today = day('2026-03-25')
  calendars = { ...calendars, digest: 'second' }
  await refreshDeadlines({ store, pool: models.pool, projections: [], ground })
  expect((await ordersOf({}))[0]).toMatchObject({ provisional: false })
})
