import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Command, Decider } from '../../kernel/decider.ts'
import { Forbidden } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'
import { refuserOf } from '../../kernel/refuser.ts'
import { defineCodec } from '../../store/codec.ts'
import { isSameListOfficer, type ListOfficer } from '../officer.ts'
import { isProposed, type ListBatch, membersOf, withBatchEvent } from './batch.ts'
import type {
  BatchMember,
  ListBatchDecided,
  ListBatchDecisionBegun,
  ListBatchDrawnUp,
  ListBatchEvent,
  ListBatchFinished,
  ListBatchGivenBack,
  ListBatchProposed,
  ListBatchReturned,
} from './events.ts'

export const batchPrefix = 'list-batch-'
export const batchStream = (batchId: string): string => `${batchPrefix}${batchId}`

/** An older batch said neither what is proposed, nor of which exits, nor who was left out. */
function drawnUpWithProposal(data: Json): Json {
  const old = data as unknown as Readonly<{ members: readonly Omit<BatchMember, 'exitId'>[] }>
  const members = old.members.map((member) => ({ ...member, exitId: null }))
  return { ...old, members, leftOut: [], proposal: null } as unknown as Json
}

export const batchCodec = defineCodec<ListBatchEvent>({
  ListBatchDrawnUp: { version: 2, upcasts: [drawnUpWithProposal] },
  ListBatchProposed: 1,
  ListBatchDecisionBegun: 1,
  ListBatchDecided: 1,
  ListBatchReturned: 1,
  ListBatchGivenBack: 1,
  ListBatchFinished: 1,
})

export const batchRefusals = {
  BATCH_UNKNOWN: '没有这批列入决定。',
  BATCH_TAKEN: '该编号已用于另一批列入决定。',
  BATCH_EMPTY: '批量决定没有案件。',
  BATCH_TOO_LARGE: '一批最多{max}件，本批{count}件。',
  BATCH_MEMBER_TWICE: '案件“{caseId}”在本批中出现两次。',
  BATCH_TWIN: '同一主体的同一事由已由案件“{caseId}”列入本批，不得重复。',
  BATCH_OTHER_AGENCY: '批量决定只能由认定机关（{agency}）的人员办理。',
  BATCH_OWN_DECISION: '批量决定须由拟定人以外的另一人作出或者退回。',
  BATCH_NOT_PROPOSED: '本批尚未逐件拟定完毕。',
  BATCH_BEGUN: '本批已由另一人开始决定。',
  BATCH_NOT_BEGUN: '本批尚未开始决定，不能编号。',
  BATCH_DECIDED: '本批已经决定（{number}）。',
  BATCH_RETURNED: '本批已经退回，请另行拟定。',
  BATCH_NOT_RETURNED: '本批没有退回。',
  BATCH_NUMBER_MISSING: '决定书没有文号。',
  BATCH_REASON_MISSING: '须写明理由。',
  BATCH_NOT_DECIDED: '本批尚未决定。',
} as const
export const refuseBatch = refuserOf(batchRefusals)

export const batchMembersMax = 2_000

// The day of each is today.
export type DrawUpBatch = Command<'DrawUpBatch', Omit<ListBatchDrawnUp['data'], 'drawnUpOn'>>
export type RecordBatchProposed = Command<'RecordBatchProposed', Omit<ListBatchProposed['data'], 'proposedOn'>>
export type BeginBatchDecision = Command<'BeginBatchDecision', Omit<ListBatchDecisionBegun['data'], 'begunOn'>>
/** Under the number that was taken for it; its day is the one on which it was begun, as the number says. */
export type DecideBatch = Command<'DecideBatch', Omit<ListBatchDecided['data'], 'decidedOn'>>
export type ReturnBatch = Command<'ReturnBatch', Omit<ListBatchReturned['data'], 'returnedOn'>>
export type RecordBatchGivenBack = Command<'RecordBatchGivenBack', Omit<ListBatchGivenBack['data'], 'givenBackOn'>>
export type FinishBatch = Command<'FinishBatch', Omit<ListBatchFinished['data'], 'finishedOn'>>
export type ListBatchCommand =
  | DrawUpBatch
  | RecordBatchProposed
  | BeginBatchDecision
  | DecideBatch
  | ReturnBatch
  | RecordBatchGivenBack
  | FinishBatch

