import { requireResults } from '../../enterprise/inspection/decider.ts'
import { conflictsOf, eligibility, type Inspector, type Need } from '../../inspectors/inspector.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { VisitDispatched, VisitTeam } from './events.ts'
import { refuseVisit } from './refusals.ts'
import type { RecordResult } from './commands.ts'
import type { Visit } from './visit.ts'

/** At least two officers of each agency, each of whom may inspect on the day and has no interest in the enterprise. */
export function checkTeams(
  visit: Pick<VisitDispatched['data'], 'uscc' | 'matters' | 'qualifications'>,
  teams: readonly VisitTeam[],
  inspectors: readonly Inspector[],
  day: PlainDate,
): void {
  const { uscc, matters, qualifications } = visit
  for (const { authority, inspectors: members, need = { matters, qualifications } } of teams) {
    if (new Set(members.map(({ inspectorId }) => inspectorId)).size < 2)
      throw refuseVisit('VISIT_TOO_FEW_INSPECTORS', { agency: authority.code })
    for (const { inspectorId } of members) {
      const inspector = inspectors.find((one) => one.inspectorId === inspectorId && one.agency === authority.code)
      if (inspector === undefined) throw refuseVisit('NOT_ON_VISIT', { inspectorId, agency: authority.code })
      requireFit(uscc, need, inspector, day)
    }
  }
}

function requireFit(uscc: string, need: Need, inspector: Inspector, day: PlainDate): void {
  const { inspectorId, certificate } = inspector
  const [first] = eligibility(inspector, need, day)
  if (first?.reason === 'CERTIFICATE_EXPIRED')
    throw refuseVisit('VISIT_CERTIFICATE_EXPIRED', { inspectorId, day, expiresOn: certificate.expiresOn })
  if (first) throw refuseVisit('VISIT_INSPECTOR_NOT_ELIGIBLE', { inspectorId, day, ...first })
  if (conflictsOf(inspector, day).some((one) => one.uscc === uscc))
    throw refuseVisit('VISIT_INSPECTOR_HAS_INTEREST', { inspectorId })
}

/** Refuses a result that no team could lawfully have brought home. */
export function checkResult(visit: Visit, { data, today }: RecordResult): void {
  const { agency, inspectorId, inspectedOn, inspectors, recordedBy } = data
  const { dispatchedOn } = visit.dispatched
  const team = visit.teams.find(({ authority }) => authority.code === agency)
  const member = team?.inspectors.find((one) => one.inspectorId === inspectorId)
  if (team === undefined || member === undefined) throw refuseVisit('NOT_ON_VISIT', { inspectorId, agency })
  if (member.account !== recordedBy.officer || recordedBy.agency !== agency) throw refuseVisit('NOT_OWN_INSPECTOR')
  if (inspectedOn > today) throw refuseVisit('RESULT_IN_FUTURE', { inspectedOn, today })
  if (inspectedOn < dispatchedOn) throw refuseVisit('RESULT_BEFORE_DISPATCH', { inspectedOn, dispatchedOn })
  checkTeams(visit.dispatched, [team], inspectors, inspectedOn)
  requireResults(data)
  checkPapers(data)
}

function checkPapers({ checklist, evidence, order, inspectedOn }: RecordResult['data']): void {
  const items = new Set<string>()
  for (const { item } of checklist) {
    if (items.has(item)) throw refuseVisit('CHECKLIST_ITEM_TWICE', { item })
    items.add(item)
  }
  for (const { sha256, name } of evidence)
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw refuseVisit('EVIDENCE_HASH_INVALID', { name })
  if (order === null) return
  if (order.orderNumber.trim() === '' || order.content.trim() === '') throw refuseVisit('ORDER_INCOMPLETE')
  if (order.orderedOn < inspectedOn || order.dueOn < order.orderedOn) throw refuseVisit('ORDER_DAYS_OUT_OF_ORDER')
}
