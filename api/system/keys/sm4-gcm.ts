import { createCipheriv } from 'node:crypto'

/**
 * SM4 in Galois/Counter mode (RFC 8998). OpenSSL has it, but Node finds ciphers by their old names only, and this one has
 * none; so the mode is built here on Node's own SM4 (NIST SP 800-38D), for the few blocks that a number or a name takes.
 */
export type Gcm = Readonly<{ ciphertext: Buffer; tag: Buffer }>

export function sm4GcmEncrypt(key: Buffer, nonce: Buffer, aad: Buffer, plain: Buffer): Gcm {
  const ciphertext = counted(key, nonce, plain)
  return { ciphertext, tag: tagOf(key, nonce, aad, ciphertext) }
}

/** The text, and the tag that it must have come with: the caller compares it in constant time before it uses the text. */
export function sm4GcmDecrypt(
  key: Buffer,
  nonce: Buffer,
  aad: Buffer,
  ciphertext: Buffer,
): { plain: Buffer; tag: Buffer } {
  return { plain: counted(key, nonce, ciphertext), tag: tagOf(key, nonce, aad, ciphertext) }
}

const blockBytes = 16

/** The counter block of a nonce of twelve bytes: it, and a count of 32 bits. */
function counterBlock(nonce: Buffer, count: number): Buffer {
  if (nonce.length !== 12) throw new RangeError(`a nonce has 12 bytes, not ${nonce.length}`)
  const block = Buffer.alloc(blockBytes)
  nonce.copy(block)
  block.writeUInt32BE(count, 12)
  return block
}

function counted(key: Buffer, nonce: Buffer, text: Buffer): Buffer {
  const cipher = createCipheriv('sm4-ctr', key, counterBlock(nonce, 2))
  return Buffer.concat([cipher.update(text), cipher.final()])
}

function tagOf(key: Buffer, nonce: Buffer, aad: Buffer, ciphertext: Buffer): Buffer {
  const h = toNumber(encryptBlock(key, Buffer.alloc(blockBytes)))
  const lengths = Buffer.alloc(blockBytes)
  lengths.writeBigUInt64BE(BigInt(aad.length) * 8n, 0)
  lengths.writeBigUInt64BE(BigInt(ciphertext.length) * 8n, 8)
  let sum = 0n
  for (const block of [...blocksOf(aad), ...blocksOf(ciphertext), lengths]) sum = times(sum ^ toNumber(block), h)
  const mask = encryptBlock(key, counterBlock(nonce, 1))
  return Buffer.from((sum ^ toNumber(mask)).toString(16).padStart(32, '0'), 'hex')
}

function encryptBlock(key: Buffer, block: Buffer): Buffer {
  const cipher = createCipheriv('sm4-ecb', key, null)
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(block), cipher.final()])
}

/** Blocks of sixteen bytes, the last filled up with zeros. */
function blocksOf(bytes: Buffer): readonly Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / blockBytes) }, (_, n) => {
    const block = Buffer.alloc(blockBytes)
    bytes.copy(block, 0, n * blockBytes, (n + 1) * blockBytes)
    return block
  })
}

const toNumber = (block: Buffer): bigint => BigInt(`0x${block.toString('hex')}`)

const reduction = 0xe1n << 120n // x^128 + x^7 + x^2 + x + 1, its bits from the left.

/** Multiplication in GF(2^128), whose elements have their lowest power leftmost. */
function times(a: bigint, b: bigint): bigint {
  let product = 0n
  let power = b
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= power
    power = power & 1n ? (power >> 1n) ^ reduction : power >> 1n
  }
  return product
}
