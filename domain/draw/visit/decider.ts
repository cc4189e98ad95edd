import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decider } from '../../kernel/decider.ts'
import { Forbidden } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'
import { naturalId } from '../../kernel/ids.ts'
import { isSameOfficer } from '../officer.ts'
import { checkResult, checkTeams } from './check-result.ts'
import type {
  ChangeVisitTeam,
  CloseLead,
  DispatchVisit,
  FileResult,
  PublishResult,
  RecordResult,
  ReviewResult,
  VisitCommand,
} from './commands.ts'
import type { LeadGround, VisitEvent, VisitTeam } from './events.ts'
import { publicationTerm } from './publication.ts'
import { refuseVisit } from './refusals.ts'
import { type StandingResult, type Visit, withVisitEvent } from './visit.ts'

export const visitPrefix = 'visit-'
export const visitStream = (visitId: string): string => `${visitPrefix}${visitId}`

/** One visit to one enterprise in one draw. */
export const visitIdOf = (drawId: string, uscc: string): string => naturalId('visit', drawId, uscc)

/** The inspection that an agency's part of a visit is in the enterprise's file. */
export const inspectionIdOf = (visitId: string, agency: string): string => naturalId('visit-result', visitId, agency)

/** The rules of a visit (入企检查): made by those drawn, reviewed by another, filed, and published in time. */
export const visitDecider: Decider<VisitCommand, Visit | undefined, VisitEvent> = {
  initialState: undefined,
  decide(command, visit) {
    if (command.type === 'DispatchVisit') return dispatch(command, visit)
    if (visit === undefined) throw refuseVisit('VISIT_UNKNOWN')
    switch (command.type) {
      case 'ChangeVisitTeam':
        return changeTeam(command, visit)
      case 'CancelVisit': {
        if (visit.cancelled) return []
        if (visit.results.length > 0) throw refuseVisit('VISIT_RESULT_RECORDED')
        return [{ type: 'VisitCancelled', data: { reason: command.data.reason, cancelledOn: command.today } }]
      }
      case 'RecordResult':
        return record(command, visit)
      case 'ReviewResult':
        return review(command, visit)
      case 'FileResult':
        return file(command, visit)
      case 'PublishResult':
        return publish(command, visit)
      case 'CloseLead':
        return closeLead(command, visit)
    }
  },
  evolve: withVisitEvent,
}

function dispatch({ data, today }: DispatchVisit, visit: Visit | undefined): readonly VisitEvent[] {
  if (visit) return [] // Its id is made of the draw and the enterprise.
  const { inspectors, ...rest } = data
  if (rest.matters.length === 0) throw refuseVisit('VISIT_MATTERS_EMPTY')
  checkTeams(rest, rest.teams, inspectors, today)
  return [{ type: 'VisitDispatched', data: { ...rest, dispatchedOn: today } }]
}

function changeTeam({ data, today }: ChangeVisitTeam, visit: Visit): readonly VisitEvent[] {
  const { inspectors, ...rest } = data
  const { agency, removed, added } = rest
  if (visit.left.includes(removed)) return []
  if (visit.cancelled) throw refuseVisit('VISIT_CANCELLED')
  const team = visit.teams.find(({ authority }) => authority.code === agency)
  if (!team?.inspectors.some(({ inspectorId }) => inspectorId === removed))
    throw refuseVisit('NOT_ON_VISIT', { inspectorId: removed, agency })
  if (added) {
    const pair: VisitTeam = {
      ...team,
      inspectors: [added, ...team.inspectors.filter((one) => one.inspectorId !== removed)],
    }
    checkTeams(visit.dispatched, [pair], inspectors, today)
  }
  return [{ type: 'VisitTeamChanged', data: { ...rest, changedOn: today } }]
}

function record(command: RecordResult, visit: Visit): readonly VisitEvent[] {
  const { inspectors: _directory, recordedBy, ...result } = command.data
  requireOwn(command.agency, result.agency)
  const standing = visit.results.find(({ agency }) => agency === result.agency)
  if (standing?.resultId === result.resultId) return []
  if (visit.cancelled) throw refuseVisit('VISIT_CANCELLED')
  const isReturned = standing?.review?.verdict === 'RETURNED' || standing?.review?.verdict === 'REJECTED'
  if (standing && !isReturned) throw refuseVisit('RESULT_STANDING')
  checkResult(visit, command)
  return [{ type: 'ResultRecorded', data: { ...result, recordedOn: command.today, recordedBy } }]
}

