import type { Json } from '../../kernel/event.ts'
import type { Uscc } from '../../kernel/uscc.ts'
import { defineCodec } from '../../store/codec.ts'
import type { WindowEvent } from './events.ts'

export const windowPrefix = 'window-'

/** The stream of what windows made of answers about one enterprise: beside its file, which holds only what it did itself. */
export const windowStream = (uscc: Uscc): string => `${windowPrefix}${uscc}`

/** Until version 2 neither the state of the file nor the versions of the lists were kept, nor what the window asked for. */
const withState = (data: Json): Json => ({
  ...{ asked: null, revision: null, position: null, lists: null },
  ...(data as Readonly<Record<string, Json>>),
})

/** The versions of its events. A golden file of each is kept for ever (`test/golden/events`). */
export const windowCodec = defineCodec<WindowEvent>({
  WindowAnswerUsed: { version: 2, upcasts: [withState] },
})

export const windowEventTitles: Readonly<Record<WindowEvent['type'], string>> = { WindowAnswerUsed: '运用核查结果' }
