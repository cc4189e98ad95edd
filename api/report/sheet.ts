import type { Report, Shown } from '../../domain/report/report.ts'
import * as words from './words.ts'

/** A field as a page shows it; a short one shares its line with the next. */
export type Field = Readonly<{ label: string; value: string; short: boolean }>
export type Entry = Readonly<{ title: string; fields: readonly Field[]; ground: string; events: readonly string[] }>
export type Part = Readonly<{ heading: string; entries: readonly Entry[]; none: string }>

/** A report laid out for readers, before it is HTML or PDF: both say the same words in the same order. */
export type Sheet = Readonly<{
  title: string
  name: string
  number: string
  code: string
  address: string // Of the page where anybody checks it, the code included.
  watermark: string
  issuedAt: string
  head: readonly Field[]
  statement: string | null
  parts: readonly Part[]
  notes: readonly string[]
}>

type Value = string | number | null
const field = (label: string, value: Value, short: boolean): Field => ({ label, value: String(value ?? '—'), short })
const brief = (label: string, value: Value): Field => field(label, value, true)
const full = (label: string, value: Value): Field => field(label, value, false)

const open = '长期'
const abnormalList = 'ABNORMAL_OPERATIONS' // It has a part of its own.

/** The sheet of a report, with the code by which it is checked. */
export function sheetOf(report: Report, code: string, contentSha256: string): Sheet {
  const { number, purpose, issuedAt, registration } = report
  return {
    title: '公共信用信息报告',
    ...{ name: registration.name, number, code, address: `${report.verifyAt}?code=${code}` },
    watermark: `${purpose}　${number}`,
    issuedAt,
    head: headOf(report),
    statement: report.statement,
    parts: partsOf(report),
    notes: [
      '本报告依据各机关归集的记录生成，只载明法律、法规允许提供的公共信用信息；每条记录载明提供依据与提供期限。已撤销、已修复、超过提供期限的记录不再提供。',
      '对本报告内容有异议的，可以向出具机关或者作出记录的机关提出异议申请（上海市社会信用条例第三十六条）。',
      '本报告仅供载明的用途使用。查询人应当妥善保管，不得用于其他用途，不得篡改、泄露。',
      `核验：访问 ${report.verifyAt}，输入核验码 ${code}；并可提交文件，文件改动一个字节即核验不通过。内容摘要（SHA-256）：${contentSha256}`,
    ],
  }
}

function headOf({
  number,
  issuedAt,
  asOf,
  place,
  purpose,
  applicant,
  reading,
  issuedBy,
  registration,
}: Report): Field[] {
  const { uscc, authorisation, kind } = applicant
  return [
    full('主体名称', registration.name),
    full('统一社会信用代码', registration.uscc),
    brief('报告编号', number),
    brief('信息截至', asOf),
    full('出具时间', words.chinaTime(issuedAt)),
    full('查询用途', purpose),
    brief('查询主体', words.applicantWords[kind]),
    brief('查询主体代码', uscc),
    ...(authorisation === null ? [] : [full(kind === 'AGENCY' ? '事项编号' : '授权书编号', authorisation)]),
    full('提供范围', words.readingWords[reading]),
    full('出具单位', issuedBy === null ? '信用主体自助查询' : `${issuedBy.name}（${issuedBy.code}）`),
    full('日志位置', `档案版本 ${place.revision}，末条记录 ${place.eventId}，位置 ${place.position}`),
  ]
}

function partsOf(report: Report): Part[] {
  const { licences, penalties, listings, honours, commitments, annualReports } = report
  const part = (heading: string, entries: readonly Entry[], none: string): Part => ({ heading, entries, none })
  const abnormal = listings.filter(({ listType }) => listType === abnormalList)
  const lists = listings.filter(({ listType }) => listType !== abnormalList)
  return [
    part('登记注册信息', [registrationEntry(report)], ''),
    part('行政许可信息', licences.map(licenceEntry), '未查询到有效的行政许可。'),
    part('行政处罚信息', penalties.map(penaltyEntry), '未查询到应当提供的行政处罚。'),
    part('经营异常名录信息', abnormal.map(listingEntry), '未查询到列入经营异常名录的信息。'),
    part('失信名单信息', lists.map(listingEntry), '未查询到列入失信名单的信息。'),
    part('荣誉信息', honours.map(honourEntry), '未查询到有效的荣誉。'),
    part('信用承诺及履行情况', commitments.map(commitmentEntry), '未查询到信用承诺。'),
    part('年度报告公示情况', annualReports.map(annualReportEntry), '未查询到已公示的年度报告。'),
  ]
}

type AnyShown = Shown<object>

