import type { Pool } from 'pg'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { Projection } from '../projection.ts'
import { refreshRows } from '../refresh-rows.ts'
import type { CreditGround } from './credit-profile.projection.ts'
import { staleProfiles } from './credit-profile.queries.ts'

/** Tells anew the profiles that hold no longer, because their day has come or the models are others now. */
export async function refreshProfiles(
  options: Readonly<{
    store: EventStore
    pool: Pool
    projections: readonly Projection[]
    ground: CreditGround
    signal?: AbortSignal
  }>,
): Promise<number> {
  const { store, pool, projections, ground, signal } = options
  const projection = projections.find(({ name }) => name === 'credit_profile')
  const stale = (filesMax: number) => staleProfiles(pool, ground.today(), ground.models().digest, filesMax)
  return refreshRows({ store, pool, projection, stale, ...(signal && { signal }) })
}
