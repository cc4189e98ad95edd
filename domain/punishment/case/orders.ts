import type { PlainDate } from '../../kernel/plain-date.ts'
import { addWorkingDays } from '../../kernel/working-days.ts'
import type { Order, OrderLine, PunishmentCase } from './case.ts'
import type {
  AcceptOrder,
  AnswerObjection,
  ConfirmRelease,
  ExecuteOrder,
  ObjectToOrder,
  ReleaseLines,
} from './commands.ts'
import { linesPerCommandMax } from './drafting.ts'
import type { CaseEvent } from './events.ts'
import { type CaseRefusalCode, refuseCase } from './refusals.ts'
import { requireAgency, requireRole } from './roles.ts'
import { type Move, moves, type OrderStep } from './steps.ts'

type ExecutorCommand = AcceptOrder | ObjectToOrder | ExecuteOrder | ConfirmRelease

/** Within how many working days a release is confirmed: a repair is synchronised in three (REP-SYNC). */
export const confirmWorkingDays = 3

/** Within how many working days an objection is answered: no law says it, and the order waits meanwhile (OBJECTION-ANSWER). */
export const answerWorkingDays = 5

const stepOf: Readonly<Record<ExecutorCommand['type'], OrderStep>> = {
  ...{ AcceptOrder: 'ACCEPT', ObjectToOrder: 'OBJECT', ExecuteOrder: 'EXECUTE', ConfirmRelease: 'CONFIRM' },
}

/** What the executing agency does about its order: accept, object, say what it did, confirm the release. */
export function executorStep(command: ExecutorCommand, known: PunishmentCase): readonly CaseEvent[] {
  const { data, agency, today } = command
  const order = orderOf(known, data.agency)
  requireAgency(data.by, agency, data.agency)
  requireRole(known.roles, data.by, 'EXECUTE')
  requireText(command)
  const lineIds = ready(order, stepOf[command.type], data.lineIds, saidBy(command))
  return lineIds.length === 0 ? [] : [stepEvent(command, lineIds, today)]
}

function requireText(command: ExecutorCommand): void {
  if (command.type === 'ObjectToOrder') requireSaid(command.data.reason, 'OBJECTION_WITHOUT_REASON')
  if (command.type === 'ExecuteOrder') requireSaid(command.data.content, 'EXECUTION_WITHOUT_CONTENT')
}

function requireSaid(text: string, code: CaseRefusalCode): void {
  if (text.trim() === '') throw refuseCase(code)
}

function stepEvent(command: ExecutorCommand, lineIds: readonly string[], on: PlainDate): CaseEvent {
  const { agency, by } = command.data
  switch (command.type) {
    case 'AcceptOrder':
      return { type: 'PunishmentOrderAccepted', data: { agency, lineIds, acceptedOn: on, acceptedBy: by } }
    case 'ObjectToOrder': {
      const { reason } = command.data
      return { type: 'PunishmentOrderObjected', data: { agency, lineIds, reason, objectedOn: on, objectedBy: by } }
    }
    case 'ExecuteOrder': {
      const { content } = command.data
      return { type: 'PunishmentOrderExecuted', data: { agency, lineIds, content, executedOn: on, executedBy: by } }
    }
    case 'ConfirmRelease': {
      const { note } = command.data
      return { type: 'PunishmentReleaseConfirmed', data: { agency, lineIds, note, confirmedOn: on, confirmedBy: by } }
    }
  }
}

/** An objection is answered by the agency that asked for the measures. */
export function answerObjection({ data, agency, today }: AnswerObjection, known: PunishmentCase): readonly CaseEvent[] {
  const order = orderOf(known, data.agency)
  requireAgency(data.by, agency, known.drafted.requesting.code)
  requireRole(known.roles, data.by, 'PASS')
  requireSaid(data.reason, 'ANSWER_WITHOUT_REASON')
  const lineIds = ready(order, 'ANSWER', data.lineIds, ({ answer, stage, insistedOn }) =>
    data.upheld ? stage === 'EXCUSED' && answer === data.reason : insistedOn !== null && answer === data.reason,
  )
  if (lineIds.length === 0) return []
  const { upheld, reason, by } = data
  const answer = { agency: data.agency, lineIds, upheld, reason, answeredOn: today, answeredBy: by }
  return [{ type: 'PunishmentObjectionAnswered', data: answer }]
}

/**
 * When the ground of lines fell, every agency that had the order is told to release; before the case was passed nobody
 * had one, and the lines are taken back.
 */
