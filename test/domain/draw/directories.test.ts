import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAsBytes } from '../../../domain/draw/bytes.ts'
import {
  formatConflicts,
  formatInspectors,
  formatObjects,
  readConflicts,
  readInspectors,
  readObjects,
  usccAt,
} from '../../../domain/draw/directories.ts'
import { Refused } from '../../../domain/kernel/errors.ts'

/** The code and line of the refusal that reading these texts meets. */
function violation(read: (bytes: Uint8Array) => unknown, text: string | Uint8Array): string {
  try {
    read(typeof text === 'string' ? Buffer.from(text) : text)
    return 'READ'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return `${error.reason} ${error.details['line'] ?? ''}`.trim()
  }
}

describe('a directory file', () => {
  test.each([
    ['A\tx\nB\ty\n', 'READ'],
    ['', 'READ'],
    ['A\tx\nB\ty', 'LINE_END_MISSING 2'],
    ['A', 'LINE_END_MISSING 1'],
    ['A\tx\r\nB\ty\r\n', 'CARRIAGE_RETURN 1'],
    ['A\tx\nB\ty\rC\tz\n', 'CARRIAGE_RETURN 2'],
    ['A\tx\n\nB\ty\n', 'FIELD_COUNT 2'],
    ['A\tx\nB\n', 'FIELD_COUNT 2'],
    ['A\tx\ty\n', 'FIELD_COUNT 1'],
    ['A\t\n', 'EMPTY_FIELD 1'],
    ['A\tx\n\tx\n', 'EMPTY_FIELD 2'],
    ['A\tx\nA\u0001\tx\n', 'CONTROL_CHARACTER 2'],
    ['A\tx\u007f\n', 'CONTROL_CHARACTER 1'],
    ['A\tx\nB\u0085\tx\n', 'CONTROL_CHARACTER 2'],
    ['A\u00a0\u00bf\tx\n', 'READ'],
    ['B\tx\nA\tx\n', 'NOT_SORTED 2'],
    ['A\tx\nB\tx\nB\tx\n', 'DUPLICATE_LINE 3'],
    ['a\tx\nB\tx\n', 'NOT_SORTED 2'], // By bytes, not by a dictionary.
    ['𠮷\tx\n\uff21\tx\n', 'NOT_SORTED 2'], // By bytes, not by UTF-16.
    ['\uff21\tx\n𠮷\tx\n', 'READ'],
    ['\ufeffA\tx\n', 'BYTE_ORDER_MARK'],
  ])('%j: %s', (text, expected) => {
    expect(violation(readConflicts, text)).toBe(expected)
    expect(violation(readObjects, text)).toBe(expected)
    expect(violation(readInspectors, text)).toBe(expected)
  })

  test('is UTF-8: the line that is not is named, also where a character ends with the file', () => {
    const bad = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)))
    expect(violation(readObjects, bad('A\tx\nB\t', [0xb2, 0xcd], '\n'))).toBe('NOT_UTF8 2') // 餐 in GB 18030.
    expect(violation(readObjects, bad('A\tx\nB\tx\n', [0xe9, 0xa4]))).toBe('NOT_UTF8 3')
    expect(violation(readObjects, bad('A\t', [0xed, 0xa0, 0x80], '\n'))).toBe('NOT_UTF8 1') // Half a surrogate pair.
  })

  test('names each subject and each officer once, but an officer in several conflicts', () => {
    const text = 'A\tx\nA\ty\n'
    expect(violation(readObjects, text)).toBe('OBJECT_TWICE 2')
    expect(violation(readInspectors, text)).toBe('INSPECTOR_TWICE 2')
    expect(violation(readConflicts, text)).toBe('READ')
    expect(violation(readObjects, 'A\tx\nAB\tx\n')).toBe('READ')
  })
})

const field = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }).filter((text) => !/\p{Cc}/u.test(text))

test('the byte order of texts is that of their bytes, whatever plane they are from', () => {
  const sign = fc.constantFrom('A', 'z', 'é', '餐', '\ud7ff', '\ue000', '\uff21', '\uffff', '𠮷', '\u{10ffff}')
  const text = fc.string({ unit: sign, maxLength: 3 })
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(Math.sign(compareAsBytes(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)))
    }),
    { numRuns: 1000 },
  )
})

describe('writing a directory', () => {
  test('gives a file that reads back as the same entries, sorted by their bytes', () => {
    const entries = fc.uniqueArray(fc.record({ uscc: field, stratum: field }), { selector: ({ uscc }) => uscc })
    fc.assert(
      fc.property(entries, (objects) => {
        const directory = readObjects(formatObjects(objects))
        const read = Array.from({ length: directory.size }, (_, place) => ({
          uscc: usccAt(directory, place),
          stratum: directory.strata[directory.stratum[place] ?? 0] ?? '',
        }))
        const sorted = objects.toSorted((one, other) => Buffer.compare(Buffer.from(one.uscc), Buffer.from(other.uscc)))
        expect(read).toEqual(sorted)
        for (const [index, stratum] of directory.strata.entries())
          expect(directory.sizes[index]).toBe(objects.filter((one) => one.stratum === stratum).length)
      }),
    )
  })

  test('refuses fields that would become other fields, and entries that stand twice', () => {
    const reason = (write: () => unknown) => violation(write, '')
    expect(reason(() => formatObjects([{ uscc: 'A\tB', stratum: 'x' }]))).toBe('CONTROL_CHARACTER 1')
    expect(reason(() => formatObjects([{ uscc: 'A', stratum: 'x\nB\ty' }]))).toBe('CONTROL_CHARACTER 1')
    expect(reason(() => formatInspectors([{ inspectorId: 'A', agency: '' }]))).toBe('EMPTY_FIELD 1')
    expect(reason(() => formatObjects([{ uscc: 'A\ud800', stratum: 'x' }]))).toBe('NOT_UTF8 1')
    const [one, other] = [
      { uscc: 'A', stratum: 'x' },
      { uscc: 'A', stratum: 'y' },
    ]
    expect(reason(() => formatObjects([other, one]))).toBe('OBJECT_TWICE 2')
    expect(reason(() => formatObjects([one, one]))).toBe('DUPLICATE_LINE 2')
  })

  test('writes a conflict that several grounds found once', () => {
    const pair = { inspectorId: 'S1', uscc: 'A' }
    expect(Buffer.from(formatConflicts([pair, pair])).toString()).toBe('S1\tA\n')
  })
})
