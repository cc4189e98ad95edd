/**
 * Kills an installation again and again, and counts afterwards:
 *
 *   npm run torture -- [--cycles 100] [--seed 1] [--from 1]
 *
 * Each cycle starts the program with its own PostgreSQL, lets clerks write, a file be imported, and all rows be rebuilt
 * at once, and kills PostgreSQL, the program, or everything with SIGKILL at a moment that the seed throws. Started again,
 * everything acknowledged must stand once, everything else once or not at all, without a hole in the log or in a stream;
 * the import run again must come to the end of a clean one, and the rows must be those that the log comes to.
 *
 * A folder serves ten cycles, so that both first starts and files that were recovered before are met. A cycle that fails
 * leaves its folder behind and ends the run with 1.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Outcome, runCycle } from './cycle.ts'
import { type Moment, type Plan, planOf, type Victim, victims } from './plan.ts'
import { killAll, type Place } from './processes.ts'
import type { Ledger } from './writers.ts'

const cyclesPerFolder = 10

const victimNames: Readonly<Record<Victim, string>> = {
  ...{ SESSION: '数据库的一个会话', POSTMASTER: '数据库主进程', POSTGRES: '数据库全部进程', SERVER: '服务' },
  ...{ BOTH: '服务与数据库', EVERYTHING: '全部进程' },
}
const momentNames: Readonly<Record<Moment, string>> = { STARTING: '启动', OPENING: '导入、重建启动', IMPORTING: '导入' }

const nameOf = ({ victim, moment, afterMs }: Plan): string =>
  `${momentNames[moment]} ${afterMs} ms 后杀${victimNames[victim]}`

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' }, // To meet a late cycle again.
  },
})
const [cycles, seed, from] = [values.cycles, values.seed, values.from].map(Number) as [number, number, number]
if (![cycles, seed, from].every(Number.isSafeInteger) || cycles < 1) {
  console.error('用法：npm run torture -- --cycles N [--seed S] [--from C]')
  process.exit(2)
}

const began = performance.now()
let place: Place | undefined
let isBrokenOff = false
process.once('SIGINT', async () => {
  isBrokenOff = true
  if (place !== undefined) {
    await killAll(place)
    await rm(place.root, { recursive: true, force: true })
  }
  process.exit(130)
})
const done: (readonly [Plan, Outcome])[] = []
process.exitCode = (await tortureAll()) ? 0 : 1
summarise()

async function tortureAll(): Promise<boolean> {
  for (let cycle = from; cycle < from + cycles;) {
    place = await newPlace()
    const ledger: Ledger = new Map()
    let standing = 0 // Of requests of earlier cycles that nobody answered.
    for (let turn = 0; turn < cyclesPerFolder && cycle < from + cycles; turn++, cycle++) {
      const plan = planOf(seed, cycle)
      const started = performance.now()
      try {
        const outcome = await runCycle(plan, place, ledger, turn)
        done.push([plan, { ...outcome, doubtfulStanding: outcome.doubtfulStanding - standing }])
        standing = outcome.doubtfulStanding
        tell(plan, outcome, performance.now() - started)
      } catch (error) {
        if (isBrokenOff) return false
        console.log(
          `第 ${cycle} 轮（${nameOf(plan)}，种子 ${seed}）失败：${error instanceof Error ? error.stack : error}`,
        )
        console.log(`文件夹保留在 ${place.root}`)
        return false
      }
    }
    await rm(place.root, { recursive: true, force: true })
  }
  return true
}

async function newPlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'yidang-torture-'))
  await chmod(root, 0o755) // For PostgreSQL's own user, where root starts this.
  const port = await freePort()
  return { root, data: join(root, 'data'), port, url: `http://127.0.0.1:${port}` }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

function tell(plan: Plan, { counts, killed, backMs, importEnded, events, rows }: Outcome, ms: number): void {
  const refused = Object.entries(counts.refusedFor).map(([code, count]) => `${code} ${count}`)
  console.log(
    [
      `第 ${plan.cycle} 轮 ${nameOf(plan)}（${killed} 个进程），${Math.round(backMs)} ms 后恢复`,
      `写入 ${counts.sent}：确认 ${counts.acknowledged}，无回答 ${[counts.unanswered, ...refused].join('，')}`,
      `导入中途 ${importEnded ?? '被杀'}；日志 ${events}，行 ${rows}；${(ms / 1_000).toFixed(1)} s`,
    ].join('；'),
  )
}

function summarise(): void {
  const outcomes = done.map(([, outcome]) => outcome)
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const backs = outcomes.map(({ backMs }) => Math.round(backMs)).sort((a, b) => a - b)
  const kills = victims.map(
    (victim) => `${victimNames[victim]} ${done.filter(([plan]) => plan.victim === victim).length}`,
  )
  const broken = outcomes.filter(({ importEnded }) => importEnded !== 0).length
  const found = sum(({ doubtfulStanding }) => doubtfulStanding)
  const lines = [
    `共 ${done.length} / ${cycles} 轮，种子 ${seed}，${Math.round((performance.now() - began) / 1_000)} s`,
    `杀：${kills.join('，')}；共 ${sum(({ killed }) => killed)} 个进程`,
    `写入 ${sum(({ counts }) => counts.sent)}：确认 ${sum(({ counts }) => counts.acknowledged)}，没有确认而已经写入 ${found}`,
    `导入 ${done.length} 次，中途断掉 ${broken} 次；恢复用时中位 ${backs[Math.floor(backs.length / 2)] ?? 0} ms，最长 ${backs.at(-1) ?? 0} ms`,
    done.length === cycles ? '确认的都在且只有一次，没有空缺，各行与重建一致。' : '有失败，见上。',
  ]
  console.log(lines.join('\n'))
}
