import type { Json } from './event.ts'

/** Ciphers that seal: AES (default) and the one of GB/T 32907, both in Galois/Counter mode (RFC 8998 for the latter). */
export const sealAlgorithms = ['AES-256-GCM', 'SM4-GCM'] as const
export type SealAlgorithm = (typeof sealAlgorithms)[number]

/** What a sealed value is (姓名、证件号码、电话). It is sealed along, so that no value can be passed off as another. */
export const sealedKinds = ['NAME', 'IDENTITY_NUMBER', 'PHONE'] as const
export type SealedKind = (typeof sealedKinds)[number]

/**
 * Personal data as it stands in an event (密封值): readable only with the key of the person it is about, which is kept
 * apart from the log. When that key is destroyed the value is gone, and the event is as readable as before. Deciders and
 * projections never open one; they compare digests.
 */
export type Sealed = Readonly<{
  keyId: string // Whose key, by an id that says nothing of the person.
  algorithm: SealAlgorithm
  nonce: string // 12 bytes in base64.
  ciphertext: string // Base64.
  tag: string // 16 bytes in base64.
  /**
   * HMAC-SHA256 in hex under the same person's key: equal values of a person have equal digests, and once the key is
   * destroyed nobody can find the value by trying all there are.
   */
  digest: string
}>

const members = ['keyId', 'algorithm', 'nonce', 'ciphertext', 'tag', 'digest']

export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && members.every((name) => name in value)

/** Whether two sealed values hide the same value of the same person. */
export const hidesSame = (a: Sealed | null, b: Sealed | null): boolean =>
  a?.keyId === b?.keyId && a?.digest === b?.digest

/** Data as it may be shown to anybody who reads the file: that a value is sealed, and nothing of what stands for it. */
export function withoutSealed(data: Json | undefined): Json | undefined {
  if (isSealed(data)) return { sealed: true }
  if (Array.isArray(data)) return data.map((item: Json) => withoutSealed(item) ?? null)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withoutSealed(value as Json)]))
}
