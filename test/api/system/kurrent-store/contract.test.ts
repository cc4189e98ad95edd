import { describe, test } from 'vitest'
import { openKurrentStore } from '../../../../api/system/kurrent-store/open.ts'
import { eventStoreContract } from '../../../contracts/event-store.contract.ts'

const url = process.env.KURRENTDB_URL ?? ''

if (url === '') {
  describe.skipIf(true)('event store: KurrentDB', () => {
    test('KURRENTDB_URL 未设置，跳过', () => undefined)
  })
} else {
  eventStoreContract('KurrentDB', async () => {
    const [store, another] = await Promise.all([openKurrentStore({ url }), openKurrentStore({ url })])
    return {
      store,
      another,
      async throwBack() {
        // The server throws back whoever is some dozens of live events behind, as after one large append.
        return undefined
      },
      async close() {
        await Promise.all([store.close(), another.close()])
      },
    }
  })
}
