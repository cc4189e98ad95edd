import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyDrandSignature } from '../../../api/system/drand.ts'
import { bundleFiles, type BundleFiles, verifyDraw } from '../../../domain/draw/verify.ts'
import { canonicalJson } from '../../../domain/kernel/canonical-json.ts'
import type { Json } from '../../../domain/kernel/event.ts'
import { sha256 } from '../../support/naive-draw.ts'

const folder = fileURLToPath(new URL('../../golden/draw/district', import.meta.url))
const published = Object.fromEntries(bundleFiles.map((file) => [file, readFileSync(join(folder, file))]))

const verdictOn = (files: BundleFiles): string => {
  const verdict = verifyDraw(files, verifyDrandSignature)
  return verdict.same ? 'same' : verdict.code
}

/** The verdict when one member of the bundle, by its path, says something else (or is gone, where `undefined`). */
function when(path: string, value: Json | undefined | ((before: never) => Json)): string {
  const bundle = JSON.parse(published['bundle.json']?.toString() ?? '') as Record<string, unknown>
  const names = path.split('.')
  const last = names.pop() ?? ''
  const holder = names.reduce((at, name) => at[name] as Record<string, unknown>, bundle)
  if (value === undefined) delete holder[last]
  else holder[last] = typeof value === 'function' ? value(holder[last] as never) : value
  // Whoever lies about the commitment can also state its new hash.
  if (path.startsWith('commitment.')) bundle['commitmentSha256'] = sha256(canonicalJson(bundle['commitment'] as Json))
  return verdictOn({ ...published, 'bundle.json': Buffer.from(JSON.stringify(bundle)) })
}

const swapFirstTwo = ([one, other, ...rest]: Json[]) => [other ?? null, one ?? null, ...rest]
const withoutLast = (items: Json[]) => items.slice(0, -1)
const again = (items: Json[]) => [...items, items[0] ?? null]

