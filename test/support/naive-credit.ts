import type { CommitmentEvent } from '../../domain/enterprise/commitment/events.ts'
import { commitmentRecord } from '../../domain/enterprise/commitment/record.ts'
import type { Counts } from '../../domain/credit/counts.ts'
import { type CreditClass, type CreditModel, creditClasses } from '../../domain/credit/model.ts'
import { effectiveFacts, type FileFact, recordOf, type SectionFact } from '../../domain/enterprise/facts.ts'
import type { HonourEvent } from '../../domain/enterprise/honour/events.ts'
import { honourRecord, honourStanding } from '../../domain/enterprise/honour/record.ts'
import type { InspectionEvent } from '../../domain/enterprise/inspection/events.ts'
import { inspectionRecord } from '../../domain/enterprise/inspection/record.ts'
import { resultSchemes } from '../../domain/enterprise/inspection/result-codes.ts'
import type { LicenceEvent } from '../../domain/enterprise/licence/events.ts'
import { licenceRecord, licenceStanding } from '../../domain/enterprise/licence/record.ts'
import type { ListingEvent } from '../../domain/enterprise/listing/events.ts'
import { listingRecord, listingStanding } from '../../domain/enterprise/listing/record.ts'
import type { PenaltyEvent } from '../../domain/enterprise/penalty/events.ts'
import { penaltyRecord } from '../../domain/enterprise/penalty/record.ts'
import type { RegistrationEvent } from '../../domain/enterprise/registration/events.ts'
import { registrationRecord, registrationStatusOn } from '../../domain/enterprise/registration/record.ts'
import type { ReportEvent } from '../../domain/enterprise/report/events.ts'
import { reportRecord } from '../../domain/enterprise/report/record.ts'
import { addDays, addMonths, type PlainDate, plainDate, yearOf } from '../../domain/kernel/plain-date.ts'

/** Something that counts on the day: since when, and the facts and the record behind it. */
type Found = Readonly<{ anchor: PlainDate; record: string; facts: readonly SectionFact<RegistrationEvent>[] }>
type Facts = readonly SectionFact<RegistrationEvent>[]

/** What a profile says, without the days on which it will change. */
export type NaiveAnswer = Readonly<{
  creditClass: CreditClass
  score: number
  reasons: readonly Readonly<{
    indicator: string
    points: number
    eventIds: readonly string[]
    records: readonly string[]
  }>[]
  overriding: string | null
}>

/**
 * The same profile written as slowly and plainly as can be: it looks at one day only and asks every record anew what it
 * is on that day. `knownOn` is the day up to which facts are known: to look ahead, a later day is asked about.
 */
export function naiveAssess(
  facts: readonly FileFact[],
  model: CreditModel,
  day: PlainDate,
  knownOn = day,
): NaiveAnswer {
  const records = new Map<string, Facts>()
  for (const fact of facts) {
    const { section, recordId } = recordOf(fact)
    const key = `${section}/${recordId}`
    if (records.has(key)) continue
    const own = facts.filter((one) => recordOf(one).section === section && recordOf(one).recordId === recordId)
    records.set(key, effectiveFacts(own, { asOf: knownOn }) as unknown as Facts)
  }
  const reasons: NaiveAnswer['reasons'][number][] = []
  for (const indicator of model.indicators) {
    const found = foundFor(records, indicator.counts, day, indicator.windowMonths)
    if (found.length === 0) continue
    let points = 0
    for (const { anchor } of found) {
      const passed = indicator.fading.filter(({ afterMonths }) => addMonths(anchor, afterMonths) <= day)
      points += passed.at(-1)?.points ?? indicator.points
    }
    const { cap } = indicator
    if (cap !== null && Math.abs(points) > cap) points = points < 0 ? -cap : cap
    reasons.push({ indicator: indicator.code, points, ...behind(found) })
  }
  const sum = reasons.reduce((all, { points }) => all + points, model.baseScore)
  const score = Math.min(Math.max(sum, model.scoreMin ?? sum), model.scoreMax ?? Number.MAX_SAFE_INTEGER)
  if (score !== sum) reasons.push({ indicator: 'SCORE_BOUNDS', points: score - sum, eventIds: [], records: [] })
  const { A, B, C } = model.cutOffs
  const byScore = score >= A ? 'A' : score >= B ? 'B' : score >= C ? 'C' : 'D'
  let creditClass: CreditClass = byScore
  let overriding: string | null = null
  let worst = 'A'
  for (const rule of model.overrides) {
    const found = foundFor(records, rule.counts, day, rule.windowMonths)
    if (found.length === 0 || rule.noBetterThan <= worst || rule.noBetterThan < byScore) continue
    worst = rule.noBetterThan
    creditClass = creditClasses.find((one) => one === worst) ?? 'D'
    overriding = `${rule.code} ${behind(found).eventIds.join()} ${behind(found).records.join()}`
  }
  return { creditClass, score, reasons, overriding }
}

