import { describe, expect, test } from 'vitest'
import type { CaseCommand } from '../../../../domain/punishment/case/commands.ts'
import { monthlyFigures, overdueOrders, unconfirmedReleases } from '../../../../domain/punishment/case/figures.ts'
import { day } from '../../../support/given.ts'
import * as p from '../../../support/punishment.ts'

const casesAfter = (...commands: readonly CaseCommand[]) => {
  const { state } = p.given(p.draft(), p.pass(), ...commands)
  return state ? [state] : []
}
const late = (on: string, ...commands: readonly CaseCommand[]) =>
  overdueOrders(casesAfter(...commands), day(on)).map(({ agency, line }) => `${agency.code} ${line.lineId}`)

describe('feedback that is overdue', () => {
  test('is owed from the day after its day, by each agency and for each enterprise', () => {
    expect(late('2026-03-30')).toEqual([])
    expect(late('2026-03-31')).toEqual(['FIN L0', 'FIN L1', 'HOU L0', 'HOU L1'])
  })
  test('is not owed by whoever has executed, waits for an answer, is excused, or was released', () => {
    expect(late('2026-04-01', p.accept(), p.execute())).toEqual(['HOU L0', 'HOU L1'])
    expect(late('2026-04-01', p.object())).toEqual(['HOU L0', 'HOU L1'])
    expect(late('2026-04-01', p.object(), p.answer(true))).toEqual(['HOU L0', 'HOU L1'])
    expect(late('2026-04-01', p.object(), p.answer(false))).toHaveLength(4)
    expect(late('2026-04-01', p.release(['L0']))).toEqual(['FIN L1', 'HOU L1'])
  })
})

test('whoever has not confirmed a release is named, with the day by which it was due', () => {
  const open = unconfirmedReleases(casesAfter(p.release(['L0']), p.confirm()))
  expect(open.map(({ agency, line, dueOn }) => [agency.name, line.uscc, dueOn])).toEqual([
    ['建管委', 'uscc0', '2026-03-05'],
  ])
})

describe('the figures of a month', () => {
  const april = { on: day('2026-04-10') }
  const cases = casesAfter(
    p.accept({ on: day('2026-03-09') }),
    p.execute({ lineIds: ['L0'], on: day('2026-03-10') }),
    p.execute({ lineIds: ['L1'], ...april }),
    p.object({ agency: 'HOU', lineIds: ['L0'], on: day('2026-03-20') }),
    p.release(['L1'], null, p.releaser, april.on),
    p.confirm({ on: day('2026-04-20') }),
  )
  const figure = (month: string, code: string) =>
    monthlyFigures(cases, month).find(({ agency }) => agency.code === code)
  test('count what each agency was told, did, did late, and still owed at its end', () => {
    expect(figure('2026-03', 'FIN')).toMatchObject({
      ordered: 2,
      accepted: 2,
      executed: 1,
      executedLate: 0,
      overdue: 1,
    })
    expect(figure('2026-04', 'FIN')).toMatchObject({ ordered: 0, executed: 1, executedLate: 1, overdue: 0 })
    expect(figure('2026-04', 'FIN')).toMatchObject({ released: 1, confirmed: 1, confirmedLate: 1, unconfirmed: 0 })
    expect(figure('2026-03', 'HOU')).toMatchObject({ ordered: 2, objected: 1, overdue: 1 })
    expect(figure('2026-04', 'HOU')).toMatchObject({ released: 1, confirmed: 0, unconfirmed: 1 })
  })
  test('of a past month stay as they were, whatever is done later', () => {
    const before = casesAfter(
      p.accept({ on: day('2026-03-09') }),
      p.execute({ lineIds: ['L0'], on: day('2026-03-10') }),
      p.object({ agency: 'HOU', lineIds: ['L0'], on: day('2026-03-20') }),
    )
    expect(monthlyFigures(cases, '2026-03')).toEqual(monthlyFigures(before, '2026-03'))
  })
})
