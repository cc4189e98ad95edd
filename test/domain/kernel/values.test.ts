import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fen, formatTenThousandYuan, formatYuan, parseTenThousandYuan } from '../../../domain/kernel/fen.ts'
import {
  addDays,
  addMonths,
  addYears,
  compareDays,
  dayInChina,
  dayNumber,
  dayOfNumber,
  dayOfWeek,
  daysBetween,
  isPlainDate,
  openEnd,
  parseRecordDate,
  plainDate,
  startOfDay,
} from '../../../domain/kernel/plain-date.ts'
import { isPlaceholder, normalDocumentNumber, squeeze, tidy, toHalfWidth } from '../../../domain/kernel/text.ts'

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
      '2024-03-05T23:59:59.999',
      '2024年3月5日 8:30',
      '2024 年 03 月 05 日',
      '２０２４年３月５日',
      '2024 / 3 / 5',
      '2024 03 05',
      '\ufeff2024\u200b-03-05\u3000',
    ]) {
      expect(parseRecordDate(text), text).toBe('2024-03-05')
    }
  })
  test('is the one in China where the record names an instant', () => {
    expect(parseRecordDate('2024-03-04T16:00:00Z')).toBe('2024-03-05')
    expect(parseRecordDate('2024-03-04T15:59:59.000Z')).toBe('2024-03-04')
    expect(parseRecordDate('2024-03-05T00:00:00+08:00')).toBe('2024-03-05')
    expect(parseRecordDate('2024-03-05 00:00:00 +0900')).toBe('2024-03-04')
    expect(parseRecordDate('2024-02-28T12:00-05:00')).toBe('2024-02-29')
    expect(parseRecordDate('2024-02-28T12:00+05:00')).toBe('2024-02-28')
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true }),
        (instant) => {
          expect(parseRecordDate(instant.toISOString())).toBe(dayInChina(instant))
        },
      ),
    )
  })
  test('is never guessed from any text, and reading never fails', () => {
    const anyText = fc.string({ unit: fc.constantFrom(...'0123456789 -/.:年月日TZ+'), maxLength: 24 })
    fc.assert(
      fc.property(anyText, (text) => {
        const day = parseRecordDate(text)
        expect(day === undefined || isPlainDate(day)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
  test('is written one way, within three centuries', () => {
    for (const text of ['1900-01-01', '2199-12-31', '2000-02-29', openEnd]) expect(plainDate(text)).toBe(text)
    for (const text of [
      '1899-12-31',
      '2200-01-01',
      '1900-02-29',
      '2024-3-05',
      '2024-03-05 ',
      ' 2024-03-05',
      '２０２４-03-05',
    ]) {
      expect(isPlainDate(text), text).toBe(false)
    }
    expect(() => addDays(plainDate('2199-12-31'), 1)).toThrow(RangeError)
    expect(() => addDays(plainDate('2024-01-01'), 0.5)).toThrow(RangeError)
  })
  test('comes before or after another as their texts sort', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        const [day, other] = [dayOfNumber(a), dayOfNumber(b)]
        expect(compareDays(day, other)).toBe(Math.sign(a - b))
        expect(daysBetween(day, other)).toBe(b - a)
        expect(addDays(day, b - a)).toBe(other)
      }),
    )
  })
  test('so many months on lies in that month, on the same day or its last', () => {
    fc.assert(
      fc.property(fc.integer({ min: -15_000, max: 60_000 }), fc.integer({ min: -240, max: 240 }), (number, months) => {
        const day = dayOfNumber(number)
        const then = addMonths(day, months)
        const counted = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
        expect(counted(then) - counted(day)).toBe(months)
        if (then.slice(8) !== day.slice(8)) {
          expect(then.slice(8) < day.slice(8)).toBe(true)
          expect(addDays(then, 1).slice(8)).toBe('01')
        }
      }),
    )
  })
  test('that does not exist is not read', () => {
    for (const text of `2024/02/30 2023-02-29 2024/13/01 2024/00/10 24/01/01 x 1899-12-31 2200-01-01 2024/3-5 20240230
      2024年3月 2024-03-05T24:30 2024-03-05T12:60 2024-03-05T12:00+15:00 2024035 45356 1900-01-01T00:00+14:00
      2199-12-31T23:00Z 長期 2024-03-055`.split(/\s+/)) {
      expect(parseRecordDate(text), text).toBeUndefined()
    }
    expect(parseRecordDate('')).toBeUndefined()
    expect(parseRecordDate('2024-1-1 5')).toBeUndefined() // The 15th, or the 1st at five?
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
    ['0.000001', 1],
    ['1,234,567.5', 1_234_567_500_000],
    ['１，２３４．５６', 1_234_560_000],
    ['12,3456', 123_456_000_000],
    ['1 234.5', 1_234_500_000],
    [' 0.2 万元 ', 200_000],
    ['3万', 3_000_000],
    ['+5.', 5_000_000],
    ['-0', 0],
    ['007.50', 7_500_000],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
  ])('%s is %d fen', (text, amount) => expect(parseTenThousandYuan(text)).toEqual({ kind: 'AMOUNT', amount }))
  test.each([
    ['五万', 'NOT_A_NUMBER'],
    ['', 'NOT_A_NUMBER'],
    ['1e3', 'NOT_A_NUMBER'],
    ['.', 'NOT_A_NUMBER'],
    ['-', 'NOT_A_NUMBER'],
    ['1.2.3', 'NOT_A_NUMBER'],
    ['1,23', 'NOT_A_NUMBER'],
    ['1 2', 'NOT_A_NUMBER'],
    ['0.1,234', 'NOT_A_NUMBER'],
    ['1,234,5678', 'NOT_A_NUMBER'],
    ['5元', 'NOT_A_NUMBER'],
    ['NaN', 'NOT_A_NUMBER'],
    ['0x10', 'NOT_A_NUMBER'],
    ['-1', 'NEGATIVE'],
    ['－０．５', 'NEGATIVE'],
    ['\u2212 1', 'NEGATIVE'],
    ['-0.0000001', 'NEGATIVE'],
    ['-99999999999999', 'NEGATIVE'],
    ['9007199254.740992', 'TOO_LARGE'],
    ['9'.repeat(400), 'TOO_LARGE'],
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
    expect(formatYuan(fen(0))).toBe('0.00元')
    expect(formatYuan(fen(100_000_000))).toBe('1,000,000.00元')
    expect(formatYuan(fen(Number.MAX_SAFE_INTEGER))).toBe('90,071,992,547,409.91元')
    expect(formatTenThousandYuan(fen(200_000))).toBe('0.2')
    expect(formatTenThousandYuan(fen(30_000_000))).toBe('30')
  })
  test('is whole fen, exact, and never negative', () => {
    for (const amount of [0.5, -1, Number.NaN, Number.MAX_SAFE_INTEGER + 1])
      expect(() => fen(amount)).toThrow(RangeError)
  })
})

