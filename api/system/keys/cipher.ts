import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SealAlgorithm } from '../../../domain/kernel/sealed.ts'
import { sm4GcmDecrypt, sm4GcmEncrypt } from './sm4-gcm.ts'

/** What a key, a nonce, and a context make of some bytes. */
export type Encrypted = Readonly<{ nonce: Buffer; ciphertext: Buffer; tag: Buffer }>

/** The key does not fit, or somebody has touched the bytes (密封值被改动，或者密钥不符). */
export class NotGenuine extends Error {
  override readonly name = 'NotGenuine'
}

export const secretBytes = 32
const keyBytes: Readonly<Record<SealAlgorithm, number>> = { 'AES-256-GCM': 32, 'SM4-GCM': 16 }
const tagBytes = 16

/** A key for one purpose out of a secret, so that no two purposes ever share one (HKDF, RFC 5869). */
export const derived = (secret: Buffer, purpose: string, bytes: number = secretBytes): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `yidang/${purpose}`, bytes))

export const hmacHex = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('hex')

/** Encrypts under a secret; `context` is not part of the text, and it opens in no other. */
export function encrypt(algorithm: SealAlgorithm, secret: Buffer, context: string, plain: Buffer): Encrypted {
  const key = derived(secret, algorithm, keyBytes[algorithm])
  const nonce = randomBytes(12)
  const aad = Buffer.from(context)
  if (algorithm === 'SM4-GCM') return { nonce, ...sm4GcmEncrypt(key, nonce, aad, plain) }
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(aad)
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return { nonce, ciphertext, tag: cipher.getAuthTag() }
}

/** The text again; throws `NotGenuine` where secret, context, or a single bit is another. */
export function decrypt(algorithm: SealAlgorithm, secret: Buffer, context: string, sealed: Encrypted): Buffer {
  const { nonce, ciphertext, tag } = sealed
  const key = derived(secret, algorithm, keyBytes[algorithm])
  const aad = Buffer.from(context)
  if (nonce.length !== 12 || tag.length !== tagBytes) throw new NotGenuine('nonce or tag has a wrong length')
  if (algorithm === 'SM4-GCM') {
    const opened = sm4GcmDecrypt(key, nonce, aad, ciphertext)
    if (!timingSafeEqual(opened.tag, tag)) throw new NotGenuine('the tag does not fit')
    return opened.plain
  }
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(aad).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch (cause) {
    throw new NotGenuine('the tag does not fit', { cause })
  }
}
