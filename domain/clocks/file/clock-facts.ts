import { effectiveFacts } from '../../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../../enterprise/file.ts'
import type { RegistrationEvent } from '../../enterprise/registration/events.ts'
import { registrationRecord } from '../../enterprise/registration/record.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ClockFacts } from '../started.ts'
import { gatherCommitment, gatherInspection } from './checks.ts'
import { gatherLicence, gatherPenalty } from './decisions.ts'
import type { Gathering } from './gather.ts'
import { gatherListing } from './listings.ts'
import { gatherRegistration } from './registration.ts'

/** All that a file tells of clocks that started and ended (起算与办结), up to a day; `keptSince` is when the log began. */
export function clockFactsOf(file: EnterpriseFile, until: PlainDate, keptSince?: PlainDate): ClockFacts {
  const registration = [...recordsOf(file, 'REGISTRATION')].flatMap(([, facts]) => facts)
  const facts = effectiveFacts<RegistrationEvent>(registration)
  const gathering: Gathering = { subject: registrationRecord(facts), until, keptSince, started: [], ended: [] }
  gatherRegistration(gathering, file, facts)
  for (const [id, all] of recordsOf(file, 'LICENCE')) gatherLicence(gathering, id, all)
  for (const [id, all] of recordsOf(file, 'PENALTY')) gatherPenalty(gathering, id, all)
  for (const [id, all] of recordsOf(file, 'INSPECTION')) gatherInspection(gathering, id, all)
  for (const [id, all] of recordsOf(file, 'LISTING')) gatherListing(gathering, file, id, all)
  for (const [id, all] of recordsOf(file, 'COMMITMENT')) gatherCommitment(gathering, id, all)
  return gathering
}
