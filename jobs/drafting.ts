import type { EnterpriseFile } from '../domain/enterprise/file.ts'
import type { Authority } from '../domain/enterprise/parties.ts'
import type { ListingEntered } from '../domain/enterprise/listing/events.ts'
import type { PlainDate } from '../domain/kernel/plain-date.ts'
import { agencyKinds } from '../domain/punishment/agency-kinds.ts'
import type { PunishmentCase } from '../domain/punishment/case/case.ts'
import { type AgencyDirectory, type CaseDraft, draftsFrom, type ListedEntry } from '../domain/punishment/case/draft.ts'
import type { CaseLine } from '../domain/punishment/case/events.ts'
import { releasesDue } from '../domain/punishment/case/falls.ts'
import { measuresOn, ruleHolds } from '../domain/punishment/measures/catalogue.ts'
import type { PunishmentOfficer } from '../domain/punishment/officer.ts'
import type { PunishmentBook } from '../api/system/punishment-rules.ts'

/** By what cases are drafted on a day, and in whose name. */
export type DraftGround = Readonly<{
  rules: PunishmentBook
  directory: AgencyDirectory
  day: PlainDate
  by: PunishmentOfficer
}>

export const draftsOn = (ground: DraftGround, entries: readonly ListedEntry[], supplement: number) => {
  const { rules, directory, day, by } = ground
  return draftsFrom(entries, rules.measures, rules.lists, directory, day, by, supplement)
}

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
  const entry = [{ line: anyLine, listing }]
  if (draftsOn(ground, entry, 0).length > 0) return 'CASE'
  const directory = ofEveryKind([listing.authority, ground.directory.coordinator])
  return draftsOn({ ...ground, directory }, entry, 0).length > 0 ? 'NOBODY' : 'NOTHING'
}

const ofEveryKind = (agencies: readonly [Authority, Authority]): AgencyDirectory => ({
  agencies: agencies.map((agency) => ({ agency, kinds: agencyKinds })),
  coordinator: agencies[1],
})

/** Entries of which something is left on the day: what would be released at once is not asked for (已失效的不提请). */
export function stillInForce(
  { rules, day }: DraftGround,
  draft: CaseDraft,
  entries: readonly ListedEntry[],
  files: ReadonlyMap<string, EnterpriseFile>,
): readonly ListedEntry[] {
  const { executors, edition, by, lines: _lines, requestingKinds: _kinds, ...head } = draft.draft
  const withClocks = executors.map((executor) => ({ ...executor, feedbackWorkingDays: null }))
  const known: PunishmentCase = {
    drafted: { ...head, executors: withClocks, edition: edition.version, draftedOn: day, draftedBy: by },
    ...{ standing: 'DRAFTED', passedOn: null, opinion: null, returnedWhy: null, resubmittedNote: null },
    linesExpected: entries.length,
    lines: new Map(entries.map(({ line }) => [line.lineId, line])),
    ...{ fallen: new Map(), orders: new Map(), copies: new Map(), roles: new Map() },
  }
  const due = releasesDue(known, (uscc) => files.get(uscc), day, rules.measures, rules.lists)
  const fallen = new Set(due.flatMap(({ lines }) => lines.map(({ lineId }) => lineId)))
  return entries.filter(({ line }) => !fallen.has(line.lineId))
}
