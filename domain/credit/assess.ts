import type { Section } from '../enterprise/correction/events.ts'
import type { EnterpriseFile } from '../enterprise/file.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import {
  type Assessment,
  boundsCode,
  type Overriding,
  type Reason,
  type RecordName,
  type WithoutRecord,
} from './assessment.ts'
import { type DayNumber, dayOrNever, never } from './days.ts'
import { type CreditClass, type CreditModel, creditClasses, type Indicator } from './model.ts'
import { type Looked, lookAhead } from './outlook.ts'
import { type PreparedModel, prepareModel } from './prepare.ts'
import { factsBy } from './tell.ts'
import type { Source } from './timeline.ts'

export * from './assessment.ts'
export { prepareModel, type PreparedModel } from './prepare.ts'

/** A model as it was enacted, or made ready for many files. */
export type Model = CreditModel | PreparedModel
export const ready = (model: Model): PreparedModel => ('rules' in model ? model : prepareModel(model))

/**
 * The credit profile of a file on a day (信用风险分类): class, score, and every reason. It depends on its arguments alone.
 * Facts whose legal day is later than the day are as if they were not in the file; to ask what was known at an instant,
 * hand in the file told from `factsAt(facts, { knownAt })`.
 */
export const assess = (file: EnterpriseFile, model: Model, day: PlainDate): Assessment => {
  const prepared = ready(model)
  return assessmentOf(prepared, lookAhead(file, prepared, day), day)
}

export const classAt = (place: number): CreditClass => creditClasses[place] ?? 'D'

export function assessmentOf(
  { model, rules, overridesFrom }: PreparedModel,
  looked: Looked,
  day: PlainDate,
): Assessment {
  const { timeline } = looked.told
  const { values, score, place, overriding, bounds, changesAt, endsAt, answerChangesAt, classes } = looked.outlook
  const reasons: Reason[] = []
  for (let at = 0; at < overridesFrom; at++) {
    const points = values[at] ?? 0
    if (points === 0) continue
    const [line, sources] = [model.indicators[at], timeline.sources[at]]
    if (line !== undefined && sources !== undefined) {
      reasons.push(reasonOf(line, points, sources, changesAt[at] ?? never, endsAt[at] ?? never))
    }
  }
  if (bounds !== 0) {
    reasons.push({
      ...{ indicator: boundsCode, name: '评分上下限', group: null, points: bounds, eventIds: [], records: [] },
      ...{ clause: boundsClause(model, score), until: dayBefore(changesAt[overridesFrom]) },
      endsOn: dayOrNever(endsAt[rules.length] ?? never),
    })
  }
  return {
    ...{ day, model: { name: model.name, version: model.version }, creditClass: classAt(place), score, reasons },
    overriding:
      overriding < 0
        ? null
        : overridingOf(model, overriding - overridesFrom, timeline.sources[overriding], endsAt[overriding]),
    changesOn: dayOrNever(classes[1]?.at ?? never),
    validUntil: dayBefore(answerChangesAt),
  }
}

function reasonOf(
  line: Indicator,
  points: number,
  sources: readonly Source[],
  changesAt: DayNumber,
  endsAt: DayNumber,
): Reason {
  const { code, name, group, clause } = line
  const { eventIds, records } = behind(sources)
  const until = dayBefore(changesAt)
  return { indicator: code, name, group, points, eventIds, records, clause, until, endsOn: dayOrNever(endsAt) }
}

const dayBefore = (at: DayNumber | undefined): PlainDate | null =>
  at === undefined || at >= never ? null : dayOrNever(at - 1)

const boundsClause = ({ name, version, scoreMin, scoreMax }: CreditModel, score: number): string =>
  `《${name}》第${version}版：评分${score === scoreMin ? `不低于${scoreMin}` : `不高于${scoreMax}`}分`

function overridingOf(
  model: CreditModel,
  place: number,
  sources: readonly Source[] | undefined,
  endsAt: DayNumber | undefined,
): Overriding | null {
  const rule = model.overrides[place]
  if (rule === undefined) return null
  const { code, name, clause, noBetterThan } = rule
  return { code, name, clause, ...behind(sources ?? []), creditClass: noBetterThan, until: dayBefore(endsAt) }
}

/** The records that are counted and the facts behind them, in the order of recording whatever the order of the file. */
function behind(sources: readonly Source[]): Readonly<{ eventIds: readonly string[]; records: readonly RecordName[] }> {
  const ordered = sources.length < 2 ? sources : inOrder(sources)
  const records: RecordName[] = []
  const facts: Source['facts'][number][] = []
  let keyBefore: string | undefined
  for (const { key, facts: own } of ordered) {
    if (key !== keyBefore) records.push(nameOf(key))
    keyBefore = key
    for (const fact of own) facts.push(fact)
  }
  return { eventIds: idsOf(facts.length < 2 ? facts : facts.sort((a, b) => compare(a.revision, b.revision))), records }
}

/** By first recording; what rests on the same fact, such as the reports that are missing, by its name. */
function inOrder(sources: readonly Source[]): readonly Source[] {
  const firsts = sources.map((source) => ({ source, first: firstRevision(source) }))
  firsts.sort((a, b) => compare(a.first, b.first) || compare(a.source.key, b.source.key))
  return firsts.map(({ source }) => source)
}

function nameOf(key: string): RecordName {
  const slash = key.indexOf('/')
  return { section: key.slice(0, slash) as Section, recordId: key.slice(slash + 1) }
}

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

function firstRevision({ facts }: Source): bigint {
  let first = facts[0]?.revision ?? 0n
  for (const { revision } of facts) if (revision < first) first = revision
  return first
}

/** Each once, with the corrections behind it. */
function idsOf(facts: Source['facts']): readonly string[] {
  const ids: string[] = []
  for (const { id, correctedBy } of facts) {
    if (!ids.includes(id)) ids.push(id)
    for (const correction of correctedBy ?? []) if (!ids.includes(correction)) ids.push(correction)
  }
  return ids
}

/** Records that can speak for or against the subject; the registration is the subject itself. */
const asked: readonly Section[] = ['LICENCE', 'PENALTY', 'INSPECTION', 'LISTING', 'REPORT', 'HONOUR', 'COMMITMENT']

/** Of each record of the file: what the class would be if it did not stand there (剔除某项记录后的分类). */
export function classWithout(file: EnterpriseFile, model: Model, day: PlainDate): readonly WithoutRecord[] {
  const prepared = ready(model)
  const answers: { from: bigint; without: WithoutRecord }[] = []
  for (const [key, facts] of file.records) {
    const { section, recordId } = nameOf(key)
    const standing = factsBy(facts, day)
    if (!asked.includes(section) || standing.length === 0) continue
    const records = new Map(file.records)
    records.delete(key)
    const { outlook } = lookAhead({ ...file, records }, prepared, day)
    const source: Source = { key, facts: standing as Source['facts'] }
    const { eventIds } = behind([source])
    const without = { section, recordId, eventIds, creditClass: classAt(outlook.place), score: outlook.score }
    answers.push({ from: firstRevision(source), without })
  }
  return answers.sort((a, b) => compare(a.from, b.from)).map(({ without }) => without)
}
