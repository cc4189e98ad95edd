import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReadModels, type ReadModels } from '../../projections/database.ts'
import { allOf } from '../../projections/reader.ts'
import { freshDatabase } from '../support/postgres.ts'

let models: ReadModels
beforeAll(async () => {
  models = await openReadModels(await freshDatabase())
  await models.pool.query('CREATE TABLE line AS SELECT generate_series(1, 2500) AS n')
})
afterAll(() => models.close())

const lines = () =>
  allOf(models.pool, async (reader, { first, offset }) => {
    const text = 'SELECT n FROM line WHERE n > $1 ORDER BY n LIMIT $2 OFFSET $3'
    return (await reader.query<{ n: number }>(text, [0, first, offset])).rows
  })

test('an export meets every row of one moment once, whatever is written while it is read', async () => {
  const seen: number[] = []
  for await (const { n } of lines()) {
    seen.push(n)
    if (n === 1) await models.pool.query('UPDATE line SET n = n + 5000')
  }
  expect(seen).toEqual(Array.from({ length: 2_500 }, (_, place) => place + 1))
})

test('an export that is left early gives its connection back', async () => {
  for await (const _line of lines()) break
  expect(models.pool.idleCount).toBe(models.pool.totalCount)
})
