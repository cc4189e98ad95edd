import type { PoolClient } from 'pg'

const schemaLock = 7_305_004

/**
 * The keys stand in a schema of their own, beside the rows and apart from the log, wherever that is; so the log and its
 * backups can be handed on without them. A destroyed key leaves its id and who destroyed it, and nothing of whose it was.
 */
const tables = `
  create schema if not exists keys;

  create table if not exists keys.master (
    only_one boolean primary key default true check (only_one),
    fingerprint text not null,     -- Tells which master key wraps, and nothing of it.
    lookup text not null,          -- The key of the digests by which persons are found, wrapped.
    since timestamptz not null default now()
  );

  create table if not exists keys.person (
    id text collate "C" primary key,
    lookup text collate "C" unique, -- Keyed digest of who it is.
    wrapped text,                   -- The person's key, wrapped by the master key.
    made_at timestamptz not null default now(),
    destroyed_at timestamptz,
    destroyed_by text,
    check ((wrapped is null) = (destroyed_at is not null) and (lookup is null) = (destroyed_at is not null))
  );
`

/** Makes the tables where they are missing; several processes may do so at once. Within the caller's transaction. */
export async function ensureKeyTables(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [schemaLock])
  await client.query(tables)
}
