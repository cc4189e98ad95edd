import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresFrozenFiles } from '../../api/draw/frozen-files.ts'
import { sha256Hex } from '../../domain/draw/hash.ts'
import { openReadModels, type ReadModels } from '../../projections/database.ts'
import { freshDatabase } from '../support/postgres.ts'

let models: ReadModels
beforeAll(async () => {
  models = await openReadModels(await freshDatabase())
})
afterAll(() => models?.close())

const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, place) => (place * 31) % 251)

describe('a frozen file', () => {
  test('comes back byte for byte, the empty one and one of several parts too, however often it was put', async () => {
    const files = postgresFrozenFiles(models.pool)
    for (const size of [0, 1, 4 * 1_048_576, 9_000_001]) {
      const bytes = bytesOf(size)
      const sha256 = await files.put(bytes)
      expect(sha256).toBe(sha256Hex(bytes))
      expect(await files.put(bytes)).toBe(sha256)
      expect(Buffer.compare(await files.get(sha256), bytes)).toBe(0)
    }
  })

  test('that somebody changed behind the program’s back is not given out', async () => {
    const files = postgresFrozenFiles(models.pool)
    const sha256 = await files.put(bytesOf(100))
    await models.pool.query(`UPDATE frozen.file SET bytes = '\\x00' WHERE sha256 = $1`, [sha256])
    await expect(files.get(sha256)).rejects.toThrow('is not what it was')
    await expect(files.get('0'.repeat(64))).rejects.toThrow('没有这个冻结的文件')
  })
})
