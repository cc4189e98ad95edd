import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { idSource } from '../../domain/kernel/ids.ts'
import type { DomainEvent } from '../../domain/kernel/event.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { inMemoryStore } from '../../domain/store/in-memory.ts'
import { openReadModels, type ReadModels } from '../../projections/database.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { defineInParts, defineStreamProjection, type StreamProjection } from '../../projections/stream-projection.ts'
import { runStreamProjections } from '../../projections/stream-projection-runner.ts'
import { freshDatabase } from '../support/postgres.ts'

type NoteEvent = DomainEvent<'NoteTaken', { words: string }> | DomainEvent<'NoteLost', object>

/** Each note that still stands, in the order taken; with a mark that a version may change. */
const noteProjection = (name: string, version = 1, mark = '') =>
  defineStreamProjection<NoteEvent>({
    ...{ name, version, prefix: 'note-', types: ['NoteTaken', 'NoteLost'] },
    columns: [{ name: 'words', type: 'text' }],
    *tell(_stream, events) {
      const standing: string[] = []
      for (const event of events) {
        if (event.type === 'NoteLost') standing.pop()
        else if (event.data.words === 'poison' && name === 'note_b') throw new Error('cannot be told')
        else standing.push(event.data.words)
      }
      for (const [place, words] of standing.entries()) yield { key: String(place), row: { words: `${words}${mark}` } }
    },
  })

type Tally = ReadonlyMap<string, number>

/** How often each word was noted; what was noted as lost is forgotten. */
const tallyProjection = (name: string, version = 1) =>
  defineInParts<NoteEvent, Tally>({
    ...{ name, version, prefix: 'note-', types: ['NoteTaken', 'NoteLost'], columns: [{ name: 'words', type: 'text' }] },
    parts: {
      fold: {
        initial: new Map(),
        evolve(tally, event) {
          if (event.type === 'NoteLost') return new Map([...tally].slice(0, -1))
          const { words } = event.data
          if (words === 'poison') throw new Error('cannot be told')
          return new Map(tally).set(words, (tally.get(words) ?? 0) + 1)
        },
      },
      touched: (before, after) =>
        [...new Set([...before.keys(), ...after.keys()])].filter((words) => before.get(words) !== after.get(words)),
      *rows(tally, words) {
        const count = tally.get(words)
        if (count !== undefined) yield { key: words, row: { words: `${words} ${count}` } }
      },
    },
  })

const newId = idSource()
const log = { info: () => undefined, error: () => undefined }
const clock = () => new Date('2026-11-23T02:00:00Z')
let models: ReadModels
let store: EventStore
let ending: AbortController
let running: Promise<void> | undefined
beforeEach(async () => {
  models = await openReadModels(await freshDatabase())
  store = inMemoryStore()
  for (const name of ['note_a', 'note_b']) {
    await models.pool
      .query(`CREATE TABLE told.${name} (stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      words text NOT NULL, PRIMARY KEY (stream, key))`)
  }
})
afterEach(async () => {
  await stop()
  await models.close()
})

function run(...projections: StreamProjection[]): void {
  ending = new AbortController()
  running = runStreamProjections({ ...{ store, pool: models.pool, projections, log, clock }, signal: ending.signal })
}

async function stop(): Promise<void> {
  ending?.abort()
  await running
}

async function write(stream: string, from: number, ...facts: readonly (string | null)[]): Promise<void> {
  const metadata = { recordedAt: clock().toISOString(), actor: { agency: 'a', officer: 'b', role: 'c' } }
  const events = facts.map((words) => ({
    ...{ id: newId(), schemaVersion: 1, metadata: { ...metadata, correlationId: 't' } },
    ...(words === null ? { type: 'NoteLost', data: {} } : { type: 'NoteTaken', data: { words } }),
  }))
  await store.append(stream, BigInt(from - 1), events)
}

async function stopOf(name: string): Promise<{ eventId: string; reason: string } | null | undefined> {
  const { rows } = await models.pool.query('SELECT stopped FROM told.checkpoint WHERE name = $1', [name])
  return rows[0]?.stopped
}

async function idOf(words: string): Promise<string> {
  for await (const { id, data } of store.readAll()) if ((data as { words?: string }).words === words) return id
  throw new Error(`no note says ${words}`)
}

async function told(table: string): Promise<readonly string[]> {
  const head = await store.head()
  if (head !== undefined) await waitUntilTold(models.pool, head, 5_000)
  const { rows } = await models.pool.query(`SELECT stream, words, revision FROM told.${table} ORDER BY stream, key`)
  return rows.map(({ stream, words, revision }) => `${stream} ${words} @${revision}`)
}

