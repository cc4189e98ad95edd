import { expect } from 'vitest'
import type { JobWorld } from '../../jobs/job.ts'
import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { caseOf, type PunishmentCase } from '../../domain/punishment/case/case.ts'
import { isCaseStream } from '../../domain/punishment/case/codec.ts'
import { caseDecider } from '../../domain/punishment/case/decider.ts'
import { caseStream } from '../../domain/punishment/case/codec.ts'
import type { CaseEvent } from '../../domain/punishment/case/events.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { startTestApi, type TestApi } from './api.ts'
import { districtDirectory } from './district-agencies.ts'
import * as p from './punishment.ts'
import { decideMany } from './list-batches.ts'
import { serious } from './window.ts'
import * as wish from './wishes.ts'

/** A district with enterprises on the list of serious violations, and the world in which jobs look at it. */
export type PunishedDistrict = Readonly<{
  api: TestApi
  world: JobWorld
  code(n: number): Uscc
  submit(uscc: Uscc, one: EnterpriseCommand): Promise<unknown>
  /** Enterprises entered by one decision, each under its place. */
  list(from: number, count: number, decision: string, over?: Parameters<typeof serious>[0]): Promise<readonly Uscc[]>
  told(): Promise<void>
  cases(): Promise<readonly PunishmentCase[]>
  pass(caseId: string): Promise<unknown>
}>

export async function punishedDistrict(): Promise<PunishedDistrict> {
  const api = await startTestApi()
  const { store, handler, readModels, calendars, newId } = api.system
  const clock = () => api.now.instant
  const log = { ...console, debug: () => undefined, info: () => undefined, warn: () => undefined }
  const world = { store, handler, pool: readModels.pool, calendars, clock, newId, log } as unknown as JobWorld
  const context = { clock, newId, correlationId: 'test', actor: { agency: 'x', officer: 'x', role: 'x' } }
  const code = (n: number): Uscc => `9131010488000${String(n).padStart(5, '0')}` as Uscc
  const submit = (uscc: Uscc, one: EnterpriseCommand) =>
    handler.submit(enterpriseDecider, enterpriseStream(uscc), one, context)
  return {
    ...{ api, world, code, submit },
    async list(from, count, decision, over = {}) {
      const usccs = Array.from({ length: count }, (_, place) => code(from + place))
      await decideMany(api.system, context, decision, usccs)
      await Promise.all(
        usccs.map(async (uscc, place) => {
          const details = { ...wish.details, name: `惩戒样例${from + place}有限公司` }
          await submit(uscc, wish.register({ uscc, details }))
          await submit(uscc, serious({ decisionNumber: `${decision}-${place + 1}`, ...over }))
        }),
      )
      return usccs
    },
    async told() {
      const head = await store.head()
      if (head) expect(await waitUntilTold(readModels.pool, head, 20_000)).toBe(true)
    },
    async cases() {
      const streams = new Map<string, CaseEvent[]>()
      for await (const event of store.readAll()) {
        if (!isCaseStream(event.stream)) continue
        streams.set(event.stream, [...(streams.get(event.stream) ?? []), event as RecordedEvent<CaseEvent>])
      }
      return [...streams.values()].flatMap((events) => caseOf(events) ?? [])
    },
    pass: (caseId) =>
      handler.submit(caseDecider, caseStream(caseId), p.pass(p.passer, undefined, districtDirectory), context),
  }
}
