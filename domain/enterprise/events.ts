import type { CreditOverrideEvent } from '../credit/override/events.ts'
import type { CommitmentEvent } from './commitment/events.ts'
import type { CorrectionEvent } from './correction/events.ts'
import type { HonourEvent } from './honour/events.ts'
import type { InspectionEvent } from './inspection/events.ts'
import type { LicenceEvent } from './licence/events.ts'
import type { ListingEvent } from './listing/events.ts'
import type { PenaltyEvent } from './penalty/events.ts'
import type { PersonEvent } from './person/events.ts'
import type { RegistrationEvent } from './registration/events.ts'
import type { ReportEvent } from './report/events.ts'

/** Everything that can stand in an enterprise's file (一户一档). */
export type EnterpriseEvent =
  | RegistrationEvent
  | LicenceEvent
  | PenaltyEvent
  | InspectionEvent
  | ListingEvent
  | ReportEvent
  | HonourEvent
  | CommitmentEvent
  | PersonEvent
  | CreditOverrideEvent
  | CorrectionEvent

export type EnterpriseEventType = EnterpriseEvent['type']
