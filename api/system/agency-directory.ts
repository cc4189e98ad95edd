import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { agencyCodec, agencyStream, coordinatorStream } from '../../domain/agencies/codec.ts'
import { coordinatorDecider } from '../../domain/agencies/decider.ts'
import { type AgencyEntry, withAgencyEvent } from '../../domain/agencies/entry.ts'
import { type AgencyBook, directoryOf } from '../../domain/agencies/directory.ts'
import type { AgencyEvent, CoordinatorDesignated } from '../../domain/agencies/events.ts'
import type { Authority } from '../../domain/enterprise/parties.ts'
import type { Position, RecordedEvent } from '../../domain/kernel/event.ts'
import type { AgencyDirectory } from '../../domain/punishment/case/draft.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { findAgencyCodes } from '../../projections/agencies/agency.queries.ts'

/** The directory of agencies as it now stands, followed through the log (机关名录). */
export type Agencies = Readonly<{
  /** Everybody who is or was there, and who coordinates. */
  book: () => AgencyBook
  /** The directory by which cases are drafted; undefined while `faultOf(book())` says why not. */
  directory: () => AgencyDirectory | undefined
  /** Reads the directory now: whoever has just written to it, of an agency by its code, sees it at once. */
  refresh(code?: string): Promise<AgencyBook>
  /** Follows what others write, and says when the directory is another one. */
  follow(signal: AbortSignal, onChange?: () => void): Promise<void>
}>

const types = agencyCodec.types
const retryMs = 1_000

export async function openAgencyDirectory(store: EventStore, pool: Pool): Promise<Agencies> {
  const streams = new Set<string>()
  let book: AgencyBook = { entries: [], coordinator: null }
  await look()

  /** Takes in the agencies that the rows know; answers how far in the log that is. */
  async function look(): Promise<Position | undefined> {
    const { codes, upTo } = await findAgencyCodes(pool)
    for (const code of codes) streams.add(agencyStream(code))
    await refresh()
    return upTo
  }

  async function refresh(code?: string): Promise<AgencyBook> {
    if (code !== undefined) streams.add(agencyStream(code))
    const read = await store.readStreams([...streams, coordinatorStream])
    const entries = [...streams].flatMap((stream) => entryOf(read.get(stream)) ?? [])
    book = { entries, coordinator: coordinatorOf(read.get(coordinatorStream)) }
    return book
  }

  return {
    book: () => book,
    directory: () => directoryOf(book),
    refresh,
    async follow(signal, onChange = () => undefined) {
      while (!signal.aborted) {
        try {
          const after = await look()
          onChange()
          for await (const { events } of store.subscribeAll({ types, signal, ...(after && { after }) })) {
            if (events.length === 0) continue
            for (const { stream } of events) if (stream !== coordinatorStream) streams.add(stream)
            await refresh()
            onChange()
          }
        } catch {
          // The log or the rows are away: their own followers say so, and what is known of the directory holds meanwhile.
        }
        await sleep(retryMs, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}

function entryOf(events: readonly RecordedEvent[] | undefined): AgencyEntry | undefined {
  let entry: AgencyEntry | undefined
  for (const event of events ?? []) entry = withAgencyEvent(entry, event as RecordedEvent<AgencyEvent>)
  return entry
}

function coordinatorOf(events: readonly RecordedEvent[] | undefined): Authority | null {
  let agency = coordinatorDecider.initialState
  for (const event of events ?? [])
    agency = coordinatorDecider.evolve(agency, event as RecordedEvent<CoordinatorDesignated>)
  return agency
}
