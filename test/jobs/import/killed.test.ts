import { expect, test } from 'vitest'
import { enterpriseCodec } from '../../../domain/enterprise/codec.ts'
import type { EventStore } from '../../../domain/store/event-store.ts'
import { commandHandler } from '../../../domain/store/handle.ts'
import { composeUscc } from '../../../domain/kernel/uscc.ts'
import { emptyWorld, penaltyHeader, penaltyRow } from './world.ts'

/** Three batches of a thousand and a rest, over files that every batch comes back to, with a bad row now and then. */
const subjects = Array.from({ length: 40 }, (_, n) => composeUscc('91', '310104', `MA1X${String(n).padStart(4, '0')}`))
const rows = Array.from({ length: 3_200 }, (_, n) =>
  penaltyRow({
    ...{ CF_XDR_SHXYM: subjects[(n * 7) % subjects.length] ?? '', CF_WSH: `〔2025〕${n - (n % 11 === 0 ? 40 : 0)}号` },
    CF_NR_FK: n % 13 === 0 ? '五万' : '0.2',
  }),
)
const content = `${penaltyHeader}\n${rows.join('\n')}\n`

/** A store whose process dies: `batches` bulk appends are carried out, then `appends` of the next, then nothing more. */
function dyingAfter(store: EventStore, batches: number, appends: number): EventStore {
  let done = 0
  return {
    ...store,
    async appendBulk(all) {
      if (done++ < batches) return store.appendBulk(all)
      await store.appendBulk(all.slice(0, appends))
      throw new Error('killed')
    },
  }
}

test('killed between batches or within one and run again, an import leaves the events of one clean run', async () => {
  const clean = await emptyWorld()
  const verdicts = await clean.bring(await clean.file('rows.csv', content))
  const expected = await clean.facts()
  await clean.close()
  expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['accepted', 'duplicate', 'refused']))
  expect([...expected.values()].flat().length).toBeGreaterThan(2_000)

  for (const [batches, appends] of [
    [0, 0],
    [0, 17],
    [1, 0],
    [2, 25],
    [3, 0],
    [3, 39],
  ] as const) {
    const world = await emptyWorld()
    const path = await world.file('rows.csv', content)
    const dying = commandHandler(dyingAfter(world.system.store, batches, appends), enterpriseCodec)
    await expect(world.bring(path, dying)).rejects.toThrow('killed')
    const again = await world.bring(path)
    expect(again.map(({ row }) => row)).toEqual(rows.map((_, place) => place + 1))
    expect(again.filter(({ verdict }) => verdict === 'refused')).toEqual(
      verdicts.filter(({ verdict }) => verdict === 'refused'),
    )
    expect(await world.facts()).toEqual(expected)
    await world.close()
  }
}, 120_000)
