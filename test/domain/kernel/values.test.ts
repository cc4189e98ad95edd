import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fen, formatTenThousandYuan, formatYuan, parseTenThousandYuan } from '../../../domain/kernel/fen.ts'
import {
  addDays,
  addMonths,
  addYears,
  dayInChina,
  dayNumber,
  dayOfNumber,
  dayOfWeek,
  parseRecordDate,
  plainDate,
  startOfDay,
} from '../../../domain/kernel/plain-date.ts'
import { normalDocumentNumber } from '../../../domain/kernel/text.ts'

describe('a day', () => {
  const anyNumber = fc.integer({ min: dayNumber(plainDate('1900-01-01')), max: dayNumber(plainDate('2199-12-31')) })

  test('and its number are the same thing, in UTC as in any other zone', () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        const day = dayOfNumber(number)
        expect(dayNumber(day)).toBe(number)
        expect(new Date(number * 86_400_000).toISOString().slice(0, 10)).toBe(day)
        expect(dayOfWeek(day)).toBe(((new Date(number * 86_400_000).getUTCDay() + 6) % 7) + 1)
        expect(dayInChina(startOfDay(day))).toBe(day)
      }),
    )
  })
  test('in China begins at 16:00 UTC of the day before', () => {
    expect(dayInChina(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22')
    expect(dayInChina(new Date('2026-11-22T16:00:00.000Z'))).toBe('2026-11-23')
  })
  test('so many months or years on is the corresponding day, else the last of the month', () => {
    expect(addMonths(plainDate('2024-01-31'), 1)).toBe('2024-02-29')
    expect(addMonths(plainDate('2024-03-31'), -1)).toBe('2024-02-29')
    expect(addYears(plainDate('2024-02-29'), 1)).toBe('2025-02-28')
    expect(addDays(plainDate('2024-12-31'), 1)).toBe('2025-01-01')
  })
  test('is read in every way records write it', () => {
    for (const text of [
      '2024/03/05',
      '2024-3-5',
      '20240305',
      '2024年3月5日',
      '２０２４／０３／０５',
      ' 2024.3.5 ',
      '2024/3/5 00:00:00',
    ]) {
      expect(parseRecordDate(text), text).toBe('2024-03-05')
    }
  })
  test('that does not exist is not read', () => {
    for (const text of ['2024/02/30', '2023-02-29', '2024/13/01', '2024/00/10', '24/01/01', 'x', '', '1899-12-31']) {
      expect(parseRecordDate(text), text).toBeUndefined()
    }
    expect(() => plainDate('2024-02-30')).toThrow(RangeError)
  })
})

describe('an amount in ten thousand yuan', () => {
  test.each([
    ['0.2', 200_000],
    ['12.35', 12_350_000],
    ['3.000000', 3_000_000],
    ['0.123456', 123_456],
    ['1,234', 1_234_000_000],
    ['０．５', 500_000],
    ['.5', 500_000],
    ['0', 0],
    ['1.0000000', 1_000_000],
  ])('%s is %d fen', (text, amount) => expect(parseTenThousandYuan(text)).toEqual({ kind: 'AMOUNT', amount }))
  test.each([
    ['五万', 'NOT_A_NUMBER'],
    ['', 'NOT_A_NUMBER'],
    ['1e3', 'NOT_A_NUMBER'],
    ['-1', 'NEGATIVE'],
    ['0.1234567', 'FINER_THAN_FEN'],
    ['99999999999999', 'TOO_LARGE'],
  ])('%s is refused as %s', (text, kind) => expect(parseTenThousandYuan(text)).toEqual({ kind }))
  test('written and read again is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (amount) => {
        expect(parseTenThousandYuan(formatTenThousandYuan(fen(amount)))).toEqual({ kind: 'AMOUNT', amount })
      }),
    )
  })
  test('is shown in yuan', () => {
    expect(formatYuan(fen(123_456))).toBe('1,234.56元')
    expect(formatYuan(fen(5))).toBe('0.05元')
  })
})

test('a document number matches itself in whatever brackets and widths', () => {
  const forms = [
    '沪市监徐处〔2025〕04号',
    '沪市监徐处[2025]04号',
    '沪市监徐处（２０２５）０４号',
    ' 沪市监徐处【2025】 04号',
  ]
  expect(new Set(forms.map(normalDocumentNumber)).size).toBe(1)
  expect(normalDocumentNumber('沪市监徐处〔2025〕05号')).not.toBe(normalDocumentNumber(forms[0] ?? ''))
})
