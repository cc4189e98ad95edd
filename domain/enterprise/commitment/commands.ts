import type { Command } from '../../kernel/decider.ts'
import type { CommitmentBroken, CommitmentKept, CommitmentMade } from './events.ts'

export type MakeCommitment = Command<'MakeCommitment', CommitmentMade['data']>
export type KeepCommitment = Command<'KeepCommitment', CommitmentKept['data']>
export type BreakCommitment = Command<'BreakCommitment', CommitmentBroken['data']>

export type CommitmentCommand = MakeCommitment | KeepCommitment | BreakCommitment
