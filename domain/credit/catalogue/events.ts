import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { CreditModel } from '../model.ts'

/** Who did something about a model: an account of an agency, never a name. */
export type ModelOfficer = Readonly<{ agency: string; officer: string }>

/** How many files went from which class to which, rows and columns in the order A to D (迁移矩阵). */
export type MigrationMatrix = readonly (readonly number[])[]

/** A version of the model was proposed (提出模型), complete as it would be in force. */
export type ModelProposed = DomainEvent<
  'ModelProposed',
  { version: number; model: CreditModel; proposedOn: PlainDate; proposedBy: ModelOfficer; reason: string }
>

/** A proposed version was run over every file, beside the one in force (试算). */
export type ModelTried = DomainEvent<
  'ModelTried',
  {
    version: number
    trialId: string
    against: number // The version in force with which it was compared.
    day: PlainDate // The day for which the files were assessed.
    matrix: MigrationMatrix
    triedOn: PlainDate
    triedBy: ModelOfficer
  }
>

/** A proposed version was enacted (施行模型) from a day on. */
export type ModelEnacted = DomainEvent<
  'ModelEnacted',
  {
    version: number
    effectiveFrom: PlainDate
    enactedOn: PlainDate
    enactedBy: ModelOfficer
    documentNumber: string | null // 施行文件文号
  }
>

/** A version was withdrawn (撤回模型): it will not come into force, or is in force no longer from this day on. */
export type ModelWithdrawn = DomainEvent<
  'ModelWithdrawn',
  { version: number; withdrawnOn: PlainDate; withdrawnBy: ModelOfficer; reason: string }
>

export type ModelEvent = ModelProposed | ModelTried | ModelEnacted | ModelWithdrawn
