import type { Authority } from '../../enterprise/parties.ts'
import type { Command } from '../../kernel/decider.ts'
import type { CreditOverrideConfirmed, CreditOverrideProposed, CreditOverrideWithdrawn } from './events.ts'

// No command brings its day: what is set by hand is set today, and nobody dates it back.
export type ProposeCreditOverride = Command<'ProposeCreditOverride', Omit<CreditOverrideProposed['data'], 'proposedOn'>>
export type ConfirmCreditOverride = Command<
  'ConfirmCreditOverride',
  Omit<CreditOverrideConfirmed['data'], 'confirmedOn'> & { authority: Authority }
>
export type WithdrawCreditOverride = Command<
  'WithdrawCreditOverride',
  Omit<CreditOverrideWithdrawn['data'], 'withdrawnOn'> & { authority: Authority }
>

export type CreditOverrideCommand = ProposeCreditOverride | ConfirmCreditOverride | WithdrawCreditOverride
