import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { logCodec } from '../../domain/codec.ts'
import type { Json, NewEvent, Position, RecordedEvent } from '../../domain/kernel/event.ts'

/** Events as they once were stored, one file for each type and version that ever was, kept for ever. */
const folder = fileURLToPath(new URL('../golden/events/', import.meta.url))
const files = readdirSync(folder).sort()

const metadata = {
  recordedAt: '2026-01-01T00:00:00.000Z',
  actor: { agency: '', officer: '', role: '' },
  correlationId: 'x',
}
const envelope = { id: '01M84ZSMA0BRENJKZKZ0WXQ8XT', metadata }
const versionOf = (type: string): number => (logCodec.encode({ ...envelope, type, data: {} }) as NewEvent).schemaVersion

const known = logCodec.types.flatMap((type) =>
  Array.from({ length: versionOf(type) }, (_, n) => ({ type, version: n + 1, file: `${type}.v${n + 1}.json` })),
)

describe('the corpus of stored events', () => {
  test('has a file for each type and version that this program writes or ever wrote, and no other', () => {
    expect(files).toEqual(known.map(({ file }) => file).sort())
  })

  test.each(known)('$type of version $version is read in the present version', ({ type, version, file }) => {
    const stored = JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as { type: string; data: Json }
    expect(stored.type).toBe(type)
    const place = { stream: 'golden', revision: 0n, position: '0000000000000001' as Position, schemaVersion: version }
    const read = logCodec.decode({ ...envelope, ...place, type, data: stored.data } as RecordedEvent)
    expect(read).toMatchObject({ type, schemaVersion: versionOf(type) })
    expect(JSON.parse(JSON.stringify(read.data))).toEqual(read.data)
  })
})
