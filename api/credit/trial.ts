import { assess, type Model, ready } from '../../domain/credit/assess.ts'
import type { Assessment } from '../../domain/credit/assessment.ts'
import { checksOf, type CheckRatios } from '../../domain/credit/check-ratios.ts'
import { type CreditClass, creditClasses } from '../../domain/credit/classes.ts'
import type { CutOffs } from '../../domain/credit/model.ts'
import type { EnterpriseFile } from '../../domain/enterprise/file.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'

/** How many files went from which class (rows) to which (columns), in the order A to D (迁移矩阵). */
export type Matrix = number[][]

/** A file of another class under the draft, and by which indicators (变动企业). */
export type Mover = Readonly<{
  uscc: string
  name: string
  street: string | null
  industry: string | null
  from: CreditClass
  to: CreditClass
  fromScore: number
  toScore: number
  differences: readonly Readonly<{ indicator: string; name: string; before: number; after: number }>[]
}>

/** The parts of a district by which a trial is told. */
export type Subject = Readonly<{ uscc: string; name: string; street: string | null; industry: string | null }>

export type TrialFigures = Readonly<{
  files: number
  movers: number
  matrix: Matrix
  byStreet: Record<string, Matrix>
  byIndustry: Record<string, Matrix> // By division, the first two digits of GB/T 4754.
}>

export const noFigures = (): TrialFigures => ({ files: 0, movers: 0, matrix: empty(), byStreet: {}, byIndustry: {} })

const empty = (): Matrix => creditClasses.map(() => creditClasses.map(() => 0))

/** Compares one file under both models; counts it in the figures, and answers with the mover that it is, if it is one. */
export function tryFile(
  figures: TrialFigures,
  subject: Subject,
  file: EnterpriseFile,
  { present, draft, day }: Readonly<{ present: Model; draft: Model; day: PlainDate }>,
): Readonly<{ figures: TrialFigures; mover: Mover | undefined }> {
  const before = assess(file, present, day)
  const after = assess(file, draft, day)
  const place = [creditClasses.indexOf(before.creditClass), creditClasses.indexOf(after.creditClass)] as const
  const { street, industry } = subject
  for (const matrix of [
    figures.matrix,
    (figures.byStreet[street ?? ''] ??= empty()),
    (figures.byIndustry[industry?.slice(0, 2) ?? ''] ??= empty()),
  ]) {
    const row = matrix[place[0]]
    if (row !== undefined) row[place[1]] = (row[place[1]] ?? 0) + 1
  }
  const moves = before.creditClass !== after.creditClass
  const counted = { ...figures, files: figures.files + 1, movers: figures.movers + (moves ? 1 : 0) }
  if (!moves) return { figures: counted, mover: undefined }
  const cutOffs = { before: ready(present).model.cutOffs, after: ready(draft).model.cutOffs }
  return { figures: counted, mover: moverOf(subject, before, after, cutOffs) }
}

type BothCutOffs = Readonly<{ before: CutOffs; after: CutOffs }>

function moverOf(subject: Subject, before: Assessment, after: Assessment, cutOffs: BothCutOffs): Mover {
  return {
    ...subject,
    ...{ from: before.creditClass, to: after.creditClass, fromScore: before.score, toScore: after.score },
    differences: [...differencesOf(before, after), ...cutOffDifference(before.creditClass, after.creditClass, cutOffs)],
  }
}

/** The line between the two classes, where it was moved: a file may change its class with every point where it was. */
function cutOffDifference(from: CreditClass, to: CreditClass, { before, after }: BothCutOffs): Mover['differences'] {
  const better = from < to ? from : to
  if (better === 'D' || before[better] === after[better]) return []
  return [{ indicator: 'CUT_OFF', name: `${better}类分数线`, before: before[better], after: after[better] }]
}

/** Points that are others now, and overriding facts that came or went. */
function differencesOf(before: Assessment, after: Assessment): Mover['differences'] {
  const lines = new Map<string, { indicator: string; name: string; before: number; after: number }>()
  for (const [side, { reasons }] of [
    ['before', before],
    ['after', after],
  ] as const) {
    for (const { indicator, name, points } of reasons) {
      const line = lines.get(indicator) ?? { indicator, name, before: 0, after: 0 }
      lines.set(indicator, { ...line, name, [side]: points })
    }
  }
  const changed = [...lines.values()].filter((line) => line.before !== line.after)
  const [old, now] = [before.overriding, after.overriding]
  if (old?.code === now?.code && old?.creditClass === now?.creditClass) return changed
  const overriding = [old, now].flatMap((fact, side) =>
    fact ? [{ indicator: fact.code, name: fact.name, before: side === 0 ? 1 : 0, after: side === 1 ? 1 : 0 }] : [],
  )
  return [...changed, ...overriding]
}

/** How many checks the ratios come to before and after, by class and in all. */
export function checksIn(matrix: Matrix, ratios: CheckRatios) {
  const classes = creditClasses.map((creditClass, place) => {
    const before = (matrix[place] ?? []).reduce((sum, count) => sum + count, 0)
    const after = matrix.reduce((sum, row) => sum + (row[place] ?? 0), 0)
    const [numerator, denominator] = ratios[creditClass]
    const [had, has] = [checksOf(before, ratios[creditClass]), checksOf(after, ratios[creditClass])]
    return { creditClass, numerator, denominator, before, after, checksBefore: had, checksAfter: has }
  })
  const sum = (of: (line: (typeof classes)[number]) => number): number =>
    classes.reduce((all, line) => all + of(line), 0)
  const [checksBefore, checksAfter] = [sum((line) => line.checksBefore), sum((line) => line.checksAfter)]
  return { classes, checksBefore, checksAfter, more: checksAfter - checksBefore }
}