/** By what it is given out, and to which day. */
function entry(title: string, { basis, until, publicUntil, events }: AnyShown, fields: readonly Field[]): Entry {
  const last = until === null ? '记录有效期间' : `至${until}`
  const display = publicUntil !== null && publicUntil !== until ? `；公示至${publicUntil}` : ''
  return { title, fields, ground: `提供依据：${basis.clause}；提供期限：${last}${display}`, events }
}

function registrationEntry({ registration: one }: Report): Entry {
  const { enterpriseType: type, industry, registrar, registeredCapital: capital, formerNames } = one
  return entry(one.name, one, [
    brief('主体类别', words.subjectWords[one.subjectKind]),
    brief('登记状态', words.statusWords[one.status]),
    brief(one.subjectKind === 'INDIVIDUAL_BUSINESS' ? '经营者' : '法定代表人', one.legalRepresentative),
    brief('注册资本', capital === null ? null : words.yuan(capital)),
    brief('成立日期', one.establishedOn),
    brief('营业期限', `${one.termFrom ?? '—'} 至 ${one.termTo ?? open}`),
    brief('企业类型', type === null ? null : `${type.code}（${type.system}）`),
    brief('行业', industry === null ? null : `${industry.code}（${industry.system}）`),
    full('登记机关', registrar === null ? null : registrar.name),
    full('住所', one.address),
    ...(formerNames.length === 0 ? [] : [full('曾用名', formerNames.join('、'))]),
    full('经营范围', one.scope),
  ])
}

const licenceEntry = (one: Report['licences'][number]): Entry =>
  entry(one.certificateName ?? one.documentTitle, one, [
    brief('许可编号', one.licenceNumber),
    brief(
      '状态',
      one.standing === 'SUSPENDED' ? `暂扣至${one.suspendedUntil ?? '恢复之日'}` : words.licenceWords[one.standing],
    ),
    brief('决定日期', one.decidedOn),
    brief('有效期', `${one.validFrom} 至 ${one.validUntil ?? open}`),
    full('决定文书号', one.documentNumber),
    full('许可内容', one.content),
    full('许可机关', one.authority.name),
  ])

const penaltyEntry = (one: Report['penalties'][number]): Entry =>
  entry(one.decisionNumber, one, [
    brief('决定日期', one.decidedOn),
    brief(
      '状态',
      `${words.penaltyStandingWords[one.standing]}${one.performedOn === null ? '' : `（${one.performedOn}）`}`,
    ),
    full('处罚种类', one.kinds.map((kind) => words.penaltyWords[kind]).join('、')),
    ...(one.fine === 0 ? [] : [brief('罚款金额', words.yuan(one.fine))]),
    ...(one.confiscated === 0 ? [] : [brief('没收金额', words.yuan(one.confiscated))]),
    ...(one.permitAffected === null ? [] : [full('涉及证照', one.permitAffected)]),
    full('违法行为类型', one.violation),
    full('处罚内容', one.content),
    full('处罚依据', one.lawBroken),
    full('处罚机关', one.authority.name),
  ])

const listingEntry = (one: Report['listings'][number]): Entry =>
  entry(one.listName, one, [
    brief('列入日期', one.enteredOn),
    brief('状态', words.listingWords[one.standing]),
    brief('期限届满', one.termUntil ?? '至移出之日'),
    ...(one.reportYear === null ? [] : [brief('所属年度', one.reportYear)]),
    full('列入事由', one.groundText),
    full('列入决定文书号', one.decisionNumber),
    full('决定机关', one.authority.name),
  ])

const honourEntry = (one: Report['honours'][number]): Entry =>
  entry(one.title, one, [
    brief('级别', words.levelWords[one.level]),
    brief('授予日期', one.awardedOn),
    brief('有效期至', one.validUntil ?? open),
    brief('文书号', one.documentNumber),
    full('授予机关', one.authority.name),
  ])

const commitmentEntry = (one: Report['commitments'][number]): Entry =>
  entry(words.commitmentWords[one.kind], one, [
    brief('承诺日期', one.madeOn),
    brief(
      '履行情况',
      `${words.commitmentStandingWords[one.standing]}${one.settledOn === null ? '' : `（${one.settledOn}）`}`,
    ),
    full('承诺事项', one.matter),
    full('受理机关', one.authority.name),
  ])

const annualReportEntry = (one: Report['annualReports'][number]): Entry =>
  entry(`${one.year}年度`, one, [brief('报送日期', one.filedOn), brief('更正日期', one.amendedOn)])

export const missingNote = (missing: readonly string[]): string =>
  `字库缺字以码位表示，原字以登记机关的记录为准：${missing.join('、')}`

/** Every text of a sheet that comes from records. */
export function* textsOf({ name, watermark, head, parts }: Sheet): Generator<string> {
  yield name
  yield watermark
  for (const { value } of head) yield value
  for (const { entries } of parts)
    for (const { title, fields } of entries) {
      yield title
      for (const { value } of fields) yield value
    }
}
