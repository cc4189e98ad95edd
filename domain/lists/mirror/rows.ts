import { isIdentityNumber } from '../../kernel/identity-number.ts'
import { holdsIdentityNumber } from '../../kernel/personal-numbers.ts'
import { parseRecordDate, type PlainDate } from '../../kernel/plain-date.ts'
import { tidy } from '../../kernel/text.ts'
import { inspectUscc } from '../../kernel/uscc.ts'
import { type ListCatalogue, listOn } from '../catalogue/catalogue.ts'
import { groundIn } from '../catalogue/definition.ts'
import type { MirrorFileKind, MirrorLine } from './entry.ts'
import { isSameEntry } from './entry.ts'
import { refuseMirror } from './refusals.ts'

/** The columns of a file of a mirrored list, by their titles in Chinese. */
export const mirrorColumns = {
  ...{ kind: '操作', key: '编号', uscc: '统一社会信用代码', groundCode: '事由代码', groundText: '事由' },
  ...{ documentNumber: '文号', enteredOn: '列入日期', termUntil: '期限届满日', authorityCode: '认定机关代码' },
  ...{ authorityName: '认定机关名称', removedOn: '移出日期', reason: '移出原因' },
} as const
export type MirrorColumn = keyof typeof mirrorColumns

/** A row as the file says it, counted from 1; what it does not say is empty. */
export type MirrorRow = Readonly<{ row: number; said: Readonly<Partial<Record<MirrorColumn, string>>> }>
export type RowFault = Readonly<{ row: number; field: string; reason: string }>

type Law = Readonly<{ listType: string; kind: MirrorFileKind; catalogue: ListCatalogue; today: PlainDate }>
const faultsShown = 100

/**
 * The lines of a file, each sound by itself; refused whole with its bad rows where one is not, because a row left out of a
 * full file would be a removal, and one left out of a delta would be missing in all that follow.
 */
export function linesOf(rows: readonly MirrorRow[], unreadable: readonly RowFault[], law: Law): readonly MirrorLine[] {
  const faults: RowFault[] = [...unreadable]
  const listed = new Map<string, MirrorLine & { kind: 'ENTER' }>()
  const lines: MirrorLine[] = []
  for (const row of rows) {
    const read = readerOf(row, faults)
    const line = read.isRemoval(law.kind) ? removalIn(read, law) : entryIn(read, law)
    if (line === undefined) continue
    if (line.kind === 'ENTER' && law.kind === 'FULL') {
      const twin = listed.get(line.entry.key)
      if (twin && !isSameEntry(twin.entry, line.entry)) read.fault('key', '与前面一行的编号相同而内容不同')
      listed.set(line.entry.key, line)
    }
    lines.push(line)
  }
  if (faults.length === 0) return lines
  faults.sort((a, b) => a.row - b.row)
  const [first = { row: 0, field: '', reason: '' }] = faults
  throw refuseMirror('MIRROR_ROWS_INVALID', { count: faults.length, ...first, rows: faults.slice(0, faultsShown) })
}

type Reader = ReturnType<typeof readerOf>

/** Reads the fields of a row, and tells what is wrong with them. */
function readerOf({ row, said }: MirrorRow, faults: RowFault[]) {
  const before = faults.length
  const fault = (column: MirrorColumn, reason: string): void => {
    faults.push({ row, field: mirrorColumns[column], reason })
  }
  function text(column: MirrorColumn, lengthMax: number, isNeeded = true): string {
    const value = tidy(said[column] ?? '')
    if (value === '' && isNeeded) fault(column, '没有填写')
    else if (value.length > lengthMax) fault(column, `超过${lengthMax}字`)
    else if (/[\u0000-\u001f\u007f]/.test(value)) fault(column, '含有控制字符')
    else if (holdsIdentityNumber(value)) fault(column, '含有公民身份号码，不得以明文记载')
    return value
  }
  function day(column: MirrorColumn): PlainDate | null {
    const value = tidy(said[column] ?? '')
    if (value === '') return null
    const parsed = parseRecordDate(value)
    if (parsed === undefined) fault(column, `“${value.slice(0, 40)}”不是日期`)
    return parsed ?? null
  }
  function pastDay(column: MirrorColumn, today: PlainDate): PlainDate {
    const parsed = day(column)
    if (parsed === null && tidy(said[column] ?? '') === '') fault(column, '没有填写')
    if (parsed !== null && parsed > today) fault(column, `${parsed}晚于今天`)
    return parsed ?? today
  }
  function isRemoval(kind: MirrorFileKind): boolean {
    const what = tidy(said.kind ?? '').toUpperCase()
    const isOne = /^(REMOVE|移出|删除)$/.test(what)
    if (isOne && kind === 'FULL') fault('kind', '全量文件只列在列的各条')
    const isEntry = /^(ENTER|列入|变更)$/.test(what) || (what === '' && kind === 'FULL')
    if (!isOne && !isEntry) fault('kind', '应为“列入”或者“移出”')
    return isOne
  }
  return { text, day, pastDay, isRemoval, fault, isSound: () => faults.length === before }
}

function removalIn(read: Reader, { today }: Law): MirrorLine | undefined {
  const [key, reason] = [read.text('key', 200), read.text('reason', 1_000)]
  const removedOn = read.pastDay('removedOn', today)
  return read.isSound() ? { kind: 'REMOVE', key, removedOn, reason } : undefined
}

function entryIn(read: Reader, { listType, catalogue, today }: Law): (MirrorLine & { kind: 'ENTER' }) | undefined {
  const key = read.text('key', 200)
  const uscc = codeIn(read)
  const [groundText, documentNumber] = [read.text('groundText', 1_000), read.text('documentNumber', 200)]
  const authority = { code: read.text('authorityCode', 40), name: read.text('authorityName', 200) }
  const [enteredOn, termUntil] = [read.pastDay('enteredOn', today), read.day('termUntil')]
  if (termUntil !== null && termUntil < enteredOn) read.fault('termUntil', `${termUntil}早于列入日期`)
  const definition = listOn(catalogue, listType, enteredOn)?.definition
  if (definition === undefined) read.fault('enteredOn', `${enteredOn}时该名录尚未施行`)
  const groundCode = read.text('groundCode', 40, (definition?.grounds.length ?? 0) > 0)
  if (groundCode !== '' && definition && definition.grounds.length > 0 && !groundIn(definition, groundCode))
    read.fault('groundCode', `“${definition.name}”没有“${groundCode}”这个列入事由`)
  if (!read.isSound()) return undefined
  const said = { key, uscc, groundCode, groundText, documentNumber, enteredOn, termUntil, authority }
  return { kind: 'ENTER', entry: said }
}

/** Lists of persons are not for enterprises' files, and their numbers are not for the log. */
function codeIn(read: Reader): string {
  const text = read.text('uscc', 40)
  const inspected = inspectUscc(text)
  if (inspected.kind === 'MALFORMED') {
    if (text !== '') read.fault('uscc', inspected.reason)
    return text
  }
  if (!inspected.outerCheck && isIdentityNumber(inspected.code)) read.fault('uscc', '是自然人的号码，只收企业')
  return inspected.code
}
