/**
 * What the PostgreSQL log costs over PostgreSQL itself. Each line is measured in turns with its limit, in the same run, on
 * the same server and by the same driver:
 *
 *   node bench/event-store.ts [--rounds 3] [--seconds 3] [--events 100000]
 *
 * `DATABASE_URL` names a server whose user may make databases; without it a new one is started, durable as by default,
 * and thrown away in the end.
 */
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { openPostgresStore } from '../api/system/postgres-store/open.ts'
import type { NewEvent } from '../domain/kernel/event.ts'
import { idSource } from '../domain/kernel/ids.ts'
import { noStream } from '../domain/store/event-store.ts'
import { figure, median, percentiles, perSecond } from './support/figures.ts'
import { openBenchDatabase } from './support/server.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    events: { type: 'string', default: '100000' },
  },
})
const [rounds, seconds, events] = [Number(options.rounds), Number(options.seconds), Number(options.events)]

const newId = idSource()
const streamsOfBulk = Math.ceil(events / 5) // Five events a file, as a district has.

const dataOf = (n: number) => ({
  penaltyId: newId(),
  decisionNumber: `沪市监徐处〔2026〕04202600${n}号`,
  kinds: ['FINE'],
  facts: '当事人未按规定公示年度报告，经责令改正后逾期未改正，违反了《企业信息公示暂行条例》。',
  fine: 100_000 + n,
  decidedOn: '2026-03-02',
})
const metadataOf = (row: number) => ({
  recordedAt: '2026-03-02T08:00:00.000Z',
  actor: { agency: '11310104MB2F30502W', officer: '01KSV9X2M3Q8Z4P6R7T9V0W1X2', role: 'OFFICER' },
  correlationId: '01KSV9X2M3Q8Z4P6R7T9V0W1X2',
  source: { agency: '11310104MB2F30502W', file: 'penalties.csv', row },
})
const event = (n: number): NewEvent => ({
  id: newId(),
  type: n % 5 ? 'PenaltyImposed' : 'PenaltyPerformed',
  schemaVersion: 1,
  data: dataOf(n),
  metadata: metadataOf(n),
})

/** A table like the log's, without the log. */
const rawTable = `create table raw (like log.event including all);`
const columns = 'position, revision, schema_version, stream, id, type, data, metadata'

const database = await openBenchDatabase()
const { admin } = database
const url = database.url

const store = await openPostgresStore({ url })
const sameSession = '-c enable_seqscan=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan -c jit=off'
const pool = new pg.Pool({ connectionString: url, max: 40, options: sameSession })
pool.on('error', () => undefined) // In the end the database is dropped under connections that are still closing.
await pool.query(rawTable)

/** Appends per second of so many writers, each with a stream of its own and one append on its way at a time. */
async function writing(
  writers: number,
  write: (stream: string, revision: bigint) => Promise<unknown>,
): Promise<number> {
  const start = performance.now()
  let written = 0
  const writer = async () => {
    const stream = `bench-${newId()}`
    for (let revision = noStream; performance.now() - start < seconds * 1_000; revision++) {
      await write(stream, revision)
      written++
    }
  }
  await Promise.all(Array.from({ length: writers }, writer))
  return perSecond(written, start)
}

const append = (stream: string, revision: bigint) => store.append(stream, revision, [event(Number(revision) + 1)])

let rawPosition = 0
function insertRow(stream: string, revision: bigint): Promise<unknown> {
  const { id, type, data, metadata } = event(Number(revision) + 1)
  rawPosition += 1
  const values = [rawPosition, revision + 1n, 1, stream, id, type, JSON.stringify(data), JSON.stringify(metadata)]
  return pool.query({ name: 'raw', text: `insert into raw (${columns}) values ($1,$2,$3,$4,$5,$6,$7,$8)`, values })
}

/** What keeps the log's promises without group commit: each append by itself, in its turn. */
function appendAlone(stream: string, revision: bigint): Promise<unknown> {
  const { id, type, data, metadata } = event(Number(revision) + 1)
  const json = [JSON.stringify(data), JSON.stringify(metadata)]
  const text = `select * from log.append(array[$1], array[$2]::bigint[], '{1}', array[$1], array[$3]::bigint[], array[$4],
    array[$5], '{1}', array[$6], array[$7])`
  return pool.query({ name: 'alone', text, values: [stream, revision, revision + 1n, id, type, ...json] })
}

/** The events of an import: one append per stream. */
function importOf(count: number) {
  const perStream = Math.ceil(count / streamsOfBulk)
  return Array.from({ length: Math.ceil(count / perStream) }, () => ({
    stream: `enterprise-${newId()}`,
    expected: noStream,
    events: Array.from({ length: perStream }, (_, n) => event(n)),
  }))
}

async function bulkByStore(): Promise<number> {
  const appends = importOf(events)
  const start = performance.now()
  await store.appendBulk(appends)
  return perSecond(events, start)
}

/** Rows that are encoded beforehand: nothing but the server's own work and the wire. */
async function rawCopy(): Promise<number> {
  let position = rawPosition
  const chunks: string[] = []
  const appends = importOf(events)
  for (let first = 0; first < appends.length; first += 1_000) {
    const lines = appends.slice(first, first + 1_000).flatMap(({ stream, events: list }) =>
      list.map(({ id, type, data, metadata }, revision) => {
        position += 1
        const fields = [position, revision, 1, stream, id, type, JSON.stringify(data), JSON.stringify(metadata)]
        return `${fields.map((field) => String(field).replaceAll('\\', '\\\\')).join('\t')}\n`
      }),
    )
    chunks.push(lines.join(''))
  }
  rawPosition = position
  const client = await pool.connect()
  const start = performance.now()
  for (const chunk of chunks) {
    const stream = client.query(copyFrom(`copy raw (${columns}) from stdin`))
    stream.end(chunk)
    await finished(stream)
  }
  const speed = perSecond(events, start)
  client.release()
  return speed
}

