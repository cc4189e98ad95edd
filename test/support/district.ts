import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { type EnterpriseFile, fileOf } from '../../domain/enterprise/file.ts'
import { type PlainDate, plainDate, startOfDay } from '../../domain/kernel/plain-date.ts'
import { lifeOf } from '../../seeds/enterprise-life.ts'

/** The day on which the sample's split is told. */
export const splitDay = plainDate('2026-11-20')

const actor = { agency: 'x', officer: 'x', role: 'x' }
const halfPastNine = 9.5 * 3_600_000

/** The facts of the n-th enterprise of the sample district, decided in memory as they are when the sample is grown. */
export function districtFacts(n: number, today: PlainDate = splitDay): readonly FileFact[] {
  const facts: FileFact[] = []
  let file: EnterpriseFile = fileOf(facts)
  for (const { day, command } of lifeOf(n, today).acts) {
    for (const event of enterpriseDecider.decide(command, file)) {
      const place = facts.length
      const recordedAt = new Date(startOfDay(day).getTime() + halfPastNine).toISOString()
      const metadata = { recordedAt, actor, correlationId: 'sample' }
      facts.push({ ...event, id: `f${n}-${place}`, revision: BigInt(place), metadata })
    }
    file = fileOf(facts)
  }
  return facts
}
