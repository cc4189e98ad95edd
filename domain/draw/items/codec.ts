import { defineCodec } from '../../store/codec.ts'
import type { ItemEvent } from './events.ts'

/** The versions of the list's events. A golden file of each is kept for ever (`test/golden/events`). */
export const itemCodec = defineCodec<ItemEvent>({ ItemPublished: 1, ItemWithdrawn: 1, LibraryDefined: 1 })
