import { defineCodec } from '../../store/codec.ts'
import type { ListingCaseEvent } from './events.ts'

const prefix = 'listing-'
export const listingCaseStream = (caseId: string): string => `${prefix}${caseId}`
export const listingCasePrefix = prefix

/** The versions of a case's events. A golden file of each is kept for ever (`test/golden/events`). */
export const listingCaseCodec = defineCodec<ListingCaseEvent>({
  ListingCandidateNamed: 1,
  ListingTakenOver: 1,
  ListingTakeoverConfirmed: 1,
  ListingNoticeServed: { version: 2, upcasts: [(data) => ({ ...(data as object), term: null })] },
  ListingStatementReceived: 1,
  ListingStatementWaived: 1,
  ListingNoticeLapsed: 1,
  ListingHearingHeld: 1,
  ListingProposed: 1,
  ListingReturned: 1,
  ListingDecided: 1,
  ListingDropped: 1,
  ListingLanded: 1,
  ListingPublished: 1,
  ListingExitApplied: 1,
  ListingExitAccepted: 1,
  ListingExitProposed: {
    version: 2,
    upcasts: [(data) => ({ ...(data as object), heavierFines: [], batchId: null })],
  },
  ListingExitRefused: 1,
  ListingExitDecided: { version: 2, upcasts: [(data) => ({ ...(data as object), law: null })] },
  ListingTermEnded: 1,
  ListingFell: 1,
  ListingRemovalLanded: 1,
  ListingExitRevocationProposed: 1,
  ListingExitRevocationReturned: 1,
  ListingExitRevoked: 1,
})

/** What happened, as a person reads it. */
export const listingCaseTitles: Readonly<Record<ListingCaseEvent['type'], string>> = {
  ListingCandidateNamed: '拟列入',
  ListingTakenOver: '承接历史列入',
  ListingTakeoverConfirmed: '核对承接',
  ListingNoticeServed: '拟列入告知',
  ListingStatementReceived: '陈述申辩',
  ListingStatementWaived: '放弃陈述申辩',
  ListingNoticeLapsed: '逾期未陈述申辩',
  ListingHearingHeld: '举行听证',
  ListingProposed: '拟定列入决定',
  ListingReturned: '退回拟定决定',
  ListingDecided: '作出列入决定',
  ListingDropped: '不予列入',
  ListingLanded: '列入档案',
  ListingPublished: '公示',
  ListingExitApplied: '申请移出',
  ListingExitAccepted: '受理移出申请',
  ListingExitProposed: '拟定移出',
  ListingExitRefused: '不予移出',
  ListingExitDecided: '作出移出决定',
  ListingTermEnded: '期限届满',
  ListingFell: '依据失效',
  ListingRemovalLanded: '移出入档',
  ListingExitRevocationProposed: '拟撤销移出',
  ListingExitRevocationReturned: '退回拟撤销移出',
  ListingExitRevoked: '撤销移出，重新列入',
}
