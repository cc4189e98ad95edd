import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../api/system/log.ts'
import { readMirror } from '../../api/system/mirrors.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { mirrorDecider, mirrorStream } from '../../domain/lists/mirror/decider.ts'
import type { MirrorEntry } from '../../domain/lists/mirror/entry.ts'
import { landMirroredEntries as job } from '../../jobs/when-an-enterprise-has-a-file-then-land-its-mirrored-entries.ts'
import { startJobs } from '../../jobs/main.ts'
import { ann } from '../domain/lists/case-world.ts'
import { day, today } from '../support/given.ts'
import { type PunishedDistrict, punishedDistrict } from '../support/punished-district.ts'
import * as wish from '../support/wishes.ts'

let district: PunishedDistrict
beforeEach(async () => {
  district = await punishedDistrict()
})
afterEach(() => district.api.close())

const place = { listType: 'JUDGMENT_DEFAULTER', source: 'court' }
const { signal } = new AbortController()
const run = (usccs: ReadonlySet<string> | null = null) => job.run(district.world, usccs, signal)
const entryOf = (uscc: Uscc): MirrorEntry => ({
  ...{ key: uscc, uscc, groundCode: 'JD1', groundText: '有履行能力而拒不履行', documentNumber: `执${uscc}号` },
  ...{ enteredOn: day('2025-01-06'), termUntil: null },
  authority: { code: '12310000425026000A', name: '上海市徐汇区人民法院' },
})

/** A file of the source in the mirror, of which no enterprise's file was told: as if the process had died there. */
async function mirrored(sequence: number, usccs: readonly Uscc[], removed: readonly Uscc[] = [], isWhole = true) {
  const { handler, newId } = district.api.system
  const context = { clock: district.world.clock, newId, correlationId: 'test', actor: { ...ann, role: 'x' } }
  const base = { today, agency: null }
  const fileId = `f${sequence}`
  const submit = (command: Parameters<typeof mirrorDecider.decide>[0]) =>
    handler.submit(mirrorDecider, mirrorStream(place), command, context)
  const opened = { fileId, kind: 'FULL', sequence, asOf: today, fileName: 'x', sha256: 'x', openedBy: ann } as const
  await submit({ type: 'OpenMirrorFile', data: opened, ...base })
  const changes = {
    entered: usccs.map(entryOf),
    removed: removed.map((key) => ({ key, removedOn: today, ground: 'MISSING_AT_SOURCE' as const, reason: '无' })),
  }
  await submit({ type: 'ChangeMirrorEntries', data: { fileId, part: 0, ...changes }, ...base })
  if (isWhole) await submit({ type: 'CloseMirrorFile', data: { fileId }, ...base })
}
async function typesOf(n: number): Promise<string[]> {
  const types: string[] = []
  for await (const { type } of district.world.store.readStream(enterpriseStream(district.code(n)))) types.push(type)
  return types
}
const registered = (n: number) =>
  district.submit(district.code(n), wish.register({ uscc: district.code(n), details: wish.details }))

describe('an enterprise that comes to have a file', () => {
  test('has in it what mirrored lists say, once, however often it is looked at', async () => {
    await mirrored(1, [district.code(1), district.code(2)])
    await registered(1)
    expect(await run(new Set([district.code(1)]))).toEqual({ counts: { told: 1, refused: 0 } })
    expect(await typesOf(1)).toEqual(['EnterpriseRegistered', 'ListingEntered'])
    const head = await district.world.store.head()
    expect(await run()).toEqual({ counts: { told: 0, refused: 0 } })
    expect(await district.world.store.head()).toBe(head)
  })

  test('has it without anybody asking', async () => {
    const { world, api } = district
    await mirrored(1, [district.code(1)])
    const log = createLog({ level: 'silent', pretty: false })
    const running = startJobs(api.system, { log, clock: world.clock })
    try {
      await registered(1)
      await expect.poll(() => typesOf(1), { timeout: 20_000 }).toEqual(['EnterpriseRegistered', 'ListingEntered'])
    } finally {
      await running.close()
    }
  })
})

describe('a file of a list whose landing was cut off', () => {
  test('is landed when everything is looked at, its removals included', async () => {
    await registered(1)
    await mirrored(1, [district.code(1)])
    await run()
    await mirrored(2, [], [district.code(1)])
    expect(await run()).toEqual({ counts: { told: 1, refused: 0 } })
    expect(await typesOf(1)).toEqual(['EnterpriseRegistered', 'ListingEntered', 'ListingRemoved'])
  })

  test('is not landed while it is not whole in the mirror', async () => {
    await registered(1)
    await mirrored(1, [district.code(1)], [], false)
    expect((await readMirror(district.world.store, place)).mirror.open?.sequence).toBe(1)
    expect(await run()).toEqual({ counts: { told: 0, refused: 0 } })
    expect(await typesOf(1)).toEqual(['EnterpriseRegistered'])
  })
})
