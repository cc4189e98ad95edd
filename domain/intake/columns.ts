import { squeeze } from '../kernel/text.ts'

/** Kinds of record files (归集文件): 行政许可、行政处罚、主体登记. */
export const recordKinds = ['LICENCE', 'PENALTY', 'REGISTER'] as const
export type RecordKind = (typeof recordKinds)[number]

/** A column: its field code, and the names under which feeds carry it. */
type Column = readonly [code: string, ...names: string[]]

/** The subject's columns, alike in both records of the double publicity standard (双公示, 发改办财金〔2018〕424号). */
const subjectColumns = (prefix: 'XK' | 'CF'): readonly Column[] => [
  [`${prefix}_XDR_MC`, '行政相对人名称', '行政相对人'],
  [`${prefix}_XDR_LB`, '行政相对人类别'],
  [`${prefix}_XDR_SHXYM`, '统一社会信用代码', '行政相对人代码_1(统一社会信用代码)', `${prefix}_XDR_SHXYM18`],
  [`${prefix}_XDR_GSZC`, '工商注册号', '工商登记码', '行政相对人代码_3(工商登记码)', `${prefix}_XDR_GSDJ`],
  [`${prefix}_XDR_ZZJG`, '组织机构代码', '行政相对人代码_2(组织机构代码)', `${prefix}_XDR_ZDM`],
  [`${prefix}_XDR_SWDJ`, '税务登记号', '行政相对人代码_4(税务登记号)'],
  [`${prefix}_XDR_SYDW`, '事业单位证书号'],
  [`${prefix}_XDR_SHZZ`, '社会组织登记证号'],
  [`${prefix}_FRDB`, '法定代表人', '法定代表人姓名', `${prefix}_FR`],
  [`${prefix}_FR_ZJLX`, '法定代表人证件类型'],
  [`${prefix}_FR_ZJHM`, '法定代表人证件号码', '法定代表人身份证号', `${prefix}_FR_SFZH`],
  [`${prefix}_XDR_ZJLX`, '证件类型'],
  [`${prefix}_XDR_ZJHM`, '证件号码', '居民身份证号', `${prefix}_XDR_SFZ`],
]

