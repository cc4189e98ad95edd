/** Another process of ours: opens the database of a folder, says so, and stops when told to (or is killed). */
import { openEmbeddedPostgres } from '../../../../api/system/embedded-postgres.ts'
import { createLog } from '../../../../api/system/log.ts'

const [folder = ''] = process.argv.slice(2)
const server = await openEmbeddedPostgres({ folder, log: createLog({ level: 'silent', pretty: false }) })
process.on('message', async () => {
  await server.stop()
  process.disconnect()
})
process.send?.({ url: server.url, adopted: server.adopted })
