import { readConfig } from '../../api/system/config.ts'
import { runImport } from '../../api/system/import/run-import.ts'
import { type Installation, openInstallation } from '../../api/system/installation.ts'
import { createLog } from '../../api/system/log.ts'
import { placeOf } from '../../api/system/postgres-store/position.ts'
import { logCodec } from '../../domain/codec.ts'
import type { EnterpriseEvent } from '../../domain/enterprise/events.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { enterpriseStream, isEnterpriseStream, usccOf } from '../../domain/enterprise/stream.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { withCodec } from '../../domain/store/codec.ts'
import { commandHandler } from '../../domain/store/handle.ts'
import { inMemoryStore } from '../../domain/store/in-memory.ts'
import { besideOf } from '../../projections/beside.ts'
import { readCheckpoints } from '../../projections/checkpoints.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { createNext, fillNext, fingerprint, liveSchema, nextSchema } from '../../projections/tables.ts'
import { environmentOf, type Place } from './processes.ts'
import type { Ledger } from './writers.ts'

export type Imported = Readonly<{ path: string; files: readonly Uscc[] }>
export type Judged = Readonly<{ events: number; doubtfulStanding: number; rows: number }>

const log = createLog({ level: 'fatal', pretty: false })
const clock = () => new Date()
const tellMs = 30_000

/** Holds what stands in the installation against what was said to be in it. Throws where the two differ. */
export async function judge(place: Place, ledger: Ledger, imported: Imported): Promise<Judged> {
  const installation = await openInstallation(readConfig(environmentOf(place)), log, clock)
  try {
    const streams = await readLog(installation)
    const doubtfulStanding = judgeRequests(streams, ledger)
    await judgeImport(installation, streams, imported)
    await judgeKeys(installation, streams)
    const rows = await judgeRows(installation, streams)
    return { events: [...streams.values()].flat().length, doubtfulStanding, rows }
  } finally {
    await installation.close()
  }
}

type Streams = ReadonlyMap<string, readonly RecordedEvent<EnterpriseEvent>[]>

/** The whole log; positions and revisions must run without holes or repeats, and every id stand once. */
async function readLog({ store }: Installation): Promise<Streams> {
  const streams = new Map<string, RecordedEvent<EnterpriseEvent>[]>()
  const ids = new Set<string>()
  let place = 0
  for await (const event of store.readAll()) {
    place += 1
    require(placeOf(event.position) === place, `position ${event.position} stands at place ${place}`)
    const stream = streams.get(event.stream) ?? []
    require(event.revision ===
      BigInt(stream.length), `${event.stream} has revision ${event.revision} at ${stream.length}`)
    require(!ids.has(event.id), `event ${event.id} stands twice`)
    ids.add(event.id)
    stream.push(event as RecordedEvent<EnterpriseEvent>)
    streams.set(event.stream, stream)
  }
  const head = await store.head()
  require(placeOf(head) === place, `the head is ${head}, the last position ${place}`)
  return streams
}

/** Every acknowledged request stands once and where it was said to; every other one once or not at all. */
function judgeRequests(streams: Streams, ledger: Ledger): number {
  const standing = new Map<string, RecordedEvent<EnterpriseEvent>[]>()
  for (const event of [...streams.values()].flat()) {
    const requestId = requestOf(event)
    if (requestId === undefined) continue
    standing.set(requestId, [...(standing.get(requestId) ?? []), event])
  }
  let doubtful = 0
  for (const [requestId, { uscc, acknowledged, eventId, revision }] of ledger) {
    const [event, ...more] = standing.get(requestId) ?? []
    require(more.length === 0, `request ${requestId} stands ${more.length + 1} times`)
    if (!acknowledged) {
      if (event !== undefined) doubtful += 1
      continue
    }
    if (event === undefined) throw new Error(`request ${requestId} was acknowledged and is lost`)
    require(event.stream === enterpriseStream(uscc), `request ${requestId} stands in ${event.stream}`)
    const isWhereSaid = eventId === undefined || (event.id === eventId && event.revision === revision)
    require(isWhereSaid, `request ${requestId} stands at ${event.revision}, not at ${revision}`)
  }
  return doubtful
}