describe('a published draw', () => {
  test('is the same however its bundle is laid out', () => {
    const laidOut = JSON.stringify(JSON.parse(published['bundle.json']?.toString() ?? ''), null, 2)
    expect(verdictOn(published)).toBe('same')
    expect(verdictOn({ ...published, 'bundle.json': Buffer.from(`${laidOut}\n`) })).toBe('same')
  })

  test('tells of a beacon whose signature nobody checked', () => {
    expect(verifyDraw(published)).toEqual({ same: true, beacons: [{ name: 'drand', proof: 'NOT_PROVED' }] })
    expect(verifyDraw(published, verifyDrandSignature)).toEqual({
      same: true,
      beacons: [{ name: 'drand', proof: 'PROVED' }],
    })
  })

  test('differs when a file is missing, whichever it is', () => {
    for (const file of bundleFiles) {
      const { [file]: _, ...rest } = published
      expect(verifyDraw(rest)).toEqual({ same: false, code: 'FILE_MISSING', message: `缺少文件${file}。` })
    }
  })

  test('differs when its bundle is no JSON, or JSON that can be read in two ways', () => {
    const text = published['bundle.json']?.toString() ?? ''
    const withBundle = (bytes: string | Uint8Array) => verdictOn({ ...published, 'bundle.json': Buffer.from(bytes) })
    expect(withBundle(text.slice(0, -1))).toBe('NOT_JSON')
    expect(withBundle('')).toBe('NOT_JSON')
    expect(withBundle(Buffer.concat([Buffer.from(text), Buffer.from([0xff])]))).toBe('NOT_JSON')
    expect(withBundle(`\ufeff${text}`)).toBe('BYTE_ORDER_MARK')
    expect(withBundle(text.replace('{', '{"seed":"",'))).toBe('JSON_AMBIGUOUS')
    expect(withBundle(text.replace('"loadCap":6', '"loadCap":6.0'))).toBe('JSON_AMBIGUOUS')
    expect(withBundle('[]')).toBe('MEMBER_MALFORMED')
  })

  test('differs when a member is gone, unknown, or of another form', () => {
    expect(when('changes', undefined)).toBe('MEMBER_MISSING')
    expect(when('winners.0.ticket', undefined)).toBe('MEMBER_MISSING')
    expect(when('note', 'harmless')).toBe('MEMBER_UNKNOWN')
    expect(when('pairs.0.leader', 'S001')).toBe('MEMBER_UNKNOWN')
    expect(when('changes.0.pairs', [])).toBe('MEMBER_UNKNOWN') // Belongs to a change of object, not of officer.
    expect(when('contributions.1.value', null)).toBe('MEMBER_MALFORMED')
    expect(when('unpaired.0.reason', 'HOLIDAY')).toBe('MEMBER_MALFORMED')
    expect(when('changes.0.kind', 'other')).toBe('MEMBER_MALFORMED')
    expect(when('winners.0.ticket', (ticket: string) => ticket.toUpperCase())).toBe('MEMBER_MALFORMED')
  })

  test('differs when a directory is another one than was committed to', () => {
    for (const file of ['objects.tsv', 'inspectors.tsv', 'conflicts.tsv'] as const) {
      const lines = published[file]?.toString().trimEnd().split('\n').slice(1) ?? []
      expect(verdictOn({ ...published, [file]: Buffer.from(`${lines.join('\n')}\n`) })).toBe('DIRECTORY_SHA256_DIFFERS')
    }
    expect(verdictOn({ ...published, 'conflicts.tsv': new Uint8Array() })).toBe('DIRECTORY_SHA256_DIFFERS')
    const withReturns = published['objects.tsv']?.toString().replaceAll('\n', '\r\n') ?? ''
    expect(verdictOn({ ...published, 'objects.tsv': Buffer.from(withReturns) })).toBe('CARRIAGE_RETURN')
  })

  test('differs when the commitment is another one', () => {
    expect(when('commitmentSha256', 'a'.repeat(64))).toBe('COMMITMENT_SHA256_DIFFERS')
    expect(when('commitment.remark', '改')).toBe('SEED_DIFFERS')
    expect(when('commitment.loadCap', 7)).toBe('SEED_DIFFERS')
    expect(when('commitment.quotas', withoutLast)).toBe('SEED_DIFFERS') // A quota for nobody, but it was committed to.
    expect(when('commitment.quotas.0.stratum', 'E')).toBe('QUOTA_MISSING')
    expect(when('commitment.protocol', 2)).toBe('PROTOCOL_UNKNOWN')
  })

  test('differs when a contribution is false, missing, added, or in another order', () => {
    expect(when('contributions.0.value', '1123456789abcdef0123456789abcdef')).toBe('REVEAL_FALSE')
    expect(when('contributions.1.value', '0'.repeat(64))).toBe('REVEAL_FALSE') // It was withheld.
    expect(when('contributions.0.value', '')).toBe('SEED_DIFFERS') // It was not.
    expect(when('contributions.2.value', '')).toBe('VALUE_INVALID')
    expect(when('contributions.2.value', '03091420283307')).toBe('SEED_DIFFERS')
    expect(when('contributions.3.value', (value: string) => value.replace(/.$/, '0'))).toBe('BEACON_SIGNATURE_FALSE')
    expect(when('contributions', swapFirstTwo)).toBe('CONTRIBUTION_OUT_OF_ORDER')
    expect(when('contributions', withoutLast)).toBe('CONTRIBUTION_OUT_OF_ORDER')
    expect(when('contributions', again)).toBe('CONTRIBUTION_OUT_OF_ORDER')
    expect(when('contributions.0.kind', 'dice')).toBe('CONTRIBUTION_OUT_OF_ORDER')
    expect(when('seed', 'a'.repeat(64))).toBe('SEED_DIFFERS')
  })

  test('differs when a winner was slipped in, left out, or moved', () => {
    expect(when('winners', swapFirstTwo)).toBe('WINNERS_DIFFER')
    expect(when('winners', withoutLast)).toBe('WINNERS_DIFFER')
    expect(when('winners', again)).toBe('WINNERS_DIFFER')
    expect(when('winners.3.uscc', '91310104MA00000000')).toBe('WINNERS_DIFFER')
    expect(when('winners.3.ticket', '0'.repeat(64))).toBe('WINNERS_DIFFER')
    expect(when('winners.3.stratum', 'A|无人')).toBe('WINNERS_DIFFER')
  })

  test('differs when officers were chosen and not drawn', () => {
    expect(when('pairs', swapFirstTwo)).toBe('PAIRS_DIFFER')
    expect(when('pairs', withoutLast)).toBe('PAIRS_DIFFER')
    expect(when('pairs.1.inspectors', swapFirstTwo)).toBe('PAIRS_DIFFER') // Who leads is drawn, too.
    expect(when('pairs.1.inspectors', withoutLast)).toBe('PAIRS_DIFFER')
    expect(when('unpaired', [])).toBe('UNPAIRED_DIFFER')
    expect(when('unpaired', again)).toBe('UNPAIRED_DIFFER')
  })

  test('differs when a change was made by choice and not by rule', () => {
    expect(when('changes', swapFirstTwo)).toBe('CHANGE_DIFFERS')
    expect(when('changes.0.added', 'S005')).toBe('CHANGE_DIFFERS')
    expect(when('changes.0.added', null)).toBe('CHANGE_DIFFERS')
    expect(when('changes.1.added', '91310104MA00000000')).toBe('CHANGE_DIFFERS')
    expect(when('changes.1.pairs', swapFirstTwo)).toBe('CHANGE_DIFFERS')
    expect(when('changes.1.removed', '91310104MA00000000')).toBe('OBJECT_NOT_DRAWN')
    expect(when('changes.0.removed', 'S005')).toBe('INSPECTOR_NOT_ON_VISIT')
    expect(when('changes.0.reason', '')).toBe('CHANGE_WITHOUT_REASON')
    expect(when('changes.0.reason', '登记住所\n查无下落')).toBe('same') // Written by a person; no rule gives it.
    expect(when('changes.0.reason', 7)).toBe('MEMBER_MALFORMED')
    expect(when('changes.0.approver', '　')).toBe('CHANGE_WITHOUT_REASON')
  })

  test('never passes, and never breaks the verifier, when any byte of any file is another', () => {
    const texts = bundleFiles.flatMap((file) =>
      [...(published[file]?.keys() ?? [])].map((place) => [file, place] as const),
    )
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.integer({ min: 1, max: 255 }), ([file, place], flip) => {
        const bytes = Uint8Array.from(published[file] ?? [])
        bytes[place] = (bytes[place] ?? 0) ^ flip
        const unread = ['reason', 'approver'] // What a person wrote as reason can be checked by no rule.
        const verdict = verifyDraw({ ...published, [file]: bytes })
        if (verdict.same) expect(unread.some((name) => aroundIn(bytes, place).includes(`"${name}":"`))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

const aroundIn = (bytes: Uint8Array, place: number): string =>
  Buffer.from(bytes.subarray(Math.max(0, place - 60), place + 1)).toString()
