import type { RecordKind } from '../../../domain/intake/columns.ts'
import { composeUscc } from '../../../domain/kernel/uscc.ts'
import { type Random, randomFrom } from '../../../seeds/random.ts'
import { workbook } from './xlsx.ts'

/** A good row: the name or number by which it is found again, its file, and the text that must have come through. */
export type Good = Readonly<{ number: string; uscc: string; text: string }>
export type FuzzedFile = Readonly<{
  name: string
  kind: RecordKind
  rows: number
  content: Buffer
  good: readonly Good[]
}>

export type Form = Readonly<{
  name: string
  kind: RecordKind
  rows: number
  encode: (text: string) => Buffer
  mark?: string // In bytes, at the start of the file.
  delimiter?: string // None: NDJSON.
  newline?: string
  headings?: string // In place of the field codes.
  wholeSigns?: boolean // Broken bytes would be lost on every row behind them, not on one.
}>

const authority = ['徐汇区市场监督管理局', '11310104MA10700153'] as const
const subject = (n: number): string => composeUscc('91', '310104', `MA1F${String(n).padStart(4, '0')}`)

type Maker = Readonly<{ columns: readonly string[]; numberAt: number; textAt: number; row: RowOf }>
type RowOf = (number: string, uscc: string, text: string, random: Random) => string[]

const makers: Readonly<Record<RecordKind, Maker>> = {
  PENALTY: {
    columns:
      'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_FRDB,CF_FR_ZJLX,CF_FR_ZJHM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_YXQ,CF_CFJG,CF_CFJGDM'.split(
        ',',
      ),
    ...{ numberAt: 6, textAt: 8 },
    row: (number, uscc, text, random) => [
      ...['上海样例有限公司', '法人及非法人组织', uscc],
      ...(random.chance(30) ? ['王某', '身份证', '310104199001010017'] : ['', '', '']),
      ...[number, '违反规定', text, '依据', '罚款', '罚款', random.oneOf(['0.2', '１．５', '12', '0.000001'])],
      ...[random.oneOf(['2025/03/06', '2025-3-6', '2025年3月6日', '20250306']), '2099/12/31', ...authority],
    ],
  },
  LICENCE: {
    columns:
      'XK_XDR_MC,XK_XDR_LB,XK_XDR_SHXYM,XK_XKWS,XK_WSH,XK_XKLB,XK_NR,XK_JDRQ,XK_YXQZ,XK_YXQZI,XK_XKJG,XK_XKJGDM,XK_ZT'.split(
        ',',
      ),
    ...{ numberAt: 4, textAt: 6 },
    row: (number, uscc, text, random) => [
      ...['上海样例有限公司', '法人及非法人组织', uscc, '准予许可决定书', number],
      ...[random.oneOf(['普通', '核准', '其他（补充）']), text, '2025/03/06', '2025/03/06'],
      ...[random.oneOf(['2099/12/31', '2030/03/05', '']), ...authority, '1'],
    ],
  },
  REGISTER: {
    columns: 'ZT_MC,ZT_SHXYM,ZT_CLRQ,ZT_HZRQ,ZT_ZT,ZT_ZCZB,ZT_JYFW'.split(','),
    ...{ numberAt: 0, textAt: 6 },
    row: (number, uscc, text, random) => [
      ...[number, uscc, '2012/05/06', '2020/01/02', random.oneOf(['存续', '在营', ''])],
      ...[random.oneOf(['100', '0.5', '']), text],
    ],
  },
}

const texts: readonly [string, ...string[]] = [
  ...([
    '占道经营',
    '（含税）“三无”产品',
    '"三无"产品，"无"证',
    '甲,乙;丙\t丁',
    '第一行\n第二行',
    '末尾有引号"',
  ] as const),
  ...['　前后有空格 ', 'Ａ１（全角）', '斜杠\\与\\n', '{"像":"对象"}', "=1+1 'x' <b>&amp;</b>"],
]

