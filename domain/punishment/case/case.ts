import type { AgencyKind } from '../agency-kinds.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type {
  CaseEvent,
  CaseExecutor,
  CaseLine,
  CopyLetterReceived,
  CopyLetterSent,
  FallenLine,
  PunishmentCaseDrafted,
  PunishmentCaseResubmitted,
  PunishmentCaseReturned,
  PunishmentObjectionAnswered,
  PunishmentOrderIssued,
} from './events.ts'
import type { MeasureEdition } from '../measures/measure.ts'
import { type CaseRole, withRoles } from './roles.ts'
import type { LineStage } from './steps.ts'

/** One line of one order, with the days of what was done about it, and what was said. */
export type OrderLine = Readonly<{
  stage: LineStage
  acceptedOn: PlainDate | null
  objectedOn: PlainDate | null
  objection: string | null // Why the agency objected.
  answeredOn: PlainDate | null
  insistedOn: PlainDate | null // The objection was answered, and did not hold.
  answer: string | null // Why it held, or did not.
  executedOn: PlainDate | null
  content: string | null // What the agency did.
  releasedOn: PlainDate | null
  confirmDueOn: PlainDate | null
  provisional: readonly number[] // Years without a calendar that the day of confirmation went through.
  confirmedOn: PlainDate | null
  note: string | null // What it said when it confirmed.
}>

/** The order of one agency (惩戒任务). */
export type Order = PunishmentOrderIssued['data'] & Readonly<{ lines: ReadonlyMap<string, OrderLine> }>

export type Copy = CopyLetterSent['data'] & Readonly<{ received: readonly CopyLetterReceived['data'][] }>

/** A case as its facts tell it (联合惩戒). */
export type PunishmentCase = Readonly<{
  drafted: PunishmentCaseDrafted['data']
  standing: 'DRAFTED' | 'RETURNED' | 'PASSED' | 'WITHDRAWN'
  passedOn: PlainDate | null
  executors: readonly CaseExecutor[] // As drafted, and once it was passed, as ordered.
  missing: readonly AgencyKind[]
  opinion: string | null // What was said when it was passed (审核意见).
  returnedWhy: string | null // Why it was sent back; null once it is handed in again.
  resubmittedNote: string | null // What was changed when it was last handed in again (修改情况).
  withdrawnWhy: string | null // Why it was given up (撤回理由).
  requests: ReadonlyMap<string, string> // What was said by requests that may come again: to send back, to hand in anew.
  listedBy: ReadonlySet<string> // Accounts that proposed or decided the entries.
  linesExpected: number
  lines: ReadonlyMap<string, CaseLine>
  fallen: ReadonlyMap<string, FallenLine> // Lines whose ground is gone.
  orders: ReadonlyMap<string, Order> // By the code of the agency.
  copies: ReadonlyMap<string, Copy>
  roles: ReadonlyMap<string, CaseRole> // What each person has done in it.
}>

const fresh: OrderLine = {
  ...{ stage: 'ORDERED', acceptedOn: null, objectedOn: null, objection: null, answeredOn: null, insistedOn: null },
  ...{ answer: null, executedOn: null, content: null, releasedOn: null, confirmDueOn: null, provisional: [] },
  ...{ confirmedOn: null, note: null },
}

/** The case with one more fact; undefined before the first. */
export function withCaseEvent(before: PunishmentCase | undefined, event: CaseEvent): PunishmentCase | undefined {
  const next = told(before, event)
  return next && { ...next, roles: withRoles(next.roles, event) }
}

function told(before: PunishmentCase | undefined, event: CaseEvent): PunishmentCase | undefined {
  if (event.type === 'PunishmentCaseDrafted') {
    const empty = { lines: new Map(), fallen: new Map(), orders: new Map(), copies: new Map(), roles: new Map() }
    return (
      before ?? {
        drafted: event.data,
        standing: 'DRAFTED',
        ...{ executors: event.data.executors, missing: event.data.missing },
        ...{ passedOn: null, opinion: null, returnedWhy: null, resubmittedNote: null, withdrawnWhy: null },
        ...{ requests: new Map(), listedBy: new Set() },
        linesExpected: event.data.linesExpected,
        ...empty,
      }
    )
  }
  if (before === undefined) return undefined
  switch (event.type) {
    case 'PunishmentLinesAdded': {
      const { lines, linesExpected } = event.data
      const listedBy = new Set([...before.listedBy, ...event.data.listedBy.map(({ officer }) => officer)])
      return { ...before, linesExpected, listedBy, lines: new Map([...before.lines, ...byId(lines)]) }
    }
    case 'PunishmentPersonsChanged': {
      const lines = new Map(before.lines)
      for (const { lineId, persons } of event.data.lines) {
        const line = lines.get(lineId)
        if (line) lines.set(lineId, { ...line, persons })
      }
      return { ...before, lines }
    }
    case 'PunishmentLinesWithdrawn':
    case 'PunishmentGroundFell':
      return { ...before, fallen: new Map([...before.fallen, ...byId(event.data.lines)]) }
    case 'PunishmentCasePassed': {
      const { passedOn, opinion, missing } = event.data
      return { ...before, standing: 'PASSED', passedOn, opinion, executors: [], missing: missing ?? before.missing }
    }
    case 'PunishmentCaseReturned':
      return { ...before, ...requested(before, event), standing: 'RETURNED', returnedWhy: event.data.reason }
    case 'PunishmentCaseResubmitted':
      return {
        ...{ ...before, ...requested(before, event), standing: 'DRAFTED', returnedWhy: null },
        resubmittedNote: event.data.note,
      }
    case 'PunishmentCaseWithdrawn':
      return { ...before, standing: 'WITHDRAWN', withdrawnWhy: event.data.reason }
    case 'PunishmentOrderIssued': {
      const lines = new Map(standingLines(before).map(({ lineId }) => [lineId, fresh]))
      const { agency, rules, feedbackWorkingDays } = event.data
      const executors = [...before.executors, { agency, rules, feedbackWorkingDays }]
      return { ...before, executors, orders: new Map(before.orders).set(agency.code, { ...event.data, lines }) }
    }
    case 'CopyLetterSent':
      return { ...before, copies: new Map(before.copies).set(event.data.copyId, { ...event.data, received: [] }) }
    case 'CopyLetterReceived': {
      const copy = before.copies.get(event.data.copyId)
      if (copy === undefined) return before
      const answered = { ...copy, received: [...copy.received, event.data] }
      return { ...before, copies: new Map(before.copies).set(copy.copyId, answered) }
    }
    default:
      return withStep(before, event)
  }
}

