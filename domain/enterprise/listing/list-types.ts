import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListingRemovalGround } from './events.ts'

/** How sure a figure is (`SOURCED`: read in the text; `WELL_KNOWN`: general knowledge; `UNSURE`: to be verified). */
export type Confidence = 'SOURCED' | 'WELL_KNOWN' | 'UNSURE'

export type ListGround = Readonly<{ code: string; name: string }>

/** A type of list (名录、名单类型) in one dated version: a list may be kept only on such a basis. */
export type ListType = Readonly<{
  code: string
  name: string
  legalBasis: string
  effectiveFrom: PlainDate
  effectiveUntil: PlainDate | null // The last day of this version; null while it is in force.
  grounds: readonly ListGround[] // Empty: grounds are free text of the deciding authority.
  termYears: number | null // null: stands until cured, or its term is in each decision.
  removalGrounds: readonly ListingRemovalGround[]
  onePerGround: boolean // The same ground may not be entered again while it is open.
  once?: 'REPORT_YEAR' | 'WHILE_OPEN' | null // Whether a ground of another year is another; not said: it is.
  mirrored: boolean // Decided elsewhere (a court, another region); the file only mirrors it.
  confidence: Confidence
}>

const day = (text: string): PlainDate => text as PlainDate
const always: readonly ListingRemovalGround[] = ['CANCELLED_AS_WRONG', 'BASIS_ANNULLED', 'DEREGISTERED']

/** The list types, oldest version first. Source: domain sheet §3.1 to §3.5. */
export const listTypes: readonly ListType[] = [
  {
    code: 'ABNORMAL_OPERATIONS',
    name: '经营异常名录',
    legalBasis: '企业信息公示暂行条例第十七条；企业经营异常名录管理暂行办法',
    effectiveFrom: day('2014-10-01'),
    effectiveUntil: null,
    grounds: [
      { code: 'AB1', name: '未按规定期限公示年度报告' },
      { code: 'AB2', name: '未在责令的期限内公示有关企业信息' },
      { code: 'AB3', name: '公示信息隐瞒真实情况、弄虚作假' },
      { code: 'AB4', name: '通过登记的住所或者经营场所无法联系' },
    ],
    termYears: null,
    removalGrounds: ['CURED', ...always],
    onePerGround: true,
    mirrored: false,
    confidence: 'SOURCED',
  },
  {
    code: 'SERIOUS_VIOLATION',
    name: '严重违法企业名单',
    legalBasis: '严重违法失信企业名单管理暂行办法（原工商总局令第83号）',
    effectiveFrom: day('2016-04-01'),
    effectiveUntil: day('2021-08-31'),
    grounds: [],
    termYears: 5,
    removalGrounds: ['TERM_ENDED', ...always],
    onePerGround: false,
    mirrored: false,
    confidence: 'SOURCED',
  },
  {
    code: 'SERIOUS_VIOLATION',
    name: '严重违法失信名单',
    legalBasis: '市场监督管理严重违法失信名单管理办法（市场监管总局令第44号）',
    effectiveFrom: day('2021-09-01'),
    effectiveUntil: null,
    grounds: [
      { code: 'SV5', name: '食品安全领域（第五条）' },
      { code: 'SV6', name: '药品、医疗器械、化妆品领域（第六条）' },
      { code: 'SV7', name: '质量安全领域（第七条）' },
      { code: 'SV8', name: '侵害消费者权益（第八条）' },
      { code: 'SV9', name: '破坏公平竞争秩序和扰乱市场秩序（第九条）' },
      { code: 'SV10', name: '未依法取得许可、骗取登记、抗拒检查（第十条）' },
      { code: 'SV11', name: '拒不履行行政决定（第十一条）' },
    ],
    termYears: 3,
    removalGrounds: ['EARLY_EXIT', 'TERM_ENDED', ...always],
    onePerGround: false,
    mirrored: false,
    confidence: 'WELL_KNOWN',
  },
  {
    code: 'JUDGMENT_DEFAULTER',
    name: '失信被执行人名单',
    legalBasis: '最高人民法院关于公布失信被执行人名单信息的若干规定（法释〔2017〕7号）',
    effectiveFrom: day('2013-10-01'),
    effectiveUntil: null,
    grounds: [],
    termYears: null, // Two years, one to three more, or none: the court's decision says which.
    removalGrounds: ['CURED', 'EARLY_EXIT', 'TERM_ENDED', ...always],
    onePerGround: false,
    mirrored: true,
    confidence: 'WELL_KNOWN',
  },
  {
    code: 'WAGE_ARREARS',
    name: '拖欠农民工工资失信联合惩戒对象名单',
    legalBasis: '保障农民工工资支付条例第四十八条；人力资源社会保障部令第45号',
    effectiveFrom: day('2022-01-01'),
    effectiveUntil: null,
    grounds: [],
    termYears: 3,
    removalGrounds: ['EARLY_EXIT', 'TERM_ENDED', ...always],
    onePerGround: false,
    mirrored: false,
    confidence: 'SOURCED',
  },
  {
    code: 'MAJOR_TAX_VIOLATION',
    name: '重大税收违法失信主体',
    legalBasis: '重大税收违法失信主体信息公布管理办法（国家税务总局令第54号）',
    effectiveFrom: day('2022-02-01'),
    effectiveUntil: null,
    grounds: [],
    termYears: 3,
    removalGrounds: ['EARLY_EXIT', 'TERM_ENDED', ...always],
    onePerGround: false,
    mirrored: false,
    confidence: 'WELL_KNOWN',
  },
  {
    code: 'WORK_SAFETY',
    name: '安全生产严重失信主体名单',
    legalBasis: '安全生产严重失信主体名单管理办法（应急管理部令第11号）',
    effectiveFrom: day('2023-10-01'),
    effectiveUntil: null,
    grounds: [],
    termYears: 3,
    removalGrounds: ['EARLY_EXIT', 'TERM_ENDED', ...always],
    onePerGround: false,
    mirrored: false,
    confidence: 'SOURCED',
  },
  {
    code: 'GOVERNMENT_PROCUREMENT',
    name: '政府采购严重违法失信行为记录名单',
    legalBasis: '政府采购法第七十七条',
    effectiveFrom: day('2014-08-31'),
    effectiveUntil: null,
    grounds: [],
    termYears: null, // One to three years, as each decision says.
    removalGrounds: ['TERM_ENDED', ...always],
    onePerGround: false,
    mirrored: false,
    confidence: 'SOURCED',
  },
  {
    code: 'CUSTOMS',
    name: '海关失信企业',
    legalBasis: '海关注册登记和备案企业信用管理办法',
    effectiveFrom: day('2021-11-01'),
    effectiveUntil: null,
    grounds: [],
    termYears: 2, // Unsure: about two years.
    removalGrounds: ['EARLY_EXIT', 'TERM_ENDED', ...always],
    onePerGround: false,
    mirrored: true,
    confidence: 'UNSURE',
  },
]

/** The version of a list type that is in force on a day, if the list may be used at all on that day. */
export function listTypeOn(types: readonly ListType[], code: string, on: PlainDate): ListType | undefined {
  return types.find(
    (type) =>
      type.code === code && type.effectiveFrom <= on && (type.effectiveUntil === null || on <= type.effectiveUntil),
  )
}
