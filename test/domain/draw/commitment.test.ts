import { describe, expect, test } from 'vitest'
import {
  checkDirectoryHashes,
  checkQuotasCover,
  commitmentSha256,
  directoryHashes,
  isInstant,
  readCommitment,
} from '../../../domain/draw/commitment.ts'
import { readObjects } from '../../../domain/draw/directories.ts'
import { revealCommitment } from '../../../domain/draw/seed.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import type { Json } from '../../../domain/kernel/event.ts'
import { bytesOf, commitmentOf, objectsOf, world } from '../../support/draw-world.ts'
import { naiveCanonical, sha256 } from '../../support/naive-draw.ts'

const bytes = bytesOf(world())
const sound: Readonly<Record<string, Json>> = { ...world().commitment, ...directoryHashes(bytes) }

const reasonOf = (act: () => unknown): string => {
  try {
    act()
    return 'ACCEPTED'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.reason
  }
}
const given = (member: string, value: Json | undefined) => reasonOf(() => readCommitment({ ...sound, [member]: value }))

describe('a commitment', () => {
  test('is hashed as its canonical JSON, whatever the order of its members', () => {
    const expected = sha256(naiveCanonical(sound))
    expect(commitmentSha256(readCommitment(sound))).toBe(expected)
    const turned = Object.fromEntries(Object.entries(sound).reverse())
    expect(commitmentSha256(readCommitment(turned))).toBe(expected)
  })

  test('may hold further members, which are hashed with it', () => {
    const further = readCommitment({ ...sound, remark: '备注' })
    expect(further['remark']).toBe('备注')
    expect(commitmentSha256(further)).not.toBe(commitmentSha256(readCommitment(sound)))
    expect(given('remark', { share: 0.5 })).toBe('COMMITMENT_NOT_CANONICAL')
    expect(given('remark', '\ud800')).toBe('COMMITMENT_NOT_CANONICAL')
  })

  test('lacks none of its members, and each has its form', () => {
    for (const member of Object.keys(sound)) expect(given(member, undefined)).toBe('MEMBER_MISSING')
    const malformed: [string, Json][] = [
      ['drawId', ''],
      ['day', '2026-02-29'],
      ['day', '2026/03/02'],
      ['matters', 'A07'],
      ['matters', ['A07', 7]],
      ['objectsSha256', 'A'.repeat(64)],
      ['objectsSha256', 'a'.repeat(63)],
      ['loadCap', 0],
      ['loadCap', '10'],
      ['revealUntil', '2026-03-02'],
      ['ruleSets', []],
      ['ruleSets', { recusal: null }],
      ['teams', [{ agency: 'SCJG', inspectors: 0 }]],
      ['quotas', {}],
    ]
    for (const [member, value] of malformed)
      expect([member, given(member, value)]).toEqual([member, 'MEMBER_MALFORMED'])
    expect(given('protocol', 2)).toBe('PROTOCOL_UNKNOWN')
    expect(given('protocol', '1')).toBe('PROTOCOL_UNKNOWN')
  })

  test('gives each stratum one quota, a share or a number', () => {
    const quotas = (...list: Json[]) => given('quotas', list)
    expect(quotas({ stratum: 'A', count: 0 }, { stratum: 'B', ratio: [0, 1] })).toBe('ACCEPTED')
    expect(quotas({ stratum: 'A', count: 1 }, { stratum: 'A', ratio: [1, 2] })).toBe('QUOTA_TWICE')
    expect(quotas({ stratum: 'A', count: 1, ratio: [1, 2] })).toBe('QUOTA_AMBIGUOUS')
    expect(quotas({ stratum: 'A' })).toBe('QUOTA_AMBIGUOUS')
    for (const ratio of [[1, 0], [1], [1, 2, 3], [-1, 2], [0.5, 1], '1/2', null] as Json[])
      expect(quotas({ stratum: 'A', ratio })).toBe('MEMBER_MALFORMED')
    expect(quotas({ stratum: 'A', count: -1 })).toBe('MEMBER_MALFORMED')
  })

  test('covers every stratum that occurs; a quota for one without objects is allowed', () => {
    const cover = (strata: readonly string[]) =>
      reasonOf(() =>
        checkQuotasCover(
          commitmentOf(world()),
          readObjects(bytesOf(world({ objects: objectsOf(4, strata) }))['objects.tsv']),
        ),
      )
    expect(cover(['C|餐饮'])).toBe('ACCEPTED')
    expect(cover(['C|餐饮', 'B|零售'])).toBe('QUOTA_MISSING')
    expect(given('quotas', [...(sound['quotas'] as Json[]), { stratum: '无人', count: 5 }])).toBe('ACCEPTED')
  })

  test('names each agency once', () => {
    const team = { agency: 'SCJG', inspectors: 2 }
    expect(given('teams', [team, { ...team, inspectors: 1 }])).toBe('TEAM_TWICE')
  })

  test('binds the bytes of its directories', () => {
    expect(reasonOf(() => checkDirectoryHashes(readCommitment(sound), bytes))).toBe('ACCEPTED')
    const other = { ...bytes, 'conflicts.tsv': Buffer.from('S000\t91310104MA00000000\n') }
    expect(reasonOf(() => checkDirectoryHashes(readCommitment(sound), other))).toBe('DIRECTORY_SHA256_DIFFERS')
  })
})

