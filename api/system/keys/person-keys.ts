import { randomBytes } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { NewId } from '../../../domain/kernel/ids.ts'
import type { SealAlgorithm } from '../../../domain/kernel/sealed.ts'
import { ConfigError } from '../config.ts'
import { hmacHex, NotGenuine, secretBytes } from './cipher.ts'
import { type MasterKey, type MasterSource, masterKey } from './master-key.ts'
import { lookupTextOf, type PersonKey, type PersonRef, personKey } from './person-key.ts'
import { ensureKeyTables } from './schema.ts'

/** The keys of persons (个人密钥库): a random one each, wrapped by the master key, found by a keyed digest. */
export type PersonKeys = Readonly<{
  /** The keys of some persons, in their order, made where there was none. */
  keysOf(persons: readonly PersonRef[]): Promise<readonly PersonKey[]>
  /** The id of a person's key, by which their entries are found; undefined where nothing is known of them. */
  find(person: PersonRef): Promise<string | undefined>
  /** Keys by id; those that were destroyed, or never were, are missing. */
  load(ids: readonly string[]): Promise<ReadonlyMap<string, PersonKey>>
  /** Whether the key was destroyed now, had been before, or never was. */
  destroy(id: string, by: string): Promise<'DESTROYED' | 'ALREADY' | 'UNKNOWN'>
  /** Destroys again what a restored backup has brought back, by the ids of persons who are forgotten. */
  destroyAgain(ids: readonly string[]): Promise<number>
  /** Wraps every key with another master key; answers with how many, and whether that key is in its place already. */
  replaceMaster(next: Buffer): Promise<Readonly<{ keys: number; inPlace: boolean }>>
  /** Throws one sentence where there are keys that the master key at hand does not fit. */
  check(): Promise<void>
}>

type Opened = Readonly<{ master: MasterKey; lookupKey: Buffer }>

const lookupName = 'lookup'
const rowsPerUpdate = 2_000
const replacingLock = 7_305_005

/** Nothing unwrapped outlives its use, so that a key destroyed by one process opens nothing in another. */
export function personKeys(
  pool: Pool,
  options: Readonly<{ source: MasterSource; algorithm: SealAlgorithm; newId: NewId }>,
): PersonKeys {
  const { source, algorithm, newId } = options
  let opened: Promise<Opened> | undefined

  const open = (): Promise<Opened> => {
    opened ??= inTransaction(pool, (client) => openMaster(client, options)).catch((error) => {
      opened = undefined
      throw error
    })
    return opened
  }

  /** What another process has wrapped with a new master key since is tried once more with the one that is now at hand. */
  async function withMaster<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    try {
      return await work(await open())
    } catch (error) {
      if (!(error instanceof NotGenuine)) throw error
      opened = undefined
      return work(await open())
    }
  }

  const unwrapped = ({ master }: Opened, { id, wrapped }: KeyRow): PersonKey =>
    personKey(id, master.unwrap(wrapped, id), algorithm)

  async function addMissing({ master }: Opened, lookups: readonly string[]): Promise<void> {
    const fresh = [...lookups].sort().map((lookup) => {
      const id = newId()
      return { id, lookup, wrapped: master.wrap(randomBytes(secretBytes), id, algorithm) }
    })
    await inTransaction(pool, async (client) => {
      // Held until the keys stand: a master key that is being replaced meanwhile would not wrap these.
      const { rows } = await client.query<MasterRow>('select fingerprint, lookup from keys.master for share')
      if (rows[0]?.fingerprint !== master.fingerprint) throw new NotGenuine('the master key was replaced')
      await client.query(
        `insert into keys.person (id, lookup, wrapped)
         select id, lookup, wrapped from json_to_recordset($1::json) as fresh (id text, lookup text, wrapped text)
         on conflict (lookup) do nothing`,
        [JSON.stringify(fresh)],
      )
    })
  }

  async function keysOf(persons: readonly PersonRef[]): Promise<readonly PersonKey[]> {
    if (persons.length === 0) return []
    return withMaster(async (opened) => {
      const lookups = persons.map((person) => hmacHex(opened.lookupKey, lookupTextOf(person)))
      for (;;) {
        const { rows } = await pool.query<KeyRow & { lookup: string }>(
          'select id, lookup, wrapped from keys.person where lookup = any($1)',
          [[...new Set(lookups)]],
        )
        const known = new Map(rows.map((row) => [row.lookup, row]))
        const missing = new Set(lookups.filter((lookup) => !known.has(lookup)))
        if (missing.size > 0) await addMissing(opened, [...missing])
        else return lookups.map((lookup) => unwrapped(opened, known.get(lookup) as KeyRow))
      }
    })
  }

  return {
    keysOf,
    find: (person) =>
      withMaster(async ({ lookupKey }) => {
        const lookup = hmacHex(lookupKey, lookupTextOf(person))
        const { rows } = await pool.query<{ id: string }>('select id from keys.person where lookup = $1', [lookup])
        return rows[0]?.id
      }),
    load: (ids) =>
      withMaster(async (opened) => {
        const { rows } = await pool.query<KeyRow>(
          'select id, wrapped from keys.person where id = any($1) and wrapped is not null',
          [ids],
        )
        return new Map(rows.map((row) => [row.id, unwrapped(opened, row)]))
      }),
    async destroy(id, by) {
      await open()
      const { rowCount } = await pool.query(`${destroying} where id = $2 and destroyed_at is null`, [by, id])
      if (rowCount === 1) return 'DESTROYED'
      const { rowCount: known } = await pool.query('select from keys.person where id = $1', [id])
      return known === 1 ? 'ALREADY' : 'UNKNOWN'
    },
    async destroyAgain(ids) {
      if (!(await hasTables(pool))) return 0
      const { rowCount } = await pool.query(`${destroying} where id = any($2) and destroyed_at is null`, ['log', ids])
      return rowCount ?? 0
    },
    async replaceMaster(next) {
      await open()
      opened = undefined
      return alone(pool, async (client) => {
        const inUse = (await findMaster(client, source))?.master.fingerprint ?? ''
        let keys = 0
        const inPlace = await source.replace(inUse, next, async () => {
          keys = await inTransaction(pool, (client) => rewrap(client, options, masterKey(next)))
        })
        return { keys, inPlace }
      })
    },
    async check() {
      if (await hasTables(pool)) await inTransaction(pool, (client) => findMaster(client, source))
    },
  }
}

