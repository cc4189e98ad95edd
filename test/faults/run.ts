/**
 * Appends to a real server in bad weather, and counts afterwards:
 *
 *   npm run faults -- --store kurrentdb|postgresql [--seconds 60] [--seed 1] [--kill '<command>' [--every 15]]
 *   npm run faults -- --store kurrentdb --rows …
 *
 * A server with one address is reached through a proxy that cuts, delays, and half-opens connections. The command, where
 * one is given, kills the server or its leader and sees to its coming back; of a cluster, whose nodes name their own
 * addresses, it is the only weather. Every acknowledged event must stand once, every other one once or not at all, and a
 * subscription must have met all of them in the order of the log. With `--rows` it is whole enterprises that are recorded,
 * on a server without other events, and their rows must in the end equal a rebuild.
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { openKurrentStore } from '../../api/system/kurrent-store/open.ts'
import { openPostgresStore } from '../../api/system/postgres-store/open.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { openBenchDatabase } from '../../bench/support/server.ts'
import { throughProxy } from '../support/through-proxy.ts'
import { rowsInTheWeather } from './rows.ts'
import { makeWeather } from './weather.ts'
import { following, importing, judge, type Ledger, newLedger, writing } from './work.ts'

type Open = (options: { url: string; onTrouble(error: unknown): void }) => Promise<EventStore>

const stores: Readonly<Record<string, { open: Open; address: string; port: number }>> = {
  kurrentdb: { open: openKurrentStore, address: 'KURRENTDB_URL', port: 2113 },
  postgresql: { open: openPostgresStore, address: 'TEST_DATABASE_URL', port: 5432 },
}

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: '' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    writers: { type: 'string', default: '8' },
    kill: { type: 'string' },
    every: { type: 'string', default: '15' },
    rows: { type: 'boolean', default: false },
  },
})
const store = stores[values.store]
if (store === undefined) fail(`请用 --store 指定事件库：${Object.keys(stores).join('、')}`)
const url = process.env[store.address]
if (!url) fail(`${store.address} 未设置：请指定要检验的 ${values.store} 服务器`)

if (values.rows) process.exit(await rowsOfKurrent(url))

const ledger = await throughTheWeather(store.open, url, store.port)
const findings = await afterwards(store.open, url, ledger)
process.exit(findings === 0 ? 0 : 1)

async function throughTheWeather(open: Open, address: string, port: number): Promise<Ledger> {
  const { url: reached, proxy } = await throughProxy(address, port)
  const book = newLedger()
  const log = await open({ url: reached, onTrouble: () => book.troubles++ })
  book.after = await log.head()
  const stop = AbortSignal.timeout(Number(values.seconds) * 1_000)
  const kill = values.kill === undefined ? undefined : () => run(values.kill ?? '')
  const weather = makeWeather({ proxy, kill, everyMs: Number(values.every) * 1_000, seed: Number(values.seed), stop })
  const writers = Array.from({ length: Number(values.writers) }, (_, n) => writing(log, book, n, stop))
  const reader = new AbortController()
  const followed = following(log, book, reader.signal)
  await Promise.all([...writers, importing(log, book, stop)])
  const counts = await weather
  await book.hasMetAll(30_000)
  reader.abort()
  await followed
  await log.close()
  await proxy?.close()
  console.log(`天气：${toldOf(counts)}；重试 ${book.troubles}`)
  return book
}

async function rowsOfKurrent(address: string): Promise<number> {
  if (values.store !== 'kurrentdb') fail('--rows 只用于 --store kurrentdb')
  const { url: reached, proxy } = await throughProxy(address, 2113)
  const database = await openBenchDatabase()
  const stop = AbortSignal.timeout(Number(values.seconds) * 1_000)
  const kill = values.kill === undefined ? undefined : () => run(values.kill ?? '')
  const weather = makeWeather({ proxy, kill, everyMs: Number(values.every) * 1_000, seed: Number(values.seed), stop })
  try {
    const { enterprises, differing } = await rowsInTheWeather({
      ...{ databaseUrl: database.url, kurrentUrl: reached, directUrl: address, stop },
    })
    console.log(`天气：${toldOf(await weather)}`)
    console.log(`记录 ${enterprises} 户；与重建不同的投影：${differing.length === 0 ? '无' : differing.join('、')}`)
    return differing.length === 0 ? 0 : 1
  } finally {
    await proxy?.close()
    await database.drop()
  }
}

async function afterwards(open: Open, address: string, book: Ledger): Promise<number> {
  const log = await open({ url: address, onTrouble: (error) => console.error(error) })
  const findings = await judge(log, book)
  await log.close()
  return findings
}

function toldOf(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what} ${count}`)
    .join('，')
}

function run(command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('exit', () => resolve())
  })
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
