import type { CreditClass } from '../../credit/classes.ts'
import { type PlainDate, plainDate } from '../../kernel/plain-date.ts'

export type Ratio = readonly [numerator: number, denominator: number]

/** How large a share of each credit class is drawn where a task does not say so (分级抽查比例). */
export type ClassRatios = Readonly<{
  version: number
  effectiveFrom: PlainDate
  basis: string
  note: string // How sure the figures are.
  ratios: Readonly<Record<CreditClass | 'NONE', Ratio>>
}>

/** The tables by their first day, oldest first. A new table is added behind; none is ever changed. */
export const classRatioTables: readonly ClassRatios[] = [
  {
    version: 1,
    effectiveFrom: plainDate('2022-01-13'),
    basis: '国市监信发〔2022〕6号：按信用风险分类合理确定抽查比例',
    note: '文件没有规定数字；A 1%、B 2%、C 10%、D 30% 取自河南省2021年分级比例，未评级的与 B 相同。任务可以另定。',
    ratios: { A: [1, 100], B: [2, 100], C: [10, 100], D: [30, 100], NONE: [2, 100] },
  },
]

/** The table in force on a day; before the first one, that one. */
export const classRatiosOn = (day: PlainDate, tables: readonly ClassRatios[] = classRatioTables): ClassRatios => {
  const table = tables.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? tables[0]
  if (table === undefined) throw new RangeError('no table of class ratios')
  return table
}
