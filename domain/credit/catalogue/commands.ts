import type { Command } from '../../kernel/decider.ts'
import type { ModelEnacted, ModelProposed, ModelTried, ModelWithdrawn } from './events.ts'

// The day of each is today; the version of a proposal is the one that its model bears.
export type ProposeModel = Command<'ProposeModel', Omit<ModelProposed['data'], 'proposedOn' | 'version'>>
export type RecordModelTrial = Command<'RecordModelTrial', Omit<ModelTried['data'], 'triedOn'>>
export type EnactModel = Command<'EnactModel', Omit<ModelEnacted['data'], 'enactedOn'>>
export type WithdrawModel = Command<'WithdrawModel', Omit<ModelWithdrawn['data'], 'withdrawnOn'>>

export type ModelCommand = ProposeModel | RecordModelTrial | EnactModel | WithdrawModel
