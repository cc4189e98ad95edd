import type { Command } from '../../kernel/decider.ts'
import type { ItemPublished, ItemWithdrawn, LibraryDefined } from './events.ts'

// The day of each is today, and the version is the next one.
export type PublishItem = Command<'PublishItem', Omit<ItemPublished['data'], 'version' | 'publishedOn'>>
export type WithdrawItem = Command<'WithdrawItem', Omit<ItemWithdrawn['data'], 'version' | 'withdrawnOn'>>
export type DefineLibrary = Command<'DefineLibrary', Omit<LibraryDefined['data'], 'version' | 'definedOn'>>

export type ItemCommand = PublishItem | WithdrawItem | DefineLibrary
