import { SingleBar } from 'cli-progress'
import type { Config } from '../../api/system/config.ts'
import { openInstallation } from '../../api/system/installation.ts'
import { createLog } from '../../api/system/log.ts'
import { streamProjectionsOn } from '../../projections/index.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { tellAnew } from '../../projections/stream-projection-runner.ts'

const stages = { READ: '读取事件', WRITE: '写入各行', CATCH_UP: '追赶新事件', SWITCH: '切换' } as const

/**
 * `yidang rebuild`: tells projections anew beside the living ones; works beside a running server and without one. Called
 * off by SIGINT or SIGTERM it ends with 130, and the rows that are not told anew yet stay as they were.
 */
export async function rebuildCommand(config: Config, names: readonly string[]): Promise<number> {
  const log = createLog({ level: config.logLevel, pretty: process.stdout.isTTY === true })
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())
  const { signal } = ending
  const installation = await openInstallation(config, log, () => new Date())
  const { projections } = installation
  const streamProjections = streamProjectionsOn(installation.ground)
  const known = [...projections, ...streamProjections].map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    console.error(`没有名为“${unknown.join('、')}”的投影，可用：${known.join('、')}`)
    await installation.close()
    return 2
  }
  const isChosen = ({ name }: Readonly<{ name: string }>): boolean => names.length === 0 || names.includes(name)
  const [chosen, streams] = [projections.filter(isChosen), streamProjections.filter(isChosen)]
  const bar = new SingleBar({ format: '{stage} {events} 条事件，{rows} 行', noTTYOutput: false })
  try {
    signal.throwIfAborted()
    bar.start(1, 0, { stage: stages.READ, events: 0, rows: 0 })
    const { store, readModels } = installation
    if (chosen.length > 0) {
      await rebuild({
        ...{ store, pool: readModels.pool, projections: chosen, signal },
        onProgress: ({ stage, events, rows }) => bar.update(0, { stage: stages[stage], events, rows }),
      })
    }
    const client = await readModels.pool.connect()
    try {
      for (const projection of streams) {
        await tellAnew({ store, client, projection, signal, resting: projections })
        signal.throwIfAborted()
      }
    } finally {
      client.release()
    }
    bar.stop()
    console.log(`已重建 ${chosen.length + streams.length} 个投影。`)
    return 0
  } catch (error) {
    if (!signal.aborted) throw error
    bar.stop()
    console.log('已停止；还没有切换的投影保持原样，查询不受影响。')
    return 130
  } finally {
    bar.stop()
    await installation.close()
  }
}
