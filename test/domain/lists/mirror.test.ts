import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import type { FileFact } from '../../../domain/enterprise/facts.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { addDays } from '../../../domain/kernel/plain-date.ts'
import { initialLists, requireList } from '../../../domain/lists/catalogue/catalogue.ts'
import { openEntries } from '../../../domain/lists/case/basis.ts'
import {
  changesOfDelta,
  changesOfFull,
  type DeltaLine,
  type MirrorChanges,
  type MirrorEntries,
  type MirrorEntry,
  withChanges,
} from '../../../domain/lists/mirror/entry.ts'
import {
  emptyMirror,
  type Mirror,
  type MirrorCommand,
  mirrorDecider,
  partsOf,
} from '../../../domain/lists/mirror/decider.ts'
import { landEntry, landRemoval } from '../../../domain/lists/mirror/landing.ts'
import { threeYearRule } from '../../../domain/lists/three-years.ts'
import { day, factsFrom, fileAfter, today } from '../../support/given.ts'
import { register, uscc } from '../../support/wishes.ts'
import { ann } from './case-world.ts'

const court = { code: '11310104MA10700153', name: '上海市徐汇区人民法院' }
const entryOf = (key: string, termUntil: string | null = null): MirrorEntry => ({
  ...{ key, uscc, groundCode: 'JD1', groundText: '有履行能力而拒不履行', documentNumber: `（2025）沪0104执${key}号` },
  ...{ enteredOn: day('2025-01-06'), termUntil: termUntil === null ? null : day(termUntil), authority: court },
})
const mapOf = (entries: readonly MirrorEntry[]): MirrorEntries => new Map(entries.map((entry) => [entry.key, entry]))
const sorted = (entries: MirrorEntries) => [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1))

/** What a source lists at one time: some of eight entries, each with a term or none. */
const anyList = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom(null, '2027-01-05', '2028-01-05')), {
    selector: ([key]) => key,
  })
  .map((chosen) => chosen.map(([key, until]) => entryOf(String(key), until)))

/** The delta that leads from one list to the next, with some lines said twice. */
function deltaOf(
  before: readonly MirrorEntry[],
  after: readonly MirrorEntry[],
  on: string,
  isTwice: boolean,
): DeltaLine[] {
  const gone = before.filter(({ key }) => !after.some((one) => one.key === key))
  const lines = [
    ...gone.map(({ key }): DeltaLine => ({ kind: 'REMOVE', key, removedOn: day(on), reason: '履行完毕' })),
    ...after.map((entry): DeltaLine => ({ kind: 'ENTER', entry })),
  ]
  return isTwice ? [...lines, ...lines] : lines
}

describe('a mirrored list', () => {
  test('is the same after its deltas in order as after the last full file', () => {
    fc.assert(
      fc.property(anyList, fc.array(fc.tuple(anyList, fc.boolean()), { maxLength: 6 }), (first, later) => {
        let [byDelta, last] = [mapOf(first), first]
        for (const [next, isTwice] of later) {
          byDelta = withMap(byDelta, changesOfDelta(byDelta, deltaOf(last, next, '2026-05-01', isTwice)))
          last = next
        }
        const fromFirst = withMap(mapOf(first), changesOfFull(mapOf(first), last, day('2026-06-01')))
        const fromNothing = withMap(new Map(), changesOfFull(new Map(), last, day('2026-06-01')))
        expect(sorted(byDelta)).toEqual(sorted(mapOf(last)))
        expect(sorted(fromFirst)).toEqual(sorted(byDelta))
        expect(sorted(fromNothing)).toEqual(sorted(byDelta))
      }),
    )
  })

  test('loses what a newer full file does not have, and says that this is why', () => {
    const before = mapOf([entryOf('1'), entryOf('2')])
    expect(changesOfFull(before, [entryOf('2')], day('2026-06-01'))).toEqual({
      entered: [],
      removed: [
        {
          ...{ key: '1', removedOn: '2026-06-01', ground: 'MISSING_AT_SOURCE' },
          reason: '截至2026-06-01的全量名单中已无此项',
        },
      ],
    })
  })

  test('is changed by a file only where the file says something new', () => {
    const before = mapOf([entryOf('1'), entryOf('2')])
    expect(changesOfFull(before, [entryOf('1'), entryOf('2')], today)).toEqual({ entered: [], removed: [] })
    const lines: DeltaLine[] = [
      { kind: 'REMOVE', key: '9', removedOn: today, reason: '无' },
      { kind: 'ENTER', entry: entryOf('1') },
    ]
    expect(changesOfDelta(before, lines)).toEqual({ entered: [], removed: [] })
  })
})