const strange: readonly [string, ...string[]] = [
  ...(['', ' ', '　', '"', '""', '",', '"开', '开"', '","', '\0', 'a\0b', '\ufeff', '\u202e倒', '\u0007'] as const),
  ...[
    'NaN',
    '-0.1',
    '1e9',
    '1,000',
    '五万',
    '0.0000001',
    '9'.repeat(400),
    '∞',
    '罚款；警告',
    '罚款(',
    '暂扣或者吊销许可证',
  ],
  ...['2024/02/30', '2025/13/01', '0000/00/00', '2099/12/31', '9999-99-99', '45000', '昨天', '2025/03/06 25:61'],
  ...['91310104MA1X00017X', '310104199001010017', '00000000-0', '/', '无', 'O0I1', '９１３１０１０４ＭＡ１Ｘ'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    "'; DROP TABLE told.enterprise; --",
    '${x}',
    '%s%n',
    '\\N',
    '\\.',
    '\\u0000',
  ],
  ...['🏢', 'e\u0301', '\ud800', '\udc00x', '\u2028', '\x85', '注'.repeat(5_001)],
]
const huge = ['大'.repeat(70_000), '"'.repeat(66_000), `"${'x,'.repeat(40_000)}`, '\n'.repeat(500)] as const

/** One file of good rows and spoilt ones, in the order of its seed. */
export function fuzzedFile(form: Form, seed: number): FuzzedFile {
  const { name, kind, rows, encode, mark = '', delimiter, newline = '\n', wholeSigns = false, headings } = form
  const random = randomFrom(seed)
  const maker = makers[kind]
  const good: Good[] = []
  const pieces: Buffer[] = [Buffer.from(mark, 'hex')]
  if (delimiter !== undefined) pieces.push(encode((headings ?? maker.columns.join(delimiter)) + newline))
  for (let n = 0; n < rows; n++) {
    const isGood = random.chance(500)
    const number = `${isGood ? '好' : '坏'}〔2025〕${name}${n}号`
    const uscc = subject(kind === 'REGISTER' ? (isGood ? n : 9_999) : n % 4_000)
    // JSON may hold a line separator as it is.
    const text = delimiter === undefined && random.chance(50) ? '行\u2028行' : random.oneOf(texts)
    const cells = maker.row(number, uscc, text, random)
    if (isGood) good.push({ number, uscc, text })
    else for (let times = random.between(0, 2); times >= 0; times--) spoilCells(cells, random)
    const line =
      delimiter === undefined ? asJson(maker.columns, cells, isGood, random) : asCsv(cells, delimiter, random)
    const bytes = encode(`${isGood ? line : spoilLine(line, newline, random)}${newline}`)
    pieces.push(isGood || wholeSigns ? bytes : spoilBytes(bytes, random))
  }
  return { name, kind, rows, content: Buffer.concat(pieces), good }
}

/** A workbook holds cells and no lines, and no control signs, which XML has no way to write. */
export function fuzzedWorkbook(name: string, kind: RecordKind, rows: number, seed: number): FuzzedFile {
  const random = randomFrom(seed)
  const maker = makers[kind]
  const good: Good[] = []
  const sheet: string[][] = [[...maker.columns]]
  for (let n = 0; n < rows; n++) {
    const isGood = random.chance(500)
    const number = `${isGood ? '好' : '坏'}〔2025〕${name}${n}号`
    const [uscc, text] = [subject(n % 4_000), random.oneOf(texts)]
    const cells = maker.row(number, uscc, text, random)
    if (isGood) good.push({ number, uscc, text })
    else for (let times = random.between(0, 2); times >= 0; times--) spoilCells(cells, random)
    sheet.push(
      cells.map((cell) =>
        cell
          .toWellFormed()
          .replace(/[\0-\x08\x0b-\x1f]/g, '')
          .slice(0, 32_767),
      ),
    )
  }
  return { name, kind, rows, content: workbook(sheet), good }
}

