/** A file of an archive. */
export type TarFile = Readonly<{ name: string; bytes: Uint8Array }>

const blockSize = 512

/** Files as a tar archive (POSIX ustar), the same bytes for the same files: no owner, no clock but the one given. */
export function tarOf(files: readonly TarFile[], modifiedAt: Date): Buffer {
  const blocks: Buffer[] = []
  for (const { name, bytes } of files) {
    blocks.push(headerOf(name, bytes.length, modifiedAt), Buffer.from(bytes))
    const rest = bytes.length % blockSize
    if (rest > 0) blocks.push(Buffer.alloc(blockSize - rest))
  }
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)])
}

function headerOf(name: string, size: number, modifiedAt: Date): Buffer {
  const header = Buffer.alloc(blockSize)
  const octal = (number: number, digits: number) => number.toString(8).padStart(digits, '0')
  header.write(name, 0, 100)
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100)
  header.write(`${octal(size, 11)}\0${octal(Math.floor(modifiedAt.getTime() / 1000), 11)}\0`, 124)
  header.write('        0', 148) // The sum is taken with spaces in its own place; 0 is a plain file.
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${octal(sum, 6)}\0 `, 148)
  return header
}
