import { bls12_381 } from '@noble/curves/bls12-381.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import type { BeaconScheme, VerifySignature } from '../../domain/draw/beacon.ts'

const { shortSignatures: onG1, longSignatures: onG2 } = bls12_381
const tagG1 = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'
const tagG2 = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_'

/** How each scheme of drand signs: on which of the curve's groups, and under which tag its messages are hashed. */
const schemes: Readonly<
  Record<BeaconScheme, (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean>
> = {
  'bls-unchained-g1-rfc9380': (signature, message, key) => onG1.verify(signature, onG1.hash(message, tagG1), key),
  'pedersen-bls-chained': (signature, message, key) => onG2.verify(signature, onG2.hash(message, tagG2), key),
}

/** Whether a drand round's signature bears the network's key (随机信标签名). */
export const verifyDrandSignature: VerifySignature = ({ scheme, publicKey, message, signature }) => {
  try {
    return schemes[scheme](hexToBytes(signature), hexToBytes(message), hexToBytes(publicKey))
  } catch {
    return false // The library throws where bytes are no point of the curve: as false as any other signature.
  }
}
