import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import type { FileReader } from './matching.ts'
import type { PunishmentRules } from '../system/punishment-rules.ts'

/** What the window's resolvers work with, besides the file's. */
export type WindowServices = Readonly<{ punishment: PunishmentRules; readFile: FileReader }>

export type Ctx = Context<EnterpriseServices & WindowServices>
