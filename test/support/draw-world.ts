import fc from 'fast-check'
import { type Commitment, directoryHashes, readCommitment } from '../../domain/draw/commitment.ts'
import {
  type ConflictEntry,
  type DirectoryBytes,
  formatConflicts,
  formatInspectors,
  formatObjects,
  type InspectorEntry,
  type ObjectEntry,
} from '../../domain/draw/directories.ts'
import { type Contribution, completeContributions, revealCommitment } from '../../domain/draw/seed.ts'
import type { Json } from '../../domain/kernel/event.ts'
import { sha256 } from './naive-draw.ts'

/** A small draw from which tests start; what a test is about it says itself. */
export type World = {
  objects: readonly ObjectEntry[]
  inspectors: readonly InspectorEntry[]
  conflicts: readonly ConflictEntry[]
  commitment: Readonly<Record<string, Json>>
  values: readonly string[] // Of the contributions; a withheld reveal is empty.
}

export const revealed = '0123456789abcdef0123456789abcdef'
export const party = '区市场监管局'

export const objectsOf = (count: number, strata: readonly string[] = ['C|餐饮']): ObjectEntry[] =>
  Array.from({ length: count }, (_, place) => ({
    uscc: `91310104MA${String(place * 7919).padStart(8, '0')}`,
    stratum: strata[place % strata.length] ?? '',
  }))

export const inspectorsOf = (count: number, agency = 'SCJG', prefix = 'S'): InspectorEntry[] =>
  Array.from({ length: count }, (_, place) => ({ inspectorId: `${prefix}${String(place).padStart(3, '0')}`, agency }))

export function world(over: Partial<World> = {}): World {
  const given = {
    protocol: 1,
    drawId: '01KE8X3V6N2Q4R5S6T7V8W9XYZ',
    day: '2026-03-02',
    matters: ['A07'],
    quotas: [{ stratum: 'C|餐饮', count: 3 }],
    teams: [{ agency: 'SCJG', inspectors: 2 }],
    loadCap: 10,
    entropy: [
      { name: party, kind: 'reveal', commitment: revealCommitment(party, revealed) },
      { name: '摇号', kind: 'dice', source: '福利彩票双色球2026023期' },
    ],
    revealUntil: '2026-03-02T08:00:00Z',
    ruleSets: { recusal: 1 },
  }
  return {
    objects: objectsOf(10),
    inspectors: inspectorsOf(6),
    conflicts: [],
    values: [revealed, '02071118263109'],
    ...over,
    commitment: { ...given, ...over.commitment },
  }
}

export const bytesOf = ({ objects, inspectors, conflicts }: World): DirectoryBytes => ({
  'objects.tsv': formatObjects(objects),
  'inspectors.tsv': formatInspectors(inspectors),
  'conflicts.tsv': formatConflicts(conflicts),
})

export const commitmentOf = (one: World): Commitment =>
  readCommitment({ ...one.commitment, ...directoryHashes(bytesOf(one)) })

export const contributionsOf = (one: World): Contribution[] => {
  const { entropy } = commitmentOf(one)
  const received = entropy.map(({ name, kind }, place) => ({ name, kind, value: one.values[place] ?? '' }))
  return completeContributions(
    commitmentOf(one),
    received.filter(({ value }) => value !== ''),
  )
}

/** Seeds for tests that need many. */
export const seedNumber = (place: number): string => sha256(`seed ${place}`)

const strata = ['A', 'B', 'C|餐饮', '𠮷'] // The last lies outside the basic plane, where UTF-16 and bytes sort apart.
const agencies = ['SCJG', 'XFJY', 'WJW']
const inspectorIds = ['S1', 'S2', 'S3', 'S10', 'é', '\uff21', '𠮷', 'X1', 'X2', 'X3', 'W1', 'W2', 'W3', 'W4']

/** Draws of every shape that protocol 1 allows, small enough to be redone naively. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    objects: fc.uniqueArray(
      fc.record({ uscc: fc.stringMatching(/^[0-9A-Z]{1,4}$/), stratum: fc.constantFrom(...strata) }),
      { selector: ({ uscc }) => uscc, maxLength: 24 },
    ),
    inspectors: fc.uniqueArray(
      fc.record({ inspectorId: fc.constantFrom(...inspectorIds), agency: fc.constantFrom(...agencies) }),
      { selector: ({ inspectorId }) => inspectorId, maxLength: inspectorIds.length },
    ),
    quotas: fc.tuple(
      ...strata.map((stratum) =>
        fc.oneof(
          fc.record({ stratum: fc.constant(stratum), count: fc.nat(6) }),
          fc.record({ stratum: fc.constant(stratum), ratio: fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 7 })) }),
        ),
      ),
    ),
    teams: fc.uniqueArray(
      fc.record({ agency: fc.constantFrom(...agencies), inspectors: fc.integer({ min: 1, max: 3 }) }),
      { selector: ({ agency }) => agency },
    ),
    loadCap: fc.integer({ min: 1, max: 6 }),
    digits: fc.stringMatching(/^[0-9]{1,12}$/),
    withheld: fc.boolean(),
    conflictChoices: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
  })
  .map(({ objects, inspectors, quotas, teams, loadCap, digits, withheld, conflictChoices }) => {
    const conflicts = conflictChoices.flatMap(([one, other]) => {
      const [object, inspector] = [objects[one % (objects.length || 1)], inspectors[other % (inspectors.length || 1)]]
      return object && inspector ? [{ uscc: object.uscc, inspectorId: inspector.inspectorId }] : []
    })
    const commitment = { quotas, teams, loadCap } as World['commitment']
    return world({ objects, inspectors, conflicts, commitment, values: [withheld ? '' : revealed, digits] })
  })
