import type { Section } from '../enterprise/correction/events.ts'
import type { Confidence } from '../enterprise/listing/list-types.ts'
import type { Authority } from '../enterprise/parties.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { MeasureClass } from '../punishment/measures/measure.ts'

/** What the window is told (窗口核查结论): 限制办理、提示审慎、无限制. */
export const windowAnswers = ['BARRED', 'CAUTION', 'CLEAR'] as const
export type WindowVerdict = (typeof windowAnswers)[number]

/** The record of the file from which a measure follows (惩戒依据). */
export type BarGround = Readonly<{
  section: Extract<Section, 'LISTING' | 'PENALTY' | 'LICENCE' | 'REGISTRATION'>
  recordId: string
  name: string // The list, the kind of decision, or the registration state.
  detail: string // 列入事由、违法行为类型 and so on.
  documentNumber: string | null
}>

/** One measure that bars the enterprise from the matter, or cautions (限制措施). */
export type Bar = Readonly<{
  rule: string // The rule of the catalogue.
  measure: string
  name: string
  class: MeasureClass
  effect: 'BARS' | 'CAUTIONS'
  reaches: 'ENTERPRISE' | 'PERSONS'
  ground: BarGround
  eventIds: readonly string[] // The facts of the file on which it rests.
  clause: string
  confidence: Confidence
  note: string | null
  since: PlainDate
  until: PlainDate | null // The last day, as far as it is known today.
  agency: Authority | null // Who decided what it follows from.
}>

/** Why a measure no longer holds, or never held (失效原因), and what a clerk reads. */
export const fallReasons = {
  STRUCK_OUT: '依据的记录有误，已经撤销',
  CORRECTED: '依据的记录已经更正，不再属于该措施的事由',
  AMENDED: '依据的处罚决定已经变更，不再属于该措施的事由',
  BASIS_ANNULLED: '作为依据的处罚决定已被撤销',
  BASIS_STRUCK_OUT: '作为依据的处罚记录有误，已经撤销',
  CURED: '已履行义务或者改正，移出名单',
  EARLY_EXIT: '已经信用修复，提前移出名单',
  TERM_ENDED: '期限届满',
  CANCELLED_AS_WRONG: '列入错误，已经撤销列入',
  DEREGISTERED: '因注销、吊销移出名单',
  REMOVED_AT_SOURCE: '认定机关已移出名单',
  MISSING_AT_SOURCE: '认定机关最新的全量名单中已无此项',
  STATUS_CHANGED: '登记状态已经变化',
  MEASURE_TERM_ENDED: '该措施的期限届满，依据本身仍在',
  MEASURE_ENDED: '该措施的条款已经失效',
  MEASURE_WITHDRAWN: '施行中的惩戒措施清单没有该措施',
  RULE_CHANGED: '施行中的惩戒措施清单改变了该措施的事由或者所及事项',
  LIST_WITHOUT_BASIS: '列入之日名单目录中没有该名单',
} as const
export type FallReason = keyof typeof fallReasons

/** A measure that would bar or caution, had its ground not fallen (已失效的限制措施). */
export type FallenBar = Readonly<{
  rule: string
  measure: string
  name: string
  ground: BarGround
  eventIds: readonly string[] // What it rested on, and the facts by which it fell.
  clause: string
  reason: FallReason
  on: PlainDate | null // The first day without it; null where it never held.
}>

/** By which versions of which rules an answer was given (规则版本). */
export type RuleVersions = Readonly<{ measures: number; listTypes: readonly string[] }>

export type WindowAnswer = Readonly<{
  answer: WindowVerdict
  bars: readonly Bar[]
  fallen: readonly FallenBar[]
  ruleVersions: RuleVersions
}>
