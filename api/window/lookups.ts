import type { Pool } from 'pg'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { readCheckpoints } from '../../projections/checkpoints.ts'
import { batched } from '../batched.ts'

const filesPerRead = 500

/** A file to which a number or a name leads, by rows. */
export type Lead = Readonly<{ uscc: string; kind: string }>

/**
 * Where numbers and names lead, and the files there (匹配). What is asked for within one turn of the event loop, by
 * whichever requests, is read together; nothing is kept afterwards.
 */
export type Lookups = Readonly<{
  /** The facts of a file, read from the log itself. */
  fileOf: (uscc: string) => Promise<readonly FileFact[] | undefined>
  /** The files that know a number as theirs. */
  byNumber: (number: string) => Promise<readonly Lead[]>
  /** The files of a name in its form for matching. */
  byName: (normal: string) => Promise<readonly Lead[]>
  /** How far the rows of numbers and names have been told; undefined before the first. */
  toldUpTo: () => Promise<string | undefined>
}>

export function openLookups(store: EventStore, pool: Pool): Lookups {
  const leads = (sql: string) =>
    batched(async (keys: readonly string[]) => {
      const { rows } = await pool.query<Lead & { asked: string }>(sql, [keys])
      const found = Map.groupBy(rows, ({ asked }) => asked)
      return (key: string): readonly Lead[] => found.get(key) ?? []
    })
  return {
    fileOf: batched(async (usccs: readonly string[]) => {
      const read = await store.readStreams(usccs.map((uscc) => enterpriseStream(uscc as Uscc)))
      return (uscc: string) => read.get(enterpriseStream(uscc as Uscc)) as readonly FileFact[] | undefined
    }, filesPerRead),
    byNumber: leads('SELECT value AS asked, uscc, kind FROM told.alias WHERE value = ANY($1)'),
    byName: leads('SELECT normal AS asked, uscc, kind FROM told.subject_name WHERE normal = ANY($1)'),
    async toldUpTo() {
      const checkpoints = await readCheckpoints(pool)
      const positions = ['alias', 'subject_name'].map((name) => checkpoints.get(name)?.position)
      return positions.every((position) => position !== undefined) ? positions.sort()[0] : undefined
    },
  }
}
