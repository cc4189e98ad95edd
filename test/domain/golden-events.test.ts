import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { logCodec } from '../../domain/codec.ts'

function decoded(file: URL) {
  const stored = JSON.parse(readFileSync(file, 'utf8'))
  return logCodec.decode({ schemaVersion: 1, ...stored, revision: BigInt(stored.revision ?? 0) })
}

describe('every event that the log may hold', () => {
  test.each(logCodec.types)('%s has a golden file of its first version, which this program reads', (type) => {
    const file = new URL(`../golden/events/${type}.v1.json`, import.meta.url)
    expect(existsSync(file), `${type}.v1.json is kept for ever`).toBe(true)
    expect(decoded(file).type).toBe(type)
  })

  const folder = new URL('../golden/events/', import.meta.url)
  const later = readdirSync(folder).filter((name) => !name.endsWith('.v1.json'))
  test.each(later)('%s is read as it was written, and an older one of its type says as much', (name) => {
    const type = name.split('.')[0] ?? ''
    const [newer, older] = [decoded(new URL(name, folder)), decoded(new URL(`${type}.v1.json`, folder))]
    expect(older.schemaVersion).toBe(newer.schemaVersion)
    expect(Object.keys(older.data).sort()).toEqual(Object.keys(newer.data).sort())
  })
})
