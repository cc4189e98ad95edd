import { InvalidInput } from '../kernel/errors.ts'
import type { EventMetadata, Fact } from '../kernel/event.ts'

type Envelope = Pick<EventMetadata, 'correlationId' | 'source'>
/** A row of an import, as the envelope of its facts names it. */
export type Row = Readonly<{ run: string; row: number }>

/** Which row of which run an item or a fact belongs to. */
export function rowOf({ correlationId, source }: Envelope): Row | undefined {
  if (source?.row === undefined) return undefined
  return { run: `${correlationId} ${source.fileSha256 ?? source.file ?? ''}`, row: source.row }
}

/** Of an item whose row an earlier run has dealt with: how many facts came before it, and how many it led to. */
export function doneRows(history: readonly Fact[]) {
  const runs = new Map<string, { row: number; place: number }[]>()
  for (const [place, { metadata }] of history.entries()) {
    const at = rowOf(metadata)
    if (at === undefined) continue
    const rows = runs.get(at.run)
    if (rows === undefined) runs.set(at.run, [{ row: at.row, place }])
    else rows.push({ row: at.row, place })
  }
  const counted = new Set<string>()
  return (context: Envelope): { before: number; count: number } | undefined => {
    const at = rowOf(context)
    const rest = at && runs.get(at.run)?.filter(({ row }) => row >= at.row)
    if (at === undefined || rest?.[0] === undefined) return undefined
    const key = `${at.run} ${at.row}`
    const count = counted.has(key) ? 0 : rest.filter(({ row }) => row === at.row).length
    counted.add(key)
    return { before: rest[0].place, count }
  }
}

export function isSameRow(one: Envelope, other: Envelope): boolean {
  const [a, b] = [rowOf(one), rowOf(other)]
  return a !== undefined && a.run === b?.run && a.row === b.row
}

/** Rows that go back would look like rows of an earlier run. */
export function checkRowsAscend(envelopes: readonly Envelope[]): void {
  const last = new Map<string, number>()
  for (const envelope of envelopes) {
    const at = rowOf(envelope)
    if (at === undefined) continue
    if (at.row < (last.get(at.run) ?? 0)) throw new InvalidInput('导入的各行应按行号先后排列', 'row', { row: at.row })
    last.set(at.run, at.row)
  }
}
