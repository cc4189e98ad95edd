import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { SubjectClass } from '../../kernel/uscc.ts'
import type { Officer } from '../officer.ts'

/** What an entry of the list of random inspections says (随机抽查事项). */
export type InspectionItem = Readonly<{
  code: string // 事项编号, such as A07.
  name: string
  basis: string // 检查依据
  subject: string // 检查主体: who may carry it out.
  objectKinds: readonly SubjectClass[] // 检查对象
  ratio: readonly [numerator: number, denominator: number] | null // 抽查比例; null where the plan says it.
  frequencyPerYear: number | null // 抽查频次, at most so often a year for one enterprise; null where there is none.
  methods: readonly string[] // 检查方式, `inspection_method.csv`.
  specialPosts: readonly string[] // 特殊岗位: qualifications that every inspector on the visit must have.
  libraries: readonly string[] // 专项库; without any, the general library of subjects.
  effectiveFrom: PlainDate
  effectiveUntil: PlainDate | null // The last day in force.
}>

/** An item was published, or a new version of one (公布抽查事项). */
export type ItemPublished = DomainEvent<
  'ItemPublished',
  InspectionItem & { version: number; publishedOn: PlainDate; publishedBy: Officer }
>

/** An item is in force no longer from this day on (停止抽查事项). */
export type ItemWithdrawn = DomainEvent<
  'ItemWithdrawn',
  { code: string; version: number; withdrawnOn: PlainDate; withdrawnBy: Officer; reason: string }
>

/** Who belongs to a special library (专项库): by industry, by licence, or by name; any one of them suffices. */
export type Library = Readonly<{
  name: string
  industries: readonly string[] // Prefixes of industry codes.
  licences: readonly string[] // Names of licence certificates that are in force.
  members: readonly string[] // Codes of those entered one by one.
}>

/** A special library was defined, or defined anew (设定专项库). */
export type LibraryDefined = DomainEvent<
  'LibraryDefined',
  Library & { version: number; definedOn: PlainDate; definedBy: Officer }
>

export type ItemEvent = ItemPublished | ItemWithdrawn | LibraryDefined
