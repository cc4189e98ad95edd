import type { Command } from '../kernel/decider.ts'
import type { AgencyKind } from '../punishment/agency-kinds.ts'
import type { AgencyEntry } from './entry.ts'
import type { AgencyChanged, AgencyEntered, AgencyLeft, CoordinatorDesignated } from './events.ts'

// The day of each is today. `kinds: null` is what the official name tells.
type Kinds = { kinds: readonly AgencyKind[] | null }

/** What the agency signs with, and the other agencies of the directory, none of which may sign alike. */
type Mark = Readonly<{ mark?: string | null }>
type Beside = Readonly<{ others?: readonly AgencyEntry[] }>

export type EnterAgency = Command<
  'EnterAgency',
  Omit<AgencyEntered['data'], 'enteredOn' | 'kinds' | 'mark'> & Kinds & Mark
> &
  Beside
export type ChangeAgency = Command<
  'ChangeAgency',
  Omit<AgencyChanged['data'], 'changedOn' | 'kinds' | 'mark'> & Kinds & Mark
> &
  Beside

/** `coordinates` says whether it is the coordinating one: that has to be another first. */
export type RemoveAgency = Command<
  'RemoveAgency',
  Omit<AgencyLeft['data'], 'leftOn'> & { code: string; coordinates: boolean }
>

export type AgencyCommand = EnterAgency | ChangeAgency | RemoveAgency

/** The agency's kinds come along as the directory has them; null where it is not there. */
export type DesignateCoordinator = Command<
  'DesignateCoordinator',
  Omit<CoordinatorDesignated['data'], 'designatedOn'> & Kinds
>
