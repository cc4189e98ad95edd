import { expect, test } from 'vitest'
import { givenMaster } from '../../../../api/system/keys/master-key.ts'
import { createLog } from '../../../../api/system/log.ts'
import { openSystem } from '../../../../api/system/open.ts'
import { enterpriseDecider } from '../../../../domain/enterprise/decider.ts'
import type { RecordPerson } from '../../../../domain/enterprise/person/commands.ts'
import { enterpriseStream } from '../../../../domain/enterprise/stream.ts'
import { uscc } from '../../../../domain/kernel/uscc.ts'
import { findPersonEntries } from '../../../../projections/file/person.queries.ts'
import { waitUntilTold } from '../../../../projections/runner.ts'
import { day, today } from '../../../support/given.ts'
import { freshDatabase } from '../../../support/postgres.ts'
import { register } from '../../../support/wishes.ts'
import { openDouble } from '../kurrent-store/double/server.ts'

const clock = () => new Date('2026-11-23T02:00:00Z')
const log = createLog({ level: 'silent', pretty: false })
const code = uscc('91310104MA1X00017M')

test('where the log is KurrentDB, the keys stand in PostgreSQL all the same, and the log holds nothing in the clear', async () => {
  const double = await openDouble()
  const databaseUrl = await freshDatabase()
  const master = givenMaster(Buffer.alloc(32, 7))
  const system = await openSystem({ databaseUrl, kurrentUrl: double.url, log, clock, master, sealAlgorithm: 'SM4-GCM' })
  try {
    system.tell()
    const context = {
      ...{ clock, newId: system.newId, correlationId: 'test' },
      actor: { agency: 'x', officer: 'x', role: 'x' },
    }
    const stream = enterpriseStream(code)
    await system.handler.submit(enterpriseDecider, stream, register(), context)
    const ref = { identityNumber: '11010519491231002X', uscc: code, name: '张三', phone: null }
    const [key] = await system.keys.keysOf([ref])
    if (key === undefined) throw new Error('no key')
    const data: RecordPerson['data'] = {
      ...{ keyId: key.id, role: 'CONTACT', record: null, name: key.seal('NAME', '张三'), phone: null },
      ...{ identityNumber: key.seal('IDENTITY_NUMBER', ref.identityNumber), documentKind: 'IDENTITY_CARD' },
      ...{ recordedOn: day('2026-01-02'), authority: null },
    }
    const command = { type: 'RecordPerson', data, today, agency: null } as const
    const { position } = await system.handler.submit(enterpriseDecider, stream, command, context)
    if (position) expect(await waitUntilTold(system.readModels.pool, position, 20_000)).toBe(true)

    const [entry] = await findPersonEntries(system.readModels.orm.em.fork(), key.id)
    const sealed = entry?.person.record.name
    expect(sealed?.algorithm).toBe('SM4-GCM')
    expect(sealed && (await system.keys.load([key.id])).get(key.id)?.open('NAME', sealed)).toBe('张三')
    const stored: string[] = []
    for await (const event of system.store.readAll()) stored.push(JSON.stringify(event.data))
    expect(stored).toHaveLength(2)
    expect(stored.join()).not.toMatch(/张三|11010519491231002X/)
    expect(await system.keys.destroy(key.id, 'officer')).toBe('DESTROYED')
    expect((await system.keys.load([key.id])).size).toBe(0)
  } finally {
    await system.close()
    await double.close()
  }
})
