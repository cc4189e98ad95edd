import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { InvalidInput } from '../../../domain/kernel/errors.ts'
import type { Cells } from './csv-rows.ts'

/** How much of a workbook is read at all; a small file may unfold to thousands of times its size. */
export type WorkbookBounds = Readonly<{
  bytesMax: number // Of its worksheets and texts, unfolded.
  rowsMax: number // Below the header.
  heapMbMax: number
  waitMs: number
}>

/** What the thread is given, and what it answers each time it is asked for more. */
export type WorkbookOrder = Readonly<{ path: string; bytesMax: number; rowsMax: number }>
export type WorkbookAnswer = Readonly<{ rows: readonly Cells[]; isLast: boolean }> | Readonly<{ refused: string }>

const tooMuch = '这个 XLSX 文件的内容过多，无法读取，请分成几个文件，或者另存为 CSV。'

/**
 * The rows of the first worksheet that say anything (XLSX). It is unfolded and taken apart in a thread of its own, within
 * bounds, and handed over piece by piece, so that others are answered meanwhile whatever somebody sends.
 */
export async function* workbookRows(path: string, bounds: WorkbookBounds): AsyncGenerator<Cells, void> {
  const { bytesMax, rowsMax, heapMbMax, waitMs } = bounds
  const worker = new Worker(new URL('./workbook-rows-worker.ts', import.meta.url), {
    workerData: { path, bytesMax, rowsMax } satisfies WorkbookOrder,
    resourceLimits: { maxOldGenerationSizeMb: heapMbMax },
  })
  try {
    for (;;) {
      worker.postMessage('MORE')
      const answer = await answerOf(worker, waitMs)
      if ('refused' in answer) throw new InvalidInput(answer.refused, 'file')
      yield* answer.rows
      if (answer.isLast) return
    }
  } finally {
    await worker.terminate()
  }
}

/** Out of time and out of memory are one thing to whoever sent the file. */
async function answerOf(worker: Worker, waitMs: number): Promise<WorkbookAnswer> {
  try {
    const [answer] = (await once(worker, 'message', { signal: AbortSignal.timeout(waitMs) })) as [WorkbookAnswer]
    return answer
  } catch (cause) {
    throw new InvalidInput(tooMuch, 'file', { cause: String(cause) })
  }
}
