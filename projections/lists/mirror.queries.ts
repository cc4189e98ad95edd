import type { Pool } from 'pg'
import type { MirrorPlace } from '../../domain/lists/mirror/events.ts'

/** Every list of every source that is mirrored. */
export async function findMirrors(pool: Pool): Promise<readonly MirrorPlace[]> {
  const { rows } = await pool.query<MirrorPlace>(
    'SELECT list_type AS "listType", source FROM told.list_mirror ORDER BY list_type, source',
  )
  return rows
}
