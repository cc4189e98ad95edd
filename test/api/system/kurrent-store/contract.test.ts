import { describe, test } from 'vitest'
import { openKurrentStore } from '../../../../api/system/kurrent-store/open.ts'
import { eventStoreContract } from '../../../contracts/event-store.contract.ts'
import { throughProxy } from '../../../support/through-proxy.ts'

const url = process.env.KURRENTDB_URL ?? ''

if (url === '') {
  describe.skipIf(true)('event store: KurrentDB', () => {
    test('KURRENTDB_URL 未设置，跳过', () => undefined)
  })
} else {
  eventStoreContract('KurrentDB', async () => {
    const reached = await throughProxy(url, 2113)
    const [store, another] = await Promise.all([openKurrentStore(reached), openKurrentStore({ url })])
    return {
      store,
      another,
      async throwBack() {
        reached.proxy?.cut()
      },
      async close() {
        await Promise.all([store.close(), another.close()])
        await reached.proxy?.close()
      },
    }
  })
}
