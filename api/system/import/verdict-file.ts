import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type Stringifier, stringify } from 'csv-stringify'
import type { Verdict } from './run-import.ts'

/** Writes verdicts as they come, as CSV with the columns row, verdict, field, reason in UTF-8. */
export type VerdictFile = Readonly<{ write(verdict: Verdict): Promise<void>; close(): Promise<void> }>

export async function openVerdictFile(path: string): Promise<VerdictFile> {
  const out = createWriteStream(path)
  await once(out, 'open')
  const rows: Stringifier = stringify({ header: true, columns: ['row', 'verdict', 'field', 'reason'] })
  rows.pipe(out)
  return {
    async write(verdict) {
      if (!rows.write(verdict)) await once(rows, 'drain')
    },
    async close() {
      rows.end()
      await finished(out)
    },
  }
}
