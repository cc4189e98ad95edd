import { SingleBar } from 'cli-progress'
import type { Config } from '../../api/system/config.ts'
import { openEmbeddedPostgres } from '../../api/system/embedded-postgres.ts'
import { openKurrentStore } from '../../api/system/kurrent-store/open.ts'
import { createLog, type Log } from '../../api/system/log.ts'
import { reasonOf } from '../../api/system/open.ts'
import { openPostgresStore } from '../../api/system/postgres-store/open.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { copyLog, type CopyProgress } from '../copy-log/copy-log.ts'

const stages: Readonly<Record<CopyProgress['stage'], string>> = { COMPARE: '比对已有', COPY: '搬迁', VERIFY: '核对' }

/** A log to copy from or to, as it is named on the command line. */
type Opened = Readonly<{ store: EventStore; close(): Promise<void> }>

/**
 * `yidang copy-log --from … --to …`: moves a log from one store to another, either way. Cut short and started again, it goes
 * on where it stood.
 */
export async function copyLogCommand(config: Config, names: Readonly<{ from: string; to: string }>): Promise<number> {
  if (names.from === names.to) {
    console.error('来源与目标是同一个事件库。')
    return 2
  }
  const wrong = [names.from, names.to].find((name) => !isNamed(name))
  if (wrong !== undefined) {
    console.error(`“${wrong}”不是事件库：写 embedded（本机自带的）、postgres://…、esdb://… 或者 kurrentdb://…。`)
    return 2
  }
  const log = createLog({ level: config.logLevel, pretty: process.stdout.isTTY === true })
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())
  const bar = new SingleBar({ format: '{stage} {events} 条', noTTYOutput: false })
  const from = await open(names.from, config, log)
  try {
    const to = await open(names.to, config, log)
    try {
      bar.start(1, 0, { stage: stages.COMPARE, events: 0 })
      const onProgress = ({ stage, events }: CopyProgress) => bar.update(0, { stage: stages[stage], events })
      const { events, streams, sha256 } = await copyLog({
        ...{ from: from.store, to: to.store, onProgress, signal: ending.signal },
      })
      bar.stop()
      console.log(`已搬迁并核对：${events} 条事件，${streams} 个流，两边一致。`)
      console.log(`sha256 ${sha256}`)
      return 0
    } finally {
      bar.stop()
      await to.close()
    }
  } catch (error) {
    if (ending.signal.aborted) {
      console.error('已中断；再执行一次即接着搬迁。')
      return 130
    }
    if (!(error instanceof InvalidInput)) throw error
    console.error(error.message)
    return 1
  } finally {
    await from.close()
  }
}

const isPostgres = (name: string): boolean => /^postgres(ql)?:\/\//.test(name)
const isKurrent = (name: string): boolean => /^(esdb|kurrentdb)(\+discover)?:\/\//.test(name)
const isNamed = (name: string): boolean => name === 'embedded' || isPostgres(name) || isKurrent(name)

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
