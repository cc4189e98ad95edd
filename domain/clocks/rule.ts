import type { Confidence } from '../enterprise/listing/list-types.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { Count } from './counting.ts'
import type { EndKind, StartKind } from './started.ts'

/** Codes of the clocks (时限代码): those of the master table, and those whose last day a record itself states. */
export const clockCodes = [
  ...(['PUB-DOUBLE', 'PUB-SAMR', 'PUB-SAMR-X', 'PUB-SAMR-Y', 'PUB-ENT', 'WITHDRAW', 'INSP-PUB'] as const),
  ...(['ABN-IN', 'ABN-OUT', 'ABN-OBJ', 'SER-PUB', 'SER-TERM', 'SER-EARLY'] as const),
  ...(['REP-ACCEPT', 'REP-DECIDE', 'REP-CC', 'REP-SYNC', 'OBJ-MARK', 'OBJ-FWD', 'OBJ-DEC'] as const),
  ...(['DUAL-CLAIM', 'INFO-QUERY', 'CRIME-DEC', 'CRIME-MOVE', 'CRIME-CHECK', 'REVIEW', 'SUIT'] as const),
  ...(['ANNUAL-REPORT', 'CORRECTION', 'COMMITMENT-CHECK', 'RESPONSE', 'RELEASE', 'LIST-STATE'] as const),
  'OBJECTION-ANSWER',
] as const
export type ClockCode = (typeof clockCodes)[number]

/** What a clock is (时限性质): a duty (义务), a right that is lost (权利), or a term that only has to pass (期间). */
export const clockNatures = ['DUTY', 'RIGHT', 'TERM'] as const
export type ClockNature = (typeof clockNatures)[number]

/** Whose duty or right it is (责任主体), and how the interface calls them. */
export const partyNames = {
  ENTERPRISE: '企业',
  DECIDING_AGENCY: '作出决定的机关',
  REGISTRAR: '登记机关',
  RECEIVING_AGENCY: '接收信息的机关',
  INSPECTING_AGENCY: '检查机关',
  REPAIRING_AGENCY: '信用修复受理机关',
  CREDIT_PLATFORM: '公共信用信息服务中心',
  PROVIDER: '信息提供单位',
  CLAIMING_AGENCY: '审批（主管）部门',
  QUERIED_AGENCY: '被申请机关',
  TRANSFERRING_AGENCY: '移送机关',
  POLICE: '公安机关',
  EXECUTING_AGENCY: '联合惩戒执行单位',
  REQUESTING_AGENCY: '联合惩戒提请部门',
} as const
export type Party = keyof typeof partyNames

/** From how many days on a running clock is marked (预警). */
export type ClockAlert = Readonly<{ after: number; level: 'YELLOW' | 'RED' }>

/** One clock in one dated version (时限规则). It governs what starts on a day from its first to its last. */
export type ClockRule = Readonly<{
  code: ClockCode
  version: number
  name: string
  effectiveFrom: PlainDate
  effectiveUntil: PlainDate | null // The last day of this version; null while it is in force.
  starts: readonly StartKind[]
  count: Count
  nature: ClockNature
  owedBy: Party
  owedByFrom?: Readonly<Partial<Record<StartKind, Party>>> // Whose it is instead, by what started it.
  ends: readonly EndKind[] // What does it (办结).
  falls: readonly EndKind[] // What takes away its ground (终止).
  alerts: readonly ClockAlert[]
  clause: string
  confidence: Confidence
  note: string | null // What is not sure about it, or how it is read here.
}>

/** The version of a clock that governs what starts on a day. */
export function ruleOn(rules: readonly ClockRule[], code: ClockCode, day: PlainDate): ClockRule | undefined {
  return rules.find((rule) => rule.code === code && governs(rule, day))
}

export const governs = ({ effectiveFrom, effectiveUntil }: ClockRule, day: PlainDate): boolean =>
  effectiveFrom <= day && (effectiveUntil === null || day <= effectiveUntil)

type Written = Partial<ClockRule> & Pick<ClockRule, 'code' | 'name' | 'starts' | 'count' | 'owedBy' | 'ends' | 'clause'>

/** A rule as its area writes it: a duty, first version, still in force, unless it says otherwise. */
export const rule = (from: string, written: Written): ClockRule => ({
  ...{ version: 1, effectiveFrom: from as PlainDate, effectiveUntil: null, nature: 'DUTY', falls: [], alerts: [] },
  ...{ confidence: 'WELL_KNOWN', note: null },
  ...written,
})
