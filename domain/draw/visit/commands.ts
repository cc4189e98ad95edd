import type { Inspector } from '../../inspectors/inspector.ts'
import type { Command } from '../../kernel/decider.ts'
import type { Calendar } from '../../kernel/working-days.ts'
import type { Officer } from '../officer.ts'
import type {
  LeadClosed,
  ResultFiled,
  ResultReviewed,
  VisitDispatched,
  VisitResult,
  VisitTeamChanged,
} from './events.ts'

// The day of each is today. `inspectors`: the directory's entries of all who are on the visit, as they now are.
export type DispatchVisit = Command<
  'DispatchVisit',
  Omit<VisitDispatched['data'], 'dispatchedOn'> & { inspectors: readonly Inspector[] }
>
export type ChangeVisitTeam = Command<
  'ChangeVisitTeam',
  Omit<VisitTeamChanged['data'], 'changedOn'> & { inspectors: readonly Inspector[] }
>
export type CancelVisit = Command<'CancelVisit', { reason: string }>
export type RecordResult = Command<
  'RecordResult',
  VisitResult & { recordedBy: Officer; inspectors: readonly Inspector[] }
>
export type ReviewResult = Command<'ReviewResult', Omit<ResultReviewed['data'], 'reviewedOn'>>
export type FileResult = Command<'FileResult', Omit<ResultFiled['data'], 'filedOn'>>
export type PublishResult = Command<'PublishResult', { agency: string; resultId: string; calendar: Calendar }>
export type CloseLead = Command<'CloseLead', Omit<LeadClosed['data'], 'closedOn'>>

export type VisitCommand =
  DispatchVisit | ChangeVisitTeam | CancelVisit | RecordResult | ReviewResult | FileResult | PublishResult | CloseLead
