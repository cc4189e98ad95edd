import type { ListType } from '../enterprise/listing/list-types.ts'
import type { PlainDate } from '../kernel/plain-date.ts'

/** What a report says of a list: by what it is given out, and whether it is decided elsewhere. */
export type ReportList = Pick<
  ListType,
  'code' | 'name' | 'legalBasis' | 'effectiveFrom' | 'effectiveUntil' | 'mirrored' | 'confidence' | 'endsWithSubject'
>

/** What a report goes by besides the file: the lists, and which entries were not public yet when it was issued. */
export type ReportLists = Readonly<{ types: readonly ReportList[]; unpublished: readonly string[] }>

/** The first version that tells lists by their catalogue. */
export const catalogueRendering = 2

const day = (text: string): PlainDate => text as PlainDate

/** The lists as reports of rendering 1 tell them, for ever: what was issued comes out with the same bytes. */
export const firstLists: readonly ReportList[] = [
  {
    ...{ code: 'ABNORMAL_OPERATIONS', name: '经营异常名录', effectiveFrom: day('2014-10-01'), effectiveUntil: null },
    ...{
      legalBasis: '企业信息公示暂行条例第十七条；企业经营异常名录管理暂行办法',
      mirrored: false,
      confidence: 'SOURCED',
      endsWithSubject: [],
    },
  },
  {
    ...{
      code: 'SERIOUS_VIOLATION',
      name: '严重违法企业名单',
      effectiveFrom: day('2016-04-01'),
      effectiveUntil: day('2021-08-31'),
    },
    ...{
      legalBasis: '严重违法失信企业名单管理暂行办法（原工商总局令第83号）',
      mirrored: false,
      confidence: 'SOURCED',
      endsWithSubject: [],
    },
  },
  {
    ...{ code: 'SERIOUS_VIOLATION', name: '严重违法失信名单', effectiveFrom: day('2021-09-01'), effectiveUntil: null },
    ...{
      legalBasis: '市场监督管理严重违法失信名单管理办法（市场监管总局令第44号）',
      mirrored: false,
      confidence: 'WELL_KNOWN',
      endsWithSubject: [],
    },
  },
  {
    ...{ code: 'JUDGMENT_DEFAULTER', name: '失信被执行人名单', effectiveFrom: day('2013-10-01'), effectiveUntil: null },
    ...{
      legalBasis: '最高人民法院关于公布失信被执行人名单信息的若干规定（法释〔2017〕7号）',
      mirrored: true,
      confidence: 'WELL_KNOWN',
      endsWithSubject: [],
    },
  },
  {
    ...{
      code: 'WAGE_ARREARS',
      name: '拖欠农民工工资失信联合惩戒对象名单',
      effectiveFrom: day('2022-01-01'),
      effectiveUntil: null,
    },
    ...{
      legalBasis: '保障农民工工资支付条例第四十八条；人力资源社会保障部令第45号',
      mirrored: false,
      confidence: 'SOURCED',
      endsWithSubject: [],
    },
  },
  {
    ...{
      code: 'MAJOR_TAX_VIOLATION',
      name: '重大税收违法失信主体',
      effectiveFrom: day('2022-02-01'),
      effectiveUntil: null,
    },
    ...{
      legalBasis: '重大税收违法失信主体信息公布管理办法（国家税务总局令第54号）',
      mirrored: false,
      confidence: 'WELL_KNOWN',
      endsWithSubject: [],
    },
  },
  {
    ...{
      code: 'WORK_SAFETY',
      name: '安全生产严重失信主体名单',
      effectiveFrom: day('2023-10-01'),
      effectiveUntil: null,
    },
    ...{
      legalBasis: '安全生产严重失信主体名单管理办法（应急管理部令第11号）',
      mirrored: false,
      confidence: 'SOURCED',
      endsWithSubject: [],
    },
  },
  {
    ...{
      code: 'GOVERNMENT_PROCUREMENT',
      name: '政府采购严重违法失信行为记录名单',
      effectiveFrom: day('2014-08-31'),
      effectiveUntil: null,
    },
    ...{ legalBasis: '政府采购法第七十七条', mirrored: false, confidence: 'SOURCED', endsWithSubject: [] },
  },
  {
    ...{ code: 'CUSTOMS', name: '海关失信企业', effectiveFrom: day('2021-11-01'), effectiveUntil: null },
    ...{ legalBasis: '海关注册登记和备案企业信用管理办法', mirrored: true, confidence: 'UNSURE', endsWithSubject: [] },
  },
]
