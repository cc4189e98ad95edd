import type { Uscc } from '../../kernel/uscc.ts'
import { defineCodec } from '../../store/codec.ts'
import type { WindowEvent } from './events.ts'

/** The stream of what windows made of answers about one enterprise: beside its file, which holds only what it did itself. */
export const windowStream = (uscc: Uscc): string => `window-${uscc}`

/** The versions of its events. A golden file of each is kept for ever (`test/golden/events`). */
export const windowCodec = defineCodec<WindowEvent>({ WindowAnswerUsed: 1 })

export const windowEventTitles: Readonly<Record<WindowEvent['type'], string>> = { WindowAnswerUsed: '运用核查结果' }
