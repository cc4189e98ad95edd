import { describe, expect, test } from 'vitest'
import { type Look, type SeenCheckpoint, standings } from '../../../api/operations/standing.ts'
import type { Position } from '../../../domain/kernel/event.ts'

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 23, 2, 0, second))
const place = (n: number): Position => String(n).padStart(8, '0') as Position
const checkpoint = (name: string, position: number | undefined): SeenCheckpoint => ({
  ...{ name, version: 1, stopped: undefined, toldAt: at(0) },
  position: position === undefined ? undefined : place(position),
})
/** A look in a second: how far the log was, and how far each projection. */
const look = (second: number, head: number | undefined | 'AWAY', ...told: (number | undefined)[]): Look => ({
  head: typeof head === 'number' ? place(head) : head,
  checkpoints: told.map((position, n) => checkpoint(`p${n}`, position)),
  ...{ instant: at(second), tickMs: second * 1_000 },
})

describe('how old rows are', () => {
  test('rows that hold all of the log are of this moment', () => {
    const see = standings()
    expect(see(look(1, 5, 5, 5))).toMatchObject({ rowsAsOf: at(1), caughtUp: true })
    expect(see(look(7, 5, 5, 5))).toMatchObject({ rowsAsOf: at(7), caughtUp: true })
  })
  test('while the log is away, rows are as old as the last look that found them complete', () => {
    const see = standings()
    see(look(1, 5, 5))
    see(look(2, 5, 5))
    expect(see(look(60, 'AWAY', 5))).toMatchObject({ rowsAsOf: at(2), caughtUp: true })
  })
  test('what was told after the log went away still makes rows younger', () => {
    const see = standings()
    see(look(1, 5, 5))
    expect(see(look(2, 9, 5))).toMatchObject({ rowsAsOf: at(1), caughtUp: false })
    expect(see(look(3, 'AWAY', 9))).toMatchObject({ rowsAsOf: at(2) })
  })
  test('the slowest projection speaks for all', () => {
    const see = standings()
    see(look(1, 5, 5, 5))
    expect(see(look(2, 6, 6, 5))).toMatchObject({ rowsAsOf: at(1), caughtUp: false })
  })
  test('rows that nobody has seen complete are as old as the last telling', () => {
    expect(standings()(look(9, 5, 3))).toMatchObject({ rowsAsOf: at(0), caughtUp: false })
    expect(standings()(look(9, 5, undefined))).toMatchObject({ caughtUp: false })
  })
  test('of an empty log rows hold everything', () => {
    expect(standings()(look(1, undefined))).toMatchObject({ rowsAsOf: at(1), caughtUp: true })
  })
})

describe('how far a projection lags', () => {
  const lags = (standing: ReturnType<ReturnType<typeof standings>>) => standing.projections.map(({ lagMs }) => lagMs)

  test('since the first look at a head that it has not told', () => {
    const see = standings()
    see(look(1, 5, 5, 5))
    see(look(2, 8, 5, 8))
    expect(lags(see(look(4, 9, 5, 8)))).toEqual([2_000, 0])
    expect(lags(see(look(6, 9, 8, 8)))).toEqual([2_000, 2_000])
    expect(lags(see(look(7, 9, 9, 9)))).toEqual([0, 0])
  })
  test('not at all where events come in without pause and are told by the next look', () => {
    const see = standings()
    for (let second = 1; second < 100; second++) {
      const standing = see(look(second, second * 200, second * 200 - 3))
      expect(lags(standing)).toEqual([0])
      if (second > 1) expect(standing.rowsAsOf).toEqual(at(second - 1))
    }
  })
  test('for hours as well: the first head that was not told is never forgotten', () => {
    const see = standings()
    see(look(0, 1, 1))
    for (let second = 1; second < 9_000; second++) see(look(second, second + 1, 1))
    expect(lags(see(look(9_000, 9_001, 1)))).toEqual([8_999_000])
  })
})
