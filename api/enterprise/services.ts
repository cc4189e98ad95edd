import type { MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import type { ListType } from '../../domain/enterprise/listing/list-types.ts'
import type { NewId } from '../../domain/kernel/ids.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { CommandHandler } from '../../domain/store/handle.ts'
import type { LiveEvents } from '../live.ts'
import type { EnterpriseLoaders } from './enterprise.loaders.ts'

/** What the file's resolvers work with. */
export type EnterpriseServices = Readonly<{
  store: EventStore // Decoded: every event in its current version.
  handler: CommandHandler
  orm: MikroORM
  pool: Pool
  loaders: EnterpriseLoaders
  newId: NewId
  live: LiveEvents
  listTypes: () => readonly ListType[] // As the catalogue now has them and had them.
  freshProfiles: () => Promise<unknown> // Before rows are chosen by class: those whose day has come are told again.
}>
