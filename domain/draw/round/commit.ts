import { conflictsOf, eligibility, type Inspector, type Need } from '../../inspectors/inspector.ts'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { compareAsBytes } from '../bytes.ts'
import { checkQuotasCover, commitmentSha256, directoryHashes, readCommitment } from '../commitment.ts'
import { type Directories, type ObjectDirectory, readDirectories, usccAt } from '../directories.ts'
import { sha256Hex } from '../hash.ts'
import { requireInForce } from '../items/catalogue.ts'
import { isSameOfficer } from '../officer.ts'
import { quotasOf } from '../plan/strata.ts'
import { needsOf } from '../plan/team-needs.ts'
import { classRatiosOn } from '../plan/ratios.ts'
import type { CommitDraw } from './commands.ts'
import type { DrawCommitted, DrawPlanned, DrawTeam } from './events.ts'
import { refuseRound } from './refusals.ts'

/** Freezes the directories and commits to all that decides the draw, or refuses what the law or the protocol forbids. */
export function commitTo(planned: DrawPlanned['data'], { data }: CommitDraw): DrawCommitted {
  const { directories, basis, strata, catalogue, inspectors, at, approvedBy } = data
  const { day, matters, teams, revealUntil } = planned
  if (isSameOfficer(planned.plannedBy, approvedBy)) throw refuseRound('DRAW_OWN_APPROVAL')
  if (Date.parse(revealUntil) <= Date.parse(at)) throw refuseRound('REVEAL_TERM_OVER', { revealUntil, at })
  const items = requireInForce(catalogue, matters, day)
  const read = readDirectories(directories)
  if (read.objects.size === 0) throw refuseRound('DIRECTORY_EMPTY')
  checkInspectors(read, inspectors, needsOf(teams, items, matters), day)
  const commitment = {
    ...{ protocol: 1, drawId: planned.drawId, day, matters, ...directoryHashes(directories) },
    ...{ quotas: quotasOf(strata, planned.quotas, day), loadCap: planned.loadCap },
    teams: teams.map(({ agency, inspectors }) => ({ agency, inspectors })),
    ...{ entropy: planned.entropy, revealUntil },
    ruleSets: { ...data.ruleSets, 'class-ratios': classRatiosOn(day).version, ...itemVersions(items) },
    ...dividedMatters(teams),
    ...{ basisSha256: sha256Hex(basis), task: planned.taskNumber, logPosition: data.position },
  }
  const checked = readCommitment(commitment as unknown as Json)
  checkQuotasCover(checked, read.objects)
  const file = (bytes: Uint8Array) => ({ sha256: sha256Hex(bytes), bytes: bytes.length })
  const files = {
    objects: file(directories['objects.tsv']),
    inspectors: file(directories['inspectors.tsv']),
    conflicts: file(directories['conflicts.tsv']),
    basis: file(basis),
  }
  return {
    type: 'DrawCommitted',
    data: {
      commitment: JSON.parse(canonicalJson(checked)),
      commitmentSha256: commitmentSha256(checked),
      ...{ files, strata, committedAt: at, approvedBy },
    },
  }
}

/** Which team checks which matters is published with the commitment where the plan divides them. */
function dividedMatters(teams: readonly DrawTeam[]): { teamMatters?: Record<string, readonly string[]> } {
  const divided = teams.flatMap(({ agency, matters }) => (matters ? [[agency, matters] as const] : []))
  return divided.length > 0 ? { teamMatters: Object.fromEntries(divided) } : {}
}

const itemVersions = (items: readonly Readonly<{ code: string; version: number }>[]): Record<string, number> =>
  Object.fromEntries(items.map(({ code, version }) => [`item:${code}`, version]))

/** Each officer in the file may carry out the visits on the day, and stands apart from all in whom they have an interest. */
function checkInspectors(
  { objects, inspectors, conflicts }: Directories,
  known: readonly Inspector[],
  needOf: (agency: string) => Need,
  day: PlainDate,
): void {
  const byId = new Map(known.map((inspector) => [inspector.inspectorId, inspector]))
  const apart = new Set(conflicts.map(({ inspectorId, uscc }) => `${inspectorId}\t${uscc}`))
  for (const { inspectorId, agency } of inspectors) {
    const inspector = byId.get(inspectorId)
    if (inspector?.agency !== agency) throw refuseRound('INSPECTOR_NOT_IN_DIRECTORY', { inspectorId, agency })
    requireEligible(inspector, needOf(agency), day)
    for (const { uscc } of conflictsOf(inspector, day))
      if (holdsObject(objects, uscc) && !apart.has(`${inspectorId}\t${uscc}`))
        throw refuseRound('CONFLICT_LEFT_OUT', { inspectorId, uscc })
  }
}

/** Refuses an officer who may not inspect on a day; an expired certificate has a code of its own. */
export function requireEligible(inspector: Inspector, need: Need, day: PlainDate): void {
  const { inspectorId, certificate } = inspector
  const [first] = eligibility(inspector, need, day)
  if (first?.reason === 'CERTIFICATE_EXPIRED')
    throw refuseRound('INSPECTOR_CERTIFICATE_EXPIRED', { inspectorId, day, expiresOn: certificate.expiresOn })
  if (first) throw refuseRound('INSPECTOR_NOT_ELIGIBLE', { inspectorId, day, ...first })
}

/** Whether a code stands in the object directory, whose lines are sorted. */
export function holdsObject(objects: ObjectDirectory, uscc: string): boolean {
  let [low, high] = [0, objects.size]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareAsBytes(usccAt(objects, middle), uscc) < 0) low = middle + 1
    else high = middle
  }
  return low < objects.size && usccAt(objects, low) === uscc
}
