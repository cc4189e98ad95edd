import { inMemoryStore } from '../../../domain/store/in-memory.ts'
import { eventStoreContract } from '../../contracts/event-store.contract.ts'

eventStoreContract('in memory', async () => {
  const store = inMemoryStore()
  return { store, another: store, throwBack: async () => undefined, close: () => store.close() }
})
