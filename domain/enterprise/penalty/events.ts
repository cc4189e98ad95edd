import type { DomainEvent } from '../../kernel/event.ts'
import type { Fen } from '../../kernel/fen.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Authority } from '../parties.ts'

/** Kinds of penalty (处罚种类), 行政处罚法 (2021) Art. 9, items 1 to 6, in its order. */
export const penaltyKinds = [
  'WARNING',
  'CIRCULATED_CRITICISM',
  'FINE',
  'CONFISCATE_GAINS',
  'CONFISCATE_PROPERTY',
  'SUSPEND_PERMIT',
  'DOWNGRADE_QUALIFICATION',
  'REVOKE_PERMIT',
  'RESTRICT_OPERATION',
  'ORDER_SUSPENSION',
  'ORDER_CLOSURE',
  'RESTRICT_EMPLOYMENT',
  'DETENTION',
  'OTHER',
] as const
export type PenaltyKind = (typeof penaltyKinds)[number]

/** Why a penalty no longer stands (失效原因). */
export const penaltyAnnulmentGrounds = [
  'REVIEW', // 行政复议决定撤销
  'JUDGMENT', // 法院判决撤销
  'SELF_CORRECTED', // 机关自行纠正
  'INVALID', // 确认无效或者违法
] as const
export type PenaltyAnnulmentGround = (typeof penaltyAnnulmentGrounds)[number]

/** The content of a penalty decision (处罚决定). One decision may carry several kinds of penalty. */
export type PenaltyTerms = Readonly<{
  kinds: readonly PenaltyKind[] // In the law's order, each once.
  fine: Fen // Zero where the decision fines nothing.
  confiscated: Fen // Value of what is confiscated; zero where nothing is.
  permitAffected: string | null // 暂扣或吊销证照名称及编号
  violation: string // 违法行为类型
  facts: string // 违法事实
  basis: string // 处罚依据
  content: string // 处罚内容
  validUntil: PlainDate | null // 处罚有效期; null is indefinite.
  publicUntil: PlainDate | null // 公示截止期 as the record gives it; rule sets compute their own.
}>

/** A penalty decision (行政处罚决定) took effect against the enterprise. */
export type PenaltyImposed = DomainEvent<
  'PenaltyImposed',
  {
    penaltyId: string
    decisionNumber: string // 处罚决定书文号, as printed on the decision.
    decidedOn: PlainDate
    summaryProcedure: boolean | null // 简易程序; null where the record does not say.
    terms: PenaltyTerms
    authority: Authority
    remark: string | null
  }
>

/** The authority changed its decision (变更处罚决定); only what changed stands in `changes`. */
export type PenaltyAmended = DomainEvent<
  'PenaltyAmended',
  {
    penaltyId: string
    amendmentId: string
    amendedOn: PlainDate
    changes: Partial<PenaltyTerms>
    documentNumber: string
    reason: string
  }
>

/** The enterprise did all that the decision asked of it (履行完毕). */
export type PenaltyPerformed = DomainEvent<'PenaltyPerformed', { penaltyId: string; performedOn: PlainDate }>

/** The decision was annulled, or found illegal or invalid (撤销、确认违法或者无效): what rests on it falls with it. */
export type PenaltyAnnulled = DomainEvent<
  'PenaltyAnnulled',
  {
    penaltyId: string
    annulledOn: PlainDate
    ground: PenaltyAnnulmentGround
    documentNumber: string
    authority: Authority // Who annulled it: the authority itself, the reviewing organ, or the court.
  }
>

export type PenaltyEvent = PenaltyImposed | PenaltyAmended | PenaltyPerformed | PenaltyAnnulled
