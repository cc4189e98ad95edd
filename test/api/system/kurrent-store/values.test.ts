import fc from 'fast-check'
import { ulidToUUID } from 'ulid'
import { describe, expect, test } from 'vitest'
import { addressFault, addressOf, masked } from '../../../../api/system/kurrent-store/address.ts'
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
  test('is understood in both spellings of the ecosystem', () => {
    const known = 'esdb://admin:p%40ss@one:2113,two:2113?tls=true&tlsCaFile=ca.crt'
    for (const scheme of ['esdb', 'kurrentdb', 'KurrentDB']) {
      const url = known.replace('esdb', scheme)
      expect(addressOf(url)).toEqual({ leader: known, subscriptions: known })
      expect(addressOf(` ${scheme}+discover://cluster:2113/ `).leader).toBe('esdb+discover://cluster:2113')
    }
    expect(addressOf('esdb://10.0.0.1/?tls=false').leader).toBe('esdb://10.0.0.1?tls=false')
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

  test('has its password read as it was meant, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.boolean(), (password, isWhole) => {
        const given = isWhole
          ? encodeURIComponent(password)
          : encodeURIComponent(password).replace(/%3A|%40/g, unquoted)
        const { leader } = addressOf(`kurrentdb://admin:${given}@one:2113?tls=true`)
        const [, user = '', read = ''] = /^esdb:\/\/([^:@]+):([^:@]+)@one:2113\?tls=true$/.exec(leader) ?? []
        expect([user, decodeURIComponent(read)]).toEqual(['admin', password])
      }),
    )
    function unquoted(code: string): string {
      return decodeURIComponent(code)
    }
  })

  const password = 'top!secret'
  test.each([
    ['http://one:2113', 'esdb://'],
    ['kdb://one:2113', 'kurrentdb://'],
    ['esdb://', '主机:端口'],
    ['esdb://one:port', '主机:端口'],
    ['esdb://one:70000', '主机:端口'],
    ['esdb://one:2113,,two:2113', '主机:端口'],
    ['esdb+discover://one:2113,two:2113', 'DNS'],
    ['esdb://admin@one:2113', '用户:密码'],
    ['esdb://admin:@one:2113', '用户:密码'],
    [`esdb://admin:${password}%@one:2113`, '%25'],
    [`esdb://admin:${password}/@one:2113`, 'esdb://'],
    [`esdb://admin:${password}?@one:2113`, '%3F'],
    [`esdb://admin:${password}@one:2113?tlsCa=ca.crt`, '没有“tlsCa”'],
    [`esdb://admin:${password}@one:2113?tlsVerifyCert=false`, 'tlsCaFile'],
    [`esdb://admin:${password}@one:2113?tls=yes`, 'tls 不能是“yes”'],
    [`esdb://admin:${password}@one:2113?tls=true&TLS=false`, '重复'],
    ['esdb://one:2113?nodePreference=any', 'nodePreference'],
    ['esdb://one:2113?keepAliveTimeout=-1', 'keepAliveTimeout'],
    ['esdb://one:2113?tls=false&tlsCaFile=ca.crt', 'tlsCaFile'],
    ['esdb://one:2113?userCertFile=me.crt', 'userKeyFile'],
    ['esdb://one:2113?tls', '选项=值'],
  ])('%s is refused with what is wrong about it, and never shows a password', (url, sentence) => {
    const fault = addressFault(url)
    expect(fault).toContain(sentence)
    expect(fault).not.toContain(password)
    expect(() => addressOf(url)).toThrow(InvalidInput)
  })

  test('is shown without its password', () => {
    expect(masked(`esdb://admin:${password}@one:2113?tls=true`)).toBe('esdb://admin:***@one:2113?tls=true')
    expect(masked('postgres://yidang:p@ss:word@db/yidang')).toBe('postgres://yidang:***@db/yidang')
    expect(masked('esdb+discover://one:2113')).toBe('esdb+discover://one:2113')
  })
})
