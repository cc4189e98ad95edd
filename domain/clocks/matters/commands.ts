import type { EnterpriseFile } from '../../enterprise/file.ts'
import type { Command } from '../../kernel/decider.ts'
import type { MatterOpened, MatterStepTaken, MatterVoided } from './events.ts'

/** Open a matter; the file that it concerns is brought along, and not recorded. */
export type OpenMatter = Command<'OpenMatter', MatterOpened['data']> & Readonly<{ file: EnterpriseFile }>
export type TakeMatterStep = Command<'TakeMatterStep', MatterStepTaken['data']>
export type VoidMatter = Command<'VoidMatter', Omit<MatterVoided['data'], 'voidedOn'>>
export type MatterCommand = OpenMatter | TakeMatterStep | VoidMatter
