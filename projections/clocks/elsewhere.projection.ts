import { clockFactsBeside, typesBeside } from '../../domain/clocks/elsewhere/facts-of-stream.ts'
import {
  noPunishmentClocks,
  type PunishmentClocks,
  withPunishmentClocks,
} from '../../domain/clocks/elsewhere/punishment-case.ts'
import { matterCodec, matterPrefix } from '../../domain/clocks/matters/codec.ts'
import { type Matter, withMatterEvent } from '../../domain/clocks/matters/decider.ts'
import type { MatterEvent } from '../../domain/clocks/matters/events.ts'
import type { ClockFacts } from '../../domain/clocks/started.ts'
import type { DomainEvent, Json, RecordedEvent } from '../../domain/kernel/event.ts'
import { casePrefix } from '../../domain/punishment/case/codec.ts'
import type { CaseEvent } from '../../domain/punishment/case/events.ts'
import { defineInParts, defineStreamProjection, type Fold } from '../stream-projection.ts'

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }))

/** What one stream comes to: a joint-punishment case fact by fact, all others, which are small, from all of it. */
type ClocksBeside = Readonly<{
  events: readonly RecordedEvent[]
  punishment: PunishmentClocks
  facts: ReadonlyMap<string, ClockFacts> // By enterprise.
}>

const clocksBeside: Fold<DomainEvent, ClocksBeside> = {
  initial: { events: [], punishment: noPunishmentClocks, facts: new Map() },
  evolve(before, event) {
    if (event.stream.startsWith(casePrefix)) {
      const punishment = withPunishmentClocks(before.punishment, event as RecordedEvent<CaseEvent>)
      return { ...before, punishment, facts: punishment.facts }
    }
    const events = [...before.events, event]
    return { ...before, events, facts: clockFactsBeside(event.stream, events) }
  },
}

/**
 * What the streams beside the files say of the clocks of each enterprise (档案之外的起算与办结): listing cases,
 * joint-punishment cases, matters. The rows of clocks (`deadline`) rest on it and on the file together. A case may have
 * thousands of enterprises: each is a part of its rows, so that one step for one of them tells no others again.
 */
export const clockFactsProjection = defineInParts<DomainEvent, ClocksBeside>({
  ...{ name: 'clock_facts', version: 1, prefix: '', types: [...typesBeside] }, // Each type stands in streams of one kind.
  columns: [...text('uscc'), { name: 'facts', type: 'json' }],
  parts: {
    fold: clocksBeside,
    *touched(before, after) {
      if (before.facts === after.facts) return
      for (const uscc of new Set([...before.facts.keys(), ...after.facts.keys()]))
        if (before.facts.get(uscc) !== after.facts.get(uscc)) yield uscc
    },
    *rows({ facts }, uscc) {
      const own = facts.get(uscc)
      if (own) yield { key: uscc, row: { uscc, facts: own as unknown as Json } }
    },
  },
})

/** Matters whose time is counted (时限事项), for those who handle them. */
export const matterProjection = defineStreamProjection<MatterEvent>({
  ...{ name: 'matter', version: 2, prefix: matterPrefix, types: matterCodec.types as MatterEvent['type'][] },
  columns: [...text('matter_id', 'uscc', 'kind', 'agency', 'opened_on', 'standing'), { name: 'record', type: 'json' }],
  *tell(_stream, events) {
    let matter: Matter | undefined
    for (const event of events) matter = withMatterEvent(matter, event)
    if (matter === undefined) return
    const { opened, closedBy, voided } = matter
    const standing = voided ? 'VOIDED' : closedBy === null ? 'OPEN' : 'CLOSED'
    const row = {
      matter_id: opened.matterId,
      uscc: opened.uscc,
      kind: opened.kind,
      agency: (opened.to ?? opened.owner).code,
    }
    yield { key: '', row: { ...row, opened_on: opened.openedOn, standing, record: matter as unknown as Json } }
  },
})
