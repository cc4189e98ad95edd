import type { Command } from '../../kernel/decider.ts'
import type { WindowAnswerUsed } from './events.ts'

/** Record what was done with an answer; the answer comes from the file itself, never from whoever records. */
export type UseAnswer = Command<'UseAnswer', Omit<WindowAnswerUsed['data'], 'usedOn'>>
