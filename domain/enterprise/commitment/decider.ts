import type { PlainDate } from '../../kernel/plain-date.ts'
import { refuse } from '../../refusals.ts'
import { found, requireOrder } from '../command.ts'
import { type EnterpriseFile, factsOf } from '../file.ts'
import type { CommitmentCommand } from './commands.ts'
import type { CommitmentEvent } from './events.ts'
import { type CommitmentRecord, type CommitmentStanding, commitmentRecord } from './record.ts'

const recordIn = (file: EnterpriseFile, commitmentId: string): CommitmentRecord | undefined =>
  commitmentRecord(factsOf<CommitmentEvent>(file, 'COMMITMENT', commitmentId))

/** The rules of the commitment section (信用承诺). */
export function decideCommitment(command: CommitmentCommand, file: EnterpriseFile): readonly CommitmentEvent[] {
  const commitment = recordIn(file, command.data.commitmentId)
  switch (command.type) {
    case 'MakeCommitment': {
      const { matter, madeOn, checkDueOn, commitmentId } = command.data
      if (commitment?.matter === matter && commitment.madeOn === madeOn) return []
      if (commitment) throw refuse('RECORD_ID_TAKEN', { commitmentId })
      requireOrder('承诺日期', madeOn, '核查期限', checkDueOn)
      return [{ type: 'CommitmentMade', data: command.data }]
    }
    case 'KeepCommitment':
      if (isSettled(found(commitment, 'COMMITMENT_UNKNOWN'), 'KEPT', command.data.checkedOn)) return []
      return [{ type: 'CommitmentKept', data: command.data }]
    case 'BreakCommitment':
      if (isSettled(found(commitment, 'COMMITMENT_UNKNOWN'), 'BROKEN', command.data.foundOn)) return []
      return [{ type: 'CommitmentBroken', data: command.data }]
  }
}

/** Whether it is settled so already. A kept commitment may still be found broken later; the other way needs a correction. */
function isSettled(commitment: CommitmentRecord, standing: CommitmentStanding, on: PlainDate): boolean {
  if (commitment.standing === standing && commitment.settledOn === on) return true
  if (commitment.standing === 'BROKEN' || commitment.standing === standing) {
    throw refuse('COMMITMENT_SETTLED', { standing: commitment.standing === 'BROKEN' ? '未履行' : '已履行' })
  }
  requireOrder('承诺日期', commitment.madeOn, '核查日期', on)
  return false
}
