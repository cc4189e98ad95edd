import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Command, Decider } from '../../kernel/decider.ts'
import { Forbidden } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'
import { refuserOf } from '../../kernel/refuser.ts'
import { defineCodec } from '../../store/codec.ts'
import { isSameListOfficer, type ListOfficer } from '../officer.ts'
import type {
  BatchMember,
  ListBatchDecided,
  ListBatchDrawnUp,
  ListBatchEvent,
  ListBatchFinished,
  ListBatchReturned,
} from './events.ts'

export const batchPrefix = 'list-batch-'
export const batchStream = (batchId: string): string => `${batchPrefix}${batchId}`
export const batchCodec = defineCodec<ListBatchEvent>({
  ListBatchDrawnUp: 1,
  ListBatchDecided: 1,
  ListBatchReturned: 1,
  ListBatchFinished: 1,
})

export const batchRefusals = {
  BATCH_UNKNOWN: '没有这批列入决定。',
  BATCH_TAKEN: '该编号已用于另一批列入决定。',
  BATCH_EMPTY: '批量决定没有案件。',
  BATCH_TOO_LARGE: '一批最多{max}件，本批{count}件。',
  BATCH_MEMBER_TWICE: '案件“{caseId}”在本批中出现两次。',
  BATCH_OTHER_AGENCY: '批量决定只能由认定机关（{agency}）的人员办理。',
  BATCH_OWN_DECISION: '批量决定须由拟定人以外的另一人作出。',
  BATCH_DECIDED: '本批已经决定（{number}）。',
  BATCH_RETURNED: '本批已经退回，请另行拟定。',
  BATCH_NUMBER_MISSING: '决定书没有文号。',
  BATCH_REASON_MISSING: '须写明理由。',
  BATCH_NOT_DECIDED: '本批尚未决定。',
} as const
export const refuseBatch = refuserOf(batchRefusals)

export const batchMembersMax = 2_000

export type ListBatch = Readonly<{
  drawnUp: ListBatchDrawnUp['data']
  decided: ListBatchDecided['data'] | null
  returned: ListBatchReturned['data'] | null
  finished: ListBatchFinished['data'] | null
}>

// The day of each is today.
export type DrawUpBatch = Command<'DrawUpBatch', Omit<ListBatchDrawnUp['data'], 'drawnUpOn'>>
export type DecideBatch = Command<'DecideBatch', Omit<ListBatchDecided['data'], 'decidedOn'>>
export type ReturnBatch = Command<'ReturnBatch', Omit<ListBatchReturned['data'], 'returnedOn'>>
export type FinishBatch = Command<'FinishBatch', Omit<ListBatchFinished['data'], 'finishedOn'>>
export type ListBatchCommand = DrawUpBatch | DecideBatch | ReturnBatch | FinishBatch

/** The rules of a decision about many (批量决定): drawn up by one, decided by another, under one number. */
export const batchDecider: Decider<ListBatchCommand, ListBatch | undefined, ListBatchEvent> = {
  initialState: undefined,
  decide(command, batch) {
    const { today, agency } = command
    if (command.type === 'DrawUpBatch') return drawUp(command, batch)
    if (batch === undefined) throw refuseBatch('BATCH_UNKNOWN')
    const { drawnUp, decided, returned } = batch
    if (command.type === 'DecideBatch') {
      const { number, decidedBy } = command.data
      requireOwn(drawnUp, agency, decidedBy)
      if (decided !== null) {
        if (decided.number === number && isSameListOfficer(decided.decidedBy, decidedBy)) return []
        throw refuseBatch('BATCH_DECIDED', { number: decided.number })
      }
      if (returned !== null) throw refuseBatch('BATCH_RETURNED')
      if (isSameListOfficer(drawnUp.drawnUpBy, decidedBy)) throw refuseBatch('BATCH_OWN_DECISION')
      if (number.trim() === '') throw refuseBatch('BATCH_NUMBER_MISSING')
      return [{ type: 'ListBatchDecided', data: { ...command.data, decidedOn: today } }]
    }
    if (command.type === 'FinishBatch') {
      if (decided === null) throw refuseBatch('BATCH_NOT_DECIDED')
      return batch.finished ? [] : [{ type: 'ListBatchFinished', data: { ...command.data, finishedOn: today } }]
    }
    requireOwn(drawnUp, agency, command.data.returnedBy)
    if (returned !== null) return []
    if (decided !== null) throw refuseBatch('BATCH_DECIDED', { number: decided.number })
    if (command.data.reason.trim() === '') throw refuseBatch('BATCH_REASON_MISSING')
    return [{ type: 'ListBatchReturned', data: { ...command.data, returnedOn: today } }]
  },
  evolve(batch, event) {
    if (event.type === 'ListBatchDrawnUp') {
      return batch ?? { drawnUp: event.data, decided: null, returned: null, finished: null }
    }
    if (batch === undefined) return batch
    switch (event.type) {
      case 'ListBatchDecided':
        return { ...batch, decided: event.data }
      case 'ListBatchReturned':
        return { ...batch, returned: event.data }
      case 'ListBatchFinished':
        return { ...batch, finished: event.data }
    }
  },
}

function drawUp({ data, agency, today }: DrawUpBatch, batch: ListBatch | undefined): readonly ListBatchEvent[] {
  if (batch) {
    const { drawnUpOn: _on, ...known } = batch.drawnUp
    if (canonicalJson(known as Json) === canonicalJson(data as Json)) return []
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

function requireOwn(
  { authority }: Pick<ListBatchDrawnUp['data'], 'authority'>,
  agency: string | null,
  officer: ListOfficer,
): void {
  if (agency !== null && agency !== authority.code) throw new Forbidden('只能办理本机关的批量决定。')
  if (officer.agency !== authority.code) throw refuseBatch('BATCH_OTHER_AGENCY', { agency: authority.name })
}

/** The number of one member's own decision: that of the batch, and among many its place in it (批量文号 -1, -2 …). */
export const memberNumber = (number: string, members: readonly BatchMember[], caseId: string): string =>
  members.length === 1 ? number : `${number}-${members.findIndex((member) => member.caseId === caseId) + 1}`
