import type { EnterpriseFile } from '../../enterprise/file.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListEffects } from '../../window/list-effects.ts'
import type { MeasureCatalogue } from '../measures/catalogue.ts'
import type { PunishmentOfficer } from '../officer.ts'
import { caseOf } from './case.ts'
import { type AgencyDirectory, type CaseDraft, draftsFrom, type ListedEntry } from './draft.ts'
import { releasesDue } from './falls.ts'

/** By what cases are drafted on a day, and in whose name. */
export type DraftGround = Readonly<{
  rules: Readonly<{ measures: MeasureCatalogue; lists: readonly ListEffects[] }>
  directory: AgencyDirectory
  day: PlainDate
  by: PunishmentOfficer
}>

/** What `draftsFrom` makes of entries on that ground. */
export const draftsOn = (ground: DraftGround, entries: readonly ListedEntry[], supplement: number) => {
  const { rules, directory, day, by } = ground
  return draftsFrom(entries, rules.measures, rules.lists, directory, day, by, supplement)
}

/** Entries of which something is left on the day: what would be released at once is not asked for (已失效的不提请). */
export function stillInForce(
  { rules, day }: DraftGround,
  draft: CaseDraft,
  entries: readonly ListedEntry[],
  files: ReadonlyMap<string, EnterpriseFile>,
): readonly ListedEntry[] {
  const { executors, edition, by, lines: _lines, requestingKinds: _kinds, listedBy: _listers, ...head } = draft.draft
  const withClocks = executors.map((executor) => ({ ...executor, feedbackWorkingDays: null }))
  const drafted = { ...head, executors: withClocks, edition: edition.version, draftedOn: day, draftedBy: by }
  const lines = entries.map(({ line }) => line)
  const known = caseOf([
    { type: 'PunishmentCaseDrafted', data: drafted },
    {
      type: 'PunishmentLinesAdded',
      data: { lines, linesExpected: lines.length, listedBy: [], addedOn: day, addedBy: by },
    },
  ])
  const due = known ? releasesDue(known, (uscc) => files.get(uscc), day, rules.measures, rules.lists) : []
  const fallen = new Set(due.flatMap((one) => (one.agencies === null ? one.lines.map(({ lineId }) => lineId) : [])))
  return entries.filter(({ line }) => !fallen.has(line.lineId))
}
