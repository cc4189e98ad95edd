import type { Command } from '../../kernel/decider.ts'
import type { MeasuresEnacted, MeasuresProposed, MeasuresWithdrawn } from './events.ts'

// The day of each is today; the version of a proposal is the one that its edition bears.
export type ProposeMeasures = Command<'ProposeMeasures', Omit<MeasuresProposed['data'], 'proposedOn' | 'version'>>
export type EnactMeasures = Command<'EnactMeasures', Omit<MeasuresEnacted['data'], 'enactedOn'>>
export type WithdrawMeasures = Command<'WithdrawMeasures', Omit<MeasuresWithdrawn['data'], 'withdrawnOn'>>

export type MeasureCommand = ProposeMeasures | EnactMeasures | WithdrawMeasures
