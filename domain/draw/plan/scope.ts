import type { CreditClass } from '../../credit/classes.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { type SubjectClass, subjectClasses } from '../../kernel/uscc.ts'
import type { InspectionItem, Library } from '../items/events.ts'
import { refuseItem } from '../items/refusals.ts'

/** An enterprise as the draw looks at it (检查对象): a row told from its file. */
export type ObjectRow = Readonly<{
  uscc: string
  name: string
  subjectClass: SubjectClass
  status: string // Registration status, such as ACTIVE.
  street: string | null
  industry: string | null // Code of GB/T 4754.
  licences: readonly string[] // Names of the licence certificates in force.
  tags: readonly string[] // 监管标签: the lists on which it stands.
  creditClass: CreditClass | null // null where it was never assessed.
  visits: readonly PlainDate[] // Days of random visits by whatever agency, made or ordered.
}>

/** Conditions of a task (抽查范围). An empty list is no condition; all conditions must hold. */
export type Scope = Readonly<{
  statuses: readonly string[]
  subjectClasses: readonly SubjectClass[]
  streets: readonly string[]
  industries: readonly string[] // Prefixes.
  licences: readonly string[] // Any one of them.
  tags: readonly string[] // Any one of them.
  classes: readonly CreditClass[]
  libraries: readonly string[] // Any one of the special libraries.
}>

/**
 * The scope of a task as its matters narrow it: only kinds of subject that every matter is for; and, where the task names
 * no library, the special libraries of its matters, if they have any (没有专项库的事项从主体综合库抽取).
 */
export function scopeWithin(scope: Scope, items: readonly InspectionItem[]): Scope {
  const wanted = scope.subjectClasses.length > 0 ? scope.subjectClasses : subjectClasses
  const kinds = wanted.filter((kind) => items.every(({ objectKinds }) => objectKinds.includes(kind)))
  if (kinds.length === 0) throw refuseItem('ITEMS_WITHOUT_COMMON_OBJECT')
  const own = [...new Set(items.flatMap(({ libraries }) => libraries))]
  return { ...scope, subjectClasses: kinds, libraries: scope.libraries.length > 0 ? scope.libraries : own }
}

export const conditions = ['STATUS', 'SUBJECT', 'STREET', 'INDUSTRY', 'LICENCE', 'TAG', 'CLASS', 'LIBRARY'] as const
export type Condition = (typeof conditions)[number]

/** Whether an enterprise is in scope: by what it meets each condition, or the first that it does not meet. */
export type ScopeMatch =
  Readonly<{ within: true; grounds: readonly string[] }> | Readonly<{ within: false; failed: Condition }>

type Check = readonly [Condition, wanted: readonly string[], met: (row: ObjectRow, one: string) => boolean]

/** A scope made ready for many rows; `libraries` are those that it names. Classes are checked but never told. */
export function scopeMatcher(scope: Scope, libraries: readonly Library[]): (row: ObjectRow) => ScopeMatch {
  const members = new Map(libraries.map(({ name, members }) => [name, new Set(members)]))
  const byName = new Map(libraries.map((library) => [library.name, library]))
  const isIn = (row: ObjectRow, name: string): boolean => {
    const library = byName.get(name)
    if (library === undefined) return false
    const { industries, licences } = library
    return (
      members.get(name)?.has(row.uscc) === true ||
      industries.some((prefix) => row.industry?.startsWith(prefix)) ||
      licences.some((licence) => row.licences.includes(licence))
    )
  }
  const checks: readonly Check[] = [
    ['STATUS', scope.statuses, (row, one) => row.status === one],
    ['SUBJECT', scope.subjectClasses, (row, one) => row.subjectClass === one],
    ['STREET', scope.streets, (row, one) => row.street === one],
    ['INDUSTRY', scope.industries, (row, one) => row.industry?.startsWith(one) === true],
    ['LICENCE', scope.licences, (row, one) => row.licences.includes(one)],
    ['TAG', scope.tags, (row, one) => row.tags.includes(one)],
    ['CLASS', scope.classes, (row, one) => row.creditClass === one],
    ['LIBRARY', scope.libraries, isIn],
  ]
  const asked = checks.filter(([, wanted]) => wanted.length > 0)
  return (row) => {
    const grounds: string[] = []
    for (const [condition, wanted, met] of asked) {
      const found = wanted.find((one) => met(row, one))
      if (found === undefined) return { within: false, failed: condition }
      if (condition !== 'CLASS') grounds.push(`${condition}=${found}`)
    }
    return { within: true, grounds }
  }
}
