import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Change, ChangeWish } from '../../../domain/draw/changes.ts'
import { readDirectories } from '../../../domain/draw/directories.ts'
import { type DrawRun, runDraw } from '../../../domain/draw/run.ts'
import { anyWorld, bytesOf, commitmentOf, contributionsOf, type World } from '../../support/draw-world.ts'
import { naiveDraw } from '../../support/naive-draw.ts'

const run = (one: World, reserve?: number): DrawRun =>
  runDraw(commitmentOf(one), readDirectories(bytesOf(one)), contributionsOf(one), reserve)

/** Changes that can be made as things stand: each choice picks an object, or an officer on a visit, that is there. */
function changesFrom(made: DrawRun, choices: readonly (readonly [boolean, number])[]): Change[] {
  return choices.flatMap(([ofObject, choice]) => {
    const { winners, visits } = made.standing()
    const manned = visits.flatMap(({ uscc, agency, places }) =>
      places.flatMap((removed) => (removed === null ? [] : [{ uscc, agency, removed }])),
    )
    const why = { reason: '查无下落', approver: '分管局长' }
    const [object, officer] = [winners[choice % winners.length], manned[choice % manned.length]]
    const wish: ChangeWish | undefined = ofObject
      ? object && { kind: 'object', removed: object.uscc, ...why }
      : officer && { kind: 'inspector', ...officer, ...why }
    return wish ? [made.change(wish)] : []
  })
}

test('every draw and all its changes come out as the text says, sentence by sentence', () => {
  let [draws, changed, unpaired, open] = [0, 0, 0, 0]
  const choices = fc.array(fc.tuple(fc.boolean(), fc.nat()), { maxLength: 12 })
  fc.assert(
    fc.property(anyWorld, choices, fc.constantFrom(0, 1, 16), (one, chosen, reserve) => {
      const made = run(one, reserve)
      const changes = changesFrom(made, chosen)
      const naive = naiveDraw({
        ...one,
        commitment: commitmentOf(one),
        values: contributionsOf(one).map(({ value }) => value),
        wishes: changes.map(({ added: _, ...wish }) => wish),
      })
      expect({ ...made.result, changes }).toEqual(naive)
      draws++
      changed += changes.length
      unpaired += made.result.unpaired.length
      open += changes.filter(({ added }) => added === null).length
    }),
    { numRuns: 400 },
  )
  // The generator reaches every branch of the rules, or the equality would say little.
  expect(Math.min(draws, changed, unpaired, open)).toBeGreaterThan(100)
})

test('the result does not depend on the order in which the directories were gathered', () => {
  fc.assert(
    fc.property(
      anyWorld.chain((one) =>
        fc.record({
          one: fc.constant(one),
          objects: fc.shuffledSubarray([...one.objects], { minLength: one.objects.length }),
          inspectors: fc.shuffledSubarray([...one.inspectors], { minLength: one.inspectors.length }),
          conflicts: fc.shuffledSubarray([...one.conflicts], { minLength: one.conflicts.length }),
        }),
      ),
      ({ one, ...shuffled }) => {
        expect(run({ ...one, ...shuffled }).result).toEqual(run(one).result)
      },
    ),
  )
})