const behind = (found: readonly Found[]) => ({
  eventIds: [
    ...new Set(found.flatMap(({ facts }) => facts.flatMap(({ id, correctedBy }) => [id, ...(correctedBy ?? [])]))),
  ].sort(),
  records: [...new Set(found.map(({ record }) => record))].sort(),
})

function foundFor(
  records: ReadonlyMap<string, Facts>,
  counts: Counts,
  day: PlainDate,
  window: number | null,
): readonly Found[] {
  const found: Found[] = []
  const add = (anchor: PlainDate | null, record: string, facts: Facts): void => {
    if (anchor === null || anchor > day) return
    if (window === null || day < addMonths(anchor, window)) found.push({ anchor, record, facts })
  }
  if (counts.what === 'MISSING') missing(records, day, add)
  for (const [key, facts] of records) {
    const section = key.slice(0, key.indexOf('/'))
    if (section === counts.section && facts.length > 0) look(counts, key, facts, day, records, add)
  }
  return found
}

type Add = (anchor: PlainDate | null, record: string, facts: Facts) => void
const as = <T>(facts: Facts) => facts as unknown as readonly SectionFact<T & RegistrationEvent>[]
const meets = (filter: readonly string[] | null, ...values: readonly string[]): boolean =>
  filter === null || values.some((value) => filter.includes(value))
const dayAfter = (day: PlainDate | null) => (day === null ? null : addDays(day, 1))

function subject(records: ReadonlyMap<string, Facts>) {
  const facts = records.get('REGISTRATION/') ?? []
  const record = registrationRecord(facts)
  const registration = facts.find(({ type }) => type === 'EnterpriseRegistered')
  const alive = record !== undefined && ['ACTIVE', 'DORMANT'].includes(record.status)
  return { facts, record: registration && record, opened: record, registration, alive }
}

function missing(records: ReadonlyMap<string, Facts>, day: PlainDate, add: Add): void {
  const { facts, record, registration } = subject(records)
  if (record?.registeredOn == null || registration === undefined) return
  for (let year = Math.max(2013, yearOf(record.registeredOn)); year < yearOf(day); year++) {
    const filed = records.get(`REPORT/${year}`)
    if (filed !== undefined && reportRecord(as<ReportEvent>(filed) as never) !== undefined) continue
    const due = plainDate(`${year + 1}-06-30`)
    const last = facts.findLast((fact) => fact.type === 'RegistrationStatusChanged' && fact.data.changedOn <= due)
    const then = last?.type === 'RegistrationStatusChanged' ? ['ACTIVE', 'DORMANT'].includes(last.data.to) : true
    if (then) add(dayAfter(due), `REPORT/${year}`, [registration])
  }
}

