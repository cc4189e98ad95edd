import type { DomainEvent, Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { InspectorChange, ObjectChange } from '../changes.ts'
import type { Team } from '../commitment.ts'
import type { EntropyKind, EntropySource } from '../entropy.ts'
import type { Officer } from '../officer.ts'
import type { QuotaRule, Stratum } from '../plan/strata.ts'

/** A team of the draw, and those of the matters that its officers check; all of them where it does not say. */
export type DrawTeam = Team & Readonly<{ matters?: readonly string[] }>

/** A draw was planned for a task (拟定抽取); nothing in it binds yet. */
export type DrawPlanned = DomainEvent<
  'DrawPlanned',
  {
    drawId: string
    planId: string
    taskId: string
    taskNumber: string
    name: string
    agency: string // The organiser (组织机关).
    day: PlainDate // On which officers must be eligible, and from which gaps are counted.
    matters: readonly string[]
    teams: readonly DrawTeam[]
    quotas: readonly QuotaRule[]
    loadCap: number
    entropy: readonly EntropySource[]
    revealUntil: string // An instant.
    salt: string // For the marks of credit classes.
    plannedOn: PlainDate
    plannedBy: Officer
  }
>

/** The size was set anew (调整抽取数量), before the commitment. */
export type DrawResized = DomainEvent<
  'DrawResized',
  { quotas: readonly QuotaRule[]; loadCap: number; resizedOn: PlainDate; resizedBy: Officer }
>

/** A directory as it was frozen (冻结名录): its bytes stand beside the log under their digest. */
export type FrozenFile = Readonly<{ sha256: string; bytes: number }>

/** The directories were frozen and everything that decides the draw was committed to (承诺). */
export type DrawCommitted = DomainEvent<
  'DrawCommitted',
  {
    commitment: { readonly [member: string]: Json | undefined } // The JSON object of protocol 1.
    commitmentSha256: string
    files: Readonly<Record<'objects' | 'inspectors' | 'conflicts' | 'basis', FrozenFile>>
    strata: readonly (Stratum & Readonly<{ size: number }>)[] // Supervisors see which class a mark stands for.
    committedAt: string
    approvedBy: Officer // Another than who planned.
  }
>

/** A source of randomness gave its value (提交随机值). */
export type ContributionReceived = DomainEvent<
  'ContributionReceived',
  {
    name: string
    kind: EntropyKind
    value: string
    receivedAt: string
    heldAt: string | null // When a lottery or throw took place, by its announcement.
    receivedFrom: Officer
  }
>

/** The draw was carried out (抽取): the one result that commitment and contributions lead to. */
export type DrawExecuted = DomainEvent<
  'DrawExecuted',
  {
    executionId: string
    seed: string
    winners: number
    pairs: number
    unpaired: number
    resultSha256: string // Of the bundle without changes.
    executedAt: string
    executedBy: Officer
  }
>

/** What an officer asks to be changed; what comes of it is the rule's (申请调整). */
export type AskedChange = Readonly<
  | { kind: 'object'; removed: string; reason: string }
  | { kind: 'inspector'; uscc: string; agency: string; removed: string; reason: string }
>

/** A change was asked for (申请调整); nothing is changed before another officer approves it. */
export type ChangeProposed = DomainEvent<
  'ChangeProposed',
  { changeId: string; asked: AskedChange; proposedAt: string; proposedBy: Officer }
>

/** A change after the draw, approved by another officer and made by rule (调整对象、更换人员). */
export type ObjectReplaced = DomainEvent<
  'ObjectReplaced',
  { changeId: string; change: ObjectChange; changedAt: string; approvedBy: Officer }
>
export type InspectorReplaced = DomainEvent<
  'InspectorReplaced',
  { changeId: string; change: InspectorChange; changedAt: string; approvedBy: Officer }
>

/** The bundle was published (公布); again where changes came after. */
export type BundlePublished = DomainEvent<
  'BundlePublished',
  { bundleSha256: string; changes: number; publishedAt: string; publishedBy: Officer }
>

/** The draw will not be carried out (终止抽取). `afterReveals`: somebody could have known the seed by then. */
export type DrawAbandoned = DomainEvent<
  'DrawAbandoned',
  { reason: string; afterReveals: boolean; abandonedAt: string; abandonedBy: Officer }
>

export type DrawEvent =
  | DrawPlanned
  | DrawResized
  | DrawCommitted
  | ContributionReceived
  | DrawExecuted
  | ChangeProposed
  | ObjectReplaced
  | InspectorReplaced
  | BundlePublished
  | DrawAbandoned
