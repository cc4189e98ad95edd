import type { ListType } from '../../enterprise/listing/list-types.ts'
import type { Command } from '../../kernel/decider.ts'
import type { ModelEnacted, ModelProposed, ModelTried, ModelWithdrawn } from './events.ts'

// The day of each is today; the version of a proposal is the one that its model bears.
// The lists of the catalogue are brought along and not recorded; without them the model may count those that ship.
export type ProposeModel = Command<'ProposeModel', Omit<ModelProposed['data'], 'proposedOn' | 'version'>> &
  Readonly<{ listTypes?: readonly Pick<ListType, 'code'>[] }>
export type RecordModelTrial = Command<'RecordModelTrial', Omit<ModelTried['data'], 'triedOn'>>
export type EnactModel = Command<'EnactModel', Omit<ModelEnacted['data'], 'enactedOn'>>
export type WithdrawModel = Command<'WithdrawModel', Omit<ModelWithdrawn['data'], 'withdrawnOn'>>

export type ModelCommand = ProposeModel | RecordModelTrial | EnactModel | WithdrawModel