/** What a request said, by which a repetition is known. */
export const requestText = (type: CaseEvent['type'], text: string): string => `${type} ${text}`

function requested(
  { requests }: PunishmentCase,
  { type, data }: PunishmentCaseReturned | PunishmentCaseResubmitted,
): Pick<PunishmentCase, 'requests'> {
  if (data.requestId === null) return { requests }
  return {
    requests: new Map(requests).set(data.requestId, requestText(type, 'note' in data ? data.note : data.reason)),
  }
}

const byId = <L extends { lineId: string }>(lines: readonly L[]) => lines.map((line) => [line.lineId, line] as const)

type StepEvent = Extract<CaseEvent, { data: { lineIds: readonly string[] } }>

function withStep(before: PunishmentCase, event: StepEvent): PunishmentCase {
  const order = before.orders.get(event.data.agency)
  if (order === undefined) return before
  const change = changeOf(event)
  const lines = new Map(order.lines)
  for (const lineId of event.data.lineIds) {
    const line = lines.get(lineId)
    if (line) lines.set(lineId, { ...line, ...change })
  }
  return { ...before, orders: new Map(before.orders).set(event.data.agency, { ...order, lines }) }
}

function changeOf(event: StepEvent): Partial<OrderLine> {
  switch (event.type) {
    case 'PunishmentOrderAccepted':
      return { stage: 'ACCEPTED', acceptedOn: event.data.acceptedOn }
    case 'PunishmentOrderObjected':
      return { stage: 'OBJECTED', objectedOn: event.data.objectedOn, objection: event.data.reason }
    case 'PunishmentObjectionAnswered':
      return answered(event.data)
    case 'PunishmentOrderExecuted':
      return { stage: 'EXECUTED', executedOn: event.data.executedOn, content: event.data.content }
    case 'PunishmentReleaseOrdered':
      return {
        stage: 'RELEASED',
        releasedOn: event.data.releasedOn,
        confirmDueOn: event.data.confirmDueOn,
        provisional: event.data.provisional,
      }
    case 'PunishmentReleaseConfirmed':
      return { stage: 'CONFIRMED', confirmedOn: event.data.confirmedOn, note: event.data.note }
  }
}

function answered({ upheld, reason: answer, answeredOn }: PunishmentObjectionAnswered['data']): Partial<OrderLine> {
  const said = { answer, answeredOn }
  return upheld ? { stage: 'EXCUSED', ...said } : { stage: 'INSISTED', insistedOn: answeredOn, ...said }
}

/** The case that the events of its stream make, told in one go. */
export const caseOf = (events: Iterable<CaseEvent>): PunishmentCase | undefined => {
  let known: PunishmentCase | undefined
  for (const event of events) known = withCaseEvent(known, event)
  return known
}

/** The lines whose ground has not fallen. */
export const standingLines = ({ lines, fallen }: PunishmentCase): readonly CaseLine[] =>
  [...lines.values()].filter(({ lineId }) => !fallen.has(lineId))

/** Lines of a case that restricts persons, and that name nobody (上海市社会信用条例第三十三条 asks for the responsible persons). */
export function linesWithoutPersons(known: PunishmentCase, { rules }: MeasureEdition): readonly CaseLine[] {
  const asked = new Set(known.executors.flatMap((executor) => executor.rules))
  const isAboutPersons = rules.some(({ code, reaches }) => reaches === 'PERSONS' && asked.has(code))
  return isAboutPersons ? standingLines(known).filter(({ persons }) => persons.length === 0) : []
}

/** Where a case stands as a whole (办理状态): 待审核、已退回、已撤回、已失效、执行中、解除中、已办结. */
export const caseStages = ['DRAFTED', 'RETURNED', 'WITHDRAWN', 'LAPSED', 'IN_FORCE', 'RELEASING', 'CLOSED'] as const
export type CaseStage = (typeof caseStages)[number]

export function caseStageOf(known: PunishmentCase): CaseStage {
  const isEmpty = known.lines.size > 0 && standingLines(known).length === 0
  if (known.standing === 'WITHDRAWN') return 'WITHDRAWN'
  if (known.standing !== 'PASSED') return isEmpty ? 'LAPSED' : known.standing
  const stages = new Set(
    [...known.orders.values()].flatMap(({ lines }) => [...lines.values()].map(({ stage }) => stage)),
  )
  if (!isEmpty) return 'IN_FORCE'
  return [...stages].every((stage) => stage === 'CONFIRMED' || stage === 'EXCUSED') ? 'CLOSED' : 'RELEASING'
}
