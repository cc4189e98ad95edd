import { describe, expect, test } from 'vitest'
import { date, flag, oneOf, readTableQuery, someOf, text } from '../../api/table-query.ts'

const readers = { agency: text, asOf: date, open: flag, late: oneOf('A', 'B'), stages: someOf('X', 'Y') }

describe('the query string of a table', () => {
  test('says the arguments of its query, and null where it says nothing', () => {
    const nothing = { agency: null, asOf: null, open: null, late: null, stages: null }
    expect(readTableQuery({}, readers)).toEqual(nothing)
    expect(readTableQuery({ agency: '', stages: [] }, readers)).toEqual(nothing)
    const said = { agency: 'a', asOf: '2026-01-31', open: 'false', late: 'B', stages: 'X,Y' }
    expect(readTableQuery(said, readers)).toEqual({ ...said, open: false, stages: ['X', 'Y'] })
    expect(readTableQuery({ stages: ['X', 'Y'] }, readers).stages).toEqual(['X', 'Y'])
  })

  test.each([
    [{ stage: 'X' }, '没有参数“stage”，可以写的有：agency、asOf、open、late、stages'],
    [{ constructor: 'X' }, '没有参数“constructor”'],
    [{ agency: ['a', 'b'] }, '参数“agency”只能写一次'],
    [{ asOf: '2026-02-30' }, '参数“asOf”应为日期'],
    [{ open: 'yes' }, '参数“open”应为true、false之一'],
    [{ late: 'a' }, '参数“late”应为A、B之一'],
    [{ stages: 'X,Z' }, '参数“stages”应为X、Y之一'],
  ])('is refused where it says %o', (query, message) => {
    expect(() => readTableQuery(query, readers)).toThrow(message)
  })
})
