import type { Command } from '../../kernel/decider.ts'
import { naturalId } from '../../kernel/ids.ts'
import { normalDocumentNumber } from '../../kernel/text.ts'
import type { PenaltyAmended, PenaltyAnnulled, PenaltyImposed, PenaltyPerformed } from './events.ts'

/** Impose a penalty (作出处罚决定). Its id follows from authority and decision number: see `penaltyIdOf`. */
export type ImposePenalty = Command<'ImposePenalty', Omit<PenaltyImposed['data'], 'penaltyId'>>
export type AmendPenalty = Command<'AmendPenalty', PenaltyAmended['data']>
export type PerformPenalty = Command<'PerformPenalty', PenaltyPerformed['data']>
export type AnnulPenalty = Command<'AnnulPenalty', PenaltyAnnulled['data']>

export type PenaltyCommand = ImposePenalty | AmendPenalty | PerformPenalty | AnnulPenalty

/**
 * The id of a penalty within any file: the same decision of the same authority is the same penalty, however its number
 * is bracketed. A decision against several subjects has one id in each of their files.
 */
export const penaltyIdOf = (authorityCode: string, decisionNumber: string): string =>
  naturalId('penalty', authorityCode, normalDocumentNumber(decisionNumber))
