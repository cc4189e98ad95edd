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
import { capped, type Source, type Tally } from './timeline.ts'
import type { Outlook } from './walk.ts'

export * from './assessment.ts'
export { prepareModel, type PreparedModel } from './prepare.ts'

/** A model as it was enacted, or made ready for many files. */
export type Model = CreditModel | PreparedModel
export const ready = (model: Model): PreparedModel => ('missingMonths' in model ? model : prepareModel(model))

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

export function assessmentOf({ model }: PreparedModel, { told, outlook }: Looked, day: PlainDate): Assessment {
  const { standing, answerChangesAt, classes } = outlook
  const counted = told.timeline.tallies.filter(({ rule, points }) => rule.floor === 0 && points !== 0)
  if (counted.length > 1) counted.sort((a, b) => a.rule.place - b.rule.place)
  const reasons: Reason[] = []
  for (const tally of counted) {
    const line = model.indicators[tally.rule.place]
    if (line !== undefined) reasons.push(reasonOf(line, tally))
  }
  if (standing.bounds !== 0) reasons.push(boundsReason(model, outlook))
  return {
    day,
    model: { name: model.name, version: model.version },
    creditClass: classAt(standing.place),
    score: standing.score,
    reasons,
    overriding: standing.overriding === undefined ? null : overridingOf(model, standing.overriding),
    changesOn: dayOrNever(classes[1]?.at ?? never),
    validUntil: dayBefore(answerChangesAt),
  }
}

function reasonOf(
  { code, name, group, clause }: Indicator,
  { rule, points: sum, sources, changesAt, endsAt }: Tally,
): Reason {
  const { eventIds, records } = behind(sources)
  const points = capped(sum, rule.cap)
  return {
    indicator: code,
    name,
    group,
    points,
    eventIds,
    records,
    clause,
    until: dayBefore(changesAt),
    endsOn: dayOrNever(endsAt),
  }
}

/** What the least and the greatest score give or cut off, so that all points still make the score. */
function boundsReason(model: CreditModel, { standing, boundsChangeAt, boundsEndAt }: Outlook): Reason {
  return {
    ...{ indicator: boundsCode, name: '评分上下限', group: null, points: standing.bounds, eventIds: [], records: [] },
    ...{ clause: boundsClause(model, standing.score), until: dayBefore(boundsChangeAt) },
    endsOn: dayOrNever(boundsEndAt),
  }
}

const dayBefore = (at: DayNumber): PlainDate | null => (at >= never ? null : dayOrNever(at - 1))

const boundsClause = ({ name, version, scoreMin, scoreMax }: CreditModel, score: number): string =>
  `《${name}》第${version}版：评分${score === scoreMin ? `不低于${scoreMin}` : `不高于${scoreMax}`}分`

function overridingOf({ indicators, overrides }: CreditModel, { rule, sources, endsAt }: Tally): Overriding | null {
  const line = overrides[rule.place - indicators.length]
  if (line === undefined) return null
  const { code, name, clause, noBetterThan } = line
  return { code, name, clause, ...behind(sources), creditClass: noBetterThan, until: dayBefore(endsAt) }
}

/** The records that are counted and the facts behind them, in the order of recording whatever the order of the file. */
function behind(sources: readonly Source[]): Readonly<{ eventIds: readonly string[]; records: readonly RecordName[] }> {
  const records: RecordName[] = []
  const facts: Source['facts'][number][] = []
  let keyBefore: string | undefined
  for (const { key, facts: own } of inOrder(sources, compareSources)) {
    if (key !== keyBefore) records.push(nameOf(key))
    keyBefore = key
    for (const fact of own) facts.push(fact)
  }
  return { eventIds: idsOf(inOrder(facts, compareFacts)), records }
}

/** Mostly the order is right already. */
function inOrder<T>(items: readonly T[], compareItems: (a: T, b: T) => number): readonly T[] {
  for (let place = 1; place < items.length; place++) {
    const [before, item] = [items[place - 1], items[place]]
    if (before !== undefined && item !== undefined && compareItems(before, item) > 0)
      return items.toSorted(compareItems)
  }
  return items
}

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
const compareFacts = (a: Source['facts'][number], b: Source['facts'][number]): number => compare(a.revision, b.revision)

/** By first recording; what rests on the same fact, such as the reports that are missing, by its name. */
const compareSources = (a: Source, b: Source): number =>
  compare(firstRevision(a), firstRevision(b)) || compare(a.key, b.key)

function nameOf(key: string): RecordName {
  const slash = key.indexOf('/')
  return { section: key.slice(0, slash) as Section, recordId: key.slice(slash + 1) }
}

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
    if (correctedBy === undefined) continue
    for (const correction of correctedBy) if (!ids.includes(correction)) ids.push(correction)
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
    const without = {
      section,
      recordId,
      eventIds,
      creditClass: classAt(outlook.standing.place),
      score: outlook.standing.score,
    }
    answers.push({ from: firstRevision(source), without })
  }
  return answers.sort((a, b) => compare(a.from, b.from)).map(({ without }) => without)
}
