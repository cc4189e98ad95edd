import type { CreditOverrideCommand } from '../credit/override/commands.ts'
import type { CommitmentCommand } from './commitment/commands.ts'
import type { CorrectionCommand } from './correction/commands.ts'
import type { HonourCommand } from './honour/commands.ts'
import type { InspectionCommand } from './inspection/commands.ts'
import type { LicenceCommand } from './licence/commands.ts'
import type { ListingCommand } from './listing/commands.ts'
import type { PenaltyCommand } from './penalty/commands.ts'
import type { PersonCommand } from './person/commands.ts'
import type { RegistrationCommand } from './registration/commands.ts'
import type { ReportCommand } from './report/commands.ts'

/** Everything that can be asked of an enterprise's file. */
export type EnterpriseCommand =
  | RegistrationCommand
  | LicenceCommand
  | PenaltyCommand
  | InspectionCommand
  | ListingCommand
  | ReportCommand
  | HonourCommand
  | CommitmentCommand
  | PersonCommand
  | CreditOverrideCommand
  | CorrectionCommand
