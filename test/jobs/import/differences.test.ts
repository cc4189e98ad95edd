import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyWorld, penaltyHeader, penaltyRow, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})
afterEach(() => world.close())

test('a row whose kinds of penalty differ from the file says so in the words of the law', async () => {
  const rows = [penaltyRow(), penaltyRow({ CF_CFLB: '警告;罚款' })]
  const [, other] = await world.bring(await world.file('rows.csv', [penaltyHeader, ...rows].join('\n')))
  expect(other).toMatchObject({ verdict: 'duplicate', field: 'CF_CFLB' })
  expect(other?.reason).toContain('在档：罚款，本行：警告、罚款')
})
