import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  identityCheckCharacter,
  isIdentityNumber,
  normalIdentityNumber,
} from '../../../domain/kernel/identity-number.ts'
import { holdsIdentityNumber, withoutPersonalNumbers } from '../../../domain/kernel/personal-numbers.ts'
import { withoutSealed } from '../../../domain/kernel/sealed.ts'

/** Made up: a division, a day of birth, a serial, and the check character that belongs to them. */
const anyNumber = fc
  .record({ year: fc.integer({ min: 1940, max: 2010 }), month: fc.integer({ min: 1, max: 12 }), serial: fc.nat(999) })
  .map(({ year, month, serial }) => {
    const body = `310104${year}${String(month).padStart(2, '0')}15${String(serial).padStart(3, '0')}`
    return `${body}${identityCheckCharacter(body)}`
  })

test('the check character is that of GB 11643', () => {
  expect(identityCheckCharacter('11010519491231002')).toBe('X') // The standard's own example.
  expect(normalIdentityNumber('110105491231002')).toBe('11010519491231002X')
  expect(normalIdentityNumber(' e 12345678 ')).toBe('E12345678')
  expect(normalIdentityNumber('110105991331002')).toBe('110105991331002') // No such month: some other number.
})

describe('prose', () => {
  test('keeps everything but the number of a person', () => {
    expect(withoutPersonalNumbers('当事人张三（身份证31010419900101123X）无证经营。')).toBe(
      '当事人张三（身份证310104************）无证经营。',
    )
    expect(withoutPersonalNumbers('身份证：３１０１０４１９９００１０１１２３Ｘ')).toBe('身份证：310104************')
    expect(withoutPersonalNumbers('联系电话：13812345678，手机 13987654321')).toBe(
      '联系电话：138****5678，手机 139****4321',
    )
  })
  test.each([
    '许可证编号：13101040012，罚款13812345678元',
    '统一社会信用代码91310104MA1X00017M',
    '案号310104202013990001',
    '',
  ])('without one stays as it is: %s', (text) => expect(withoutPersonalNumbers(text)).toBe(text))
  test('holds none any more, wherever it stood', () => {
    fc.assert(
      fc.property(anyNumber, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (number, a, b) => {
        expect(isIdentityNumber(number)).toBe(true)
        const text = `${a}，${number}。${b}`
        expect(holdsIdentityNumber({ deep: [{ text }] })).toBe(true)
        expect(holdsIdentityNumber(withoutPersonalNumbers(text))).toBe(false)
        expect(withoutPersonalNumbers(text)).not.toContain(number)
      }),
    )
  })
})

test('a code of digits alone, a document number, and a masked number are no identity number', () => {
  for (const text of ['114418020073034851', '914403001922038216', '沪〔2023〕042023001000号', '310104********1234']) {
    expect(holdsIdentityNumber({ text })).toBe(false)
  }
})

test('what is shown of data says that a value is sealed, and nothing of what stands for it', () => {
  const sealed = { keyId: 'k', algorithm: 'AES-256-GCM', nonce: 'n', ciphertext: 'c', tag: 't', digest: 'd' }
  expect(withoutSealed({ name: sealed, list: [sealed, 1], changes: { phone: sealed }, none: null })).toEqual({
    ...{ name: { sealed: true }, list: [{ sealed: true }, 1], changes: { phone: { sealed: true } }, none: null },
  })
})
