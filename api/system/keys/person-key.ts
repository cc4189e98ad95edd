import type { Sealed, SealAlgorithm, SealedKind } from '../../../domain/kernel/sealed.ts'
import { normalIdentityNumber } from '../../../domain/kernel/identity-number.ts'
import { squeeze, tidy } from '../../../domain/kernel/text.ts'
import { decrypt, derived, encrypt, hmacHex } from './cipher.ts'

/** The key of one person (个人密钥), in memory for as long as it is at work: it seals and opens what is said of them. */
export type PersonKey = Readonly<{
  id: string
  seal(kind: SealedKind, text: string): Sealed
  /** Throws `NotGenuine` where the value is not this person's, not of this kind, or was touched. */
  open(kind: SealedKind, sealed: Sealed): string
}>

/** The form in which a value is sealed and compared. */
const normal: Readonly<Record<SealedKind, (text: string) => string>> = {
  NAME: tidy,
  IDENTITY_NUMBER: normalIdentityNumber,
  PHONE: (text) => squeeze(text).replace(/[-－—()（）]/g, ''),
}

export function personKey(id: string, secret: Buffer, algorithm: SealAlgorithm): PersonKey {
  const context = (kind: SealedKind): string => `${id}\u001f${kind}` // A value moved to another field or person fails.
  return {
    id,
    seal(kind, text) {
      const plain = normal[kind](text)
      const { nonce, ciphertext, tag } = encrypt(algorithm, secret, context(kind), Buffer.from(plain))
      const [n, c, t] = [nonce, ciphertext, tag].map((bytes) => bytes.toString('base64')) as [string, string, string]
      const digest = hmacHex(derived(secret, 'digest'), `${kind}\u001f${plain}`)
      return { keyId: id, algorithm, nonce: n, ciphertext: c, tag: t, digest }
    },
    open(kind, sealed) {
      const [nonce, ciphertext, tag] = [sealed.nonce, sealed.ciphertext, sealed.tag].map((text) =>
        Buffer.from(text, 'base64'),
      ) as [Buffer, Buffer, Buffer]
      return decrypt(sealed.algorithm, secret, context(kind), { nonce, ciphertext, tag }).toString()
    },
  }
}

/**
 * Who a person is: by identity number where it is known, whatever file they stand in. Otherwise by name (or, without one,
 * phone) within the one file, because two people of one name in two enterprises are two people.
 */
export type PersonRef = Readonly<{
  identityNumber: string | null
  uscc: string
  name: string | null
  phone: string | null
}>

/** The text of which the keyed digest finds a person's key. */
export function lookupTextOf({ identityNumber, uscc, name, phone }: PersonRef): string {
  if (identityNumber !== null) return `IDENTITY_NUMBER\u001f${normal.IDENTITY_NUMBER(identityNumber)}`
  if (name !== null) return `NAME\u001f${uscc}\u001f${squeeze(name)}`
  return `PHONE\u001f${uscc}\u001f${normal.PHONE(phone ?? '')}`
}
