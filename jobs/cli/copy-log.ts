import { SingleBar } from 'cli-progress'
import type { Config } from '../../api/system/config.ts'
import { openEmbeddedPostgres } from '../../api/system/embedded-postgres.ts'
import { addressFault, masked } from '../../api/system/kurrent-store/address.ts'
import { openKurrentStore } from '../../api/system/kurrent-store/open.ts'
import { createLog, type Log } from '../../api/system/log.ts'
import { reasonOf } from '../../api/system/open.ts'
import { openPostgresStore } from '../../api/system/postgres-store/open.ts'
import { InvalidInput, Unavailable } from '../../domain/kernel/errors.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { copyLog, type CopyProgress, LogsDiffer } from '../copy-log/copy-log.ts'

const stages: Readonly<Record<CopyProgress['stage'], string>> = { COMPARE: '比对已有', COPY: '搬迁', VERIFY: '核对' }

/** A log to copy from or to, as it is named on the command line. */
type Opened = Readonly<{ store: EventStore; close(): Promise<void> }>

/** Something a person can put right, told in one sentence. */
class CannotOpen extends Error {
  override readonly name = 'CannotOpen'
}

/**
 * `yidang copy-log --from … --to …`: moves a log from one store to another, either way. Cut short and started again, it goes
 * on where it stood.
 */
export async function copyLogCommand(config: Config, names: Readonly<{ from: string; to: string }>): Promise<number> {
  const fault = faultOf(names.from, '--from') ?? faultOf(names.to, '--to')
  if (fault !== undefined || names.from === names.to) {
    console.error(fault ?? '来源与目标是同一个事件库。')
    return 2
  }
  const log = createLog({ level: config.logLevel, pretty: process.stdout.isTTY === true })
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())
  try {
    await using from = await opened('来源', names.from, config, log)
    await using to = await opened('目标', names.to, config, log)
    const { events, streams, sha256 } = await copying(from.store, to.store, ending.signal)
    if (events === 0)
      throw new InvalidInput('来源里一条事件也没有：请核对 --from（自带的，核对 YIDANG_DATA）。', 'from')
    console.log(`已搬迁并核对：${events} 条事件，${streams} 个流，两边一致。`)
    console.log(`sha256 ${sha256}`)
    return 0
  } catch (error) {
    const sentence = ending.signal.aborted ? '已中断；再执行一次即接着搬迁。' : sentenceOf(error)
    if (sentence === undefined) throw error
    console.error(sentence)
    return ending.signal.aborted ? 130 : 1
  }
}

/** Copies under a bar, which knows its whole length once all is copied. */
async function copying(from: EventStore, to: EventStore, signal: AbortSignal) {
  const bar = new SingleBar({ format: '{stage} {bar} {events} 条，每秒 {speed} 条', hideCursor: true })
  const begun = { stage: 'COMPARE' as CopyProgress['stage'], at: performance.now(), events: 0 }
  bar.start(1, 0, { stage: stages.COMPARE, events: 0, speed: 0 })
  try {
    return await copyLog({
      ...{ from, to, signal },
      onProgress({ stage, events, total }) {
        if (stage !== begun.stage) Object.assign(begun, { stage, at: performance.now(), events: 0 })
        if (begun.events === 0) begun.events = events
        const seconds = (performance.now() - begun.at) / 1_000
        const speed = Math.round((events - begun.events) / Math.max(seconds, 0.001))
        if (total !== undefined) bar.setTotal(total)
        bar.update(total === undefined ? 0 : events, { stage: stages[stage], events, speed })
      },
    })
  } finally {
    bar.stop()
  }
}

const isPostgres = (name: string): boolean => /^postgres(ql)?:\/\//.test(name)
const isKurrent = (name: string): boolean => /^(esdb|kurrentdb)(\+discover)?:\/\//i.test(name)

function faultOf(name: string, option: string): string | undefined {
  if (name === 'embedded' || isPostgres(name)) return undefined
  if (!isKurrent(name))
    return `${option} 不是事件库：写 embedded（本机自带的）、postgres://…、esdb://… 或者 kurrentdb://…。`
  const fault = addressFault(name)
  return fault && `${option}：${fault}。`
}

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof InvalidInput || error instanceof LogsDiffer || error instanceof CannotOpen) return error.message
  if (error instanceof Unavailable) return '与来源或者目标的连接断了，没有搬完；等它恢复后再执行一次，即接着搬迁。'
  return undefined
}

async function opened(side: string, name: string, config: Config, log: Log): Promise<Opened & AsyncDisposable> {
  try {
    const { store, close } = await open(name, config, log)
    return { store, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    const where = `${side} ${masked(name)}`
    if (error instanceof InvalidInput) throw new CannotOpen(`${where}：${error.message}。`)
    const { code = '' } = error as { code?: string }
    if (code.startsWith('28')) throw new CannotOpen(`${where}：用户名或者密码不对。`)
    if (code === '3D000') throw new CannotOpen(`${where}：没有这个数据库，请先建立。`)
    const isAway = error instanceof Unavailable || ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT'].includes(code)
    if (isAway) throw new CannotOpen(`${where}：够不着，请检查地址、证书，以及它是否在运行。`)
    throw error
  }
}

async function open(name: string, config: Config, log: Log): Promise<Opened> {
  const onTrouble = (error: unknown) => log.warn({ reason: reasonOf(error) }, '事件库连接不稳，自动重试')
  if (isKurrent(name)) {
    const store = await openKurrentStore({ url: name, onTrouble })
    return { store, close: () => store.close() }
  }
  if (isPostgres(name)) {
    const store = await openPostgresStore({ url: name, onTrouble })
    return { store, close: () => store.close() }
  }
  const server = await openEmbeddedPostgres({ folder: config.dataFolder, log })
  const store = await openPostgresStore({ url: server.url, onTrouble })
  return {
    store,
    async close() {
      await store.close()
      await server.stop()
    },
  }
}