/** The rules of a decision about many (批量决定): drawn up by one, decided by another, under one number. */
export const batchDecider: Decider<ListBatchCommand, ListBatch | undefined, ListBatchEvent> = {
  initialState: undefined,
  decide(command, batch) {
    const { today } = command
    if (command.type === 'DrawUpBatch') return drawUp(command, batch)
    if (batch === undefined) throw refuseBatch('BATCH_UNKNOWN')
    switch (command.type) {
      case 'RecordBatchProposed':
        return isProposed(batch) ? [] : [{ type: 'ListBatchProposed', data: { ...command.data, proposedOn: today } }]
      case 'BeginBatchDecision':
        return begin(command, batch)
      case 'DecideBatch':
        return decideIt(command, batch)
      case 'ReturnBatch':
        return giveBack(command, batch)
      case 'RecordBatchGivenBack':
        if (batch.returned === null) throw refuseBatch('BATCH_NOT_RETURNED')
        return batch.givenBack ? [] : [{ type: 'ListBatchGivenBack', data: { ...command.data, givenBackOn: today } }]
      case 'FinishBatch':
        if (batch.decided === null) throw refuseBatch('BATCH_NOT_DECIDED')
        return batch.finished ? [] : [{ type: 'ListBatchFinished', data: { ...command.data, finishedOn: today } }]
    }
  },
  evolve: withBatchEvent,
}

function drawUp({ data, agency, today }: DrawUpBatch, batch: ListBatch | undefined): readonly ListBatchEvent[] {
  if (batch) {
    const { drawnUpOn: _on, ...known } = batch.drawnUp
    if (canonicalJson(known as unknown as Json) === canonicalJson(data as unknown as Json)) return []
    throw refuseBatch('BATCH_TAKEN')
  }
  requireOwn(data, agency, data.drawnUpBy)
  const { members } = data
  if (members.length === 0) throw refuseBatch('BATCH_EMPTY')
  if (members.length > batchMembersMax) {
    throw refuseBatch('BATCH_TOO_LARGE', { max: batchMembersMax, count: members.length })
  }
  const seen = new Set<string>()
  for (const { caseId } of members) {
    if (seen.has(caseId)) throw refuseBatch('BATCH_MEMBER_TWICE', { caseId })
    seen.add(caseId)
  }
  return [{ type: 'ListBatchDrawnUp', data: { ...data, drawnUpOn: today } }]
}

function begin({ data, agency, today }: BeginBatchDecision, batch: ListBatch): readonly ListBatchEvent[] {
  const { drawnUp, begun, decided, returned } = batch
  const { decidedBy } = data
  requireOwn(drawnUp, agency, decidedBy)
  if (isSameListOfficer(decided?.decidedBy ?? begun?.decidedBy ?? null, decidedBy)) return []
  if (decided !== null) throw refuseBatch('BATCH_DECIDED', { number: decided.number })
  if (begun !== null) throw refuseBatch('BATCH_BEGUN')
  if (returned !== null) throw refuseBatch('BATCH_RETURNED')
  if (isSameListOfficer(drawnUp.drawnUpBy, decidedBy)) throw refuseBatch('BATCH_OWN_DECISION')
  if (!isProposed(batch)) throw refuseBatch('BATCH_NOT_PROPOSED')
  if (membersOf(batch).length === 0) throw refuseBatch('BATCH_EMPTY')
  return [{ type: 'ListBatchDecisionBegun', data: { ...data, begunOn: today } }]
}

function decideIt({ data, agency }: DecideBatch, { drawnUp, begun, decided }: ListBatch): readonly ListBatchEvent[] {
  const { number, decidedBy } = data
  requireOwn(drawnUp, agency, decidedBy)
  if (decided !== null) {
    if (decided.number === number && isSameListOfficer(decided.decidedBy, decidedBy)) return []
    throw refuseBatch('BATCH_DECIDED', { number: decided.number })
  }
  if (begun === null) throw refuseBatch('BATCH_NOT_BEGUN')
  if (!isSameListOfficer(begun.decidedBy, decidedBy)) throw refuseBatch('BATCH_BEGUN')
  if (number.trim() === '') throw refuseBatch('BATCH_NUMBER_MISSING')
  return [{ type: 'ListBatchDecided', data: { ...data, decidedOn: begun.begunOn } }]
}

function giveBack({ data, agency, today }: ReturnBatch, batch: ListBatch): readonly ListBatchEvent[] {
  const { drawnUp, begun, decided, returned } = batch
  requireOwn(drawnUp, agency, data.returnedBy)
  if (returned !== null) return []
  if (decided !== null) throw refuseBatch('BATCH_DECIDED', { number: decided.number })
  if (begun !== null) throw refuseBatch('BATCH_BEGUN')
  if (isSameListOfficer(drawnUp.drawnUpBy, data.returnedBy)) throw refuseBatch('BATCH_OWN_DECISION')
  if (!isProposed(batch)) throw refuseBatch('BATCH_NOT_PROPOSED')
  if (data.reason.trim() === '') throw refuseBatch('BATCH_REASON_MISSING')
  return [{ type: 'ListBatchReturned', data: { ...data, returnedOn: today } }]
}

function requireOwn(
  { authority }: Pick<ListBatchDrawnUp['data'], 'authority'>,
  agency: string | null,
  officer: ListOfficer,
): void {
  if (agency !== null && agency !== authority.code) throw new Forbidden('只能办理本机关的批量决定。')
  if (officer.agency !== authority.code) throw refuseBatch('BATCH_OTHER_AGENCY', { agency: authority.name })
}
