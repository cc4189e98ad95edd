import { refuseDraw } from './draw-refusals.ts'
import type { BeaconSource } from './entropy.ts'
import { sha256Hex } from './hash.ts'

/**
 * The drand networks that are known here. A network's chain hash names it for good, so a committed `source` that contains
 * the hash says whose signature the round must bear. Keys and times are those that the networks publish.
 */
export const beaconNetworks = [
  {
    name: 'quicknet',
    chainHash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
    scheme: 'bls-unchained-g1-rfc9380',
    publicKey:
      '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451' +
      '0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
    genesis: 1_692_803_367, // Unix seconds at which round 1 appeared.
    periodSeconds: 3,
    signatureDigits: 96,
  },
  {
    name: 'default',
    chainHash: '8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce',
    scheme: 'pedersen-bls-chained',
    publicKey: '868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31',
    genesis: 1_595_431_050,
    periodSeconds: 30,
    signatureDigits: 192,
  },
] as const

export type BeaconNetwork = (typeof beaconNetworks)[number]
export type BeaconScheme = BeaconNetwork['scheme']

/** Whether a BLS12-381 signature over a message (both hex) bears the key. Comes from outside: the domain has no curves. */
export type VerifySignature = (check: {
  scheme: BeaconScheme
  publicKey: string
  message: string
  signature: string
}) => boolean

export const networkOf = (source: string): BeaconNetwork | undefined =>
  beaconNetworks.find(({ chainHash }) => source.includes(chainHash))

/** The Unix second at which a round appears, where the network is known. */
export function roundAppearsAt({ source, round }: BeaconSource): number | undefined {
  const network = networkOf(source)
  return network && network.genesis + (round - 1) * network.periodSeconds
}

/**
 * What a beacon's value is worth. `PROVED`: it is the network's signature of the committed round. `NOT_PROVED`: it may be
 * true, but what was published does not show it: the network is unknown, or the value is only the round's randomness, of
 * which everybody can ask the network, but which bears no signature.
 */
export type BeaconProof = 'PROVED' | 'NOT_PROVED'

export function proveBeacon(source: BeaconSource, value: string, verify: VerifySignature | undefined): BeaconProof {
  const network = networkOf(source.source)
  if (!network) return 'NOT_PROVED'
  const { name, round } = source
  const parts = signatureParts(network, value)
  if (!parts) {
    if (/^[0-9a-f]{64}$/.test(value)) return 'NOT_PROVED'
    throw refuseDraw('BEACON_VALUE_MALFORMED', { name })
  }
  if (!verify) return 'NOT_PROVED'
  const message = sha256Hex(bytesOfHex(`${parts.previous}${round.toString(16).padStart(16, '0')}`))
  const { scheme, publicKey } = network
  if (!verify({ scheme, publicKey, message, signature: parts.signature }))
    throw refuseDraw('BEACON_SIGNATURE_FALSE', { name, round })
  return 'PROVED'
}

/**
 * The value of an unchained network is the round's signature; of a chained one, whose signatures cover the one before,
 * the previous signature and then the round's.
 */
function signatureParts({ scheme, signatureDigits }: BeaconNetwork, value: string) {
  if (!/^[0-9a-f]+$/.test(value)) return undefined
  const previousDigits = scheme === 'pedersen-bls-chained' ? signatureDigits : 0
  if (value.length !== previousDigits + signatureDigits) return undefined
  return { previous: value.slice(0, previousDigits), signature: value.slice(previousDigits) }
}

const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, place) => Number.parseInt(hex.slice(2 * place, 2 * place + 2), 16))
