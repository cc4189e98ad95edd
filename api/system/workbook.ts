import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { InvalidInput } from '../../domain/kernel/errors.ts'

/** A worksheet is made in memory; what is longer is for CSV, which is written as it is read. */
const rowsMax = 100_000

export type WorkbookRows = readonly (readonly string[])[]

/**
 * A workbook of one sheet (XLSX). Every cell is text, so that a spreadsheet neither rounds a code of eighteen digits nor
 * takes what stands in a record for a formula. It is written in a thread of its own, while others are answered.
 */
export async function workbookOf(
  columns: readonly string[],
  lines: AsyncIterable<readonly (string | number)[]>,
): Promise<Buffer> {
  const rows: string[][] = [columns.map(cleaned)]
  for await (const line of lines) {
    if (rows.length > rowsMax) throw new InvalidInput(`超过${rowsMax}行，请缩小范围，或者导出 CSV。`, 'format')
    rows.push(line.map((cell) => cleaned(String(cell))))
  }
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), { workerData: rows })
  try {
    const [bytes] = (await once(worker, 'message')) as [Uint8Array]
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } finally {
    await worker.terminate()
  }
}

/** XML has no place for most control characters. */
const cleaned = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
