import type { SectionFact } from '../../enterprise/facts.ts'
import type { RegistrationEvent, RegistrationStatus } from '../../enterprise/registration/events.ts'
import { type RegistrationRecord, registrationRecord } from '../../enterprise/registration/record.ts'
import type { RegistrationCounts } from '../counts.ts'
import { type DayNumber, dayNumberOf, monthsAfter, never } from '../days.ts'
import type { Rule } from '../prepare.ts'
import type { Source, Timeline } from '../timeline.ts'

type RegistrationFact = SectionFact<RegistrationEvent>

/** States in which a subject is alive: it must report, renew, and keep its term. */
const alive: readonly RegistrationStatus[] = ['ACTIVE', 'DORMANT']
const dormancyMonths = 36 // See `registrationStatusOn`.

/** What the other sections need to know of the subject. */
export type Subject = Readonly<{
  registration: RegistrationFact // The fact by which it is in the register.
  registeredOn: DayNumber
  aliveNow: boolean
  aliveOn(day: DayNumber): boolean
}>

/** Counts the registration section; answers with the subject, or undefined where the register does not hold it. */
export function countRegistration(
  facts: readonly RegistrationFact[],
  rules: readonly Rule<RegistrationCounts>[],
  timeline: Timeline,
): Subject | undefined {
  const record = registrationRecord(facts)
  if (record === undefined) return undefined
  const subject = subjectOf(record, facts)
  const told: Told = { record, facts, subject }
  for (const rule of rules) countRule(rule, told, timeline)
  return subject
}

type Told = Readonly<{ record: RegistrationRecord; facts: readonly RegistrationFact[]; subject: Subject | undefined }>

const sourceOf = (fact: RegistrationFact): Source => ({ key: 'REGISTRATION/', facts: [fact] })

function countRule(rule: Rule<RegistrationCounts>, told: Told, timeline: Timeline): void {
  const { counts } = rule
  const { record, facts, subject } = told
  switch (counts.what) {
    case 'CHANGES':
      for (const fact of facts) {
        if (fact.type !== 'RegistrationChanged') continue
        const { items, changedOn } = fact.data
        if (counts.items !== null && !items.some((item) => counts.items?.includes(item))) continue
        timeline.count(rule, sourceOf(fact), dayNumberOf(changedOn))
      }
      return
    case 'PROVISIONAL': {
      const opening = subject === undefined && facts.find(({ type }) => type === 'FileOpened')
      if (opening) timeline.count(rule, sourceOf(opening), dayNumberOf(record.openedOn))
      return
    }
    case 'STATUS':
      if (subject !== undefined) countStatus(rule, counts.statuses, told, subject, timeline)
      return
    case 'AGE': {
      if (!subject?.aliveNow) return
      const from = monthsAfter(subject.registeredOn, counts.fromMonths)
      const until = counts.belowMonths === null ? never : monthsAfter(subject.registeredOn, counts.belowMonths) - 1
      timeline.count(rule, sourceOf(subject.registration), from, until)
      return
    }
    case 'TERM_ENDED': {
      const { termTo, subjectKind } = record.details
      if (!subject?.aliveNow || termTo === null) return
      if (counts.subjectKinds !== null && !counts.subjectKinds.includes(subjectKind)) return
      timeline.count(rule, sourceOf(lastTermFact(facts) ?? subject.registration), dayNumberOf(termTo) + 1)
    }
  }
}

const lastTermFact = (facts: readonly RegistrationFact[]): RegistrationFact | undefined =>
  facts.findLast((fact) => fact.type === 'RegistrationChanged' && fact.data.changes.termTo !== undefined)

/** Dormancy turns into activity by itself, and a rule that counts both goes on counting. */
function countStatus(
  rule: Rule<RegistrationCounts>,
  statuses: readonly RegistrationStatus[],
  { record: { status, statusSince }, facts }: Told,
  { registration }: Subject,
  timeline: Timeline,
): void {
  const counted = statuses.includes(status)
  const wakes = status === 'DORMANT' && statuses.includes('ACTIVE')
  if (!counted && !wakes) return
  const source = sourceOf(facts.findLast(({ type }) => type === 'RegistrationStatusChanged') ?? registration)
  const since = dayNumberOf(statusSince)
  if (status !== 'DORMANT' || (counted && wakes)) return timeline.count(rule, source, since)
  const awake = monthsAfter(since, dormancyMonths)
  if (counted) timeline.count(rule, source, since, awake - 1)
  else timeline.count(rule, source, awake)
}

function subjectOf(record: RegistrationRecord, facts: readonly RegistrationFact[]): Subject | undefined {
  const registration = facts.find(({ type }) => type === 'EnterpriseRegistered')
  if (record.registeredOn === null || registration === undefined) return undefined
  const registeredOn = dayNumberOf(record.registeredOn)
  const aliveOn = (day: DayNumber): boolean => {
    const by = facts.findLast(
      (fact) => fact.type === 'RegistrationStatusChanged' && dayNumberOf(fact.data.changedOn) <= day,
    )
    return day >= registeredOn && (by?.type !== 'RegistrationStatusChanged' || alive.includes(by.data.to))
  }
  return { registration, registeredOn, aliveNow: alive.includes(record.status), aliveOn }
}