const columns: Readonly<Record<RecordKind, readonly Column[]>> = {
  LICENCE: [
    ...subjectColumns('XK'),
    ['XK_XKWS', '行政许可决定文书名称', '项目名称', 'XK_XMMC'],
    ['XK_WSH', '行政许可决定文书号'],
    ['XK_XKLB', '许可类别', '审批类别', 'XK_SPLB'],
    ['XK_XKZS', '许可证书名称'],
    ['XK_XKBH', '许可编号'],
    ['XK_NR', '许可内容'],
    ['XK_JDRQ', '许可决定日期'],
    ['XK_YXQZ', '有效期自'],
    ['XK_YXQZI', '有效期至', '许可截止期', 'XK_JZQ'],
    ['XK_XKJG', '许可机关', 'XK_XZJG'],
    ['XK_XKJGDM', '许可机关统一社会信用代码'],
    ['XK_ZT', '当前状态'],
    ['XK_LYDW', '数据来源单位'],
    ['XK_LYDWDM', '数据来源单位统一社会信用代码'],
    ['BZ', '备注'],
  ],
  PENALTY: [
    ...subjectColumns('CF'),
    ['CF_WSH', '行政处罚决定书文号'],
    ['CF_CFMC', '案件名称', '处罚名称'],
    ['CF_WFXW', '违法行为类型'],
    ['CF_SY', '违法事实', '处罚事由'],
    ['CF_YJ', '处罚依据'],
    ['CF_CFLB', '处罚类别', '处罚类别1', 'CF_CFLB1'],
    ['CF_CFLB2', '处罚类别2'],
    ['CF_NR', '处罚内容', '处罚结果', 'CF_JG'],
    ['CF_NR_FK', '罚款金额（万元）', '罚款金额'],
    ['CF_NR_WFFF', '没收违法所得、没收非法财物的金额（万元）', '没收违法所得、没收非法财物的金额'],
    ['CF_NR_ZKDX', '暂扣或吊销证照名称及编号'],
    ['CF_JDRQ', '处罚决定日期'],
    ['CF_YXQ', '处罚有效期'],
    ['CF_GSJZQ', '公示截止期'],
    ['CF_CFJG', '处罚机关', 'CF_XZJG'],
    ['CF_CFJGDM', '处罚机关统一社会信用代码'],
    ['CF_ZT', '当前状态'],
    ['CF_SJLY', '数据来源单位'],
    ['CF_SJLYDM', '数据来源单位统一社会信用代码'],
    ['BZ', '备注'],
  ],
  REGISTER: [
    ['ZT_MC', '名称', '企业名称', '主体名称'],
    ['ZT_SHXYM', '统一社会信用代码'],
    ['ZT_LX', '主体类型'],
    ['ZT_LB', '主体类别代码'],
    ['ZT_QYLX', '企业类型代码'],
    ['ZT_FRDB', '法定代表人', '负责人', '经营者'],
    ['ZT_FR_ZJLX', '法定代表人证件类型'],
    ['ZT_FR_ZJHM', '法定代表人证件号码', '法定代表人身份证号'],
    ['ZT_LXR', '联系人', '联系人姓名'],
    ['ZT_LXDH', '联系电话', '联系人电话'],
    ['ZT_ZCZB', '注册资本（万元）', '注册资本'],
    ['ZT_CLRQ', '成立日期'],
    ['ZT_DJRQ', '登记日期'],
    ['ZT_HZRQ', '核准日期'],
    ['ZT_YYQXZ', '营业期限自'],
    ['ZT_YYQXZI', '营业期限至'],
    ['ZT_ZS', '住所', '住所（经营场所）'],
    ['ZT_XZQH', '行政区划代码'],
    ['ZT_JZ', '街镇代码'],
    ['ZT_HY', '行业代码'],
    ['ZT_JYFW', '经营范围'],
    ['ZT_DJJG', '登记机关'],
    ['ZT_DJJGDM', '登记机关统一社会信用代码'],
    ['ZT_ZT', '登记状态'],
    ['ZT_ZTRQ', '登记状态日期', '状态日期'],
    ['ZT_GSZC', '工商注册号'],
    ['ZT_ZZJG', '组织机构代码'],
    ['ZT_SWDJ', '税务登记号'],
    ['ZT_CYDM', '曾用统一社会信用代码'],
  ],
}

/** Editions of the columns (双公示 2015 年、2018 年). They number the state of a licence differently. */
export type Edition = 2015 | 2018

/** Columns that only the edition of 2015 has; a row of 2018 that merely lacks one of its own is none of 2015. */
const only2015: ReadonlySet<string> = new Set(
  [
    ...['XK_XMMC', '项目名称', 'XK_SPLB', '审批类别', 'XK_JZQ', '许可截止期', 'XK_XZJG'],
    ...[
      'CF_CFMC',
      '案件名称',
      '处罚名称',
      'CF_CFLB1',
      '处罚类别1',
      'CF_CFLB2',
      '处罚类别2',
      'CF_JG',
      '处罚结果',
      'CF_XZJG',
    ],
  ].map((heading) => plain(heading)),
)

/** Without these columns a file says nothing that could be recorded. */
const essential: Readonly<Record<RecordKind, readonly string[]>> = {
  LICENCE: ['XK_XDR_MC', 'XK_WSH', 'XK_XKLB', 'XK_JDRQ'],
  PENALTY: ['CF_XDR_MC', 'CF_WSH', 'CF_CFLB', 'CF_JDRQ'],
  REGISTER: ['ZT_MC', 'ZT_SHXYM', 'ZT_CLRQ'],
}

/** A heading for matching: half width, no spaces, no mark of a required column, brackets alike. */
function plain(heading: string): string {
  return squeeze(heading).replace(/[*＊:：]/g, '')
}

const byHeading: Readonly<Record<RecordKind, ReadonlyMap<string, string>>> = {
  LICENCE: indexOf('LICENCE'),
  PENALTY: indexOf('PENALTY'),
  REGISTER: indexOf('REGISTER'),
}

