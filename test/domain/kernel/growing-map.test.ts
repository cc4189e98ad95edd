import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GrowingMap } from '../../../domain/kernel/growing-map.ts'

const anySets = fc.array(fc.tuple(fc.nat(40).map(String), fc.nat()), { maxLength: 200 })

test('a growing map is what a plain map would be, order included, and every version of it stays as it was', () => {
  fc.assert(
    fc.property(anySets, anySets, (first, sets) => {
      const plain = new Map(first)
      let growing = GrowingMap.from<string, number>(new Map(first))
      const versions: (readonly [GrowingMap<string, number>, [string, number][]])[] = []
      for (const [key, value] of sets) {
        plain.set(key, value)
        growing = growing.with(key, value)
        versions.push([growing, [...plain]])
      }
      for (const [version, entries] of versions) {
        expect([...version]).toEqual(entries)
        expect(version.size).toBe(entries.length)
        expect([...version.keys()]).toEqual(entries.map(([key]) => key))
        expect([...version.values()]).toEqual(entries.map(([, value]) => value))
        const told: [string, number][] = []
        version.forEach((value, key) => told.push([key, value]))
        expect(told).toEqual(entries)
        for (const [key, value] of entries) expect([version.has(key), version.get(key)]).toEqual([true, value])
        expect([version.has('none'), version.get('none')]).toEqual([false, undefined])
      }
    }),
  )
})

test('versions that grow apart from the same one know nothing of each other', () => {
  const common = GrowingMap.from(new Map([['a', 1]])).with('b', 2)
  const [one, other] = [common.with('c', 3), common.with('b', 4)]
  expect([...one, ...other, ...common].flat()).toEqual(['a', 1, 'b', 2, 'c', 3, 'a', 1, 'b', 4, 'a', 1, 'b', 2])
})
