import { describe, expect, test } from 'vitest'
import { verifyDrandSignature } from '../../../api/system/drand.ts'
import { beaconNetworks, proveBeacon } from '../../../domain/draw/beacon.ts'
import { readCommitment } from '../../../domain/draw/commitment.ts'
import type { BeaconSource } from '../../../domain/draw/entropy.ts'
import {
  type Contribution,
  completeContributions,
  receiveContribution,
  revealCommitment,
  seedOf,
} from '../../../domain/draw/seed.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { commitmentOf, party, revealed, world } from '../../support/draw-world.ts'
import { sha256 } from '../../support/naive-draw.ts'

const reasonOf = (act: () => unknown): unknown => {
  try {
    return act() ?? 'ACCEPTED'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.reason
  }
}

const reveal: Contribution = { name: party, kind: 'reveal', value: revealed }
const dice: Contribution = { name: '摇号', kind: 'dice', value: '02071118263109' }
const committedAt = '2026-03-01T00:00:00Z' // Reveals end on 2026-03-02 at 08:00 UTC.
const inTime = '2026-03-02T07:59:59.999Z'
const after = '2026-03-02T08:00:00.001Z'

test('the seed is the hash of the text that §3 of the protocol writes down', () => {
  const committed = sha256('x')
  expect(seedOf(committed, [reveal, dice])).toBe(
    sha256(`yidang-draw-1\n${committed}\n${party}=${revealed}\n摇号=02071118263109\n`),
  )
})

describe('receiving a contribution', () => {
  const receive = (given: Contribution, receivedAt: string, before: readonly Contribution[] = []) =>
    reasonOf(() =>
      receiveContribution(commitmentOf(world()), before, given, { committedAt, receivedAt }, verifyDrandSignature),
    )

  test('is refused before the commitment stands', () => {
    expect(receive(reveal, '2026-02-28T23:59:59Z')).toBe('CONTRIBUTION_BEFORE_COMMITMENT')
    expect(receive(reveal, committedAt)).toBe('CONTRIBUTION_BEFORE_COMMITMENT')
    expect(() => receive(reveal, 'yesterday')).toThrow(RangeError)
  })

  test('takes reveals before the deadline only, and dice after it only', () => {
    expect(receive(reveal, inTime)).toBe('ACCEPTED')
    expect(receive(reveal, '2026-03-02T16:00:00+08:00')).toBe('REVEAL_TOO_LATE')
    expect(receive(dice, inTime)).toBe('CONTRIBUTION_TOO_EARLY')
    expect(receive(dice, '2026-03-02T16:00:00+08:00')).toBe('CONTRIBUTION_TOO_EARLY')
    expect(receive(dice, after)).toBe('ACCEPTED')
  })

  test('takes each source once, and only sources that were committed to', () => {
    expect(receive(reveal, inTime, [reveal])).toBe('CONTRIBUTION_TWICE')
    expect(receive({ ...dice, name: '别家' }, after)).toBe('CONTRIBUTION_UNKNOWN')
    expect(receive({ ...dice, kind: 'beacon' }, after)).toBe('CONTRIBUTION_UNKNOWN')
  })

  test('refuses a false reveal, and one too short to have been secret', () => {
    expect(receive({ ...reveal, value: `${revealed}0` }, inTime)).toBe('REVEAL_FALSE')
    expect(receive({ ...reveal, value: '' }, inTime)).toBe('VALUE_INVALID')
    const short = { name: party, kind: 'reveal', commitment: revealCommitment(party, 'abc123') }
    const commitment = readCommitment({ ...commitmentOf(world()), entropy: [short, { ...dice, source: 'x' }] })
    const given: Contribution = { ...reveal, value: 'abc123' }
    const receipt = { committedAt, receivedAt: inTime }
    expect(reasonOf(() => receiveContribution(commitment, [], given, receipt, verifyDrandSignature))).toBe(
      'REVEAL_TOO_SHORT',
    )
  })

  test('refuses dice that are no digits', () => {
    for (const value of ['02 07 11', '0x12', '１２', '-1'])
      expect(receive({ ...dice, value }, after)).toBe('DICE_NOT_DIGITS')
    expect(receive({ ...dice, value: '12\n' }, after)).toBe('VALUE_INVALID')
  })

  test("insists on the signature where the beacon's network is known", () => {
    const beacon: BeaconSource = {
      ...{ name: '信标', kind: 'beacon', round: 1000 },
      source: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
    }
    const commitment = readCommitment({
      ...commitmentOf(world()),
      entropy: [...commitmentOf(world()).entropy, beacon],
      revealUntil: '2023-08-23T15:59:00Z',
    })
    const receipt = { committedAt: '2023-08-23T15:00:00Z', receivedAt: '2023-08-23T16:00:00Z' }
    const receive = (value: string) => {
      const given: Contribution = { name: '信标', kind: 'beacon', value }
      return reasonOf(() => receiveContribution(commitment, [], given, receipt, verifyDrandSignature))
    }
    expect(receive(quicknet1000)).toBe('ACCEPTED')
    expect(receive('fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd')).toBe('BEACON_NOT_PROVED')
  })
})

