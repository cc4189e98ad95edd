import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import type { Agencies } from '../system/agency-directory.ts'

/** What the directory's resolvers work with, besides the file's. */
export type AgencyServices = Readonly<{ agencies: Agencies }>

export type Ctx = Context<EnterpriseServices & AgencyServices>