const withMap = (entries: MirrorEntries, changes: MirrorChanges): MirrorEntries => withChanges(entries, changes)

const { definition } = requireList(initialLists, 'JUDGMENT_DEFAULTER', today)

/** An enterprise's file that is told every file of the source. */
function landAll(lists: readonly (readonly MirrorEntry[])[], asFull: readonly boolean[]) {
  let facts: readonly FileFact[] = fileAfter([register()]).facts
  let entries: MirrorEntries = new Map()
  const submit = (landing: object) => {
    const full = { ...landing, today, agency: null } as EnterpriseCommand
    facts = [...facts, ...factsFrom(enterpriseDecider.decide(full, fileOf(facts)), facts.length)]
  }
  for (const [place, list] of lists.entries()) {
    const asOf = addDays(day('2026-01-01'), place)
    const isFull = place === 0 || asFull[place] === true
    const changes = isFull
      ? changesOfFull(entries, list, asOf)
      : changesOfDelta(entries, deltaOf([...entries.values()], list, asOf, false))
    for (const removal of changes.removed) {
      const entry = entries.get(removal.key)
      if (entry) landRemoval(removal, entry, definition, fileOf(facts)).forEach(submit)
    }
    for (const entry of changes.entered) {
      landEntry(entry, definition, fileOf(facts), `file-${place}`, today).forEach(submit)
      expect(landEntry(entry, definition, fileOf(facts), `file-${place}`, today)).toEqual([])
    }
    entries = withChanges(entries, changes)
  }
  return fileOf(facts)
}

