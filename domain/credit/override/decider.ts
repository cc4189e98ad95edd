import { found } from '../../enterprise/command.ts'
import { effectiveFacts } from '../../enterprise/facts.ts'
import { type EnterpriseFile, factsOf, recordsOf } from '../../enterprise/file.ts'
import { addMonths, type PlainDate } from '../../kernel/plain-date.ts'
import { refuse } from '../../refusals.ts'
import type { CreditOverrideCommand, ProposeCreditOverride } from './commands.ts'
import type { CreditOverrideEvent } from './events.ts'
import {
  type CreditOverrideRecord,
  type CreditOverrideStanding,
  creditOverrideRecord,
  creditOverrideStanding,
  creditOverrideStandingNames,
} from './record.ts'

/** For how long a class may be set by hand (policy choice: no text says so). */
export type CreditOverridePolicy = Readonly<{ monthsMax: number }>
export const creditOverridePolicy: CreditOverridePolicy = { monthsMax: 6 }

const recordIn = (file: EnterpriseFile, overrideId: string): CreditOverrideRecord | undefined =>
  creditOverrideRecord(factsOf<CreditOverrideEvent>(file, 'CREDIT_OVERRIDE', overrideId))

/** The rules for setting a class by hand (人工调整): two persons of one agency, a reason, and an end. */
export function decideCreditOverride(
  command: CreditOverrideCommand,
  file: EnterpriseFile,
  policy: CreditOverridePolicy = creditOverridePolicy,
): readonly CreditOverrideEvent[] {
  const { today } = command
  if (command.type === 'ProposeCreditOverride') return propose(command, file, policy)
  const { overrideId, authority } = command.data
  const record = found(recordIn(file, overrideId), 'OVERRIDE_UNKNOWN')
  if (record.authority.code !== authority.code) throw refuse('OVERRIDE_OTHER_AGENCY')
  const standing = creditOverrideStanding(record, today)
  switch (command.type) {
    case 'ConfirmCreditOverride': {
      const { confirmedBy } = command.data
      if (record.confirmedBy === confirmedBy) return []
      if (record.proposedBy === confirmedBy) throw refuse('OVERRIDE_OWN_CONFIRMATION')
      requireStanding(standing, 'PROPOSED')
      return [{ type: 'CreditOverrideConfirmed', data: { overrideId, confirmedOn: today, confirmedBy } }]
    }
    case 'WithdrawCreditOverride': {
      const { withdrawnBy, reason } = command.data
      if (record.withdrawnBy === withdrawnBy) return []
      requireReason(reason)
      requireStanding(standing, 'PROPOSED', 'IN_FORCE')
      return [{ type: 'CreditOverrideWithdrawn', data: { overrideId, withdrawnOn: today, withdrawnBy, reason } }]
    }
  }
}

function propose(
  { data, today }: ProposeCreditOverride,
  file: EnterpriseFile,
  { monthsMax }: CreditOverridePolicy,
): readonly CreditOverrideEvent[] {
  const { overrideId, creditClass, until, proposedBy } = data
  const known = recordIn(file, overrideId)
  if (known?.creditClass === creditClass && known.until === until && known.proposedBy === proposedBy) return []
  if (known) throw refuse('RECORD_ID_TAKEN', { overrideId })
  requireReason(data.reason)
  const latest = addMonths(today, monthsMax)
  if (until < today || until > latest) throw refuse('OVERRIDE_TERM', { today, latest })
  const other = standingOverride(file, today)
  if (other) throw refuse('OVERRIDE_STANDING', { until: other.until })
  return [{ type: 'CreditOverrideProposed', data: { ...data, proposedOn: today } }]
}

/** One at a time: another that is proposed or in force has to end or be withdrawn first. */
function standingOverride(file: EnterpriseFile, today: PlainDate): CreditOverrideRecord | undefined {
  for (const [, facts] of recordsOf(file, 'CREDIT_OVERRIDE')) {
    const record = creditOverrideRecord(effectiveFacts<CreditOverrideEvent>(facts))
    if (record && ['PROPOSED', 'IN_FORCE'].includes(creditOverrideStanding(record, today))) return record
  }
  return undefined
}

function requireReason(reason: string): void {
  if (reason.trim() === '') throw refuse('OVERRIDE_WITHOUT_REASON')
}

function requireStanding(standing: CreditOverrideStanding, ...allowed: readonly CreditOverrideStanding[]): void {
  if (!allowed.includes(standing)) throw refuse('OVERRIDE_SETTLED', { standing: creditOverrideStandingNames[standing] })
}
