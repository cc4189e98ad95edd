import type { Authority } from '../domain/enterprise/parties.ts'
import type { ListingEntered } from '../domain/enterprise/listing/events.ts'
import type { PlainDate } from '../domain/kernel/plain-date.ts'
import { agencyKinds } from '../domain/punishment/agency-kinds.ts'
import type { AgencyDirectory } from '../domain/punishment/case/draft.ts'
import type { CaseLine } from '../domain/punishment/case/events.ts'
import { type DraftGround, draftsOn } from '../domain/punishment/case/ground.ts'
import { measuresOn, ruleHolds } from '../domain/punishment/measures/catalogue.ts'
import type { PunishmentBook } from '../api/system/punishment-rules.ts'

/** Lists from whose entries something follows that an agency carries out. */
export function listTypesWithOrders({ measures }: PunishmentBook, day: PlainDate): readonly string[] {
  const rules = measuresOn(measures, day).rules.filter((rule) => rule.executing.length > 0 && ruleHolds(rule, day))
  return [...new Set(rules.flatMap(({ cause }) => (cause.kind === 'LISTING' ? cause.listTypes : [])))].sort()
}

/** Nobody's line: what follows from an entry does not depend on whose it is. */
const anyLine: CaseLine = {
  ...{ lineId: '', uscc: '', name: '', listingId: '', eventId: '', termUntil: null, persons: [] },
}

/** Whether a case follows: `NOBODY`, where only the directory is the reason that none does. */
export function followsFrom(ground: DraftGround, listing: ListingEntered['data']): 'CASE' | 'NOBODY' | 'NOTHING' {
  const entry = [{ line: anyLine, listing, decision: listing.decisionNumber }]
  if (draftsOn(ground, entry, 0).length > 0) return 'CASE'
  const directory = ofEveryKind([listing.authority, ground.directory.coordinator])
  return draftsOn({ ...ground, directory }, entry, 0).length > 0 ? 'NOBODY' : 'NOTHING'
}

const ofEveryKind = (agencies: readonly [Authority, Authority]): AgencyDirectory => ({
  agencies: agencies.map((agency) => ({ agency, kinds: agencyKinds })),
  coordinator: agencies[1],
})