function requestOf({ type, data }: RecordedEvent<EnterpriseEvent>): string | undefined {
  if (type === 'InspectionRecorded') return data.inspectionId
  if (type === 'HonourAwarded') return data.honourId
  return type === 'RegistrationChanged' ? data.changeId : undefined
}

/** The import, broken off and run again, has left what one clean run leaves in an empty log. */
async function judgeImport(installation: Installation, streams: Streams, { path, files }: Imported): Promise<void> {
  const { keys, newId, readModels } = installation
  const memory = inMemoryStore()
  const store = withCodec(memory, logCodec)
  await runImport({
    ...{ path, store, handler: commandHandler(memory, logCodec), keys, newId, clock, pool: readModels.pool },
    ...{ agency: null, correlationId: newId(), actor: { agency: 'system', officer: 'operator', role: 'OPERATOR' } },
    onVerdict: () => undefined,
  })
  const clean = await store.readStreams(files.map((uscc) => enterpriseStream(uscc)))
  for (const uscc of files) {
    const stream = enterpriseStream(uscc)
    const [found, expected] = [streams.get(stream) ?? [], clean.get(stream) ?? []].map((events) => events.map(factOf))
    require(found?.join('\n') === expected?.join('\n'), `the import has left other events in ${stream}`)
  }
}

/** What is sealed is sealed anew in every run; whom it is about is the same. */
const factOf = ({ type, data }: RecordedEvent): string =>
  JSON.stringify([type, data], (name, value) =>
    name === 'nonce' || name === 'ciphertext' || name === 'tag' ? '' : value,
  )

/** Nobody's key is lost of whom anything stands in the log. */
async function judgeKeys({ keys }: Installation, streams: Streams): Promise<void> {
  const sealed = [...streams.values()].flat().flatMap((event) => (event.type === 'PersonRecorded' ? [event.data] : []))
  const known = await keys.load([...new Set(sealed.map(({ keyId }) => keyId))])
  for (const { keyId, identityNumber, name } of sealed) {
    const key = known.get(keyId)
    if (key === undefined) throw new Error(`the key ${keyId} is lost`)
    if (identityNumber !== null) key.open('IDENTITY_NUMBER', identityNumber)
    if (name !== null) key.open('NAME', name)
  }
}

/** The rows that readers see are those that the log comes to, told anew into tables that nobody keeps. */
async function judgeRows({ store, readModels, projections }: Installation, streams: Streams): Promise<number> {
  const { pool } = readModels
  const head = await store.head()
  if (head !== undefined) require(await waitUntilTold(pool, head, tellMs), `rows are not told within ${tellMs} ms`)
  const stopped = [...(await readCheckpoints(pool)).values()].filter((checkpoint) => checkpoint.stopped !== undefined)
  require(stopped.length === 0, `projections stand still: ${JSON.stringify(stopped)}`)
  const files = [...streams].filter(([stream]) => isEnterpriseStream(stream))
  const told = files.map(([stream, events]) => [usccOf(stream), fileOf(events as readonly FileFact[])] as const)
  const client = await pool.connect()
  let rows = 0
  try {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${nextSchema}`)
    for (const projection of projections) {
      await client.query('BEGIN')
      await createNext(client, projection)
      const filling = fillNext(client, projection)
      const beside = await besideOf(client, projection)
      for (const [uscc, file] of told)
        for (const { row } of projection.tell(uscc, file, beside.get(uscc) ?? [])) await filling.add(row)
      await filling.end()
      const [anew, live] = [
        await fingerprint(client, nextSchema, projection),
        await fingerprint(client, liveSchema, projection),
      ]
      require(anew === live, `rows of ${projection.name} are ${live}, told anew ${anew}`)
      rows += Number(live.split(':')[0])
      await client.query('ROLLBACK')
    }
  } finally {
    client.release(true)
  }
  return rows
}

function require(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}
