import type { Fen } from '../../domain/kernel/fen.ts'
import { formatYuan } from '../../domain/kernel/fen.ts'
import type { PenaltyKind } from '../../domain/enterprise/penalty/events.ts'
import type { RegistrationStatus, SubjectKind } from '../../domain/enterprise/registration/events.ts'
import type { HonourLevel } from '../../domain/enterprise/honour/events.ts'
import type { CommitmentKind } from '../../domain/enterprise/commitment/events.ts'
import type { CommitmentStanding } from '../../domain/enterprise/commitment/record.ts'
import type { PenaltyStanding } from '../../domain/enterprise/penalty/record.ts'
import type { LicenceStanding } from '../../domain/enterprise/licence/record.ts'
import type { ListingStanding } from '../../domain/enterprise/listing/record.ts'
import type { ApplicantKind } from '../../domain/report/events.ts'
import type { Reading } from '../../domain/report/adverse.ts'

/** The words of a printed report. They are part of its bytes: a change of one is a new rendering. */
export const penaltyWords: Readonly<Record<PenaltyKind, string>> = {
  WARNING: '警告',
  CIRCULATED_CRITICISM: '通报批评',
  FINE: '罚款',
  CONFISCATE_GAINS: '没收违法所得',
  CONFISCATE_PROPERTY: '没收非法财物',
  SUSPEND_PERMIT: '暂扣许可证件',
  DOWNGRADE_QUALIFICATION: '降低资质等级',
  REVOKE_PERMIT: '吊销许可证件',
  RESTRICT_OPERATION: '限制开展生产经营活动',
  ORDER_SUSPENSION: '责令停产停业',
  ORDER_CLOSURE: '责令关闭',
  RESTRICT_EMPLOYMENT: '限制从业',
  DETENTION: '行政拘留',
  OTHER: '法律、行政法规规定的其他行政处罚',
}

export const statusWords: Readonly<Record<RegistrationStatus, string>> = {
  ACTIVE: '存续（在营、开业、在册）',
  DORMANT: '歇业',
  LICENCE_REVOKED: '吊销，未注销',
  ORDERED_CLOSED: '责令关闭',
  ANNULLED: '撤销登记',
  MOVED_OUT: '迁出',
  DEREGISTERED: '注销',
}

export const subjectWords: Readonly<Record<SubjectKind, string>> = {
  LEGAL_PERSON: '法人',
  UNINCORPORATED: '非法人组织',
  INDIVIDUAL_BUSINESS: '个体工商户',
}

export const licenceWords: Readonly<Record<LicenceStanding, string>> = {
  VALID: '有效',
  SUSPENDED: '暂扣',
  EXPIRED: '到期',
  REVOKED: '吊销、撤销',
  SURRENDERED: '注销',
}

export const penaltyStandingWords: Readonly<Record<PenaltyStanding, string>> = {
  IN_FORCE: '有效',
  PERFORMED: '履行完毕',
  ANNULLED: '已撤销',
}

export const listingWords: Readonly<Record<ListingStanding, string>> = {
  LISTED: '在列',
  TERM_ENDED: '期限届满',
  REMOVED: '已移出',
}

export const levelWords: Readonly<Record<HonourLevel, string>> = {
  NATIONAL: '国家级',
  PROVINCIAL: '省级',
  CITY: '市级',
  COUNTY: '区县级',
}

export const commitmentWords: Readonly<Record<CommitmentKind, string>> = {
  APPROVAL: '审批告知承诺',
  PROOF: '证明事项告知承诺',
  REPAIR: '信用修复承诺',
  VOLUNTARY: '行业自律承诺',
}

export const commitmentStandingWords: Readonly<Record<CommitmentStanding, string>> = {
  MADE: '已承诺',
  KEPT: '已履行',
  BROKEN: '未履行',
}

export const applicantWords: Readonly<Record<ApplicantKind, string>> = {
  SUBJECT: '信用主体本人',
  AUTHORISED: '持书面授权的第三人',
  AGENCY: '履行职责的机关',
  ANYBODY: '任何人（仅限公开信息）',
}

export const readingWords: Readonly<Record<Reading, string>> = {
  PUBLIC: '公开信息',
  QUERY: '依申请查询（上海市社会信用条例第十七条、第三十四条、第三十五条）',
}

export const yuan = (amount: number): string => formatYuan(amount as Fen)

/** An instant as people in China read it; without a locale, so that it is the same everywhere. */
export function chinaTime(instant: string): string {
  const inChina = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString()
  return `${inChina.slice(0, 10)} ${inChina.slice(11, 19)}（北京时间）`
}
