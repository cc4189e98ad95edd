import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decider } from '../../kernel/decider.ts'
import type { Json } from '../../kernel/event.ts'
import { isSamePerson } from '../officer.ts'
import {
  initialMeasures,
  type MeasureCatalogue,
  type MeasureVersion,
  measureVersionIn,
  withMeasureEvent,
} from './catalogue.ts'
import { checkEdition } from './check.ts'
import type { EnactMeasures, MeasureCommand, ProposeMeasures, WithdrawMeasures } from './commands.ts'
import type { MeasureEvent } from './events.ts'
import type { MeasureEdition } from './measure.ts'
import { refuseMeasure } from './refusals.ts'

/** The rules for making a catalogue law (清单的提出、施行与撤回): proposed by one, enacted by another, never reaching back. */
export const measureDecider: Decider<MeasureCommand, MeasureCatalogue, MeasureEvent> = {
  initialState: initialMeasures,
  decide(command, catalogue) {
    if (command.type === 'ProposeMeasures') return propose(command, catalogue)
    const { version } = command.data
    const known = measureVersionIn(catalogue, version)
    if (known === undefined) throw refuseMeasure('EDITION_VERSION_UNKNOWN', { version })
    return command.type === 'EnactMeasures' ? enact(command, known, catalogue) : withdraw(command, known)
  },
  evolve: withMeasureEvent,
}

const canonical = (edition: MeasureEdition): string => canonicalJson(edition as unknown as Json)

function propose({ data, today }: ProposeMeasures, catalogue: MeasureCatalogue): readonly MeasureEvent[] {
  const { proposedBy, reason } = data
  const edition = checkEdition(data.edition)
  const { version, effectiveFrom } = edition
  const known = measureVersionIn(catalogue, version)
  const isKnown = known && isSamePerson(known.proposedBy, proposedBy)
  if (isKnown && canonical({ ...known.edition, effectiveFrom }) === canonical(edition)) return []
  const highest = Math.max(...catalogue.versions.map((one) => one.version))
  if (version <= highest) throw refuseMeasure('EDITION_VERSION_NOT_NEW', { version, highest })
  requireReason(reason)
  return [{ type: 'MeasuresProposed', data: { ...data, edition, version, proposedOn: today } }]
}

function enact(
  { data, today }: EnactMeasures,
  known: MeasureVersion,
  { versions }: MeasureCatalogue,
): readonly MeasureEvent[] {
  const { version, effectiveFrom, enactedBy } = data
  requireNotWithdrawn(known)
  if (known.effectiveFrom !== null) {
    if (known.effectiveFrom === effectiveFrom && isSamePerson(known.enactedBy, enactedBy)) return []
    throw refuseMeasure('EDITION_ALREADY_ENACTED', { version, effectiveFrom: known.effectiveFrom })
  }
  if (isSamePerson(known.proposedBy, enactedBy)) throw refuseMeasure('EDITION_OWN_ENACTMENT')
  if (effectiveFrom < today) throw refuseMeasure('EDITION_EFFECTIVE_IN_PAST', { effectiveFrom, today })
  const standing = versions.filter((one) => one.effectiveFrom !== null && one.withdrawnOn === null)
  const later = standing.find((one) => one.version > version)
  if (later) throw refuseMeasure('EDITION_VERSION_NOT_NEW', { version, highest: later.version })
  const other = standing.find((one) => (one.effectiveFrom ?? '') >= effectiveFrom)
  if (other) {
    const details = { effectiveFrom, version: other.version, other: other.effectiveFrom }
    throw refuseMeasure('EDITION_EFFECTIVE_NOT_LAST', details)
  }
  return [{ type: 'MeasuresEnacted', data: { ...data, enactedOn: today } }]
}

/** What two persons made law, no single one undoes: an edition in force is superseded by another, proposed and enacted. */
function withdraw({ data, today }: WithdrawMeasures, known: MeasureVersion): readonly MeasureEvent[] {
  if (known.withdrawnOn !== null) return []
  if (known.proposedBy === null) throw refuseMeasure('EDITION_SHIPPED')
  const { version, effectiveFrom } = known
  if (effectiveFrom !== null && effectiveFrom <= today)
    throw refuseMeasure('EDITION_IN_FORCE', { version, effectiveFrom })
  requireReason(data.reason)
  return [{ type: 'MeasuresWithdrawn', data: { ...data, withdrawnOn: today } }]
}

function requireReason(reason: string): void {
  if (reason.trim() === '') throw refuseMeasure('EDITION_WITHOUT_REASON')
}

function requireNotWithdrawn({ version, withdrawnOn }: MeasureVersion): void {
  if (withdrawnOn !== null) throw refuseMeasure('EDITION_WITHDRAWN', { version, withdrawnOn })
}
