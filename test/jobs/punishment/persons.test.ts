import { afterEach, beforeEach, expect, test } from 'vitest'
import { listingIdOf } from '../../../domain/enterprise/listing/commands.ts'
import { personIdOf } from '../../../domain/enterprise/person/commands.ts'
import type { Sealed } from '../../../domain/kernel/sealed.ts'
import { draftCaseOfEntry } from '../../../jobs/when-an-entry-has-effects-then-draft-its-case.ts'
import { tellChangedPersons as job } from '../../../jobs/when-responsible-persons-change-then-tell-their-case.ts'
import { command, day } from '../../support/given.ts'
import { enterAgencies } from '../../support/district-agencies.ts'
import { type PunishedDistrict, punishedDistrict } from '../../support/punished-district.ts'
import * as wish from '../../support/wishes.ts'

let district: PunishedDistrict
beforeEach(async () => {
  district = await punishedDistrict()
  const { handler, newId } = district.api.system
  const context = { clock: district.world.clock, newId, correlationId: 'test' }
  await enterAgencies(handler, { ...context, actor: { agency: 'x', officer: 'x', role: 'x' } })
})
afterEach(() => district.api.close())

const { signal } = new AbortController()
const decision = '严入〔2025〕1号'
const record = {
  ...({ section: 'LISTING' } as const),
  recordId: listingIdOf('SERIOUS_VIOLATION', wish.agency.code, `${decision}-1`, 'SV5'),
}
const sealed = (keyId: string): Sealed => ({
  ...{ keyId, algorithm: 'AES-256-GCM', nonce: 'bg==', ciphertext: 'Yw==', tag: 'dA==', digest: 'd' },
})
const responsible = (keyId: string) =>
  command('RecordPerson', {
    ...{ keyId, role: 'RESPONSIBLE', record, recordedOn: day('2025-04-02'), name: sealed(keyId) },
    ...{ identityNumber: null, documentKind: null, phone: null, authority: wish.agency },
  })
const personsIn = async () =>
  [...((await district.cases())[0]?.lines.values() ?? [])].map(({ persons }) => persons.map(({ keyId }) => keyId))

test('who is recorded or removed after the case was drafted or passed reaches its executors, once', async () => {
  await district.list(1, 1, decision)
  await draftCaseOfEntry.run(district.world, null, signal)
  expect(await personsIn()).toEqual([[]])
  await district.submit(district.code(1), responsible('key-of-wang'))
  const about = new Set([district.code(1)])
  expect(await job.run(district.world, about, signal)).toEqual({ counts: { changed: 1, refused: 0 } })
  expect(await personsIn()).toEqual([['key-of-wang']])
  await district.pass((await district.cases())[0]?.drafted.caseId ?? '')
  const personId = personIdOf('RESPONSIBLE', record, 'key-of-wang')
  const removing = { personId, removedOn: day('2025-05-01'), reason: '登记有误' }
  await district.submit(district.code(1), command('RemovePerson', removing))
  expect(await job.run(district.world, null, signal)).toEqual({ counts: { changed: 1, refused: 0 } })
  expect(await personsIn()).toEqual([[]])
  const head = await district.world.store.head()
  expect(await job.run(district.world, null, signal)).toEqual({ counts: { changed: 0, refused: 0 } })
  expect(await district.world.store.head()).toBe(head)
})