describe('completing the contributions', () => {
  test('puts them into the committed order, with the empty value for a withheld reveal', () => {
    expect(completeContributions(commitmentOf(world()), [dice, reveal])).toEqual([reveal, dice])
    expect(completeContributions(commitmentOf(world()), [dice])).toEqual([{ ...reveal, value: '' }, dice])
  })

  test('is refused while the last source is unknown', () => {
    expect(reasonOf(() => completeContributions(commitmentOf(world()), [reveal]))).toBe('CONTRIBUTION_MISSING')
  })
})

// Rounds as the networks published them.
const quicknet1000 = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'
const quicknet657413 =
  'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b'
const default3311595 =
  '8ed588f2a7716fb1349e2d9803da5db0005e98a83783c353d4a08f183236a9ad91d70ddb01266f4b7c576983db464b43' +
  '0e65680b9e0098552758afd6c1e6afcb77e3f62fe1b93d42d1cb63abbb2205512fe12fbf74ea9c5ac3b8f5c1e283a1d8'
const default3311596 =
  'a696b9409ababce45749c3a4ec369074453dd4a79967734e1390d969c8ad8d98897d217b9121e92c8ddebbddda8d92f9' +
  '00e3bd6bf9deb166863b1a19390d743f82774001487594c5c09e581db7365f02b70a2c8cc41ce32446ef08e4890c4754'

describe("a beacon's value", () => {
  const [quicknet, chained] = beaconNetworks
  const prove = (source: string, round: number, value: string) =>
    reasonOf(() => proveBeacon({ name: '信标', kind: 'beacon', source, round }, value, verifyDrandSignature))

  test("is proved by the network's signature of that round, chained or not", () => {
    expect(prove(quicknet.chainHash, 1000, quicknet1000)).toBe('PROVED')
    expect(prove(`https://api.drand.sh/${quicknet.chainHash}`, 657_413, quicknet657413)).toBe('PROVED')
    expect(prove(chained.chainHash, 3_311_596, `${default3311595}${default3311596}`)).toBe('PROVED')
  })

  test('is false as the signature of another round, another network, or of nothing', () => {
    expect(prove(quicknet.chainHash, 1001, quicknet1000)).toBe('BEACON_SIGNATURE_FALSE')
    expect(prove(quicknet.chainHash, 1000, quicknet657413)).toBe('BEACON_SIGNATURE_FALSE')
    expect(prove(quicknet.chainHash, 1000, 'c'.repeat(96))).toBe('BEACON_SIGNATURE_FALSE')
    expect(prove(chained.chainHash, 3_311_597, `${default3311595}${default3311596}`)).toBe('BEACON_SIGNATURE_FALSE')
    expect(prove(chained.chainHash, 3_311_596, `${default3311596}${default3311595}`)).toBe('BEACON_SIGNATURE_FALSE')
    expect(prove(quicknet.chainHash, 1000, quicknet1000.slice(2))).toBe('BEACON_VALUE_MALFORMED')
    expect(prove(quicknet.chainHash, 1000, quicknet1000.toUpperCase())).toBe('BEACON_VALUE_MALFORMED')
  })

  test('is not proved, but may be true, as mere randomness or from a network that is not known here', () => {
    expect(prove(quicknet.chainHash, 1000, sha256(Buffer.from(quicknet1000, 'hex')))).toBe('NOT_PROVED')
    expect(prove('NIST', 1000, 'ABC')).toBe('NOT_PROVED')
  })
})