function review({ data, agency, today }: ReviewResult, visit: Visit): readonly VisitEvent[] {
  requireOwn(agency, data.agency)
  const result = resultIn(visit, data.resultId)
  if (result.review) {
    const { reviewedOn, ...before } = result.review
    if (canonicalJson(before as unknown as Json) === canonicalJson(data as unknown as Json)) return []
    throw refuseVisit('RESULT_ALREADY_REVIEWED', { reviewedOn })
  }
  const { verdict, opinion, reviewedBy } = data
  const team = visit.teams.find(({ authority }) => authority.code === result.agency)
  const isOfTeam = team?.inspectors.some(({ account }) => account === reviewedBy.officer) ?? false
  if (isOfTeam || isSameOfficer(result.recordedBy, reviewedBy)) throw refuseVisit('REVIEW_OWN_RESULT')
  if (verdict !== 'APPROVED' && (opinion ?? '').trim() === '') throw refuseVisit('REVIEW_WITHOUT_OPINION')
  const reviewed: VisitEvent = { type: 'ResultReviewed', data: { ...data, reviewedOn: today } }
  return verdict === 'APPROVED' ? [reviewed, ...leadsFrom(visit, result, today)] : [reviewed]
}

/** The codes of each list that say "cannot be reached at the registered address" and "seriously uncooperative". */
const leadCodes: Readonly<Record<string, Readonly<Record<LeadGround, string>>>> = {
  SPOT_CHECK_2017: { UNREACHABLE: '6', NON_COOPERATION: '8' },
  SPOT_CHECK_2014: { UNREACHABLE: '4', NON_COOPERATION: '6' },
}

function leadsFrom(visit: Visit, result: StandingResult, openedOn: StandingResult['recordedOn']): VisitEvent[] {
  const { agency, resultId, resultScheme, results } = result
  const codes = leadCodes[resultScheme]
  return (['UNREACHABLE', 'NON_COOPERATION'] as const)
    .filter((ground) => codes !== undefined && results.includes(codes[ground]))
    .map((ground) => {
      const leadId = naturalId('lead', visit.dispatched.visitId, agency, ground)
      return { type: 'LeadOpened', data: { leadId, agency, resultId, ground, openedOn } }
    })
}

function file({ data, today }: FileResult, visit: Visit): readonly VisitEvent[] {
  const result = resultIn(visit, data.resultId)
  if (result.inspectionId !== null) return []
  if (result.review?.verdict !== 'APPROVED') throw refuseVisit('RESULT_NOT_APPROVED')
  return [{ type: 'ResultFiled', data: { ...data, filedOn: today } }]
}

function publish({ data, agency, today }: PublishResult, visit: Visit): readonly VisitEvent[] {
  requireOwn(agency, data.agency)
  const { calendar, resultId } = data
  const result = resultIn(visit, resultId)
  if (result.published) return []
  if (result.review?.verdict !== 'APPROVED') throw refuseVisit('RESULT_NOT_APPROVED')
  if (result.inspectionId === null) throw refuseVisit('RESULT_NOT_FILED')
  const { dueOn, workingDaysLate } = publicationTerm(result.inspectedOn, today, calendar)
  return [
    { type: 'ResultPublished', data: { agency: data.agency, resultId, publishedOn: today, dueOn, workingDaysLate } },
  ]
}

function closeLead({ data, today }: CloseLead, visit: Visit): readonly VisitEvent[] {
  const lead = visit.leads.find(({ leadId }) => leadId === data.leadId)
  if (lead === undefined) throw refuseVisit('LEAD_UNKNOWN')
  if (lead.closed) return []
  if (data.note.trim() === '') throw refuseVisit('LEAD_WITHOUT_NOTE')
  return [{ type: 'LeadClosed', data: { ...data, closedOn: today } }]
}

function resultIn(visit: Visit, resultId: string): StandingResult {
  const result = visit.results.find((one) => one.resultId === resultId)
  if (result === undefined) throw refuseVisit('RESULT_UNKNOWN')
  return result
}

/** Each agency records, reviews, and publishes what its own team found; one agency's result does not bind another. */
function requireOwn(acting: string | null, agency: string): void {
  if (acting !== null && acting !== agency) throw new Forbidden('只能办理本机关的检查结果。')
}
