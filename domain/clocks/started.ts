import type { Authority } from '../enterprise/parties.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { Count } from './counting.ts'

/** What may start a clock (起算事由). Those that the file tells by itself come first. */
export const startKinds = [
  'LICENCE_DECIDED', // 作出许可决定
  'PENALTY_DECIDED', // 作出应当公示的处罚决定
  'SAMR_PENALTY_DECIDED', // 市场监管部门对本省主体作出处罚决定
  'SAMR_PENALTY_DECIDED_ELSEWHERE', // 市场监管部门对外省主体作出处罚决定
  'SAMR_PENALTY_RECEIVED', // 收到外省市场监管部门推送的处罚信息
  'REGISTRATION_ARISEN', // 登记、备案信息产生
  'DECISION_WITHDRAWN', // 决定被变更、撤销、确认违法或者无效
  'INSPECTION_ENDED', // 抽查检查结束
  'ABNORMALITY_VERIFIED', // 查实应当列入经营异常名录（年报逾期的，为期限届满）
  'CURE_VERIFIED', // 查实列入事由消除
  'ABNORMAL_LISTING_PUBLISHED', // 列入经营异常名录已公示
  'SERIOUS_LISTING_DECIDED', // 作出列入严重违法失信名单决定
  'DECISION_KNOWN', // 知道行政行为（送达）
  'REPORT_YEAR_ENDED', // 报告年度终了
  'CORRECTION_ORDERED', // 责令改正
  'COMMITMENT_MADE', // 作出承诺
  'REPAIR_APPLIED', // 提出修复申请
  'REPAIR_ACCEPTED', // 受理修复申请
  'REPAIR_DECIDED', // 作出修复决定
  'CREDIT_CHINA_APPLIED', // 向“信用中国”提出修复申请
  'OBJECTION_RECEIVED', // 收到异议申请
  'OBJECTION_FOR_PROVIDER', // 收到应由信息提供单位处理的异议申请
  'OBJECTION_FORWARDED', // 异议申请转交信息提供单位
  'REGISTRATION_PUSHED', // 登记信息推送
  'INFORMATION_DOUBTED', // 对公示信息申请查询
  'CRIME_REPORTED', // 提出移送涉嫌犯罪案件书面报告
  'TRANSFER_APPROVED', // 批准移送
  'TRANSFER_RECEIVED', // 公安机关收到移送案件
  'LIST_NOTICE_SERVED', // 拟列入告知送达
  'PUNISHMENT_ORDERED', // 联合惩戒任务下达，载明反馈期限
  'PUNISHMENT_RELEASED', // 联合惩戒解除通知下达
  'PUNISHMENT_OBJECTED', // 执行单位对联合惩戒任务提出异议
] as const
export type StartKind = (typeof startKinds)[number]

/** What may end a clock (办结或者终止事由). */
export const endKinds = [
  'PUBLISHED', // 公示
  'PUSHED', // 推送
  'WITHDRAWN', // 撤回公示
  'LISTED', // 列入
  'DELISTED', // 移出
  'CURED', // 列入前已补正
  'BASIS_FELL', // 依据失效
  'SUBJECT_ENDED', // 主体终止、迁出
  'REPORTED', // 报送年度报告
  'CORRECTED', // 改正（检查办结）
  'COMMITMENT_CHECKED', // 核查承诺履行
  'OBJECTED', // 提出异议
  'REPAIR_ANSWERED', // 受理或者不予受理
  'REPAIR_CLOSED', // 作出修复决定
  'REPAIR_SYNCED', // 共享修复结果
  'OBJECTION_MARKED', // 异议标注
  'OBJECTION_PASSED_ON', // 转交
  'OBJECTION_DECIDED', // 作出处理并告知
  'CLAIMED', // 认领
  'ANSWERED', // 答复
  'TRANSFER_SETTLED', // 批准或者不批准移送
  'TRANSFERRED', // 移送
  'POLICE_DECIDED', // 决定立案或者不立案
  'REVIEW_APPLIED', // 申请行政复议
  'SUED', // 提起行政诉讼
  'STATED', // 陈述申辩、放弃或者听取完毕
  'RESPONDED', // 反馈
  'RELEASE_CONFIRMED', // 确认解除
  'OBJECTION_ANSWERED', // 答复执行单位的异议
  'ABANDONED', // 申请撤回
] as const
export type EndKind = (typeof endKinds)[number]

/** The record a clock runs on: a section of the file and its id, or another aggregate's kind and id. */
export type ClockRecord = Readonly<{ section: string; recordId: string }>

/** Something started a clock (起算): told from the file, or given by whatever else knows of it. */
export type Started = Readonly<{
  kind: StartKind
  id: string // Names this start within its record; the id of the event where there is one.
  day: PlainDate
  record: ClockRecord
  eventIds: readonly string[]
  owner: Authority | null // The authority whose duty it is, as the record names it; null for the enterprise, or unknown.
  officer: string | null // The account that entered it, within that authority.
  statedUntil: PlainDate | null // The last day that the record itself states.
  count?: Count // Where the order or notice itself says how long: in place of the rule's own.
  unknown?: true // 不详: it fell due before the file was kept, and nobody here knows what became of it.
  presumed: boolean // 推定: the day stands for one that the file does not hold; a start that knows it takes its place.
}>

/**
 * Something ended a clock: that of one start, or (`startId` null) every clock on the record that it can end; without a
 * record, every clock of the enterprise that it can end.
 */
export type Ended = Readonly<{
  kind: EndKind
  record: ClockRecord | null
  startId: string | null
  day: PlainDate
  eventId: string | null
  at?: string // The instant of its recording, by which it comes before or after a calendar published on its day.
  atLatest?: true // 至迟: it may have happened on any day before; nobody here knows when.
}>

/** What a stream beside the file records of one of its records itself, so that the file's own word is only presumed. */
export type Knows = Readonly<{ kind: StartKind | EndKind; record: ClockRecord }>

export type ClockFacts = Readonly<{
  started: readonly Started[]
  ended: readonly Ended[]
  knows?: readonly Knows[]
}>

export const noClockFacts: ClockFacts = { started: [], ended: [] }

export const recordKey = ({ section, recordId }: ClockRecord): string => `${section}/${recordId}`
