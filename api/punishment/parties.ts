import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { CaseEvent } from '../../domain/punishment/case/events.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { recentStates } from '../../domain/store/recent-states.ts'

/** Agencies that may see a case (案件当事机关): who asked for it, who has an order, who got a letter. */
export type Parties = ReadonlySet<string>

export function withParties(before: Parties, { type, data }: CaseEvent): Parties {
  switch (type) {
    case 'PunishmentCaseDrafted':
      return new Set([...before, data.requesting.code])
    case 'PunishmentOrderIssued':
      return new Set([...before, data.agency.code])
    case 'CopyLetterSent':
      return new Set([...before, ...data.to.map(({ code }) => code)])
    default:
      return before
  }
}

type Known = Readonly<{ parties: Parties; revision: bigint }>

const known = recentStates<Known>(10_000)
const concerned = new WeakMap<RecordedEvent, Promise<Parties>>()

/** Whom an event that has just come in concerns: found out once for all who listen, from what is new of its stream. */
export function partiesOf(store: EventStore, event: RecordedEvent): Promise<Parties> {
  const before = concerned.get(event)
  if (before) return before
  const finding = caughtUp(store, event)
  concerned.set(event, finding)
  return finding
}

async function caughtUp(store: EventStore, { stream, revision: upTo }: RecordedEvent): Promise<Parties> {
  let { parties, revision }: Known = known.get(store, stream) ?? { parties: new Set(), revision: -1n }
  if (revision >= upTo) return parties
  for await (const event of store.readStream(stream, { from: revision + 1n })) {
    parties = withParties(parties, event as RecordedEvent<CaseEvent>)
    revision = event.revision
  }
  known.set(store, stream, { parties, revision })
  return parties
}
