import type { ListingCaseCommand } from './commands.ts'

/** Where a case stands (办理环节), and how the interface calls it. */
export const stageNames = {
  CANDIDATE: '拟列入',
  TAKEN_OVER: '待核对承接',
  NOTIFIED: '已告知',
  STATED: '已陈述申辩',
  WAIVED: '放弃陈述申辩',
  ELAPSED: '逾期未陈述申辩',
  HEARD: '已听证',
  PROPOSED: '拟定决定',
  DECIDED: '已决定',
  LISTED: '已列入',
  PUBLISHED: '已公示',
  EXIT_APPLIED: '已申请移出',
  EXIT_ACCEPTED: '已受理移出',
  EXIT_PROPOSED: '拟定移出',
  CURED: '已纠正移出',
  EARLY_EXIT: '提前移出',
  TERM_ENDED: '期满移出',
  CANCELLED_AS_WRONG: '更正（撤销列入）',
  FALLEN: '依据失效',
  REVOCATION_PROPOSED: '拟撤销移出',
  DROPPED: '不予列入',
} as const
export type CaseStage = keyof typeof stageNames
export const caseStages = Object.keys(stageNames) as readonly CaseStage[]

/** On the list, whatever is asked about its end. */
const exiting = ['EXIT_APPLIED', 'EXIT_ACCEPTED', 'EXIT_PROPOSED'] as const
export const standingStages: readonly CaseStage[] = ['LISTED', 'PUBLISHED', ...exiting]
const heard: readonly CaseStage[] = ['STATED', 'WAIVED', 'ELAPSED', 'HEARD']

/** Once on the list, and no longer. */
export const endedStages: readonly CaseStage[] = ['CURED', 'EARLY_EXIT', 'TERM_ENDED', 'CANCELLED_AS_WRONG', 'FALLEN']
export const isEnded = (stage: CaseStage): boolean => stage === 'DROPPED' || endedStages.includes(stage)

/** What begins a case. */
export type CaseOpening = 'NameCandidate' | 'TakeOverListing'

/** From which stages each step may be taken (办理顺序); every other order is refused with the step's own code. */
export const stepsFrom: Readonly<Record<Exclude<ListingCaseCommand['type'], CaseOpening>, readonly CaseStage[]>> = {
  ConfirmTakeover: ['TAKEN_OVER'],
  ServeListingNotice: ['CANDIDATE'],
  RecordListingStatement: ['NOTIFIED'],
  RecordListingWaiver: ['NOTIFIED'],
  RecordNoticeLapse: ['NOTIFIED'],
  HoldListingHearing: ['STATED'],
  ProposeListing: heard,
  ReturnListing: ['PROPOSED'],
  DecideListing: ['PROPOSED'],
  DropCandidate: ['CANDIDATE', 'TAKEN_OVER', 'NOTIFIED', ...heard, 'PROPOSED'],
  RecordListingLanded: ['DECIDED', 'EXIT_PROPOSED'], // The latter where the file took it after all.
  PublishListing: ['LISTED'],
  ApplyForExit: ['LISTED', 'PUBLISHED'],
  AcceptExit: ['EXIT_APPLIED'],
  ProposeExit: ['DECIDED', 'LISTED', 'PUBLISHED', 'EXIT_ACCEPTED'],
  RefuseExit: exiting,
  DecideExit: ['EXIT_PROPOSED'],
  EndListingTerm: standingStages,
  LetListingFall: ['DECIDED', ...standingStages],
  RecordRemovalLanded: endedStages,
  ProposeExitRevocation: ['CURED', 'EARLY_EXIT'],
  ReturnExitRevocation: ['REVOCATION_PROPOSED'],
  RevokeExit: ['REVOCATION_PROPOSED'],
}
