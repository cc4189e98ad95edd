import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../api/system/log.ts'
import { listingIdOf } from '../../domain/enterprise/listing/commands.ts'
import { startJobs } from '../../jobs/main.ts'
import { enterAgencies } from '../support/district-agencies.ts'
import { command, day } from '../support/given.ts'
import { type PunishedDistrict, punishedDistrict } from '../support/punished-district.ts'
import * as wish from '../support/wishes.ts'

let district: PunishedDistrict
beforeEach(async () => {
  district = await punishedDistrict()
})
afterEach(() => district.api.close())

test('an entry has its case, and a removal its releases, without anybody asking for them', async () => {
  const { api } = district
  const clock = () => api.now.instant
  const { handler, newId } = api.system
  const actor = { agency: 'x', officer: 'x', role: 'x' }
  const running = startJobs(api.system, { log: createLog({ level: 'silent', pretty: false }), clock })
  const ordered = async () => (await district.cases()).map(({ lines, fallen }) => [lines.size, fallen.size])
  try {
    await district.list(1, 3, '严入〔2025〕1号')
    await enterAgencies(handler, { clock, newId, actor, correlationId: 'test' }) // What was entered before is not forgotten.
    await expect.poll(ordered, { timeout: 20_000 }).toEqual([[3, 0]])
    await district.pass((await district.cases())[0]?.drafted.caseId ?? '')
    const removal = { removedOn: day('2026-11-22'), ground: 'EARLY_EXIT', exitReasonCode: null } as const
    const listingId = listingIdOf('SERIOUS_VIOLATION', wish.agency.code, '严入〔2025〕1号-2', 'SV5')
    const rest = { ...removal, decisionNumber: null, authority: wish.agency }
    await district.submit(district.code(2), command('RemoveListing', { listingId, ...rest }))
    await expect.poll(ordered, { timeout: 20_000 }).toEqual([[3, 1]])
    const orders = (await district.cases()).flatMap(({ orders }) => [...orders.values()])
    const stages = orders.flatMap(({ lines }) => [...lines.values()].map(({ stage }) => stage))
    expect(orders.length).toBeGreaterThan(0) // Of as many agencies as there were when the case was drafted.
    expect(stages.filter((stage) => stage === 'RELEASED')).toHaveLength(orders.length)
  } finally {
    await running.close()
  }
})
