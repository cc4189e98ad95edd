import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AmbiguousJson, canonicalJson, readJson } from '../../../domain/kernel/canonical-json.ts'
import type { Json } from '../../../domain/kernel/event.ts'

describe('canonical JSON (RFC 8785)', () => {
  test('writes the literals, arrays, and nesting of the standard without space', () => {
    expect(canonicalJson({ numbers: [3, -7, 0], literals: [null, true, false], string: '' })).toBe(
      '{"literals":[null,true,false],"numbers":[3,-7,0],"string":""}',
    )
  })

  test('sorts names by UTF-16 code units, as the example of RFC 8785 §3.2.3 does', () => {
    const example = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.values(JSON.parse(canonicalJson(example)) as object)[0]).toBe('One') // Engines put indexes first.
    expect([...canonicalJson(example).matchAll(/:"([A-Z][\w ]+)/g)].map(([, name]) => name)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  test('escapes only what JSON must, in the short form where there is one', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/\u007f')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f"')
  })

  test('refuses numbers that are not whole or not exact, and lone surrogates, as values and as names', () => {
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '\ud800', { '\udc00': 1 }] as Json[])
      expect(() => canonicalJson([value])).toThrow(RangeError)
    expect(canonicalJson([2 ** 53 - 1, -0])).toBe('[9007199254740991,0]')
  })

  const anyJson = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.maxSafeInteger().map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.string({ unit: 'grapheme' }),
      fc.array(tie('value')),
      fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value')),
    ),
  })).value

  test('reads back as what was written, and once written is written the same again', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(readJson(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('reading JSON that is published', () => {
  const kindOf = (text: string): string => {
    try {
      readJson(text)
      return 'READ'
    } catch (error) {
      return error instanceof AmbiguousJson ? error.kind : 'ANOTHER_ERROR'
    }
  }

  test('refuses a name that stands twice, however it is escaped', () => {
    expect(kindOf('{"a":1,"a":1}')).toBe('MEMBER_TWICE')
    expect(kindOf('[{"a":1},{"b":{"x":1,"\\u0078":2}}]')).toBe('MEMBER_TWICE')
    expect(kindOf('{"a":{"a":1},"b":[{"a":1},{"a":2}],"c":"\\":{,:"}')).toBe('READ')
    expect(kindOf('{"__proto__":1,"constructor":{"__proto__":2}}')).toBe('READ')
  })

  test('refuses numbers that two readers could take for different ones', () => {
    for (const text of ['1.0', '[1e3]', '{"a":-0}', '9007199254740993', '0.1']) expect(kindOf(text)).toBe('NOT_WHOLE')
    for (const text of ['0', '[-1,10]', '"1.0"', '{"1e3":1}', '9007199254740991']) expect(kindOf(text)).toBe('READ')
  })

  test('refuses half characters, bottomless nesting, and what is no JSON', () => {
    expect(kindOf('"\\ud800"')).toBe('LONE_SURROGATE')
    expect(kindOf('{"\\udc00":1}')).toBe('LONE_SURROGATE')
    expect(kindOf('['.repeat(5000) + ']'.repeat(5000))).toBe('TOO_DEEP')
    for (const text of ['', '{', "{'a':1}", '{"a":1,}', '\ufeff{}', '01']) expect(kindOf(text)).toBe('NOT_JSON')
  })
})
