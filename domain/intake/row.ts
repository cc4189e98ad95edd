import type { EnterpriseCommand } from '../enterprise/commands.ts'
import type { Authority } from '../enterprise/parties.ts'
import type { SubjectKind } from '../enterprise/registration/events.ts'
import { type Fen, fen, parseTenThousandYuan } from '../kernel/fen.ts'
import { parseOrganisationCode } from '../kernel/organisation-code.ts'
import { isIdentityNumber } from '../kernel/identity-number.ts'
import { withoutPersonalNumbers } from '../kernel/personal-numbers.ts'
import { openEnd, type PlainDate, parseRecordDate } from '../kernel/plain-date.ts'
import { parseRegistrationNumber, parseTaxNumber } from '../kernel/registration-number.ts'
import { squeeze, tidy } from '../kernel/text.ts'
import { type InspectedUscc, inspectUscc, subjectClassOf, type Uscc } from '../kernel/uscc.ts'
import type { RowPerson } from './persons.ts'
import { type Edition, nameOf, type RecordKind } from './columns.ts'

/** Why a row is refused: the field by its code, and a Chinese sentence. */
export class RowFault extends Error {
  override readonly name = 'RowFault'
  readonly field: string

  constructor(field: string, reason: string) {
    super(reason)
    this.field = field
  }
}

/** What a row comes to: the file it belongs to and the commands that record it, which stand or fall together. */
export type RowOrder = Readonly<{
  uscc: Uscc
  commands: readonly EnterpriseCommand[]
  source: RowSource
  persons?: readonly RowPerson[] // Still in the clear; they become commands when they are sealed.
}>
export type RowSource = Readonly<{ agency?: string; agencyName?: string; documentNumber?: string }>

export type RowContext = Readonly<{
  today: PlainDate
  edition?: Edition | undefined // Whose columns the row has; 2018 unless told.
  agency: string | null // The agency that hands the rows in; null for the operator.
  /** The file to which another number leads, if any. */
  resolve: (number: string) => Uscc | undefined
}>

/** A row's fields by code, as the file has them; a column that the file does not have is undefined. */
export type Fields = Readonly<Record<string, string | undefined>>

/** Fields in which officers write freely; what they write there of persons' numbers does not enter the log. */
const prose: ReadonlySet<string> = new Set([
  ...['CF_CFMC', 'CF_WFXW', 'CF_SY', 'CF_YJ', 'CF_NR', 'CF_NR_ZKDX', 'XK_XKWS', 'XK_NR', 'BZ', 'ZT_ZS', 'ZT_JYFW'],
])

/** Reads a row's fields; every reader throws `RowFault` on what it cannot accept. */
export function fieldReader(kind: RecordKind, fields: Fields) {
  const title = (code: string): string => nameOf(kind, code)
  const text = (code: string): string => {
    const value = tidy(fields[code] ?? '')
    if (value.includes('\0') || !value.isWellFormed())
      throw new RowFault(code, `${title(code)}含有不成文字的符号，无法保存`)
    return prose.has(code) ? withoutPersonalNumbers(value) : value
  }

  function required(code: string): string {
    const value = text(code)
    if (value === '') throw new RowFault(code, `缺少${title(code)}`)
    return value
  }

  /** Empty is refused where the file has the column; an older file that does not have it says nothing. */
  const expected = (code: string): string => (fields[code] === undefined ? '' : required(code))

  function day(code: string): PlainDate | undefined {
    const value = text(code)
    if (value === '') return undefined
    const parsed = parseRecordDate(value)
    if (parsed === undefined) throw new RowFault(code, `${title(code)}“${value}”不是有效的日期`)
    return parsed
  }

  function requiredDay(code: string): PlainDate {
    required(code)
    return day(code) as PlainDate
  }

  /** The end of a term; 2099/12/31 and an empty field are no end (长期). */
  function end(code: string, from: PlainDate, fromTitle: string): PlainDate | null {
    const until = day(code)
    if (until === undefined || until === openEnd) return null
    if (until < from) throw new RowFault(code, `${title(code)}（${until}）早于${fromTitle}（${from}）`)
    return until
  }

  function pastDay(code: string, today: PlainDate): PlainDate {
    const value = requiredDay(code)
    if (value > today) throw new RowFault(code, `${title(code)}（${value}）晚于今天（${today}）`)
    return value
  }

  function amount(code: string): Fen | undefined {
    const value = text(code)
    if (value === '') return undefined
    const parsed = parseTenThousandYuan(value)
    if (parsed.kind === 'AMOUNT') return parsed.amount
    const reasons = {
      NOT_A_NUMBER: '不是数字（单位万元）',
      NEGATIVE: '不能为负',
      FINER_THAN_FEN: '小数超过六位，不足一分',
      TOO_LARGE: '过大',
    } as const
    throw new RowFault(code, `${title(code)}“${value}”${reasons[parsed.kind]}`)
  }

  function authority(codeField: string, nameField: string, fallbackCode: string, fallbackName: string): Authority {
    const given = text(codeField) || (fields[codeField] === undefined ? text(fallbackCode) : '')
    if (given === '') throw new RowFault(codeField, `缺少${title(codeField)}`)
    const inspected = inspectUscc(given)
    if (inspected.kind === 'MALFORMED') throw new RowFault(codeField, `${title(codeField)}：${inspected.reason}`)
    const name = text(nameField) || text(fallbackName)
    if (name === '') throw new RowFault(nameField, `缺少${title(nameField)}`)
    return { code: inspected.code, name }
  }

  return { text, required, expected, day, requiredDay, pastDay, end, amount, authority }
}

