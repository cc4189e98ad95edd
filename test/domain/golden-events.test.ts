import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { logCodec } from '../../domain/codec.ts'

describe('every event that the log may hold', () => {
  test.each(logCodec.types)('%s has a golden file of its first version, which this program reads', (type) => {
    const file = new URL(`../golden/events/${type}.v1.json`, import.meta.url)
    expect(existsSync(file), `${type}.v1.json is kept for ever`).toBe(true)
    const stored = JSON.parse(readFileSync(file, 'utf8'))
    const recorded = { schemaVersion: 1, ...stored, revision: BigInt(stored.revision ?? 0) }
    expect(logCodec.decode(recorded).type).toBe(type)
  })
})
