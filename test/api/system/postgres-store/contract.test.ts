import pg from 'pg'
import { openPostgresStore } from '../../../../api/system/postgres-store/open.ts'
import { eventStoreContract } from '../../../contracts/event-store.contract.ts'
import { freshDatabase } from '../../../support/postgres.ts'

eventStoreContract('PostgreSQL', async () => {
  const url = await freshDatabase()
  const [store, another] = await Promise.all([openPostgresStore({ url }), openPostgresStore({ url })])
  const operator = new pg.Client(url)
  await operator.connect()
  return {
    store,
    another,
    async throwBack() {
      await operator.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'yidang-log-listener'`)
    },
    async close() {
      await Promise.all([store.close(), another.close(), operator.end()])
    },
  }
})