function look(
  counts: Counts,
  key: string,
  facts: Facts,
  day: PlainDate,
  records: ReadonlyMap<string, Facts>,
  add: Add,
): void {
  switch (counts.section) {
    case 'REGISTRATION':
      return lookAtRegistration(counts, records, day, add)
    case 'LICENCE': {
      const undone = facts.filter((fact) => {
        const by = (fact.data as { penaltyId?: string | null }).penaltyId
        return (
          by == null ||
          penaltyRecord(as<PenaltyEvent>(records.get(`PENALTY/${by}`) ?? []) as never)?.standing !== 'ANNULLED'
        )
      })
      const record = licenceRecord(as<LicenceEvent>(undone) as never)
      if (record === undefined) return
      const { terms, revokedOn, revocationGround, surrenderedOn } = record
      if (counts.what === 'REVOKED') {
        if (revocationGround !== null && meets(counts.grounds, revocationGround)) add(revokedOn, key, facts)
        return
      }
      if (revokedOn !== null || surrenderedOn !== null) return
      const standing = licenceStanding(record, day)
      const from = record.decidedOn > terms.validFrom ? record.decidedOn : terms.validFrom
      if (counts.what === 'VALID' && standing === 'VALID' && meets(counts.classes, terms.licenceClass))
        add(from, key, facts)
      const alive = subject(records).alive || subject(records).record === undefined
      if (counts.what === 'EXPIRED' && standing === 'EXPIRED' && alive && meets(counts.classes, terms.licenceClass)) {
        add(dayAfter(terms.validUntil), key, facts)
      }
      if (counts.what === 'SUSPENDED' && standing === 'SUSPENDED') {
        const running = record.suspensions.filter(
          ({ suspendedOn, until, resumedOn }) =>
            suspendedOn <= day && (until === null || day <= until) && (resumedOn === null || day < resumedOn),
        )
        add(running.map(({ suspendedOn }) => suspendedOn).sort()[0] ?? null, key, facts)
      }
      return
    }
    case 'PENALTY': {
      const record = penaltyRecord(as<PenaltyEvent>(facts) as never)
      if (record === undefined || record.standing === 'ANNULLED') return
      const { kinds, fine } = record.terms
      if (counts.what === 'UNPERFORMED') {
        if (record.performedOn === null) add(addMonths(record.decidedOn, counts.afterMonths), key, facts)
        return
      }
      const { fineFrom, fineBelow, notKinds } = counts
      const inRange = fine >= (fineFrom ?? 0) && fine < (fineBelow ?? Number.MAX_SAFE_INTEGER)
      if (meets(counts.kinds, ...kinds) && !kinds.some((kind) => notKinds?.includes(kind)) && inRange) {
        add(record.decidedOn, key, facts)
      }
      return
    }
    case 'INSPECTION': {
      const record = inspectionRecord(as<InspectionEvent>(facts) as never)
      if (record === undefined) return
      const codes = resultSchemes[record.resultScheme] ?? []
      const bad = codes.some(({ code, followUp }) => followUp && record.results.includes(code))
      if (counts.what === 'FOUND' && meets(counts.forms, record.form)) {
        const { results } = counts
        const meant = results?.some(
          ({ scheme, code }) => scheme === record.resultScheme && record.results.includes(code),
        )
        if (meant ?? bad) add(record.inspectedOn, key, facts)
      }
      if (counts.what === 'CLEAN' && !bad && meets(counts.forms, record.form)) add(record.inspectedOn, key, facts)
      if (counts.what === 'OPEN' && record.standing === 'OPEN')
        add(addMonths(record.inspectedOn, counts.afterMonths), key, facts)
      if (counts.what === 'NOT_CORRECTED' && record.standing === 'CLOSED' && record.corrected === false)
        add(record.closedOn, key, facts)
      if (counts.what === 'ORDER_OVERDUE' && record.standing === 'OPEN') {
        const lastClosed = as<InspectionEvent>(facts).findLastIndex(
          ({ type }) => (type as string) === 'InspectionClosed',
        )
        const dues = facts.slice(lastClosed + 1).flatMap(({ data }) => ('dueOn' in data ? [String(data.dueOn)] : []))
        if (dues.length > 0) add(addDays(plainDate(dues.sort()[0] ?? ''), 1), key, facts)
      }
      return
    }
    case 'LISTING': {
      const record = listingRecord(as<ListingEvent>(facts) as never)
      if (
        record === undefined ||
        record.removalGround === 'CANCELLED_AS_WRONG' ||
        record.removalGround === 'BASIS_ANNULLED'
      )
        return
      const stands = (id: string) => {
        const penalty = penaltyRecord(as<PenaltyEvent>(records.get(`PENALTY/${id}`) ?? []) as never)
        return penalty !== undefined && penalty.standing !== 'ANNULLED'
      }
      if (record.penaltyIds.length > 0 && !record.penaltyIds.some(stands)) return
      if (!meets(counts.lists, record.listType)) return
      const { termUntil, removedOn, removalGround } = record
      const runOut = termUntil !== null && (removedOn === null || termUntil < removedOn)
      if (counts.what === 'LISTED') {
        const standing = listingStanding(record, day)
        if (standing === 'LISTED' && meets(counts.grounds, record.groundCode)) add(record.enteredOn, key, facts)
      } else if (runOut) {
        if (counts.by.includes('TERM_ENDED')) add(dayAfter(termUntil), key, facts)
      } else if (removalGround !== null && counts.by.includes(removalGround)) add(removedOn, key, facts)
      return
    }
    case 'REPORT': {
      const record = reportRecord(as<ReportEvent>(facts) as never)
      if (record === undefined) return
      if (counts.what === 'AMENDED') add(record.amendedOn, key, facts)
      if (counts.what === (record.late ? 'LATE' : 'ON_TIME')) add(record.filedOn, key, facts)
      return
    }
    case 'HONOUR': {
      const record = honourRecord(as<HonourEvent>(facts) as never)
      if (record === undefined || !meets(counts.levels, record.level)) return
      if (counts.what === 'WITHDRAWN') add(record.withdrawnOn, key, facts)
      else if (honourStanding(record, day) === 'VALID') add(record.awardedOn, key, facts)
      return
    }
    case 'COMMITMENT': {
      const record = commitmentRecord(as<CommitmentEvent>(facts) as never)
      if (record === undefined || !meets(counts.kinds, record.kind)) return
      if (counts.what === 'UNCHECKED') {
        if (record.standing === 'MADE') add(dayAfter(record.checkDueOn), key, facts)
      } else if (record.standing === counts.what) add(record.settledOn, key, facts)
    }
  }
}

