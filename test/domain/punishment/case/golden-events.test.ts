import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../../domain/kernel/canonical-json.ts'
import type { Json } from '../../../../domain/kernel/event.ts'
import { caseCodec, caseEventTitles } from '../../../../domain/punishment/case/codec.ts'
import * as p from '../../../support/punishment.ts'

const events = [
  ...p.given(
    p.draft(),
    p.command('ChangePersons', { lines: [{ lineId: 'L1', persons: p.line(2).persons }], by: p.system }),
    p.sendBack(),
    p.again(),
    ...[p.pass(), p.object({ lineIds: ['L0'] }), p.answer(false), p.accept(), p.execute()],
    ...[p.send(), p.receive(), p.release(), p.confirm()],
  ).events,
  ...p.given(p.draft(), p.release(['L0']), p.withdraw()).events,
]

describe('a fact of a case once stored is read for ever:', () => {
  test.each(caseCodec.types)('%s', (type) => {
    expect(Object.keys(caseEventTitles)).toContain(type)
    const event = events.find((one) => one.type === type)
    const { schemaVersion } = caseCodec.encode({ ...event, id: '', metadata: {} } as never)
    const file = fileURLToPath(new URL(`../../../golden/events/${type}.v${schemaVersion}.json`, import.meta.url))
    const stored = schemaVersion === 1 ? event : { ...event, schemaVersion }
    if (process.env.UPDATE_GOLDEN && event) writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`)
    expect(canonicalJson(stored as unknown as Json)).toBe(canonicalJson(JSON.parse(readFileSync(file, 'utf8'))))
  })
})
