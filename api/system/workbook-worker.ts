import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile from 'write-excel-file/node'
import type { WorkbookRows } from './workbook.ts'

/** A thread that writes one workbook and ends. */
const rows = (workerData as WorkbookRows).map((row) => row.map((value) => ({ type: String, value, format: '@' })))
const bytes = await writeExcelFile(rows, { sheet: 'Sheet1' }).toBuffer()
parentPort?.postMessage(bytes)
