import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InvalidInput } from '../domain/kernel/errors.ts'

/** The body of a request as a file in a folder of its own, which is gone when the work is done (上传). */
export async function withUpload<T>(
  body: Readable | undefined,
  megabytesMax: number,
  work: (path: string) => Promise<T>,
): Promise<T> {
  if (body === undefined) throw new InvalidInput('请上传 CSV 或者 XLSX 文件。', 'file')
  const folder = await mkdtemp(join(tmpdir(), 'yidang-upload-'))
  try {
    const path = join(folder, 'table')
    let bytes = 0
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          if (bytes > megabytesMax * 1_024 * 1_024)
            throw new InvalidInput(`文件超过${megabytesMax}兆字节，请分成几个文件。`, 'file')
          yield chunk
        }
      },
      createWriteStream(path),
    )
    return await work(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
