import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { judge } from './judge.ts'
import type { Plan, Victim } from './plan.ts'
import {
  type Command,
  type Ended,
  kill,
  killAll,
  launchServer,
  leftRunning,
  type Place,
  runCommand,
  stopServer,
  untilReady,
} from './processes.ts'
import { recordsOf } from './records.ts'
import { codeOf, type Counts, type Ledger, signedIn, writing } from './writers.ts'

/** What came of a cycle. */
export type Outcome = Readonly<{
  counts: Counts
  killed: number // Processes.
  backMs: number // From the kill until the installation was ready again.
  importEnded: number | null // With which code the interrupted import had ended.
  events: number // In the log, at the end.
  rows: number
  doubtfulStanding: number // Requests that nobody answered and that stand all the same, in all cycles so far.
}>

const writers = 4
const rowsPerImport = 3_000
const filesPerImport = 60
const afterwardsMs = 500
const commandMs = 90_000

/** Starts, works, kills at the plan's moment, starts again, and judges. The ledger goes on from cycle to cycle. */
export async function runCycle(plan: Plan, place: Place, ledger: Ledger, turn: number): Promise<Outcome> {
  const stop = new AbortController()
  try {
    return await tortured(plan, place, ledger, turn, stop)
  } catch (error) {
    stop.abort()
    await killAll(place)
    throw error
  }
}

async function tortured(
  plan: Plan,
  place: Place,
  ledger: Ledger,
  turn: number,
  stop: AbortController,
): Promise<Outcome> {
  const { victim, moment, afterMs, random } = plan
  const pick = random.below(1_000)
  let server = launchServer(place)
  let killed = 0
  let backMs = 0
  if (moment === 'STARTING') {
    await sleep(afterMs)
    killed = await kill(place, victim, server, [], pick)
    ;({ server, backMs } = await back(place, victim, server))
  } else await untilReady(place, server)

  const files = Array.from({ length: filesPerImport }, (_, n) => codeOf('H', turn * filesPerImport + n))
  const records = recordsOf(files, rowsPerImport, random)
  const path = join(place.root, `records-${turn}.csv`)
  await writeFile(path, records.content)
  const counts: Counts = { sent: 0, acknowledged: 0, unanswered: 0, refusedFor: {} }
  const work = beginWork(plan, place, ledger, turn, counts, stop.signal)
  const verdicts = `${path}.verdicts`
  const importing = runCommand(place, 'import', path, '--verdicts', verdicts)
  const rebuilding = runCommand(place, 'rebuild')

  if (moment !== 'STARTING') {
    if (moment === 'IMPORTING') await Promise.race([begun(verdicts, stop.signal), importing.ended, work])
    await Promise.race([sleep(afterMs), work])
    killed = await kill(place, victim, server, [importing, rebuilding], pick)
    ;({ server, backMs } = await back(place, victim, server))
  }
  await Promise.race([sleep(afterwardsMs), work])
  stop.abort()
  await work
  const interrupted = await inTime(importing, 'import')
  requireWord(interrupted, 'import')
  requireWord(await inTime(rebuilding, 'rebuild'), 'rebuild')

  const again = await inTime(runCommand(place, 'import', path), 'import')
  requireVerdicts(again, records.rows, records.refused)
  const { events, rows, doubtfulStanding } = await judge(place, ledger, { path, files })
  await stopServer(server)
  const left = await leftRunning(place)
  if (left.length > 0) throw new Error(`left running: ${left.map(({ command }) => command).join(', ')}`)
  return { counts, killed, backMs, importEnded: interrupted.code, events, rows, doubtfulStanding }
}

const killsServer = (victim: Victim): boolean => victim === 'SERVER' || victim === 'BOTH' || victim === 'EVERYTHING'

/** Whoever lives on must come back by itself; a server that was killed is started again. */
async function back(place: Place, victim: Victim, server: Command) {
  const began = performance.now()
  if (killsServer(victim)) await server.ended
  const running = killsServer(victim) ? launchServer(place) : server
  await untilReady(place, running)
  return { server: running, backMs: performance.now() - began }
}

/** Until the import has judged its first rows. */
async function begun(verdicts: string, stop: AbortSignal): Promise<void> {
  while (!stop.aborted && ((await stat(verdicts).catch(() => undefined))?.size ?? 0) < 1_000) await sleep(10)
}

async function beginWork(
  plan: Plan,
  place: Place,
  ledger: Ledger,
  turn: number,
  counts: Counts,
  stop: AbortSignal,
): Promise<void> {
  const token = await signedIn(place)
  const shared = [codeOf('W', 0), codeOf('W', 1)]
  await Promise.all(
    Array.from({ length: writers }, (_, n) => {
      const own = Array.from({ length: 3 }, (_, k) => codeOf('W', 10 + (turn % 10) * 100 + n * 10 + k))
      return writing({ ...{ place, token, ledger, counts, own, shared, stop }, random: plan.random })
    }),
  )
}

async function inTime({ child, ended }: Command, name: string): Promise<Ended> {
  const end = await Promise.race([ended, sleep(commandMs, undefined, { ref: false })])
  if (end === undefined) throw new Error(`${name} (process ${child.pid}) did not end within ${commandMs} ms`)
  return end
}

/** Who lived through it has done its work, or said what kept it from that. */
function requireWord({ code, output }: Ended, name: string): void {
  const isSaid = code === null || code === 0 || (code === 1 && output.includes('数据库中断'))
  if (!isSaid) throw new Error(`${name} ended with ${code}: ${output.trim()}`)
}

/** Run again, the import ends well, and every row has the verdict that a clean run gives it or is a duplicate. */
function requireVerdicts({ code, output }: Ended, rows: number, refused: number): void {
  const [, all, accepted, duplicate, no] = /共 (\d+) 行：接收 (\d+)，重复 (\d+)，拒绝 (\d+)/.exec(output) ?? []
  const isRight =
    Number(all) === rows && Number(no) === refused && Number(accepted) + Number(duplicate) === rows - refused
  if (code !== 0 || !isRight) throw new Error(`the import run again ended with ${code}: ${output.trim()}`)
}
