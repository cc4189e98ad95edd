import { effectiveFacts, type SectionFact } from '../../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../../enterprise/file.ts'
import type { RegistrationEvent, RegistrationStatus } from '../../enterprise/registration/events.ts'
import { reportIdOf } from '../../enterprise/report/commands.ts'
import type { ReportEvent } from '../../enterprise/report/events.ts'
import { firstReportYear, reportDueOn } from '../../enterprise/report/record.ts'
import { type PlainDate, plainDate, yearOf } from '../../kernel/plain-date.ts'
import { type AnyFact, end, type Gathering, keptFrom, published, start } from './gather.ts'

type RegistrationFact = SectionFact<RegistrationEvent>

/** States in which a subject owes nothing to this register any more; dormancy (歇业) is none of them. */
const overStatuses: readonly RegistrationStatus[] = [
  ...(['LICENCE_REVOKED', 'ORDERED_CLOSED', 'ANNULLED', 'MOVED_OUT', 'DEREGISTERED'] as const),
]

/** Clocks of the registration (登记): each of its facts is published, and every year is reported on. */
export function gatherRegistration(
  gathering: Gathering,
  file: EnterpriseFile,
  facts: readonly RegistrationFact[],
): void {
  const record = { section: 'REGISTRATION', recordId: '' }
  const registrar = gathering.subject?.details.registrar ?? null
  for (const fact of facts) {
    if (fact.type === 'FileOpened' || fact.type === 'AliasRecorded') continue
    start(gathering, 'REGISTRATION_ARISEN', record, fact, registrar)
    published(gathering, 'PUBLISHED', record, fact)
  }
  for (const fact of facts) if (isOver(fact)) end(gathering, 'SUBJECT_ENDED', null, fact, null)
  const registered = facts.find((fact) => fact.type === 'EnterpriseRegistered')
  if (registered?.type === 'EnterpriseRegistered') gatherReports(gathering, file, facts, registered)
}

/** Each year's report, due by 30 June of the next; where it is missing, the registrar has to list the enterprise. */
function gatherReports(
  gathering: Gathering,
  file: EnterpriseFile,
  facts: readonly RegistrationFact[],
  registered: Extract<RegistrationFact, { type: 'EnterpriseRegistered' }>,
): void {
  const filed = filedReports(file)
  const registrar = gathering.subject?.details.registrar ?? null
  const kept = keptFrom(gathering, registered)
  for (let year = firstReportYear(registered.data.registeredOn); year < yearOf(gathering.until); year++) {
    const [recordId, dueOn] = [reportIdOf(year), reportDueOn(year)]
    const record = { section: 'REPORT', recordId }
    const over = overBetween(facts, plainDate(`${year + 1}-01-01`))
    if (over === 'BEFORE') continue
    const unknown = kept !== null && dueOn < kept ? ({ unknown: true } as const) : {} // Nobody here knows of it.
    start(gathering, 'REPORT_YEAR_ENDED', record, registered, null, {
      ...{ id: recordId, day: plainDate(`${year + 1}-01-01`), statedUntil: dueOn, ...unknown },
    })
    const report = filed.get(year)
    if (report !== undefined) end(gathering, 'REPORTED', record, report.fact, null, report.day)
    if (report !== undefined && report.day <= dueOn) continue
    if (over?.type === 'RegistrationStatusChanged' && over.data.changedOn <= dueOn) continue
    start(gathering, 'ABNORMALITY_VERIFIED', record, registered, registrar, {
      ...{ id: recordId, day: dueOn, ...unknown },
    })
    if (report !== undefined) end(gathering, 'CURED', record, report.fact, null, report.day)
  }
}

const isOver = (fact: RegistrationFact): boolean =>
  fact.type === 'RegistrationStatusChanged' && overStatuses.includes(fact.data.to)

/** When the subject ended for good: already on a day, by which fact later, or not at all. */
function overBetween(facts: readonly RegistrationFact[], day: PlainDate): 'BEFORE' | RegistrationFact | undefined {
  const last = facts.findLast((fact) => fact.type === 'RegistrationStatusChanged' && fact.data.changedOn <= day)
  if (last !== undefined && isOver(last)) return 'BEFORE'
  return facts.find((fact) => fact.type === 'RegistrationStatusChanged' && fact.data.changedOn > day && isOver(fact))
}

function filedReports(file: EnterpriseFile): ReadonlyMap<number, { fact: AnyFact; day: PlainDate }> {
  const filed = new Map<number, { fact: AnyFact; day: PlainDate }>()
  for (const [, facts] of recordsOf(file, 'REPORT')) {
    const fact = effectiveFacts<ReportEvent>(facts).find(({ type }) => type === 'AnnualReportFiled')
    if (fact?.type === 'AnnualReportFiled') filed.set(fact.data.year, { fact, day: fact.data.filedOn })
  }
  return filed
}
