import { startTestPostgres } from './postgres.ts'

/** One PostgreSQL for the whole run: the workers inherit its address and make their own databases on it. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestPostgres()
  process.env.TEST_DATABASE_URL = server.url
  // The server's package ends the process with 0 once nothing is left to do, whatever the tests came to.
  process.prependOnceListener('beforeExit', () => process.exit())
  return () => server.stop()
}