export type FieldReader = ReturnType<typeof fieldReader>

/** The subject of a licence or penalty record: whose file it is, under what name. */
export function subjectOf(
  prefix: 'XK' | 'CF',
  fields: Fields,
  read: FieldReader,
  { resolve }: RowContext,
): Readonly<{ uscc: Uscc; name: string; subjectKind: SubjectKind }> {
  const field = (name: string): string => `${prefix}_XDR_${name}`
  const kind = subjectKindOf(field('LB'), fields, read)
  const name = read.required(field('MC'))
  const uscc = codeOf(field('SHXYM'), [field('GSZC'), field('ZZJG'), field('SWDJ')], read, resolve)
  const subjectKind = subjectClassOf(uscc) === 'INDIVIDUAL_BUSINESS' ? 'INDIVIDUAL_BUSINESS' : kind
  return { uscc, name, subjectKind }
}

const kindNames: Readonly<Record<string, SubjectKind | 'NATURAL_PERSON'>> = {
  法人及非法人组织: 'LEGAL_PERSON',
  法人: 'LEGAL_PERSON',
  企业: 'LEGAL_PERSON',
  非法人组织: 'UNINCORPORATED',
  个体工商户: 'INDIVIDUAL_BUSINESS',
  自然人: 'NATURAL_PERSON',
  '01': 'NATURAL_PERSON',
  '02': 'LEGAL_PERSON',
  '03': 'UNINCORPORATED',
  '04': 'INDIVIDUAL_BUSINESS',
}

/** Natural persons have no place in a file of enterprises. */
function subjectKindOf(code: string, fields: Fields, read: FieldReader): SubjectKind {
  const given = squeeze(read.expected(code))
  if (given === '' && fields[code] === undefined) return 'LEGAL_PERSON' // The columns of 2015 do not tell.
  const kind = kindNames[given] ?? kindNames[given.padStart(2, '0')]
  if (kind === undefined) throw new RowFault(code, `不认识的行政相对人类别“${read.text(code)}”`)
  if (kind === 'NATURAL_PERSON') throw new RowFault(code, '行政相对人是自然人，本系统只收企业等组织的记录')
  return kind
}

function codeOf(codeField: string, others: readonly string[], read: FieldReader, resolve: RowContext['resolve']): Uscc {
  const given = read.text(codeField)
  if (given !== '') {
    const inspected = inspectUscc(given)
    if (inspected.kind === 'MALFORMED') throw new RowFault(codeField, inspected.reason)
    refuseIdentityNumber(codeField, inspected)
    return resolve(inspected.code) ?? inspected.code
  }
  const numbers = others.flatMap((field) => numbersIn(read.text(field)))
  const found = numbers.map(resolve).find((uscc) => uscc !== undefined)
  if (found) return found
  const tried = numbers.length > 0 ? `，其他号码（${numbers.join('、')}）也查不到对应的主体` : ''
  throw new RowFault(codeField, `缺少统一社会信用代码${tried}`)
}

/**
 * A code that fails its check is kept and flagged, but not where it is a person's identity number, as operators of
 * individual businesses are reported under: it would name a stream and stand in the log for ever. The sentence does not
 * repeat it, because verdicts are handed on.
 */
export function refuseIdentityNumber(field: string, inspected: Extract<InspectedUscc, { kind: 'WELL_FORMED' }>): void {
  if (!inspected.outerCheck && isIdentityNumber(inspected.code)) {
    throw new RowFault(field, '这里是公民身份号码的格式，不是统一社会信用代码；为保护个人信息不予收录')
  }
}

/** Every way in which a number might stand in the directory of aliases. */
export const numbersIn = (text: string): readonly string[] =>
  text === ''
    ? []
    : [parseRegistrationNumber(text), parseOrganisationCode(text), parseTaxNumber(text)].filter(
        (number) => number !== undefined,
      )

export const noAmount: Fen = fen(0)
