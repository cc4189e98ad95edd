import type { Decider } from '../../kernel/decider.ts'
import type { Json } from '../../kernel/event.ts'
import { holdsIdentityNumber } from '../../kernel/personal-numbers.ts'
import { addWorkingDays } from '../../kernel/working-days.ts'
import { type PunishmentCase, requestText, standingLines, withCaseEvent } from './case.ts'
import type { CaseCommand, PassCase, ResubmitCase, ReturnCase, WithdrawCase } from './commands.ts'
import { receiveCopy, sendCopy } from './copies.ts'
import { addLines, changePersons, draftCase } from './drafting.ts'
import { ruleHolds } from '../measures/catalogue.ts'
import type { CaseEvent } from './events.ts'
import { executorsOf } from './executors.ts'
import { answerObjection, executorStep, release } from './orders.ts'
import { refuseCase } from './refusals.ts'
import { requireAgency, requireRole } from './roles.ts'

/** The rules of a case (联合惩戒: 提请、审核、执行、反馈、解除): four roles, of which one person has one. */
export const caseDecider: Decider<CaseCommand, PunishmentCase | undefined, CaseEvent> = {
  initialState: undefined,
  decide(command, known) {
    const events = decide(command, known)
    // What may have to be forgotten never enters the log in the clear: letters, reasons, and opinions are written by hand.
    if (events.some(({ data }) => holdsIdentityNumber(data as unknown as Json)))
      throw refuseCase('CASE_IDENTITY_NUMBER')
    return events
  },
  evolve: withCaseEvent,
}

function decide(command: CaseCommand, known: PunishmentCase | undefined): readonly CaseEvent[] {
  if (command.type === 'DraftCase') return draftCase(command, known)
  if (known === undefined) throw refuseCase('CASE_UNKNOWN')
  switch (command.type) {
    case 'AddCaseLines':
      return addLines(command, known)
    case 'ChangePersons':
      return changePersons(command, known)
    case 'PassCase':
      return pass(command, known)
    case 'ReturnCase':
      return sendBack(command, known)
    case 'ResubmitCase':
      return resubmit(command, known)
    case 'WithdrawCase':
      return withdraw(command, known)
    case 'AcceptOrder':
    case 'ObjectToOrder':
    case 'ExecuteOrder':
    case 'ConfirmRelease':
      return executorStep(command, known)
    case 'AnswerObjection':
      return answerObjection(command, known)
    case 'ReleaseLines':
      return release(command, known)
    case 'SendCopy':
      return sendCopy(command, known)
    case 'ReceiveCopy':
      return receiveCopy(command, known)
  }
}

/**
 * Passing issues the orders: one to each agency, with the day by which it says what it did. What the draft asks for is
 * ordered of those who are there on this day, as far as the catalogue still has it; the draft may be months old.
 */
function pass({ data, agency, today }: PassCase, known: PunishmentCase): readonly CaseEvent[] {
  const { drafted, standing } = known
  requireAgency(data.by, agency, drafted.requesting.code)
  if (standing === 'PASSED' && data.opinion === known.opinion) return []
  requireNotPassed(known)
  requireRole(known.roles, data.by, 'PASS')
  if (known.listedBy.has(data.by.officer)) throw refuseCase('CASE_PASSED_BY_LISTER')
  if (standing === 'RETURNED') throw refuseCase('CASE_IS_RETURNED')
  const { linesExpected } = known
  if (known.lines.size < linesExpected)
    throw refuseCase('CASE_LINES_MISSING', { linesExpected, lines: known.lines.size })
  if (standingLines(known).length === 0) throw refuseCase('CASE_WITHOUT_LINES')
  const rules = data.edition.rules.filter((rule) => drafted.rules.includes(rule.code) && ruleHolds(rule, today))
  const { executors, missing } = executorsOf(rules, data.agencies)
  if (executors.length === 0) throw refuseCase('CASE_EXECUTORS_GONE')
  const passed: CaseEvent = {
    type: 'PunishmentCasePassed',
    data: { opinion: data.opinion, missing, passedOn: today, passedBy: data.by },
  }
  const orders = executors.map((executor): CaseEvent => {
    const { feedbackWorkingDays: days } = executor
    const due = days === null ? { day: null, provisional: [] } : addWorkingDays(today, days, data.calendar)
    const clock = { feedbackDueOn: due.day, provisional: due.provisional, issuedOn: today }
    return { type: 'PunishmentOrderIssued', data: { ...executor, ...clock } }
  })
  return [passed, ...orders]
}

function sendBack({ data, agency, today }: ReturnCase, known: PunishmentCase): readonly CaseEvent[] {
  requireAgency(data.by, agency, known.drafted.requesting.code)
  const { requestId, reason, by } = data
  if (isRepeated(known, requestId, requestText('PunishmentCaseReturned', reason))) return []
  requireRole(known.roles, by, 'PASS')
  requireNotPassed(known)
  if (known.standing === 'RETURNED') throw refuseCase('CASE_IS_RETURNED')
  if (reason.trim() === '') throw refuseCase('CASE_RETURN_WITHOUT_REASON')
  return [{ type: 'PunishmentCaseReturned', data: { requestId, reason, returnedOn: today, returnedBy: by } }]
}

function resubmit({ data, agency, today }: ResubmitCase, known: PunishmentCase): readonly CaseEvent[] {
  requireAgency(data.by, agency, known.drafted.requesting.code)
  const { requestId, note, by } = data
  if (isRepeated(known, requestId, requestText('PunishmentCaseResubmitted', note))) return []
  requireRole(known.roles, by, 'PROPOSE')
  requireNotPassed(known)
  if (known.standing === 'DRAFTED') throw refuseCase('CASE_NOT_RETURNED')
  if (note.trim() === '') throw refuseCase('CASE_RESUBMITTED_WITHOUT_NOTE')
  return [{ type: 'PunishmentCaseResubmitted', data: { requestId, note, resubmittedOn: today, resubmittedBy: by } }]
}

/** Whether a request said the same before, however long ago: sent again late, it does not begin another round. */
function isRepeated({ requests }: PunishmentCase, requestId: string, text: string): boolean {
  const before = requests.get(requestId)
  if (before !== undefined && before !== text) throw refuseCase('CASE_REQUEST_TAKEN')
  return before !== undefined
}

function requireNotPassed({ standing, passedOn }: PunishmentCase): void {
  if (standing === 'PASSED') throw refuseCase('CASE_ALREADY_PASSED', { passedOn })
  if (standing === 'WITHDRAWN') throw refuseCase('CASE_WITHDRAWN')
}

/** Whoever asked may give up a case that waits to be passed or was sent back; what was passed ends by its ground alone. */
function withdraw({ data, agency, today }: WithdrawCase, known: PunishmentCase): readonly CaseEvent[] {
  const { reason, by } = data
  requireAgency(by, agency, known.drafted.requesting.code)
  if (known.standing === 'WITHDRAWN' && known.withdrawnWhy === reason) return []
  requireRole(known.roles, by, 'PROPOSE')
  requireNotPassed(known)
  if (reason.trim() === '') throw refuseCase('CASE_WITHDRAWN_WITHOUT_REASON')
  return [{ type: 'PunishmentCaseWithdrawn', data: { reason, withdrawnOn: today, withdrawnBy: by } }]
}
