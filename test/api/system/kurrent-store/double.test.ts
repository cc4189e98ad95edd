import { openKurrentStore } from '../../../../api/system/kurrent-store/open.ts'
import { eventStoreContract } from '../../../contracts/event-store.contract.ts'
import { openDouble } from './double/server.ts'

eventStoreContract("KurrentDB's protocol", async () => {
  const double = await openDouble()
  const { url } = double
  const [store, another] = await Promise.all([openKurrentStore({ url }), openKurrentStore({ url })])
  return {
    store,
    another,
    async throwBack() {
      double.dropSubscribers()
    },
    async close() {
      await Promise.all([store.close(), another.close()])
      await double.close()
    },
  }
})