export function release({ data, agency, today }: ReleaseLines, known: PunishmentCase): readonly CaseEvent[] {
  const { by, calendar } = data
  requireAgency(by, agency, known.drafted.requesting.code, true)
  requireRole(known.roles, by, 'RELEASE')
  if (data.lines.length === 0) throw refuseCase('RELEASE_WITHOUT_GROUND')
  if (data.lines.length > linesPerCommandMax)
    throw refuseCase('CASE_LINES_TOO_MANY', { linesMax: linesPerCommandMax, lines: data.lines.length })
  for (const { lineId } of data.lines) if (!known.lines.has(lineId)) throw refuseCase('LINE_UNKNOWN', { lineId })
  // Where only one agency's measure ended by its own term, the line stands for the others.
  const lines = data.agencies === null ? data.lines.filter(({ lineId }) => !known.fallen.has(lineId)) : []
  if (known.standing !== 'PASSED') {
    if (data.agencies !== null) throw refuseCase('CASE_NOT_PASSED')
    if (lines.length === 0) return []
    return [{ type: 'PunishmentLinesWithdrawn', data: { lines, withdrawnOn: today, withdrawnBy: by } }]
  }
  const due = addWorkingDays(today, confirmWorkingDays, calendar)
  const clock = { confirmDueOn: due.day, provisional: due.provisional, releasedOn: today, releasedBy: by }
  const orders = data.agencies === null ? [...known.orders.values()] : data.agencies.map((code) => orderOf(known, code))
  const releases = orders.flatMap((order): CaseEvent[] => {
    const had = data.lines.map(({ lineId }) => lineId).filter((lineId) => order.lines.has(lineId))
    const lineIds = ready(order, 'RELEASE', had, () => true)
    const told = { agency: order.agency.code, lineIds, ...clock }
    return lineIds.length === 0 ? [] : [{ type: 'PunishmentReleaseOrdered', data: told }]
  })
  if (lines.length === 0) return releases
  return [{ type: 'PunishmentGroundFell', data: { lines, recordedOn: today, recordedBy: by } }, ...releases]
}

export function orderOf({ standing, orders }: PunishmentCase, agency: string): Order {
  if (standing !== 'PASSED') throw refuseCase('CASE_NOT_PASSED')
  const order = orders.get(agency)
  if (order === undefined) throw refuseCase('ORDER_UNKNOWN', { agency })
  return order
}

/** How many lines one step is taken for at once, so that its fact fits into an append; sent again, it goes on. */
export const linesPerStepMax = 10_000

/** Whether a step was taken for as many lines as one fact holds: then there may be more. */
export const isFull = ({ data }: CaseEvent): boolean => 'lineIds' in data && data.lineIds.length >= linesPerStepMax

/** Whether a line has a step on it already, in the very words: sent again, however late, it adds nothing. */
type Said = (line: OrderLine) => boolean

function saidBy(command: ExecutorCommand): Said {
  switch (command.type) {
    case 'AcceptOrder':
      return ({ acceptedOn }) => acceptedOn !== null
    case 'ObjectToOrder':
      return ({ objection }) => objection === command.data.reason
    case 'ExecuteOrder':
      return ({ content }) => content === command.data.content
    case 'ConfirmRelease':
      return ({ confirmedOn, note }) => confirmedOn !== null && note === command.data.note
  }
}

function ready(...asked: Parameters<typeof allReady>): readonly string[] {
  return allReady(...asked).slice(0, linesPerStepMax)
}

/**
 * The lines for which the step is still to be taken; refused where it may not be taken for one that was named, or was taken
 * and said something else.
 */
function allReady({ lines }: Order, step: OrderStep, lineIds: readonly string[] | null, isSaid: Said) {
  const moveOf = (line: OrderLine): Move => {
    const move = moves[step][line.stage]
    if (move === 'GO') return 'GO'
    return isSaid(line) ? 'DONE' : move === 'DONE' ? 'ORDER_SAID_OTHERWISE' : move
  }
  if (lineIds === null) {
    const all = [...lines].map(([lineId, line]) => [lineId, moveOf(line)] as const)
    const open = all.flatMap(([lineId, move]) => (move === 'GO' ? [lineId] : []))
    const isDone = all.some(([, move]) => move === 'DONE')
    const refusal = all.find(([, move]) => move !== 'GO' && move !== 'DONE')?.[1]
    if (open.length === 0 && !isDone && refusal !== undefined) throw refuseCase(refusal as CaseRefusalCode)
    return open
  }
  return [...new Set(lineIds)].filter((lineId) => {
    const line = lines.get(lineId)
    if (line === undefined) throw refuseCase('LINE_UNKNOWN', { lineId })
    const move = moveOf(line)
    if (move !== 'GO' && move !== 'DONE') throw refuseCase(move)
    return move === 'GO'
  })
}
