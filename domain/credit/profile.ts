import { effectiveFacts, type FileFact, type SectionFact } from '../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../enterprise/file.ts'
import type { Authority } from '../enterprise/parties.ts'
import { addDays, type PlainDate } from '../kernel/plain-date.ts'
import { type Assessment, assessmentOf, classAt, type Model, ready } from './assess.ts'
import { dayNumberOf, dayOrNever, never } from './days.ts'
import type { CreditClass } from './model.ts'
import { lookAhead } from './outlook.ts'
import type { CreditOverrideEvent } from './override/events.ts'
import { type CreditOverrideRecord, creditOverrideRecord, creditOverrideStanding } from './override/record.ts'
import type { ClassStep } from './walk.ts'

/** A class set by hand that is in force (生效的人工调整). */
export type AppliedOverride = Readonly<{
  overrideId: string
  creditClass: CreditClass
  reason: string
  from: PlainDate
  until: PlainDate
  proposedBy: string
  confirmedBy: string
  authority: Authority
  eventIds: readonly string[]
}>

/** The model's answer, and what people made of it: the class that counts for supervision is `effectiveClass`. */
export type CreditProfile = Assessment &
  Readonly<{
    override: AppliedOverride | null
    effectiveClass: CreditClass
    effectiveChangesOn: PlainDate | null // The next day of another effective class if nothing happens.
  }>

/** The profile of a file on a day with what was set by hand (信用档案). `validUntil` is that of all of it. */
export function profileOn(file: EnterpriseFile, model: Model, day: PlainDate): CreditProfile {
  const prepared = ready(model)
  const override = overrideOn(file, day)
  const until = override === null ? 0 : dayNumberOf(override.until)
  const looked = lookAhead(file, prepared, day, until)
  const assessment = assessmentOf(prepared, looked, day)
  if (override === null) {
    const { creditClass, changesOn } = assessment
    return { ...assessment, override, effectiveClass: creditClass, effectiveChangesOn: changesOn }
  }
  const { creditClass } = override
  return {
    ...assessment,
    ...{ override, effectiveClass: creditClass },
    effectiveChangesOn: changeAfter(looked.outlook.classes, override.until, creditClass),
    validUntil: earlier(assessment.validUntil, override.until),
  }
}

/** The first day after the override on which the model's own class is another one than it. */
function changeAfter(classes: readonly ClassStep[], until: PlainDate, byHand: CreditClass): PlainDate | null {
  const free = dayNumberOf(addDays(until, 1))
  for (const [step, { at, place }] of classes.entries()) {
    const last = (classes[step + 1]?.at ?? never) - 1
    if (last >= free && classAt(place) !== byHand) return dayOrNever(Math.max(at, free))
  }
  return null
}

const earlier = (a: PlainDate | null, b: PlainDate): PlainDate => (a === null || b < a ? b : a)

/** The override in force on a day; of several, which only late facts can bring about, the one confirmed last. */
export function overrideOn(file: EnterpriseFile, day: PlainDate): AppliedOverride | null {
  let applied: AppliedOverride | null = null
  let lastRevision = -1n
  for (const [, all] of recordsOf(file, 'CREDIT_OVERRIDE')) {
    const facts = effectiveFacts<CreditOverrideEvent>(all, { asOf: day }) as readonly SectionFact<CreditOverrideEvent>[]
    const record = creditOverrideRecord(facts)
    if (record === undefined || creditOverrideStanding(record, day) !== 'IN_FORCE') continue
    const revision = facts.find(({ type }) => type === 'CreditOverrideConfirmed')?.revision ?? -1n
    if (revision <= lastRevision) continue
    lastRevision = revision
    applied = appliedOf(record, facts)
  }
  return applied
}

function appliedOf(record: CreditOverrideRecord, facts: readonly FileFact[]): AppliedOverride | null {
  const { overrideId, creditClass, reason, until, proposedBy, confirmedBy, confirmedOn, authority } = record
  if (confirmedBy === null || confirmedOn === null) return null
  const eventIds = facts.map(({ id }) => id)
  return { overrideId, creditClass, reason, from: confirmedOn, until, proposedBy, confirmedBy, authority, eventIds }
}
