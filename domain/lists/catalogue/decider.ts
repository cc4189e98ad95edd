import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decider } from '../../kernel/decider.ts'
import type { Json } from '../../kernel/event.ts'
import { isSameListOfficer } from '../officer.ts'
import { initialLists, type ListCatalogue, type ListVersion, listVersionIn, withListTypeEvent } from './catalogue.ts'
import { checkListEdition } from './check.ts'
import type { EnactListTypes, ListTypeCommand, ProposeListTypes, WithdrawListTypes } from './commands.ts'
import type { ListEdition } from './definition.ts'
import type { ListTypeEvent } from './events.ts'
import { refuseListType } from './refusals.ts'

/** The rules for making a list lawful (清单的提出、施行与撤回): proposed by one, enacted by another, never reaching back. */
export const listTypeDecider: Decider<ListTypeCommand, ListCatalogue, ListTypeEvent> = {
  initialState: initialLists,
  decide(command, catalogue) {
    if (command.type === 'ProposeListTypes') return propose(command, catalogue)
    const { version } = command.data
    const known = listVersionIn(catalogue, version)
    if (known === undefined) throw refuseListType('LIST_EDITION_UNKNOWN', { version })
    return command.type === 'EnactListTypes' ? enact(command, known, catalogue) : withdraw(command, known)
  },
  evolve: withListTypeEvent,
}

const canonical = (edition: ListEdition): string => canonicalJson(edition as unknown as Json)

function propose({ data, today }: ProposeListTypes, catalogue: ListCatalogue): readonly ListTypeEvent[] {
  const { proposedBy, reason } = data
  const edition = checkListEdition(data.edition)
  const { version, effectiveFrom } = edition
  const known = listVersionIn(catalogue, version)
  const isKnown = known && isSameListOfficer(known.proposedBy, proposedBy)
  if (isKnown && canonical({ ...known.edition, effectiveFrom }) === canonical(edition)) return []
  const highest = Math.max(...catalogue.versions.map((one) => one.version))
  if (version <= highest) throw refuseListType('LIST_EDITION_NOT_NEW', { version, highest })
  requireReason(reason)
  return [{ type: 'ListTypesProposed', data: { ...data, edition, version, proposedOn: today } }]
}

function enact(
  { data, today }: EnactListTypes,
  known: ListVersion,
  { versions }: ListCatalogue,
): readonly ListTypeEvent[] {
  const { version, effectiveFrom, enactedBy } = data
  if (known.withdrawnOn !== null) {
    throw refuseListType('LIST_EDITION_WITHDRAWN', { version, withdrawnOn: known.withdrawnOn })
  }
  if (known.effectiveFrom !== null) {
    if (known.effectiveFrom === effectiveFrom && isSameListOfficer(known.enactedBy, enactedBy)) return []
    throw refuseListType('LIST_EDITION_ALREADY_ENACTED', { version, effectiveFrom: known.effectiveFrom })
  }
  if (isSameListOfficer(known.proposedBy, enactedBy)) throw refuseListType('LIST_EDITION_OWN_ENACTMENT')
  if (effectiveFrom < today) throw refuseListType('LIST_EDITION_IN_PAST', { effectiveFrom, today })
  const standing = versions.filter((one) => one.effectiveFrom !== null && one.withdrawnOn === null)
  const later = standing.find((one) => one.version > version)
  if (later) throw refuseListType('LIST_EDITION_NOT_NEW', { version, highest: later.version })
  const other = standing.find((one) => (one.effectiveFrom ?? '') >= effectiveFrom)
  if (other) {
    const details = { effectiveFrom, version: other.version, other: other.effectiveFrom }
    throw refuseListType('LIST_EDITION_NOT_LAST', details)
  }
  return [{ type: 'ListTypesEnacted', data: { ...data, enactedOn: today } }]
}

/** What two persons made law, no single one undoes: a version in force is superseded by another, proposed and enacted. */
function withdraw({ data, today }: WithdrawListTypes, known: ListVersion): readonly ListTypeEvent[] {
  if (known.withdrawnOn !== null) return []
  if (known.proposedBy === null) throw refuseListType('LIST_EDITION_SHIPPED')
  const { version, effectiveFrom } = known
  if (effectiveFrom !== null && effectiveFrom <= today)
    throw refuseListType('LIST_EDITION_IN_FORCE', { version, effectiveFrom })
  requireReason(data.reason)
  return [{ type: 'ListTypesWithdrawn', data: { ...data, withdrawnOn: today } }]
}

function requireReason(reason: string): void {
  if (reason.trim() === '') throw refuseListType('LIST_EDITION_WITHOUT_REASON')
}
