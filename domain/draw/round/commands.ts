import type { Inspector } from '../../inspectors/inspector.ts'
import type { Command } from '../../kernel/decider.ts'
import type { DirectoryBytes } from '../directories.ts'
import type { EntropyKind } from '../entropy.ts'
import type { ItemCatalogue } from '../items/catalogue.ts'
import type { Officer } from '../officer.ts'
import type { QuotaRule, Stratum } from '../plan/strata.ts'
import type { AskedChange, DrawPlanned } from './events.ts'

// `at` is the instant of the command. The directories come as bytes: the decider itself freezes, compares, and draws.
export type PlanDraw = Command<'PlanDraw', Omit<DrawPlanned['data'], 'plannedOn'> & { at: string }>
export type ResizeDraw = Command<'ResizeDraw', { quotas: readonly QuotaRule[]; loadCap: number; resizedBy: Officer }>
export type CommitDraw = Command<
  'CommitDraw',
  {
    directories: DirectoryBytes
    basis: Uint8Array
    strata: readonly (Stratum & Readonly<{ size: number }>)[]
    catalogue: ItemCatalogue
    inspectors: readonly Inspector[] // As the directory knows them now.
    ruleSets: Readonly<Record<string, string | number>>
    position: string | null // Of the log, up to which the rows had been told.
    at: string
    approvedBy: Officer
  }
>
export type ReceiveContribution = Command<
  'ReceiveContribution',
  { name: string; kind: EntropyKind; value: string; heldAt: string | null; at: string; receivedFrom: Officer }
>
export type ExecuteDraw = Command<
  'ExecuteDraw',
  { executionId: string; directories: DirectoryBytes; at: string; executedBy: Officer }
>
export type ProposeChange = Command<
  'ProposeChange',
  { changeId: string; asked: AskedChange; at: string; proposedBy: Officer }
>
export type ApproveChange = Command<
  'ApproveChange',
  { changeId: string; directories: DirectoryBytes; at: string; approvedBy: Officer }
>
export type PublishBundle = Command<'PublishBundle', { directories: DirectoryBytes; at: string; publishedBy: Officer }>
export type AbandonDraw = Command<'AbandonDraw', { reason: string; at: string; abandonedBy: Officer }>

export type DrawCommand =
  | PlanDraw
  | ResizeDraw
  | CommitDraw
  | ReceiveContribution
  | ExecuteDraw
  | ProposeChange
  | ApproveChange
  | PublishBundle
  | AbandonDraw
