import fc from 'fast-check'
import { ulidToUUID } from 'ulid'
import { describe, expect, test } from 'vitest'
import { addressOf } from '../../../../api/system/kurrent-store/address.ts'
import { placeOf, positionOf } from '../../../../api/system/kurrent-store/position.ts'
import { ulidOfUuid, uuidOfUlid } from '../../../../api/system/kurrent-store/ulid-uuid.ts'
import { InvalidInput } from '../../../../domain/kernel/errors.ts'

const anyUlid = fc
  .tuple(fc.constantFrom(...'01234567'), fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{25}$/))
  .map((parts) => parts.join(''))

const anyOffset = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })

test('an id is the same 128 bits as a ULID and as a UUID', () => {
  fc.assert(
    fc.property(anyUlid, (ulid) => {
      expect(uuidOfUlid(ulid)).toBe(ulidToUUID(ulid).toLowerCase())
      expect(ulidOfUuid(uuidOfUlid(ulid))).toBe(ulid)
    }),
  )
})

describe('a position', () => {
  test('sorts as text where the log sorts it', () => {
    fc.assert(
      fc.property(anyOffset, anyOffset, (one, other) => {
        const [a, b] = [positionOf(String(one), String(one)), positionOf(String(other), String(other))]
        expect(a < b).toBe(one < other)
      }),
    )
  })

  test('names its place without loss', () => {
    fc.assert(
      fc.property(anyOffset, anyOffset, (commit, prepare) => {
        expect(placeOf(positionOf(String(commit), String(prepare)))).toEqual({
          commit: String(commit),
          prepare: String(prepare),
        })
      }),
    )
  })
})

describe('a connection string', () => {
  test('is understood in every spelling of the ecosystem', () => {
    const known = 'esdb://admin:p%40ss@one:2113,two:2113?tls=true&tlsCaFile=ca.crt'
    for (const scheme of ['esdb', 'kurrentdb', 'kurrent', 'kdb']) {
      const url = known.replace('esdb', scheme)
      expect(addressOf(url)).toEqual({ leader: known, subscriptions: known })
      expect(addressOf(`${scheme}+discover://cluster:2113`).leader).toBe('esdb+discover://cluster:2113')
    }
    expect(() => addressOf('http://one:2113')).toThrow(InvalidInput)
  })

  test('with a node preference sends only the subscriptions there, and every decision to the leader', () => {
    for (const [preference, rest] of [
      ['?nodePreference=follower', ''],
      ['?tls=false&nodePreference=readOnlyReplica', '?tls=false'],
      ['?node_preference=random&tls=false', '?tls=false'],
      ['?tls=false&NodePreference=follower&keepAliveTimeout=5000', '?tls=false&keepAliveTimeout=5000'],
    ]) {
      const url = `esdb://one:2113,two:2113${preference}`
      expect(addressOf(url)).toEqual({
        leader: `esdb://one:2113,two:2113${rest}`,
        subscriptions: url,
      })
    }
    const leader = 'esdb://one:2113,two:2113'
    expect(addressOf(`${leader}?nodePreference=leader`)).toEqual({
      leader,
      subscriptions: leader,
    })
  })
})
