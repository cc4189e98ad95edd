import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Officer } from '../officer.ts'
import type {
  LeadGround,
  ResultPublished,
  ResultReviewed,
  VisitDispatched,
  VisitEvent,
  VisitResult,
  VisitTeam,
} from './events.ts'

/** An agency's result as it now stands; a new one takes the place of one that was returned. */
export type StandingResult = VisitResult &
  Readonly<{
    recordedOn: PlainDate
    recordedBy: Officer
    review: ResultReviewed['data'] | null
    inspectionId: string | null // Where it stands in the file.
    published: ResultPublished['data'] | null
  }>

export type Lead = Readonly<{
  leadId: string
  agency: string
  resultId: string
  ground: LeadGround
  openedOn: PlainDate
  closed: Readonly<{ listed: boolean; note: string; closedOn: PlainDate }> | null
}>

/** A visit as its facts tell it (检查任务). */
export type Visit = Readonly<{
  dispatched: VisitDispatched['data']
  teams: readonly VisitTeam[] // As they now are.
  left: readonly string[] // Officers who left it.
  cancelled: Readonly<{ reason: string; cancelledOn: PlainDate }> | null
  results: readonly StandingResult[] // One an agency at most.
  leads: readonly Lead[]
}>

/** The visit with one more fact; undefined before the first. */
export function withVisitEvent(visit: Visit | undefined, event: VisitEvent): Visit | undefined {
  if (event.type === 'VisitDispatched') {
    const { data: dispatched } = event
    return visit ?? { dispatched, teams: dispatched.teams, left: [], cancelled: null, results: [], leads: [] }
  }
  if (visit === undefined) return undefined
  const changed = (resultId: string, more: Partial<StandingResult>): Visit => ({
    ...visit,
    results: visit.results.map((result) => (result.resultId === resultId ? { ...result, ...more } : result)),
  })
  switch (event.type) {
    case 'VisitTeamChanged': {
      const { agency, removed, added } = event.data
      const swapped = (team: VisitTeam): VisitTeam => ({
        ...team,
        inspectors: team.inspectors.flatMap((one) => (one.inspectorId !== removed ? [one] : added ? [added] : [])),
      })
      const teams = visit.teams.map((team) => (team.authority.code === agency ? swapped(team) : team))
      return { ...visit, teams, left: [...visit.left, removed] }
    }
    case 'VisitCancelled':
      return { ...visit, cancelled: event.data }
    case 'ResultRecorded': {
      const result = { ...event.data, review: null, inspectionId: null, published: null }
      return { ...visit, results: [...visit.results.filter(({ agency }) => agency !== result.agency), result] }
    }
    case 'ResultReviewed':
      return changed(event.data.resultId, { review: event.data })
    case 'ResultFiled':
      return changed(event.data.resultId, { inspectionId: event.data.inspectionId })
    case 'ResultPublished':
      return changed(event.data.resultId, { published: event.data })
    case 'LeadOpened':
      return { ...visit, leads: [...visit.leads, { ...event.data, closed: null }] }
    case 'LeadClosed': {
      const { leadId, listed, note, closedOn } = event.data
      const closed = { listed, note, closedOn }
      return { ...visit, leads: visit.leads.map((lead) => (lead.leadId === leadId ? { ...lead, closed } : lead)) }
    }
  }
}

export const visitOf = (events: Iterable<VisitEvent>): Visit | undefined => {
  let visit: Visit | undefined
  for (const event of events) visit = withVisitEvent(visit, event)
  return visit
}

/** Where an agency's part of a visit stands (录入状态): 待录入、待审核、退回、不通过、已审核、已归档、已公示、已撤回. */
export const partStages = [
  ...(['TO_RECORD', 'TO_REVIEW', 'RETURNED', 'REJECTED', 'APPROVED', 'FILED', 'PUBLISHED', 'CANCELLED'] as const),
] as const
export type PartStage = (typeof partStages)[number]

export function partStageOf(visit: Visit, agency: string): PartStage {
  const result = visit.results.find((one) => one.agency === agency)
  if (result?.published) return 'PUBLISHED'
  if (result?.inspectionId) return 'FILED'
  if (visit.cancelled) return 'CANCELLED'
  if (result === undefined) return 'TO_RECORD'
  return result.review?.verdict ?? 'TO_REVIEW'
}