function lookAtRegistration(
  counts: Extract<Counts, { section: 'REGISTRATION' }>,
  records: ReadonlyMap<string, Facts>,
  day: PlainDate,
  add: Add,
): void {
  const { facts, record, opened, registration, alive } = subject(records)
  const opening = facts.find(({ type }) => type === 'FileOpened')
  if (counts.what === 'PROVISIONAL' && registration === undefined && opened && opening) {
    add(opened.openedOn, 'REGISTRATION/', [opening])
  }
  if (counts.what === 'CHANGES' && opened) {
    for (const fact of facts) {
      if (fact.type === 'RegistrationChanged' && meets(counts.items, ...fact.data.items)) {
        add(fact.data.changedOn, 'REGISTRATION/', [fact])
      }
    }
  }
  if (record?.registeredOn == null || registration === undefined) return
  if (counts.what === 'AGE' && alive) {
    const { fromMonths, belowMonths } = counts
    const grown = belowMonths !== null && addMonths(record.registeredOn, belowMonths) <= day
    if (!grown) add(addMonths(record.registeredOn, fromMonths), 'REGISTRATION/', [registration])
  }
  if (counts.what === 'TERM_ENDED' && alive && meets(counts.subjectKinds, record.details.subjectKind)) {
    const by = facts.findLast((fact) => fact.type === 'RegistrationChanged' && fact.data.changes.termTo !== undefined)
    add(dayAfter(record.details.termTo), 'REGISTRATION/', [by ?? registration])
  }
  if (counts.what === 'STATUS') {
    const status = registrationStatusOn(record, day)
    const by = facts.findLast(({ type }) => type === 'RegistrationStatusChanged') ?? registration
    const woken = status !== record.status && !counts.statuses.includes('DORMANT')
    const since = woken ? addMonths(record.statusSince, 36) : record.statusSince
    if (counts.statuses.includes(status)) add(since, 'REGISTRATION/', [by])
  }
}
