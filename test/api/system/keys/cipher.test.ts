import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NotGenuine } from '../../../../api/system/keys/cipher.ts'
import { masterKey } from '../../../../api/system/keys/master-key.ts'
import { personKey } from '../../../../api/system/keys/person-key.ts'
import { sm4GcmDecrypt, sm4GcmEncrypt } from '../../../../api/system/keys/sm4-gcm.ts'
import {
  isSealed,
  type Sealed,
  sealAlgorithms,
  type SealedKind,
  sealedKinds,
} from '../../../../domain/kernel/sealed.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

test('SM4-GCM is the one of RFC 8998, A.2.1', () => {
  const key = hex('0123456789abcdeffedcba9876543210')
  const nonce = hex('00001234567800000000abcd')
  const aad = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2')
  const plain = hex(['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'ee', 'aa'].map((byte) => byte.repeat(8)).join(''))
  const { ciphertext, tag } = sm4GcmEncrypt(key, nonce, aad, plain)
  expect(ciphertext.toString('hex')).toBe(
    '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d',
  )
  expect(tag.toString('hex')).toBe('83de3541e4c2b58177e065a9bf7b62ec')
  expect(sm4GcmDecrypt(key, nonce, aad, ciphertext)).toEqual({ plain, tag })
})

const anyAlgorithm = fc.constantFrom(...sealAlgorithms)
const anyKind = fc.constantFrom<SealedKind>(...sealedKinds)
const anySecret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
const anyText = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => `张${text}三`)
const binary = ['nonce', 'ciphertext', 'tag'] as const

describe('a sealed value', () => {
  test('is opened by its own key, and says nothing in the clear', () => {
    fc.assert(
      fc.property(anyAlgorithm, anySecret, anyText, (algorithm, secret, text) => {
        const key = personKey('k1', secret, algorithm)
        const sealed = key.seal('NAME', text)
        expect(isSealed(sealed)).toBe(true)
        expect(key.open('NAME', sealed)).toBe(text)
        expect(JSON.stringify(sealed)).not.toContain(text)
      }),
    )
  })

  test('is opened whatever cipher its key seals with now', () => {
    const secret = randomBytes(32)
    const [aes, sm4] = [personKey('k1', secret, 'AES-256-GCM'), personKey('k1', secret, 'SM4-GCM')]
    expect(sm4.open('PHONE', aes.seal('PHONE', '021-6482 1234'))).toBe('02164821234')
    expect(aes.open('PHONE', sm4.seal('PHONE', '021-6482 1234'))).toBe('02164821234')
  })

  test('is opened by no other key, in no other place, as no other kind', () => {
    fc.assert(
      fc.property(anyAlgorithm, anySecret, anySecret, anyKind, anyKind, (algorithm, secret, other, kind, otherKind) => {
        const sealed = personKey('k1', secret, algorithm).seal(kind, '310104199001011234')
        const opens = (id: string, by: Buffer, as: SealedKind) => () => personKey(id, by, algorithm).open(as, sealed)
        expect(opens('k2', secret, kind)).toThrow(NotGenuine)
        if (!other.equals(secret)) expect(opens('k1', other, kind)).toThrow(NotGenuine)
        if (otherKind !== kind) expect(opens('k1', secret, otherKind)).toThrow(NotGenuine)
      }),
    )
  })

  test('is not opened when a single bit of it was touched', () => {
    const places = fc.record({ member: fc.constantFrom(...binary), byte: fc.nat(40), bit: fc.nat(7) })
    fc.assert(
      fc.property(anyAlgorithm, anySecret, places, (algorithm, secret, { member, byte, bit }) => {
        const key = personKey('k1', secret, algorithm)
        const sealed = key.seal('IDENTITY_NUMBER', '310104199001011234')
        const bytes = Buffer.from(sealed[member], 'base64')
        bytes[byte % bytes.length] = (bytes[byte % bytes.length] ?? 0) ^ (1 << bit)
        const touched: Sealed = { ...sealed, [member]: bytes.toString('base64') }
        expect(() => key.open('IDENTITY_NUMBER', touched)).toThrow(NotGenuine)
      }),
    )
  })

  test('has the digest of the same value of the same person, and no other’s', () => {
    const [secret, other] = [randomBytes(32), randomBytes(32)]
    const digest = (by: Buffer, kind: SealedKind, text: string) =>
      personKey('k', by, 'AES-256-GCM').seal(kind, text).digest
    expect(digest(secret, 'PHONE', '021-64821234')).toBe(digest(secret, 'PHONE', '０２１ 6482 1234'))
    expect(digest(secret, 'PHONE', '1')).not.toBe(digest(secret, 'PHONE', '2'))
    expect(digest(secret, 'PHONE', '1')).not.toBe(digest(secret, 'NAME', '1'))
    expect(digest(secret, 'PHONE', '1')).not.toBe(digest(other, 'PHONE', '1'))
    const again = [1, 2].map(() => personKey('k', secret, 'AES-256-GCM').seal('NAME', '张三'))
    expect(again[0]?.nonce).not.toBe(again[1]?.nonce)
  })
})

test('a wrapped key is unwrapped by its own master key, as whose it is, untouched', () => {
  fc.assert(
    fc.property(anyAlgorithm, anySecret, anySecret, anySecret, fc.nat(200), (algorithm, one, two, secret, at) => {
      const wrapped = masterKey(one).wrap(secret, 'k1', algorithm)
      expect(masterKey(one).unwrap(wrapped, 'k1')).toEqual(secret)
      expect(() => masterKey(one).unwrap(wrapped, 'k2')).toThrow(NotGenuine)
      if (!two.equals(one)) expect(() => masterKey(two).unwrap(wrapped, 'k1')).toThrow(NotGenuine)
      const place = at % wrapped.length
      const letter = wrapped.charAt(place) === 'A' ? 'B' : 'A'
      const touched = `${wrapped.slice(0, place)}${letter}${wrapped.slice(place + 1)}`
      // A change to the unused bits of a last base64 digit is none to the bytes.
      if (decodedAlike(wrapped, touched)) expect(masterKey(one).unwrap(touched, 'k1')).toEqual(secret)
      else expect(() => masterKey(one).unwrap(touched, 'k1')).toThrow()
    }),
  )
})

const decodedAlike = (a: string, b: string): boolean => {
  const bytes = (text: string) =>
    text.split(':').map((part, n) => (n === 0 ? part : Buffer.from(part, 'base64').toString('hex')))
  return bytes(a).join() === bytes(b).join()
}
