import type { Confidence } from '../../enterprise/listing/list-types.ts'
import type { PenaltyKind } from '../../enterprise/penalty/events.ts'
import type { LicenceRevocationGround } from '../../enterprise/licence/events.ts'
import type { RegistrationStatus } from '../../enterprise/registration/events.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { AgencyKind } from '../agency-kinds.ts'

/**
 * Classes of the national base list (惩戒措施类别): I 依法减损权益或者增加义务, II 公共管理措施 without loss of rights,
 * III 市场自主 by other organisations of their own will.
 */
export const measureClasses = ['I', 'II', 'III'] as const
export type MeasureClass = (typeof measureClasses)[number]

/** Whose list names the measure: 全国失信惩戒措施基础清单, or Shanghai's own (上海市补充清单, 上海市社会信用条例). */
export const measureScopes = ['NATIONAL', 'SHANGHAI'] as const
export type MeasureScope = (typeof measureScopes)[number]

/** A measure that may be imposed at all (惩戒措施). */
export type Measure = Readonly<{ code: string; name: string; class: MeasureClass; scope: MeasureScope }>

/** A matter about which a window decides (办理事项), such as a licence, a tender, or an honour. */
export type Matter = Readonly<{ code: string; name: string }>

/** What in a file a measure follows from (惩戒事由). */
export type Cause =
  | Readonly<{ kind: 'LISTING'; listTypes: readonly string[]; grounds: readonly string[] | null }> // null: all grounds.
  | Readonly<{ kind: 'PENALTY'; kinds: readonly PenaltyKind[]; laws: readonly string[] }> // Laws named by the decision's basis.
  | Readonly<{ kind: 'LICENCE_REVOKED'; grounds: readonly LicenceRevocationGround[] }>
  | Readonly<{ kind: 'REGISTRATION'; statuses: readonly RegistrationStatus[] }>
  | Readonly<{ kind: 'OUTSIDE_FILE'; what: string }> // Of conduct that no enterprise's file holds: it bars nobody here.

/**
 * For how long a measure holds (惩戒期限), never longer than what it follows from: as long as that stands, so many years
 * from its day, or as the decision itself says (a decision that says nothing then cautions only).
 */
export type MeasureTerm =
  Readonly<{ kind: 'WHILE_STANDING' }> | Readonly<{ kind: 'YEARS'; years: number }> | Readonly<{ kind: 'AS_DECIDED' }>

/** One rule of the catalogue (惩戒规则): for this cause this measure, on this clause, asked and carried out by these. */
export type MeasureRule = Readonly<{
  code: string
  measure: string // The code of a measure of the same edition.
  field: number // 领域, `punishmentFields`.
  cause: Cause
  clause: string // 法律依据
  requesting: readonly AgencyKind[] // 提请部门
  executing: readonly AgencyKind[] // 执行部门; none where organisations act of their own will.
  term: MeasureTerm
  feedbackWorkingDays: number | null // Within how many an executing agency says what it did; null: no feedback is needed.
  reaches: 'ENTERPRISE' | 'PERSONS' // Whom it restricts: the enterprise, or the persons responsible (责任人员).
  bars: readonly string[] // Matters that are refused.
  cautions: readonly string[] // Matters in which it is weighed.
  effectiveFrom: PlainDate
  effectiveUntil: PlainDate | null // The last day on which the clause holds.
  confidence: Confidence
  note: string | null
}>

/** The whole catalogue in one version (惩戒措施清单): outside it nothing may be imposed (国办发〔2020〕49号). */
export type MeasureEdition = Readonly<{
  version: number
  name: string
  effectiveFrom: PlainDate
  measures: readonly Measure[]
  matters: readonly Matter[]
  rules: readonly MeasureRule[]
}>

/** Fields of joint punishment (惩戒领域) by the numbers that the provincial systems give them. */
export const punishmentFields: readonly string[] = [
  ...['安全生产领域', '旅行社经营领域', '国有企业监督管理领域', '互联网上网服务及娱乐场所经营领域', '食品药品经营领域'],
  ...['饲料及兽药经营领域', '出版经营领域', '电影经营领域', '营业性演出经营领域'],
  ...['建筑施工领域（含施工、勘察、设计和工程监理）', '电子认证领域', '证券期货市场监督管理领域', '税收管理'],
  '普遍性限制措施',
]

export const fieldName = (field: number): string | undefined => punishmentFields[field - 1]