describe('rows of streams that are no files', () => {
  test('are told live, and those that a stream no longer tells go away', async () => {
    run(noteProjection('note_a'))
    await write('note-1', 0, 'one', 'two')
    await write('other-1', 0, 'not ours')
    expect(await told('note_a')).toEqual(['note-1 one @1', 'note-1 two @1'])
    await write('note-1', 2, null)
    await write('note-2', 0, 'three')
    expect(await told('note_a')).toEqual(['note-1 one @2', 'note-2 three @0'])
  })

  test('are told anew by a new version, equal to those told live', async () => {
    run(noteProjection('note_a'))
    await write('note-1', 0, 'one')
    await told('note_a')
    await stop()
    await write('note-1', 1, 'two')
    await write('note-2', 0, 'three', null)
    run(noteProjection('note_a', 2, '!'), noteProjection('note_b', 1, '!'))
    const expected = ['note-1 one! @1', 'note-1 two! @1']
    expect(await told('note_a')).toEqual(expected)
    expect(await told('note_b')).toEqual(expected)
  })

  test('wait alone where one projection cannot tell a fact, and come back once it can', async () => {
    run(noteProjection('note_a'), noteProjection('note_b'))
    await write('note-1', 0, 'one')
    expect(await told('note_b')).toEqual(['note-1 one @0'])
    await write('note-1', 1, 'poison')
    expect(await told('note_a')).toEqual(['note-1 one @1', 'note-1 poison @1'])
    expect(await told('note_b')).toEqual(['note-1 one @0'])
    const { rows } = await models.pool.query(`SELECT stopped FROM told.checkpoint WHERE name = 'note_b'`)
    expect(rows[0].stopped.reason).toBe('cannot be told')
    await stop()
    await write('note-1', 2, null)
    const cured = { ...noteProjection('note_a'), name: 'note_b' }
    run(noteProjection('note_a'), cured)
    expect(await told('note_b')).toEqual(['note-1 one @2'])
  })

  test('are stopped with exactly the event that cannot be told, whatever else its batch and its stream hold', async () => {
    run(noteProjection('note_b'))
    await write('note-1', 0, 'one')
    expect(await told('note_b')).toEqual(['note-1 one @0'])
    await stop()
    await write('note-0', 0, 'first of the batch', 'and second')
    await write('note-2', 0, 'before', 'poison', 'after')
    await write('note-1', 1, 'two')
    run(noteProjection('note_b'))
    await told('note_b')
    expect(await stopOf('note_b')).toMatchObject({ eventId: await idOf('poison'), reason: 'cannot be told' })
  })

  test('are stopped with that event too where they are told anew, and where it is the table that refuses it', async () => {
    await write('note-0', 0, 'first of all')
    await write('note-1', 0, 'before', 'poison', 'after')
    await write('note-2', 0, 'fits', 'fits not', 'fits')
    await models.pool.query(`ALTER TABLE told.note_a ADD CHECK (words <> 'fits not')`)
    run(noteProjection('note_a'), noteProjection('note_b'))
    await expect.poll(() => stopOf('note_a')).toMatchObject({ eventId: await idOf('fits not') })
    await expect.poll(() => stopOf('note_b')).toMatchObject({ eventId: await idOf('poison') })
    const { rows } = await models.pool.query('SELECT count(*)::int AS rows FROM told.note_a')
    expect(rows).toEqual([{ rows: 0 }])
  })
})

describe('rows that are told in parts', () => {
  const placesOf = async () => {
    const { rows } = await models.pool.query('SELECT stream, key, ctid::text AS place FROM told.note_a ORDER BY 1, 2')
    return rows.map(({ stream, key, place }) => [`${stream} ${key}`, place])
  }

  test('are written only where a fact touched them, and those of which nothing is left go away', async () => {
    run(tallyProjection('note_a'))
    await write('note-1', 0, 'one', 'two', 'three')
    expect(await told('note_a')).toEqual(['note-1 one 1 @0', 'note-1 three 1 @2', 'note-1 two 1 @1'])
    const before = await placesOf()
    await write('note-1', 3, 'two', null)
    expect(await told('note_a')).toEqual(['note-1 one 1 @0', 'note-1 two 2 @3'])
    expect((await placesOf())[0]).toEqual(before[0])
  })

  test('are told live over restarts, lags, and other streams as they are told anew', async () => {
    run(tallyProjection('note_a'))
    await write('note-1', 0, 'one', 'two')
    await told('note_a')
    await stop()
    await write('note-1', 2, 'one', null, 'three')
    run(tallyProjection('note_a'), tallyProjection('note_b'))
    await told('note_a')
    for (let n = 0; n < 40; n++) await write(`note-${n + 2}`, 0, 'one', 'one')
    await write('note-1', 5, 'three', 'one')
    const live = await told('note_a')
    expect(live.length).toBe(42)
    expect(await told('note_b')).toEqual(live)
    await stop()
    run(tallyProjection('note_a', 2))
    expect(await told('note_a')).toEqual(live)
  })

  test('wait alone where a fact cannot be told, with that fact named, and go on from there', async () => {
    run(tallyProjection('note_a'), noteProjection('note_b'))
    await write('note-1', 0, 'one')
    await told('note_a')
    await write('note-1', 1, 'two', 'poison')
    await expect.poll(() => stopOf('note_a')).toMatchObject({ eventId: await idOf('poison') })
    expect(await told('note_a')).toEqual(['note-1 one 1 @0'])
  })
})