describe('a text', () => {
  test('in full width is the same in half width, and nothing else changes', () => {
    expect(toHalfWidth('ＡＢｚ０９（）：，－／．　～')).toBe('ABz09():,-/. ~')
    expect(toHalfWidth('沪市监〔2025〕《食品》、。“①')).toBe('沪市监〔2025〕《食品》、。“①')
  })
  test('loses what nobody sees', () => {
    expect(tidy('\ufeff\u3000 上海 A\u200b司\u202c \n')).toBe('上海 A司')
    expect(squeeze('\ufeff ９1\u200b3 1\u00a0m\u202d ')).toBe('9131M')
  })
  test('that fills a column for want of anything is a placeholder', () => {
    for (const text of ['0', '00000000-0', '0'.repeat(15), `${'0'.repeat(17)}X`, '无', '/', '--', ' － ']) {
      expect(isPlaceholder(text), text).toBe(true)
    }
    for (const text of ['', '70846113-6', '331000000033855', '100000000', '暂无号']) {
      expect(isPlaceholder(text), text).toBe(false)
    }
  })
})

describe('a document number', () => {
  test('matches itself in whatever brackets and widths', () => {
    const pairs = ['〔〕', '[]', '()', '（）', '【】', '［］', '﹝﹞', '｛｝', '「」']
    const forms = pairs.map(([open, close]) => `沪市监徐处${open}2025${close}04号`)
    const others = ['沪市监徐处（２０２５）０４号', ' 沪市监徐处【2025】 04号', '沪市监徐处〔2025〕\u200b04\u3000号']
    expect(new Set([...forms, ...others].map(normalDocumentNumber))).toEqual(new Set(['沪市监徐处(2025)04号']))
    expect(normalDocumentNumber('jy13101040113632')).toBe('JY13101040113632')
  })
  test('does not match another', () => {
    const numbers = ['沪市监徐处〔2025〕04号', '沪市监徐处〔2025〕4号', '沪市监徐处〔2025〕05号', '沪市监徐处202504号']
    expect(new Set(numbers.map(normalDocumentNumber)).size).toBe(4)
  })
})
