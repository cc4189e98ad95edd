import type { Client, ClientBase } from 'pg'

/** The advisory locks of the log; any two numbers do, as long as nobody else in the database takes them. */
const migrationLock = 7_020_001
const appendLock = 7_020_002

/** The channel on which every committed append tells the new head, in hex. */
export const headChannel = 'log_head'

/**
 * How the schema came to be, a step per version; steps are only ever added. Rows are text: nothing queries inside an
 * event, and C collation compares by code unit, as positions and stream names are compared everywhere else.
 */
const steps: readonly string[] = [
  `
  create table log.event (
    position bigint primary key,
    revision bigint not null,
    schema_version smallint not null,
    stream text collate "C" not null,
    id text collate "C" not null,
    type text collate "C" not null,
    data text not null,
    metadata text not null,
    unique (stream, revision)
  );

  create function log.refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'the log is only ever added to' using errcode = 'restrict_violation';
  end $$;

  create trigger only_added_to before update or delete or truncate on log.event
    for each statement execute function log.refuse_change();

  -- Per append whose events all stand where they were expected, the position of the last of them.
  create function log.standing(owners int[], streams text[], revisions bigint[], ids text[])
  returns table (owner int, last bigint) language sql volatile as $$
    select x.owner, max(e.position)
    from unnest(owners, streams, revisions, ids) x(owner, stream, revision, id)
    left join lateral (
      select e.position from log.event e
      where e.stream = x.stream and e.revision = x.revision and e.id = x.id offset 0
    ) e on true
    group by x.owner having count(e.position) = count(*)
  $$;

  -- Appends to different streams, each judged by itself; \`owners\` says, counted from 1, whose an event is. Takes the
  -- right to append until the end of the transaction: so without events it says where the log and the streams end, and
  -- holds them there. Whoever gets the lock sees all that was committed under it only by a snapshot taken afterwards:
  -- each statement of a volatile function takes its own, but only so under read committed.
  create function log.append(streams text[], expecteds bigint[], owners int[], event_streams text[], revisions bigint[],
    ids text[], types text[], schema_versions smallint[], datas text[], metadatas text[],
    out head bigint, out actuals bigint[], out repeated int[], out lasts bigint[])
  language plpgsql volatile as $$
  declare added bigint;
  begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'appending needs read committed' using errcode = 'invalid_transaction_state';
    end if;
    perform pg_advisory_xact_lock(${appendLock});
    select coalesce(max(e.position), 0), array(select coalesce(
        (select e.revision from log.event e where e.stream = s order by e.revision desc limit 1), -1)
        from unnest(streams) s)
      into head, actuals from log.event e;
    if cardinality(ids) = 0 then return; end if;
    if actuals = expecteds then -- As a rule; the general case below costs twice as much.
      insert into log.event (position, revision, schema_version, stream, id, type, data, metadata)
        select head + e.n, e.revision, e.schema_version, e.stream, e.id, e.type, e.data, e.metadata
        from unnest(event_streams, revisions, ids, types, schema_versions, datas, metadatas)
          with ordinality e(stream, revision, id, type, schema_version, data, metadata, n);
      get diagnostics added = row_count;
    else
      insert into log.event (position, revision, schema_version, stream, id, type, data, metadata)
        select head + row_number() over (order by e.n), e.revision, e.schema_version, e.stream, e.id, e.type, e.data,
          e.metadata
        from unnest(owners, event_streams, revisions, ids, types, schema_versions, datas, metadatas)
          with ordinality e(owner, stream, revision, id, type, schema_version, data, metadata, n)
        where actuals[e.owner] = expecteds[e.owner];
      get diagnostics added = row_count;
      select array_agg(s.owner), array_agg(s.last) into repeated, lasts
        from log.standing(owners, event_streams, revisions, ids) s where actuals[s.owner] <> expecteds[s.owner];
    end if;
    if added > 0 then perform pg_notify('${headChannel}', to_hex(head + added)); end if;
  end $$;
  `,
]

/** Brings the schema up to date. Several processes may start at once: the first works, the others wait and find it done. */
export async function migrate(client: Client | ClientBase): Promise<void> {
  await client.query('begin isolation level read committed')
  await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
  await client.query(`
    create schema if not exists log;
    create table if not exists log.migration (
      version int primary key,
      applied_at timestamptz not null default transaction_timestamp()
    )`)
  const { rows } = await client.query<{ version: number }>(
    'select coalesce(max(version), 0) version from log.migration',
  )
  const version = rows[0]?.version ?? 0
  if (version > steps.length)
    throw new Error(`the log has schema version ${version}; this program knows ${steps.length}`)
  for (const [place, step] of steps.entries()) {
    if (place < version) continue
    await client.query(step)
    await client.query('insert into log.migration (version) values ($1)', [place + 1])
  }
  await client.query('commit')
}
