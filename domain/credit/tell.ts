import type { CommitmentEvent } from '../enterprise/commitment/events.ts'
import { effectiveFacts, type FileFact } from '../enterprise/facts.ts'
import type { EnterpriseFile } from '../enterprise/file.ts'
import type { HonourEvent } from '../enterprise/honour/events.ts'
import type { InspectionEvent } from '../enterprise/inspection/events.ts'
import type { LicenceEvent } from '../enterprise/licence/events.ts'
import type { ListingEvent } from '../enterprise/listing/events.ts'
import type { PenaltyEvent } from '../enterprise/penalty/events.ts'
import { penaltyRecord } from '../enterprise/penalty/record.ts'
import type { RegistrationEvent } from '../enterprise/registration/events.ts'
import type { ReportEvent } from '../enterprise/report/events.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import { countCommitment } from './counting/commitment.ts'
import { countHonour } from './counting/honour.ts'
import { countInspection } from './counting/inspection.ts'
import { countLicence } from './counting/licence.ts'
import { countListing } from './counting/listing.ts'
import { countPenalty } from './counting/penalty.ts'
import { countRegistration, type Subject } from './counting/registration.ts'
import { countReport } from './counting/report.ts'
import { dayNumberOf } from './days.ts'
import type { PreparedModel } from './prepare.ts'
import { Timeline } from './timeline.ts'

/** A file told for a day: its timeline, and what the reports still to come depend on. */
export type Told = Readonly<{ timeline: Timeline; subject: Subject | undefined; filed: readonly number[] }>

/**
 * Tells each record once, from the facts whose legal day has come. The reports that are missing are left to the caller,
 * because how far ahead they matter depends on all the rest.
 */
export function tellFile(file: EnterpriseFile, prepared: PreparedModel, day: PlainDate): Told {
  const timeline = new Timeline(dayNumberOf(day))
  const vantage = { asOf: day }
  const penalty = (penaltyId: string) =>
    penaltyRecord(effectiveFacts<PenaltyEvent>(file.records.get(`PENALTY/${penaltyId}`) ?? [], vantage))
  const penaltyStands = (penaltyId: string): boolean => (penalty(penaltyId)?.standing ?? 'ANNULLED') !== 'ANNULLED'
  const isAnnulled = (penaltyId: string): boolean => penalty(penaltyId)?.standing === 'ANNULLED'
  const registration = file.records.get('REGISTRATION/') ?? []
  const registered = effectiveFacts<RegistrationEvent>(registration, vantage)
  const subject = countRegistration(registered, prepared.registration, timeline)
  const grounds = { aliveNow: subject?.aliveNow ?? true, isAnnulled }
  const filed: number[] = []
  for (const [key, facts] of file.records) {
    if (key.startsWith('REPORT/')) {
      filed.push(countReport(key, effectiveFacts<ReportEvent>(facts, vantage), prepared.report, timeline))
    } else if (key.startsWith('INSPECTION/')) {
      countInspection(key, effectiveFacts<InspectionEvent>(facts, vantage), prepared.inspection, timeline)
    } else if (key.startsWith('LICENCE/')) {
      countLicence(key, effectiveFacts<LicenceEvent>(facts, vantage), prepared.licence, timeline, grounds)
    } else if (key.startsWith('LISTING/')) {
      countListing(key, effectiveFacts<ListingEvent>(facts, vantage), prepared.listing, timeline, penaltyStands)
    } else if (key.startsWith('PENALTY/')) {
      countPenalty(key, effectiveFacts<PenaltyEvent>(facts, vantage), prepared.penalty, timeline)
    } else if (key.startsWith('COMMITMENT/')) {
      countCommitment(key, effectiveFacts<CommitmentEvent>(facts, vantage), prepared.commitment, timeline)
    } else if (key.startsWith('HONOUR/')) {
      countHonour(key, effectiveFacts<HonourEvent>(facts, vantage), prepared.honour, timeline)
    }
  }
  return { timeline, subject, filed }
}

/** The facts of a record whose legal day has come, as the law reads them on that day. */
export const factsBy = (facts: readonly FileFact[], day: PlainDate): readonly FileFact[] =>
  effectiveFacts(facts, { asOf: day }) as readonly FileFact[]
