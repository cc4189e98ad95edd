import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { readSheet } from 'read-excel-file/universal'
import { cellText } from './cell-text.ts'
import type { Cells } from './csv-rows.ts'
import { unfolded } from './unfolded.ts'
import type { WorkbookAnswer, WorkbookOrder } from './workbook-rows.ts'

/** A thread that takes one workbook apart and hands its rows over as it is asked for them. */
const rowsPerAnswer = 1_000
const { path, bytesMax, rowsMax } = workerData as WorkbookOrder

async function read(): Promise<readonly Cells[] | { refused: string }> {
  const tooLong = { refused: `工作表超过${rowsMax}行，请分成几个文件。` }
  const zip = await readFile(path)
  const whole = unfolded(zip, bytesMax)
  if (whole === 'BROKEN') return { refused: '这个 XLSX 文件无法读取，可能已经损坏或者加了密码。' }
  if (whole === 'TOO_LARGE')
    return {
      refused: `这个 XLSX 文件展开后超过${Math.floor(bytesMax / 1_048_576)}兆字节，请分成几个文件，或者另存为 CSV。`,
    }
  if (Math.min(...whole.rows) > rowsMax + 1) return tooLong // Whichever sheet is the first.
  try {
    const sheet = await readSheet(zip.buffer.slice(zip.byteOffset, zip.byteOffset + zip.length) as ArrayBuffer)
    const rows = sheet.map((row) => row.map(cellText)).filter((cells) => cells.some((cell) => cell !== ''))
    return rows.length > rowsMax + 1 ? tooLong : rows
  } catch {
    return { refused: '这个 XLSX 文件无法读取，可能已经损坏或者加了密码。' }
  }
}

const reading = read()
let from = 0
parentPort?.on('message', async () => {
  const rows = await reading
  if ('refused' in rows) return parentPort?.postMessage(rows)
  const some = rows.slice(from, from + rowsPerAnswer)
  from += rowsPerAnswer
  parentPort?.postMessage({ rows: some, isLast: from >= rows.length } satisfies WorkbookAnswer)
})
