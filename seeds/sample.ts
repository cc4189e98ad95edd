import { SingleBar } from 'cli-progress'
import type { System } from '../api/system/open.ts'
import { enterpriseDecider } from '../domain/enterprise/decider.ts'
import { enterpriseStream } from '../domain/enterprise/stream.ts'
import { dayInChina, type PlainDate, startOfDay } from '../domain/kernel/plain-date.ts'
import { type Submission, submission } from '../domain/store/handle.ts'
import { type Act, lifeOf } from './enterprise-life.ts'
import { marketRegulator } from './words.ts'

/** How many enterprises Xuhui's plan covers (domain sheet §12.1), and how many are enough to look around. */
export const districtSize = 38_000
export const smallSize = 60

export type Grown = Readonly<{ enterprises: number; events: number }>

const enterprisesPerBatch = 200

/**
 * Grows the sample through the same commands as everybody's. Each fact is recorded at half past nine of its day, so that
 * the sample can be asked what was known when. Grown again, it adds nothing: a start that was cut short goes on.
 */
export async function growSample(
  system: Pick<System, 'handler' | 'newId'>,
  options: Readonly<{ size: number; clock: () => Date; signal: AbortSignal; progress?: boolean }>,
): Promise<Grown> {
  const { size, clock, signal, progress = process.stdout.isTTY === true } = options
  const today = dayInChina(clock())
  const bar = new SingleBar({
    format: '载入示例 {bar} {percentage}% {value}/{total} 户，{events} 条记录',
    hideCursor: true,
  })
  if (progress) bar.start(size, 0, { events: 0 })
  let events = 0
  try {
    for (let from = 0; from < size && !signal.aborted; from += enterprisesPerBatch) {
      const to = Math.min(size, from + enterprisesPerBatch)
      events += await growBatch(system, from, to, today)
      if (progress) bar.update(to, { events })
      else if (to % 5_000 === 0) console.log(`载入示例 ${to}/${size} 户，${events} 条记录`)
    }
  } finally {
    if (progress) bar.stop()
  }
  return { enterprises: size, events }
}

async function growBatch(
  { handler, newId }: Pick<System, 'handler' | 'newId'>,
  from: number,
  to: number,
  today: PlainDate,
) {
  const items: Submission[] = []
  for (let n = from; n < to; n++) {
    const { uscc, acts } = lifeOf(n, today)
    for (const { day, command } of acts) {
      items.push(submission(enterpriseDecider, enterpriseStream(uscc), command, contextOf(day, newId)))
    }
  }
  let events = 0
  for (const [place, verdict] of (await handler.submitBulk(items)).entries()) {
    if (!('events' in verdict)) throw new Error(`示例的第 ${place} 项命令被拒绝：${JSON.stringify(verdict)}`)
    events += verdict.events
  }
  return events
}

const recordedMs = 9.5 * 3_600_000

function contextOf(day: Act['day'], newId: () => string) {
  const recorded = new Date(startOfDay(day).getTime() + recordedMs)
  return {
    clock: () => recorded,
    newId,
    actor: { agency: marketRegulator.code, officer: 'sample', role: 'SAMPLE' },
    correlationId: 'sample',
    source: { agency: marketRegulator.code, agencyName: marketRegulator.name },
  }
}
