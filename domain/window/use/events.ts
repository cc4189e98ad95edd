import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { PunishmentOfficer } from '../../punishment/officer.ts'
import type { WindowVerdict } from '../answer.ts'

/** What the window did with the answer (核查结果运用): refused, allowed, or allowed against it with a reason. */
export const useOutcomes = ['REFUSED', 'ALLOWED', 'ALLOWED_AGAINST'] as const
export type UseOutcome = (typeof useOutcomes)[number]

/** A window used an answer in a matter it decided (运用核查结果); the answer can be made again from what stands here. */
export type WindowAnswerUsed = DomainEvent<
  'WindowAnswerUsed',
  {
    useId: string
    asked: string | null // The code or number that the window gave; null in what was recorded before it was kept.
    uscc: string
    matter: string
    asOf: PlainDate
    knownAt: string | null // The instant of the answer; null, as what follows, in what was recorded before it was kept.
    revision: string | null // Of the file.
    position: string | null // Place in the log.
    lists: readonly string[] | null // The versions of the lists by which it was answered.
    answer: WindowVerdict
    rules: readonly string[] // The rules of the catalogue by which it barred or cautioned.
    eventIds: readonly string[]
    measures: number // The version of the catalogue of measures.
    outcome: UseOutcome
    reason: string | null
    documentNumber: string | null // 办件编号
    usedOn: PlainDate
    usedBy: PunishmentOfficer
  }
>

export type WindowEvent = WindowAnswerUsed