async function catchUp(): Promise<number> {
  const stop = new AbortController()
  const start = performance.now()
  let seen = 0
  for await (const batch of store.subscribeAll({ signal: stop.signal })) {
    seen += batch.events.length
    if (batch.live || seen >= events) stop.abort()
  }
  return perSecond(seen, start)
}

async function catchUpByReadAll(): Promise<number> {
  const start = performance.now()
  let seen = 0
  for await (const _event of store.readAll({ countMax: events })) seen++
  return perSecond(seen, start)
}

/** The same rows with their JSON decoded and nothing more, by each way that the driver has; the fastest is the limit. */
const rawReads: Record<string, (after: number, until: number) => Promise<number>> = {
  async query(after, until) {
    const text = `select ${columns} from log.event where position > $1 and position <= $2 order by position`
    const { rows } = await pool.query({ name: 'raw-read', text, values: [after, until], rowMode: 'array' })
    for (const row of rows) {
      row[6] = JSON.parse(row[6])
      row[7] = JSON.parse(row[7])
    }
    return rows.length
  },
  async copy(after, until) {
    const client = await pool.connect()
    const text = `copy (select ${columns} from log.event where position > ${after} and position <= ${until}
      order by position) to stdout`
    let rows = 0
    let rest = ''
    for await (const chunk of client.query(copyTo(text)).setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const fields: unknown[] = line.split('\t')
        fields[6] = JSON.parse(unescaped(fields[6]))
        fields[7] = JSON.parse(unescaped(fields[7]))
        rows++
      }
    }
    client.release()
    return rows
  },
}
const unescaped = (text: unknown): string => String(text).replaceAll('\\\\', '\\')

async function rawRead(): Promise<number> {
  const speeds: number[] = []
  for (const read of Object.values(rawReads)) {
    const start = performance.now()
    let seen = 0
    for (let after = 0; seen < events; after += 5_000) seen += await read(after, Math.min(events, after + 5_000))
    speeds.push(perSecond(seen, start))
  }
  return Math.max(...speeds)
}

/** In turns, so that what else the machine does meets both. */
async function compare(what: string, goal: number, ours: () => Promise<number>, limit: () => Promise<number>) {
  const speeds: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    await admin.query('checkpoint')
    const measured = [await limit(), await ours()] as const
    if (round === 0) continue // To warm up.
    speeds[0].push(measured[1])
    speeds[1].push(measured[0])
  }
  const [our, raw] = [median(speeds[0]), median(speeds[1])]
  console.log(`| ${what} | ${figure(our)} | ${figure(raw)} | ${(our / raw).toFixed(2)} | ${goal} |`)
}

/** From the call of append to the subscriber's hands, at 200 events a second. */
async function latency(): Promise<void> {
  const reader = await openPostgresStore({ url })
  const sentAt = new Map<string, number>()
  const took: number[] = []
  const acknowledged: number[] = []
  const total = 200 * seconds * rounds
  const stop = new AbortController()
  const after = await store.head()
  const reading = (async () => {
    for await (const batch of reader.subscribeAll({ ...(after && { after }), signal: stop.signal })) {
      for (const { id } of batch.events) took.push(performance.now() - (sentAt.get(id) ?? Number.NaN))
      if (took.length >= total) stop.abort()
    }
  })()
  const start = performance.now()
  const appends: Promise<unknown>[] = []
  while (appends.length < total) {
    const due = Math.min(total, ((performance.now() - start) / 1_000) * 200)
    while (appends.length < due) {
      const sent = event(1)
      const now = performance.now()
      sentAt.set(sent.id, now)
      const done = store.append(`bench-${newId()}`, noStream, [sent])
      appends.push(done.then(() => acknowledged.push(performance.now() - now)))
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(appends)
  await reading
  await reader.close()
  console.log('\n| at 200 events/s | p50 ms | p99 ms |\n|---|---:|---:|')
  console.log(`| append to its answer | ${percentiles(acknowledged)} |`)
  console.log(`| append to a subscriber in another process | ${percentiles(took)} |`)
}

try {
  console.log(`PostgreSQL ${database.version}, Node ${process.version}, median of ${rounds}\n`)
  console.log('| per second | log | limit | ratio | goal |\n|---|---:|---:|---:|---:|')
  await compare('import into files of 5 events / raw COPY', 0.7, bulkByStore, rawCopy)
  await compare('catch-up by subscription / fastest raw read', 0.8, catchUp, rawRead)
  await compare('reading all, one by one / fastest raw read', 0.8, catchUpByReadAll, rawRead)
  for (const [writers, alone, free] of [
    [1, 0.7, 0.7],
    [8, 1.5, 1.5],
    [32, 3, 3],
  ] as const) {
    const what = `single appends, ${writers} writer${writers > 1 ? 's' : ''}`
    const ours = () => writing(writers, append)
    await compare(`${what} / one append a commit`, alone, ours, () => writing(writers, appendAlone))
    await compare(`${what} / one INSERT a commit, in any order`, free, ours, () => writing(writers, insertRow))
  }
  await latency()
} finally {
  await store.close()
  await pool.end()
  await database.drop()
}
