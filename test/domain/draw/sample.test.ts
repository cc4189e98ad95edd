import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAsBytes } from '../../../domain/draw/bytes.ts'
import { formatObjects, type ObjectEntry, readObjects } from '../../../domain/draw/directories.ts'
import { byTicket, drawKey, drawnOf, drawSample, ticketOf, type Winner } from '../../../domain/draw/sample.ts'
import { objectsOf, seedNumber } from '../../support/draw-world.ts'

describe('the ticket', () => {
  test("is the digest of Rivest's consistent sampler, whose published value shows its decimal digits backwards", () => {
    const ticket = ticketOf(drawKey('01382438112797316654'), 'AB-130')
    const backwards = [...BigInt(`0x${ticket}`).toString(10)].reverse().join('')
    expect(`0.${backwards}`).toBe('0.26299714122838008416507544297546663599715395525154425586041245287750224561854')
  })

  test('sorts as the 256-bit number does that it writes, and equal ones by the bytes of the code', () => {
    const winner = (ticket: string, uscc: string): Winner => ({ ticket, uscc, stratum: 'A' })
    const sorted = [winner('b0', 'B'), winner('0f', 'C'), winner('b0', '𠮷'), winner('b0', '\uff21'), winner('9a', 'D')]
    expect(sorted.sort(byTicket).map(({ uscc }) => uscc)).toEqual(['C', 'D', 'B', '\uff21', '𠮷'])
  })
})

describe('the number drawn of a stratum', () => {
  test('is the share rounded up, exactly, however large the numbers', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.maxSafeInteger().map(Math.abs), fc.integer({ min: 1 }), (size, one, other) => {
        const drawn = BigInt(drawnOf({ stratum: 'A', ratio: [one, other] }, size))
        const [parts, whole] = [BigInt(size) * BigInt(one), BigInt(other)]
        const leastNotBelow = drawn * whole >= parts && (drawn - 1n) * whole < parts
        const allThereIs = drawn === BigInt(size) && drawn * whole <= parts
        expect(leastNotBelow || allThereIs).toBe(true)
      }),
    )
  })

  test('does not fall for floating point: 3 of 10 at 300 are 90, 1 of 3 at 9 are 3, 7 of 100 at 100 are 7', () => {
    const of = (size: number, numerator: number, denominator: number) =>
      drawnOf({ stratum: 'A', ratio: [numerator, denominator] }, size)
    expect([of(300, 3, 10), of(9, 1, 3), of(100, 7, 100), of(101, 7, 100), of(0, 1, 2), of(78_222, 2, 100)]).toEqual([
      90, 3, 7, 8, 0, 1565,
    ])
    expect(of(3_300_000, 9_007_199_254_740_990, 9_007_199_254_740_991)).toBe(3_300_000)
  })

  test('is never above what there is', () => {
    expect(drawnOf({ stratum: 'A', count: 9 }, 4)).toBe(4)
    expect(drawnOf({ stratum: 'A', ratio: [5, 2] }, 4)).toBe(4)
  })
})

const draw = (
  objects: readonly ObjectEntry[],
  counts: Readonly<Record<string, number>>,
  seed: string,
): readonly Winner[] => {
  const quotas = Object.entries(counts).map(([stratum, count]) => ({ stratum, count }))
  return drawSample(readObjects(formatObjects(objects)), quotas, drawKey(seed), 0).winners
}

test("the districts' draws with one seed and the same numbers, merged, are the city's draw", () => {
  const counts = { A: 3, B: 5, C: 0 }
  const city = objectsOf(60, ['A', 'B', 'C'])
  fc.assert(
    fc.property(fc.array(fc.nat(4), { minLength: 60, maxLength: 60 }), fc.nat(), (district, place) => {
      const seed = seedNumber(place)
      const parts = [0, 1, 2, 3, 4].map((one) => city.filter((_, index) => district[index] === one))
      const merged = parts.flatMap((part) => draw(part, counts, seed)).sort(byTicket)
      const kept = Object.entries(counts).flatMap(([stratum, count]) =>
        merged.filter((winner) => winner.stratum === stratum).slice(0, count),
      )
      expect(kept.sort(byTicket)).toEqual(draw(city, counts, seed))
    }),
  )
})

describe('over 20,000 seeds', () => {
  const [runs, size, drawn] = [20_000, 12, 4]
  const objects = objectsOf(size, ['A'])
  const inOrder = objects.map(({ uscc }) => uscc).sort(compareAsBytes)

  /** Which subjects, and which pairs of them, came up more or less often than chance explains (beyond four sigma). */
  function unfair(sampler: (seed: string) => readonly string[]): string[] {
    const seen = new Map<string, number>()
    const count = (key: string) => seen.set(key, (seen.get(key) ?? 0) + 1)
    for (let place = 0; place < runs; place++) {
      const winners = new Set(sampler(seedNumber(place)))
      const places = inOrder.flatMap((uscc, index) => (winners.has(uscc) ? [index] : []))
      for (const one of places) {
        count(`${one}`)
        for (const other of places) if (one < other) count(`${one},${other}`)
      }
    }
    const single = drawn / size
    const both = (single * (drawn - 1)) / (size - 1)
    const isFair = (times: number, chance: number) =>
      Math.abs(times - runs * chance) <= 4 * Math.sqrt(runs * chance * (1 - chance))
    const keys = inOrder.flatMap((_, one) => [
      `${one}`,
      ...inOrder.slice(one + 1).map((_, more) => `${one},${one + 1 + more}`),
    ])
    return keys.filter((key) => !isFair(seen.get(key) ?? 0, key.includes(',') ? both : single))
  }

  test('every subject, and every pair of subjects, is drawn as often as every other', () => {
    const directory = readObjects(formatObjects(objects))
    const quotas = [{ stratum: 'A', count: drawn }]
    expect(unfair((seed) => drawSample(directory, quotas, drawKey(seed), 0).winners.map(({ uscc }) => uscc))).toEqual(
      [],
    )
  })

  test('a sampler that walks the list in even steps from a random start is found out', () => {
    const step = size / drawn
    const evenSteps = (seed: string): string[] => {
      const start = Number(BigInt(`0x${seed}`) % BigInt(size))
      return Array.from({ length: drawn }, (_, turn) => inOrder[(start + turn * step) % size] ?? '')
    }
    expect(unfair(evenSteps).length).toBeGreaterThan(0)
  })

  test('a sampler that favours one place of the list by a twentieth is found out', () => {
    const favours = (seed: string): string[] => {
      const fair = inOrder
        .toSorted((one, other) => (ticketOf(seed, one) < ticketOf(seed, other) ? -1 : 1))
        .slice(0, drawn)
      const nudged = Number(BigInt(`0x${seed}`) % 20n) === 0 && !fair.includes(inOrder[0] ?? '')
      return nudged ? [inOrder[0] ?? '', ...fair.slice(1)] : fair
    }
    expect(unfair(favours)).toContain('0')
  })
})
