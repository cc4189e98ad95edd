import type { Command } from '../../kernel/decider.ts'
import type { ListTypesEnacted, ListTypesProposed, ListTypesWithdrawn } from './events.ts'

// The day of each is today; the version of a proposal is the one that its edition bears.
export type ProposeListTypes = Command<'ProposeListTypes', Omit<ListTypesProposed['data'], 'proposedOn' | 'version'>>
export type EnactListTypes = Command<'EnactListTypes', Omit<ListTypesEnacted['data'], 'enactedOn'>>
export type WithdrawListTypes = Command<'WithdrawListTypes', Omit<ListTypesWithdrawn['data'], 'withdrawnOn'>>

export type ListTypeCommand = ProposeListTypes | EnactListTypes | WithdrawListTypes
