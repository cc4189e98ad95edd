import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Pair, Pairing, type PairingRules } from '../../../domain/draw/pairing.ts'
import { drawKey } from '../../../domain/draw/sample.ts'
import { inspectorsOf, objectsOf, seedNumber } from '../../support/draw-world.ts'
import { sha256 } from '../../support/naive-draw.ts'

const usccs = objectsOf(8).map(({ uscc }) => uscc)
const rules = (over: Partial<PairingRules> = {}): PairingRules => ({
  key: drawKey(seedNumber(0)),
  teams: [{ agency: 'SCJG', inspectors: 2 }],
  loadCap: 100,
  inspectors: inspectorsOf(5),
  conflicts: [],
  ...over,
})

const pairAll = (pairing: Pairing, all: readonly string[] = usccs) => {
  const made = all.map((uscc) => pairing.pair(uscc))
  return { pairs: made.flatMap(({ pairs }) => pairs), unpaired: made.flatMap(({ unpaired }) => unpaired) }
}

function loadsOf(pairs: readonly Pair[], { inspectors }: PairingRules): number[] {
  const visits = pairs.flatMap((pair) => pair.inspectors)
  return inspectors.map(({ inspectorId }) => visits.filter((id) => id === inspectorId).length)
}

describe('the second random', () => {
  test('makes every allowed pair of subject and officer under some seed, and never one that recusal forbids', () => {
    const inspectors = [...inspectorsOf(5), ...inspectorsOf(3, 'XFJY', 'X')]
    const conflicts = [
      { inspectorId: 'S000', uscc: usccs[0] ?? '' },
      { inspectorId: 'S001', uscc: usccs[0] ?? '' },
      { inspectorId: 'X002', uscc: usccs[3] ?? '' },
    ]
    const teams = [
      { agency: 'SCJG', inspectors: 2 },
      { agency: 'XFJY', inspectors: 1 },
    ]
    const met = new Set<string>()
    for (let place = 0; place < 300; place++) {
      const key = drawKey(seedNumber(place))
      for (const pair of pairAll(new Pairing(rules({ key, inspectors, conflicts, teams }))).pairs)
        for (const inspectorId of pair.inspectors) met.add(`${inspectorId} ${pair.uscc}`)
    }
    const forbidden = new Set(conflicts.map(({ inspectorId, uscc }) => `${inspectorId} ${uscc}`))
    const allowed = inspectors.flatMap(({ inspectorId }) => usccs.map((uscc) => `${inspectorId} ${uscc}`))
    expect([...met].sort()).toEqual(allowed.filter((pair) => !forbidden.has(pair)).sort())
  })

  test('lets the numbers of visits differ by at most one where neither recusal nor cap stands in the way', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 9 }),
        (place, objects, officers) => {
          const given = rules({ key: drawKey(seedNumber(place)), inspectors: inspectorsOf(officers) })
          const all = objectsOf(objects).map(({ uscc }) => uscc)
          const loads = loadsOf(pairAll(new Pairing(given), all).pairs, given)
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
          expect(loads.reduce((sum, load) => sum + load, 0)).toBe(2 * objects)
        },
      ),
    )
  })

  test('leads to each leader and each partner alike: over many seeds no place is anybody’s', () => {
    const first = new Map<string, number>()
    for (let place = 0; place < 5000; place++) {
      const key = drawKey(seedNumber(place))
      const leader = new Pairing(rules({ key })).pair(usccs[0] ?? '').pairs[0]?.inspectors[0] ?? ''
      first.set(leader, (first.get(leader) ?? 0) + 1)
    }
    for (const times of first.values()) expect(Math.abs(times - 1000)).toBeLessThanOrEqual(4 * Math.sqrt(800))
    expect(first.size).toBe(5)
  })

  test('gives nobody more visits than the cap, and leaves the rest unpaired with the reason', () => {
    const given = rules({ inspectors: inspectorsOf(4), loadCap: 3 })
    const { pairs, unpaired } = pairAll(new Pairing(given))
    expect(Math.max(...loadsOf(pairs, given))).toBe(3)
    expect(pairs).toHaveLength(6)
    expect(unpaired).toEqual(usccs.slice(6).map((uscc) => ({ uscc, agency: 'SCJG', reason: 'TOO_FEW_INSPECTORS' })))
  })

  test('lets an agency that has too few go without, costs nobody a visit, and goes on with the next', () => {
    const teams = [
      { agency: 'XFJY', inspectors: 2 },
      { agency: 'SCJG', inspectors: 2 },
    ]
    const inspectors = [...inspectorsOf(4), ...inspectorsOf(1, 'XFJY', 'X')]
    const pairing = new Pairing(rules({ teams, inspectors }))
    const { pairs, unpaired } = pairing.pair(usccs[0] ?? '')
    expect(unpaired.map(({ agency }) => agency)).toEqual(['XFJY'])
    expect(pairs.map(({ agency }) => agency)).toEqual(['SCJG'])
  })
})

describe('a change of officer', () => {
  const [uscc = ''] = usccs

  test('takes a new one who was not on this visit before, until nobody is free and the place stays open', () => {
    const pairing = new Pairing(rules({ inspectors: inspectorsOf(4) }))
    const on = new Set(pairing.pair(uscc).pairs[0]?.inspectors)
    const seen = new Set(on)
    for (let turn = 0; turn < 2; turn++) {
      const [leaving = ''] = on
      const added = pairing.substitute(uscc, 'SCJG', leaving)
      expect(added !== null && !seen.has(added)).toBe(true)
      on.delete(leaving)
      seen.add(String(added))
      on.add(String(added))
    }
    const [leaving = ''] = on
    expect(pairing.substitute(uscc, 'SCJG', leaving)).toBeNull()
    expect(pairing.isOnVisit(uscc, 'SCJG', leaving)).toBe(false)
  })

  test('uses up a number only when somebody comes: after an open place the next hash is the one that was not taken', () => {
    for (let place = 0; place < 20; place++) {
      const key = drawKey(seedNumber(place))
      const pairing = new Pairing(rules({ key, inspectors: inspectorsOf(4), loadCap: 1 }))
      const [one = '', other = ''] = pairing.pair(uscc).pairs[0]?.inspectors ?? []
      const elsewhere = pairing.pair(usccs[1] ?? '').pairs[0]?.inspectors ?? []
      expect(pairing.substitute(uscc, 'SCJG', one)).toBeNull() // Both others have all the visits that the cap allows.
      pairing.cancel(usccs[1] ?? '')
      const third = BigInt(`0x${sha256(`${key}${uscc},SCJG,3`)}`)
      expect(pairing.substitute(uscc, 'SCJG', other)).toBe(elsewhere.toSorted()[Number(third % 2n)])
    }
  })

  test('frees a visit of whoever left, and puts whoever came into the same place', () => {
    const pairing = new Pairing(rules({ inspectors: inspectorsOf(3), loadCap: 1 }))
    const [leader = '', partner = ''] = pairing.pair(uscc).pairs[0]?.inspectors ?? []
    const added = pairing.substitute(uscc, 'SCJG', leader)
    expect(pairing.standing()).toEqual([{ uscc, agency: 'SCJG', places: [added, partner] }])
    expect(pairing.pair(usccs[1] ?? '').unpaired).toHaveLength(1) // Only who left has a visit to give.
  })
})
