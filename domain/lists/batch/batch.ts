import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Json } from '../../kernel/event.ts'
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

/** A decision about many (批量决定) from its drawing up to its end. */
export type ListBatch = Readonly<{
  drawnUp: ListBatchDrawnUp['data']
  proposed: ListBatchProposed['data'] | null
  begun: ListBatchDecisionBegun['data'] | null
  decided: ListBatchDecided['data'] | null
  returned: ListBatchReturned['data'] | null
  givenBack: ListBatchGivenBack['data'] | null
  finished: ListBatchFinished['data'] | null
}>

/** The batch with one more fact. */
export function withBatchEvent(batch: ListBatch | undefined, event: ListBatchEvent): ListBatch | undefined {
  if (event.type === 'ListBatchDrawnUp') {
    const nothing = { proposed: null, begun: null, decided: null, returned: null, givenBack: null, finished: null }
    return batch ?? { drawnUp: event.data, ...nothing }
  }
  if (batch === undefined) return batch
  switch (event.type) {
    case 'ListBatchProposed':
      return { ...batch, proposed: event.data }
    case 'ListBatchDecisionBegun':
      return { ...batch, begun: event.data }
    case 'ListBatchDecided':
      return { ...batch, decided: event.data }
    case 'ListBatchReturned':
      return { ...batch, returned: event.data }
    case 'ListBatchGivenBack':
      return { ...batch, givenBack: event.data }
    case 'ListBatchFinished':
      return { ...batch, finished: event.data }
  }
}

/** Where a batch stands (办理环节); while a `-ING` lasts, its members have their turn, and whoever was interrupted goes on. */
export const batchStages = [
  ...(['PROPOSING', 'DRAWN_UP', 'GIVING_BACK', 'RETURNED', 'NUMBERING', 'DECIDED', 'FINISHED'] as const),
] as const
export type BatchStage = (typeof batchStages)[number]

export function batchStageOf(batch: ListBatch): BatchStage {
  const { drawnUp, begun, decided, returned, givenBack, finished } = batch
  if (finished) return 'FINISHED'
  if (decided) return 'DECIDED'
  if (begun) return 'NUMBERING'
  if (returned) return givenBack === null && drawnUp.proposal !== null ? 'GIVING_BACK' : 'RETURNED'
  return isProposed(batch) ? 'DRAWN_UP' : 'PROPOSING'
}

/** Stages in which members still have their turn: from each the work is taken up again. */
export const stagesUnderWay = ['PROPOSING', 'GIVING_BACK', 'NUMBERING', 'DECIDED'] as const satisfies BatchStage[]

/** An older batch was drawn up of what had been proposed before. */
export const isProposed = ({ drawnUp, proposed }: ListBatch): boolean => drawnUp.proposal === null || proposed !== null

/** Those who are to be decided, in the order of their numbers. */
export function membersOf({ drawnUp: { members }, proposed }: ListBatch): readonly BatchMember[] {
  const dropped = new Set(proposed?.dropped.map(({ caseId }) => caseId))
  return dropped.size === 0 ? members : members.filter(({ caseId }) => !dropped.has(caseId))
}

/** What an officer asks to be proposed of some cases by one request. */
export type Asked = Pick<ListBatchDrawnUp['data'], 'kind' | 'proposal' | 'drawnUpBy'> &
  Readonly<{ caseIds: readonly string[] }>

/** Whether a request says what the batch was drawn up from: of the same cases the same, by the same person. */
export function isDrawnUpFrom({ drawnUp }: ListBatch, { caseIds, ...asked }: Asked): boolean {
  const { members, leftOut, kind, proposal, drawnUpBy } = drawnUp
  const known = [...members, ...leftOut].map(({ caseId }) => caseId)
  const text = (what: object, ids: readonly string[]) => canonicalJson({ ...what, ids: [...ids].sort() } as Json)
  return text({ kind, proposal, drawnUpBy }, known) === text(asked, caseIds)
}

/** The number of one member's own decision: that of the batch, and among many its place in it (批量文号 -1, -2 …). */
export const memberNumber = (number: string, members: readonly BatchMember[], caseId: string): string =>
  members.length === 1 ? number : `${number}-${members.findIndex((member) => member.caseId === caseId) + 1}`