function spoilCells(cells: string[], random: Random): void {
  const place = random.below(cells.length)
  const cell = cells[place] ?? ''
  const at = random.below(cell.length + 1)
  const sign = () =>
    String.fromCharCode(random.oneOf([random.below(0x80), random.below(0x3000), random.below(0x10000)]))
  const ways: readonly [() => string[], ...(() => string[])[]] = [
    () => cells.with(place, random.oneOf(strange)),
    () => cells.with(place, random.oneOf(strange)),
    () => cells.with(place, cell.slice(0, at) + sign() + cell.slice(at)),
    () => cells.with(place, cell.slice(0, at) + cell.slice(at + 1)),
    () => cells.with(place, cell + random.oneOf(strange)),
    () => cells.with(place, cells[random.below(cells.length)] ?? ''),
    () => cells.toSpliced(place, 1),
    () => cells.toSpliced(place, 0, random.oneOf(strange)),
    () => cells.slice(0, place),
    () => [...cells, ...cells],
    () => (random.chance(20) ? cells.with(place, random.oneOf(huge)) : cells.with(place, cell.repeat(3))),
  ]
  if (cells.length > 0) cells.splice(0, Infinity, ...random.oneOf(ways)())
}

function asCsv(cells: readonly string[], delimiter: string, random: Random): string {
  const needed = /["\r\n,;\t]/
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
  return cells.map((cell) => (needed.test(cell) || random.chance(100) ? quoted(cell) : cell)).join(delimiter)
}

function asJson(columns: readonly string[], cells: readonly string[], isGood: boolean, random: Random): string {
  const members = columns.map((column, place): [string, unknown] => [column, cells[place] ?? ''])
  if (!isGood && random.chance(300)) {
    const values: readonly [unknown, ...unknown[]] = [null, 12, -1e300, true, [], ['x'], {}, { a: { b: 1 } }]
    members[random.below(members.length)] = [random.oneOf(columns as [string]), random.oneOf(values)]
  }
  return JSON.stringify(Object.fromEntries(members))
}

/** What goes wrong with lines: a quote too many or too few, a line cut off, broken in two, or sent twice. */
function spoilLine(line: string, newline: string, random: Random): string {
  const at = random.below(line.length + 1)
  return random.oneOf([
    () => line,
    () => line,
    () => `${line.slice(0, at)}"${line.slice(at)}`,
    () => line.slice(0, at) + line.slice(at + 1),
    () => line.slice(0, at),
    () => `${line.slice(0, at)}${newline}${line.slice(at)}`,
    () => `${line}${newline}${line}`,
    () => `${newline}${line}`,
    () => `"${line}`,
    () => line.replaceAll('"', ''),
  ])()
}

function spoilBytes(bytes: Buffer, random: Random): Buffer {
  if (!random.chance(150)) return bytes
  const at = random.below(bytes.length - 1)
  const some = Buffer.from(Array.from({ length: random.between(1, 4) }, () => random.below(256)))
  return random.chance(500)
    ? Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at)])
    : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
}

/** Node only decodes GB18030, so the two bytes of each sign are looked up; what has none stands as a question mark. */
export function gb18030(): (text: string) => Buffer {
  const decoder = new TextDecoder('gb18030')
  const bytes = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const sign = trail === 0x7f ? '' : decoder.decode(Uint8Array.of(lead, trail))
      if (sign.length === 1 && sign !== '\ufffd' && !bytes.has(sign)) bytes.set(sign, lead * 256 + trail)
    }
  }
  return (text) => {
    const out: number[] = []
    for (const sign of text) {
      const code = sign.charCodeAt(0)
      const pair = bytes.get(sign)
      if (code < 0x80) out.push(code)
      else if (pair === undefined) out.push(0x3f)
      else out.push(pair >> 8, pair & 0xff)
    }
    return Buffer.from(out)
  }
}