const destroying = 'update keys.person set lookup = null, wrapped = null, destroyed_at = now(), destroyed_by = $1'

type KeyRow = Readonly<{ id: string; wrapped: string }>
type MasterRow = Readonly<{ fingerprint: string; lookup: string }>
type Options = Readonly<{ source: MasterSource; algorithm: SealAlgorithm }>

async function hasTables(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>("select to_regclass('keys.person') is not null as there")
  return rows[0]?.there === true
}

/** The master key in use; the very first one is written down by its fingerprint together with the key of digests. */
async function openMaster(client: PoolClient, { source, algorithm }: Options): Promise<Opened> {
  await ensureKeyTables(client)
  const found = await findMaster(client, source)
  if (found) return found
  const master = masterKey(await source.first())
  const lookupKey = randomBytes(secretBytes)
  await client.query('insert into keys.master (fingerprint, lookup) values ($1, $2)', [
    master.fingerprint,
    master.wrap(lookupKey, lookupName, algorithm),
  ])
  return { master, lookupKey }
}

async function findMaster(client: PoolClient, source: MasterSource): Promise<Opened | undefined> {
  const { rows } = await client.query<MasterRow>('select fingerprint, lookup from keys.master')
  const [row] = rows
  if (row === undefined) return undefined
  const candidates = (await source.candidates()).map(masterKey)
  const master = candidates.find(({ fingerprint }) => fingerprint === row.fingerprint)
  if (master === undefined) {
    const fault = candidates.length === 0 ? '找不到主密钥' : '主密钥与密钥库不符'
    throw new ConfigError(`${fault}（密钥库用的是 ${row.fingerprint}）；请放回原来的主密钥，否则个人信息都打不开。`)
  }
  return { master, lookupKey: master.unwrap(row.lookup, lookupName) }
}

/** All keys wrapped anew in one transaction; who makes one meanwhile waits, who reads or destroys one does not. */
async function rewrap(client: PoolClient, { source, algorithm }: Options, next: MasterKey): Promise<number> {
  await client.query('select from keys.master for update')
  const found = await findMaster(client, source)
  if (found === undefined) throw new ConfigError('还没有密钥库，没有可以更换的主密钥。')
  let keys = 0
  for (let after = ''; ;) {
    const { rows } = await client.query<KeyRow>(
      'select id, wrapped from keys.person where wrapped is not null and id > $1 order by id limit $2',
      [after, rowsPerUpdate],
    )
    if (rows.length === 0) break
    const wrapped = rows.map(({ id, wrapped }) => next.wrap(found.master.unwrap(wrapped, id), id, algorithm))
    const ids = rows.map(({ id }) => id)
    await client.query(
      `update keys.person as key set wrapped = fresh.wrapped
       from unnest($1::text[], $2::text[]) as fresh (id, wrapped)
       where key.id = fresh.id and key.wrapped is not null`,
      [ids, wrapped],
    )
    keys += rows.length
    after = ids.at(-1) ?? ''
  }
  await client.query('update keys.master set fingerprint = $1, lookup = $2, since = now()', [
    next.fingerprint,
    next.wrap(found.lookupKey, lookupName, algorithm),
  ])
  return keys
}

/** The only one of all processes to replace the master key: of two at once, one would lose the key it wraps with. */
async function alone<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [replacingLock])
    return await work(client)
  } finally {
    client.release(true) // Ends the session and with it the lock.
  }
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    client.release(error instanceof Error && 'code' in error ? error : undefined)
    throw error
  }
}
