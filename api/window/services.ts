import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import type { PunishmentRules } from '../system/punishment-rules.ts'
import type { Lookups } from './lookups.ts'

/** What the window's resolvers work with, besides the file's. */
export type WindowServices = Readonly<{ punishment: PunishmentRules; lookups: Lookups }>

export type Ctx = Context<EnterpriseServices & WindowServices>
