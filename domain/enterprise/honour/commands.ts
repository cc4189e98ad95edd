import type { Command } from '../../kernel/decider.ts'
import type { HonourAwarded, HonourWithdrawn } from './events.ts'

export type AwardHonour = Command<'AwardHonour', HonourAwarded['data']>
export type WithdrawHonour = Command<'WithdrawHonour', HonourWithdrawn['data']>

export type HonourCommand = AwardHonour | WithdrawHonour
