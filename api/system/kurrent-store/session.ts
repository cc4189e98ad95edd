import { randomBytes } from 'node:crypto'
import { type Connection, openConnection, type Trouble } from './connection.ts'
import { type Edges, edges } from './edges.ts'
import { type Patience, patience } from './patience.ts'

export type Settings = Readonly<{
  attemptMs: number // How long one try may take.
  patienceMs: number // How long to go on trying.
}>

/** One side's dealings with the log: the connection, what is known of the streams, and how long to wait. */
export type Session = Readonly<{
  connection: Connection
  settings: Settings
  edges: Edges
  stop: AbortSignal
  trouble: Trouble
  newSending(): string // A mark that no other sending has, in this process or in any other.
  patience(): Patience
  patiently<T>(work: () => Promise<T>): Promise<T>
}>

export function openSession(
  url: string,
  requiresLeader: boolean,
  settings: Settings,
  stop: AbortSignal,
  trouble: Trouble,
): Session {
  const connection = openConnection(url, requiresLeader, settings.attemptMs)
  const mark = randomBytes(6).toString('base64url')
  let sendings = 0
  const newPatience = () => patience(settings.patienceMs, stop, trouble)
  return {
    connection,
    settings,
    edges: edges(),
    stop,
    trouble,
    newSending: () => `${mark}.${(sendings++).toString(36)}`,
    patience: newPatience,
    async patiently(work) {
      const enough = newPatience()
      for (;;) {
        try {
          return await work()
        } catch (error) {
          await enough.after(error)
        }
      }
    },
  }
}