function indexOf(kind: RecordKind): ReadonlyMap<string, string> {
  return new Map(
    columns[kind].flatMap(([code, ...names]) => [code, ...names].map((name) => [plain(name), code] as const)),
  )
}

/** What a record of 2018 must say, whoever sends it. */
const neededIn2018: Readonly<Record<RecordKind, readonly string[]>> = {
  LICENCE: [...essential.LICENCE, 'XK_XDR_LB', 'XK_XKWS', 'XK_NR', 'XK_YXQZ', 'XK_ZT'],
  PENALTY: [...essential.PENALTY, 'CF_XDR_LB', 'CF_WFXW', 'CF_SY', 'CF_YJ', 'CF_NR'],
  REGISTER: essential.REGISTER,
}

/** How the columns of a file map to field codes; undefined where a column means nothing here. */
export type Header = Readonly<{
  kind: RecordKind
  edition: Edition
  codes: readonly (string | undefined)[]
  ignored: readonly string[]
}>

/** Reads a header row, by field code or by Chinese name; answers with one Chinese sentence where it is none. */
export function readHeader(headings: readonly string[], kind?: RecordKind): Header | Readonly<{ fault: string }> {
  if (headings.every((heading) => plain(heading) === '')) return { fault: '文件没有表头。' }
  const headers = (kind ? [kind] : recordKinds).map((one) => headerOf(headings, one))
  const [best] = headers.sort((a, b) => known(b) - known(a))
  if (best === undefined || known(best) === 0) {
    return { fault: '表头不是行政许可、行政处罚或者主体登记的字段代码或者中文名称，无法识别。' }
  }
  const codes = best.codes.filter((code) => code !== undefined)
  const twice = codes.filter((code, place) => codes.indexOf(code) !== place)
  if (twice.length > 0) return { fault: `表头有重复的列：${[...new Set(twice)].join('、')}。` }
  const missing = essential[best.kind].filter((code) => !codes.includes(code))
  if (missing.length > 0)
    return { fault: `表头缺少必要的列：${missing.map((code) => `${code}（${nameOf(best.kind, code)}）`).join('、')}。` }
  return best
}

/**
 * The header that a single object is (NDJSON): its members are its columns, and one that it lacks is a field left empty,
 * not a column that the file does not have, so that its absence is a verdict on that field.
 */
export function readMembers(names: readonly string[], kind: RecordKind): Header | Readonly<{ fault: string }> {
  const header = headerOf(names, kind)
  const codes = header.codes.filter((code) => code !== undefined)
  const twice = codes.filter((code, place) => codes.indexOf(code) !== place)
  return twice.length > 0 ? { fault: `本行有重复的字段：${[...new Set(twice)].join('、')}` } : header
}

/** The kind of records that these names are columns of; undefined where they are columns of none. */
export function kindOfMembers(names: readonly string[]): RecordKind | undefined {
  const [best] = recordKinds.map((kind) => headerOf(names, kind)).sort((a, b) => known(b) - known(a))
  return best !== undefined && known(best) > 0 ? best.kind : undefined
}

/** What an object is taken to have said where it lacks a member: nothing. */
export const emptyFields = ({ kind, edition }: Pick<Header, 'kind' | 'edition'>): Readonly<Record<string, string>> =>
  Object.fromEntries((edition === 2018 ? neededIn2018[kind] : essential[kind]).map((code) => [code, '']))

const known = ({ codes }: Header): number => codes.filter((code) => code !== undefined).length

function headerOf(headings: readonly string[], kind: RecordKind): Header {
  const codes = headings.map((heading) => byHeading[kind].get(plain(heading)))
  return {
    kind,
    edition: !codes.includes('XK_YXQZ') && headings.some((heading) => only2015.has(plain(heading))) ? 2015 : 2018,
    codes,
    ignored: headings.filter((heading, place) => codes[place] === undefined && plain(heading) !== ''),
  }
}

/** The Chinese name of a field code. */
export const nameOf = (kind: RecordKind, code: string): string =>
  columns[kind].find(([one]) => one === code)?.[1] ?? code