describe('the sources of chance', () => {
  const reveal = { name: '甲', kind: 'reveal', commitment: revealCommitment('甲', 'a'.repeat(32)) }
  const dice = { name: '乙', kind: 'dice', source: '福利彩票' }
  const beacon = { name: '丙', kind: 'beacon', source: 'drand', round: 7 }
  const entropy = (...list: Json[]) => given('entropy', list)

  test('are at least two, from different sources, and the last is known to nobody before the reveals are over', () => {
    expect(entropy(reveal, dice)).toBe('ACCEPTED')
    expect(entropy(dice, beacon)).toBe('ACCEPTED')
    expect(entropy(dice)).toBe('ENTROPY_TOO_FEW')
    expect(entropy()).toBe('ENTROPY_TOO_FEW')
    expect(entropy(dice, reveal)).toBe('ENTROPY_LAST_IS_REVEAL')
    expect(entropy(reveal, { ...reveal, name: '丁' })).toBe('ENTROPY_LAST_IS_REVEAL')
    expect(entropy(dice, { ...dice, name: '丁' })).toBe('ENTROPY_SOURCE_TWICE')
    expect(entropy(beacon, { ...beacon, name: '丁', round: 8 })).toBe('ENTROPY_SOURCE_TWICE')
    expect(entropy(reveal, { ...dice, name: '甲' })).toBe('ENTROPY_NAME_TWICE')
  })

  test('have names that can stand on a line before an equals sign', () => {
    for (const name of ['', 'a=b', 'a\nb', 'a\tb', 'a\u0085', 7])
      expect(entropy({ ...reveal, name }, dice)).toBe('ENTROPY_NAME_INVALID')
  })

  test('are of the three kinds, each with what it needs', () => {
    expect(entropy({ ...dice, kind: 'lottery' }, dice)).toBe('ENTROPY_KIND_UNKNOWN')
    expect(entropy({ ...reveal, commitment: 'x' }, dice)).toBe('MEMBER_MALFORMED')
    expect(entropy(reveal, { ...dice, source: '' })).toBe('MEMBER_MALFORMED')
    expect(entropy(reveal, { ...beacon, round: 0 })).toBe('MEMBER_MALFORMED')
    expect(entropy(reveal, { name: '丙', kind: 'beacon', source: 'drand' })).toBe('MEMBER_MISSING')
  })

  test('include no round of a known beacon that has appeared before the reveals are over', () => {
    const source = 'drand 52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
    const until = Date.parse(String(sound['revealUntil'])) / 1000
    const lastBefore = Math.floor((until - 1_692_803_367) / 3) + 1
    expect(entropy(reveal, { ...beacon, source, round: lastBefore })).toBe('BEACON_ROUND_TOO_EARLY')
    expect(entropy(reveal, { ...beacon, source, round: lastBefore + 1 })).toBe('ACCEPTED')
  })
})

test('an instant is a real day and time with its offset', () => {
  const instants = [
    '2026-03-02T09:30:00Z',
    '2026-03-02T09:30:00.123Z',
    '2026-03-02T17:30:00+08:00',
    '2028-02-29T23:59Z',
  ]
  const others = ['2026-03-02T09:30:00', '2026-02-29T09:30:00Z', '2026-03-02T24:00:00Z', '2026-03-02 09:30:00Z', 'now']
  expect(instants.filter((text) => !isInstant(text) || Number.isNaN(Date.parse(text)))).toEqual([])
  expect(others.filter(isInstant)).toEqual([])
})