describe('the enterprise’s file', () => {
  test('says what the source says, however its files came', () => {
    fc.assert(
      fc.property(
        fc.array(anyList, { minLength: 1, maxLength: 5 }),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        (lists, asFull) => {
          const open = openEntries(landAll(lists, asFull), 'JUDGMENT_DEFAULTER', today)
          const told = open.map(({ decisionNumber, termUntil }) => [decisionNumber, termUntil]).sort()
          const listed = (lists.at(-1) ?? []).map(({ documentNumber, termUntil }) => [documentNumber, termUntil]).sort()
          expect(told).toEqual(listed)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('keeps why an entry went', () => {
    const file = landAll([[entryOf('1')], []], [true, true])
    const removed = [...file.entries.values()].find(({ type }) => type === 'ListingRemoved')
    expect(removed?.data).toMatchObject({ ground: 'MISSING_AT_SOURCE', removedOn: '2026-01-02' })
  })
})

type DataOf<T extends MirrorCommand['type']> = Extract<MirrorCommand, { type: T }>['data']
const command = <T extends MirrorCommand['type']>(type: T, data: DataOf<T>): MirrorCommand =>
  ({ type, data, today, agency: null }) as unknown as MirrorCommand
const openFile = (sequence: number, kind: 'FULL' | 'DELTA' = 'FULL', asOf = `2026-05-0${sequence}`) =>
  command('OpenMirrorFile', {
    ...{ fileId: `f${sequence}`, kind, sequence, asOf: day(asOf), fileName: 'x.csv', sha256: 'ab', openedBy: ann },
  })
const change = (fileId: string, part: number, keys: readonly string[]) =>
  command('ChangeMirrorEntries', { fileId, part, entered: keys.map((key) => entryOf(key)), removed: [] })
const close = (fileId: string) => command('CloseMirrorFile', { fileId })
const whole = (sequence: number, kind: 'FULL' | 'DELTA' = 'FULL') => [openFile(sequence, kind), close(`f${sequence}`)]

function run(...commands: readonly MirrorCommand[]): { mirror: Mirror; last: string } {
  let mirror = emptyMirror
  let last = ''
  const envelope = { id: 'x', revision: 0n, metadata: { recordedAt: '', actor: ann as never, correlationId: '' } }
  try {
    for (const one of commands) {
      const events = mirrorDecider.decide(one, mirror)
      for (const event of events) mirror = mirrorDecider.evolve(mirror, { ...event, ...envelope })
      last = events[0]?.type ?? 'NOTHING'
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    last = error.reason
  }
  return { mirror, last }
}

describe('the files of a source', () => {
  test('begin with a full one, and come in the source’s own order', () => {
    expect(run(openFile(1, 'DELTA')).last).toBe('MIRROR_FULL_FIRST')
    expect(run(...whole(3), openFile(2)).last).toBe('MIRROR_FILE_OLDER')
    expect(run(...whole(3), openFile(4, 'FULL', '2026-05-01')).last).toBe('MIRROR_FILE_OLDER')
    expect(run(...whole(1), openFile(3, 'DELTA')).last).toBe('MIRROR_DELTA_GAP')
    expect(run(...whole(1), openFile(3)).last).toBe('MirrorFileOpened')
    expect(run(...whole(1), openFile(2, 'DELTA')).last).toBe('MirrorFileOpened')
    expect(run(openFile(1, 'FULL', '2027-01-01')).last).toBe('MIRROR_DAY_IN_FUTURE')
  })

  test('are taken in one after the other, part by part, and a part that comes twice counts once', () => {
    expect(run(openFile(1), openFile(2)).last).toBe('MIRROR_FILE_BUSY')
    expect(run(openFile(1), change('f1', 1, ['a'])).last).toBe('MIRROR_PART_MISSING')
    expect(run(change('f1', 0, ['a'])).last).toBe('MIRROR_FILE_UNKNOWN')
    const parts = [openFile(1), change('f1', 0, ['a', 'b']), change('f1', 0, ['a', 'b']), change('f1', 1, ['c'])]
    const { mirror, last } = run(...parts, close('f1'), close('f1'))
    expect(last).toBe('NOTHING')
    expect([...mirror.entries.keys()]).toEqual(['a', 'b', 'c'])
    expect(mirror.last?.sequence).toBe(1)
    expect(run(...parts, openFile(1)).last).toBe('NOTHING')
  })

  test('are cut into parts that fit one append, and together say the same', () => {
    const many = Array.from({ length: 1_234 }, (_, n) => entryOf(String(n)))
    const parts = partsOf({ entered: many, removed: [] })
    expect(parts.map(({ entered }) => entered.length)).toEqual([500, 500, 234])
    expect(parts.flatMap(({ entered }) => entered)).toEqual(many)
  })
})

describe('three years on the list of abnormal operations', () => {
  const of = (enteredOn: string, removedOn: string | null = null) =>
    threeYearRule(
      {
        ...{ listType: 'ABNORMAL_OPERATIONS', enteredOn: day(enteredOn) },
        removedOn: removedOn === null ? null : day(removedOn),
      },
      officialCalendar,
    )

  test('led to the serious list within ten working days, after a reminder within sixty days', () => {
    expect(of('2016-07-05')).toEqual({
      ...{ reminderFrom: '2019-05-06', fullOn: '2019-07-05', enterBy: { day: '2019-07-19', provisional: [] } },
    })
  })

  test('does nothing to whoever was cured in time, nor since the rule was dropped', () => {
    expect(of('2016-07-05', '2019-07-04')).toBeUndefined()
    expect(of('2016-07-05', '2019-07-06')).toBeDefined()
    expect(of('2018-08-31')).toBeDefined()
    expect(of('2018-09-01')).toBeUndefined()
    expect(of('2023-07-05')).toBeUndefined()
  })
})
