import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import type { FileFact } from '../../../domain/enterprise/facts.ts'
import { type EnterpriseFile, factsOf, fileOf } from '../../../domain/enterprise/file.ts'
import { listingIdOf, mirroredListingIdOf } from '../../../domain/enterprise/listing/commands.ts'
import type { ListingEvent } from '../../../domain/enterprise/listing/events.ts'
import { listingRecord } from '../../../domain/enterprise/listing/record.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { addDays } from '../../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { openEntries } from '../../../domain/lists/case/basis.ts'
import { initialLists, requireList } from '../../../domain/lists/catalogue/catalogue.ts'
import { requireMirrorable } from '../../../domain/lists/mirror/authorities.ts'
import {
  emptyBook,
  type MirrorBook,
  partsOf,
  standingEntries,
  stepsOf,
  withChanges,
} from '../../../domain/lists/mirror/book.ts'
import { emptyMirror, type Mirror, type MirrorCommand, mirrorDecider } from '../../../domain/lists/mirror/decider.ts'
import type { MirrorEntry, MirrorFileKind, MirrorLine } from '../../../domain/lists/mirror/entry.ts'
import { landSpell } from '../../../domain/lists/mirror/landing.ts'
import { linesOf, type MirrorColumn } from '../../../domain/lists/mirror/rows.ts'
import { threeYearRule } from '../../../domain/lists/three-years.ts'
import { day, factsFrom, fileAfter, today } from '../../support/given.ts'
import { agency, correctMirrored, enter, register, strikeMirrored, uscc } from '../../support/wishes.ts'
import { ann, ben } from './case-world.ts'

const court = { code: '12310000425026000A', name: '上海市徐汇区人民法院' }
const otherCourt = { code: '12310000425026001B', name: '上海铁路运输法院' }
const otherUscc = '91310000132260250X' as Uscc
const place = { listType: 'JUDGMENT_DEFAULTER', source: 'court' }
const entryOf = (key: string, over: Partial<MirrorEntry> = {}): MirrorEntry => ({
  ...{ key, uscc, groundCode: 'JD1', groundText: '有履行能力而拒不履行', documentNumber: `（2025）沪0104执${key}号` },
  ...{ enteredOn: day('2025-01-06'), termUntil: null, authority: court, ...over },
})
const entered = (entry: MirrorEntry): MirrorLine => ({ kind: 'ENTER', entry })
const removed = (key: string, removedOn = '2025-03-01'): MirrorLine => ({
  ...{ kind: 'REMOVE', key, removedOn: day(removedOn), reason: '履行完毕' },
})

type File = Readonly<{ kind: MirrorFileKind; lines: readonly MirrorLine[] }>
const full = (...entries: readonly MirrorEntry[]): File => ({ kind: 'FULL', lines: entries.map(entered) })
const delta = (...lines: readonly MirrorLine[]): File => ({ kind: 'DELTA', lines })
const asOfOf = (place: number) => addDays(day('2026-01-01'), place)

/** The book after some files of the source, in their order. */
function bookAfter(files: readonly File[], before: MirrorBook = emptyBook): MirrorBook {
  let book = before
  for (const [at, file] of files.entries())
    for (const part of partsOf(stepsOf(book, { ...file, asOf: asOfOf(at) }))) book = withChanges(book, part)
  return book
}
const sorted = (entries: Iterable<MirrorEntry>) => [...entries].sort((a, b) => (a.key < b.key ? -1 : 1))
const standing = (...files: readonly File[]) => sorted(standingEntries(bookAfter(files)))

/** What the source itself lists after its files: the last word on every key. */
function listed(files: readonly File[]): MirrorEntry[] {
  const list = new Map<string, MirrorEntry>()
  for (const { kind, lines } of files) {
    if (kind === 'FULL') list.clear()
    for (const line of lines) {
      if (line.kind === 'ENTER') list.set(line.entry.key, line.entry)
      else list.delete(line.key)
    }
  }
  return sorted(list.values())
}

const anyEntry: fc.Arbitrary<MirrorEntry> = fc.record({
  key: fc.constantFrom('1', '2', '3'),
  uscc: fc.constantFrom<string>(uscc, otherUscc),
  groundCode: fc.constantFrom('JD1', 'JD4'),
  groundText: fc.constantFrom('有履行能力而拒不履行', '违反财产报告制度'),
  documentNumber: fc.constantFrom('（2025）沪0104执1号', '(2025)沪0104执1号', '（2025）沪0104执2号'),
  enteredOn: fc.constantFrom(day('2025-01-06'), day('2025-02-07'), day('2016-03-01')),
  termUntil: fc.constantFrom(null, day('2027-01-05'), day('2028-01-05')),
  authority: fc.constantFrom(court, otherCourt, { ...court, name: '徐汇法院' }),
})
const anyRemoval = fc
  .tuple(fc.constantFrom('1', '2', '3'), fc.constantFrom('2024-01-01', '2025-03-01'))
  .map(([key, on]) => removed(key, on))
const anyLine = fc.oneof({ weight: 3, arbitrary: anyEntry.map(entered) }, { weight: 2, arbitrary: anyRemoval })
const anyDelta: fc.Arbitrary<File> = fc.array(anyLine, { maxLength: 8 }).map((lines) => delta(...lines))
const anyFull: fc.Arbitrary<File> = fc
  .uniqueArray(anyEntry, { selector: ({ key }) => key })
  .map((entries) => full(...entries))
const anyFiles = fc
  .tuple(anyFull, fc.array(fc.oneof(anyDelta, anyFull), { maxLength: 6 }))
  .map(([one, more]) => [one, ...more])

describe('a mirrored list', () => {
  test('is the same after its files in order as after the last full file, whatever they change', () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const book = bookAfter(files)
        const last = listed(files)
        expect(sorted(standingEntries(book))).toEqual(last)
        expect(book.standing).toBe(last.length)
        expect(standing(full(...last))).toEqual(last)
        expect(sorted(standingEntries(bookAfter([full(...last)], book)))).toEqual(last)
      }),
    )
  })

  test('is in parts what it is step by step', () => {
    fc.assert(
      fc.property(anyFiles, anyDelta, (files, last) => {
        const book = bookAfter(files)
        const steps = stepsOf(book, { ...last, asOf: today })
        let one = book
        for (const step of steps)
          one = withChanges(one, {
            entered: step.kind === 'ENTER' ? [step.entry] : [],
            removed: step.kind === 'REMOVE' ? [step.removal] : [],
          })
        const inParts = partsOf(steps).reduce(withChanges, book)
        expect([...inParts.spells]).toEqual([...one.spells])
      }),
    )
  })

  test('takes the lines of a delta in their order: entered and then removed is removed, and was listed in between', () => {
    const book = bookAfter([full(), delta(entered(entryOf('1')), removed('1'))])
    expect([...standingEntries(book)]).toEqual([])
    expect(book.spells.get('1')).toMatchObject([{ spell: 1, removal: { removedOn: '2025-03-01' } }])
    expect(standing(full(entryOf('1')), delta(removed('1'), entered(entryOf('1'))))).toEqual([entryOf('1')])
  })

  test('loses what a newer full file does not have, and says that this is why', () => {
    expect(stepsOf(bookAfter([full(entryOf('1'), entryOf('2'))]), { ...full(entryOf('2')), asOf: today })).toEqual([
      {
        kind: 'REMOVE',
        removal: {
          ...{ key: '1', removedOn: today, ground: 'MISSING_AT_SOURCE', reason: `截至${today}的全量名单中已无此项` },
        },
      },
    ])
  })

  test('is changed by a file only where the file says something new', () => {
    const book = bookAfter([full(entryOf('1'), entryOf('2'))])
    expect(stepsOf(book, { ...full(entryOf('1'), entryOf('2')), asOf: today })).toEqual([])
    expect(stepsOf(book, { ...delta(removed('9'), entered(entryOf('1'))), asOf: today })).toEqual([])
  })

  test.each<[string, Partial<MirrorEntry>]>([
    ['enterprise', { uscc: otherUscc }],
    ['document', { documentNumber: '（2025）沪0104执99号' }],
    ['authority', { authority: otherCourt }],
    ['ground', { groundCode: 'JD4' }],
  ])('lets the old entry go where its key comes to name another %s', (_what, over) => {
    const book = bookAfter([full(entryOf('1')), full(entryOf('1', over))])
    expect(book.spells.get('1')).toMatchObject([
      { entry: entryOf('1'), removal: { removedOn: '2026-01-02', ground: 'MISSING_AT_SOURCE' } },
      { entry: entryOf('1', over), removal: null },
    ])
  })

  test('grows by many entries and their removals without being copied for each', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => entryOf(String(n)))
    const start = performance.now()
    const book = bookAfter([full(...many), full(...many.slice(0, 10_000))])
    expect(book.standing).toBe(10_000)
    expect(performance.now() - start).toBeLessThan(10_000) // A copy for each would take many minutes.
  })
})

/** The files of two enterprises that are told the book, or were registered too late to be told before. */
function district() {
  const facts = new Map<string, readonly FileFact[]>(
    [uscc, otherUscc].map((one) => [one, fileAfter([register({ uscc: one })]).facts]),
  )
  const fileOfOne = (one: string): EnterpriseFile => fileOf(facts.get(one) ?? [])
  function submit(one: string, command: EnterpriseCommand): void {
    const before = facts.get(one) ?? []
    const events = enterpriseDecider.decide(command, fileOf(before))
    facts.set(one, [...before, ...factsFrom(events, before.length)])
  }
  /** Lands the whole book, and answers how many commands that took. */
  function land({ spells }: MirrorBook, listType = place.listType): number {
    let count = 0
    for (const spell of [...spells.values()].flat()) {
      const landings = landSpell(spell, { ...place, listType }, initialLists, fileOfOne(spell.entry.uscc), today)
      for (const landing of landings) submit(spell.entry.uscc, { ...landing, today, agency: null } as EnterpriseCommand)
      count += landings.length
    }
    return count
  }
  return { submit, land, fileOf: fileOfOne, factsOf: (one: string) => facts.get(one) ?? [] }
}

const openOf = (file: EnterpriseFile) => openEntries(file, place.listType, today)
const toldOf = (entry: MirrorEntry) => [entry.groundCode, entry.groundText, entry.documentNumber, entry.authority.name]

describe('the enterprise’s file', () => {
  test('says what the source says, however its files came, and whenever it was told', () => {
    fc.assert(
      fc.property(anyFiles, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (files, isTold) => {
        const { land, fileOf } = district()
        let book = emptyBook
        for (const [at, file] of files.entries()) {
          for (const part of partsOf(stepsOf(book, { ...file, asOf: asOfOf(at) }))) book = withChanges(book, part)
          if (isTold[at] === true || at === files.length - 1) land(book)
        }
        expect(land(book)).toBe(0)
        for (const one of [uscc, otherUscc]) {
          const open = openOf(fileOf(one)).map((known) => [
            ...[known.groundCode, known.groundText, known.decisionNumber, known.authority.name],
            ...[known.enteredOn, known.termUntil],
          ])
          const wanted = listed(files)
            .filter((entry) => entry.uscc === one)
            .map((entry) => [...toldOf(entry), entry.enteredOn, entry.termUntil])
          expect(open.map(String).sort()).toEqual(wanted.map(String).sort())
        }
        for (const { spell, entry, removal } of [...book.spells.values()].flat()) {
          const id = mirroredListingIdOf(place.listType, { source: place.source, key: entry.key, spell })
          const record = listingRecord(factsOf<ListingEvent>(fileOf(entry.uscc), 'LISTING', id))
          expect(record?.enteredOn).toBe(entry.enteredOn)
          expect([record?.removedOn, record?.removalGround]).toEqual([
            removal?.removedOn ?? null,
            removal?.ground ?? null,
          ])
        }
      }),
      { numRuns: 60 },
    )
  })

  test('stays unlisted for the days between a removal and the next entry', () => {
    const { land, fileOf } = district()
    land(bookAfter([full(entryOf('1'))]))
    land(bookAfter([full(entryOf('1')), delta(removed('1'))]))
    const again = entryOf('1', { enteredOn: day('2025-06-01') })
    land(bookAfter([full(entryOf('1')), delta(removed('1')), delta(entered(again))]))
    const on = (text: string) => openEntries(fileOf(uscc), place.listType, day(text)).length
    expect(['2025-02-28', '2025-03-01', '2025-05-31', '2025-06-01'].map(on)).toEqual([1, 0, 0, 1])
  })

  test('is entered by the law of the day on which the source entered it', () => {
    const { land, fileOf } = district()
    land(bookAfter([full(entryOf('1', { enteredOn: day('2016-03-01') }))]))
    expect(openOf(fileOf(uscc))).toHaveLength(1)
  })

  test('keeps an entry of the same document that was decided here as it is', () => {
    const { land, fileOf, submit, factsOf: facts } = district()
    const listType = 'ABNORMAL_OPERATIONS'
    submit(uscc, enter())
    const [mine] = openEntries(fileOf(uscc), listType, today)
    const over = {
      groundCode: 'AB4',
      documentNumber: mine?.decisionNumber ?? '',
      authority: agency,
      groundText: '改写',
    }
    const before = facts(uscc).filter(({ type }) => type === 'EntryCorrected' || type === 'ListingRemoved').length
    land(bookAfter([full(entryOf('1', over))]), listType)
    land(bookAfter([full(entryOf('1', over)), full()]), listType)
    expect(listingIdOf(listType, agency.code, over.documentNumber, 'AB4')).toBe(mine?.listingId)
    expect(openEntries(fileOf(uscc), listType, today)).toEqual([mine])
    expect(facts(uscc).filter(({ type }) => type === 'EntryCorrected').length).toBe(before)
  })

  test('leaves out what was struck out here, and is put right again where somebody else changed it', () => {
    const { land, fileOf, submit, factsOf: facts } = district()
    const book = bookAfter([full(entryOf('1'))])
    land(book)
    const entry = facts(uscc).find(({ type }) => type === 'ListingEntered')?.id ?? ''
    submit(uscc, correctMirrored(entry, { groundText: '别的' }))
    expect(land(book)).toBe(1)
    expect(openOf(fileOf(uscc))).toMatchObject([{ groundText: entryOf('1').groundText }])
    submit(uscc, strikeMirrored(entry))
    expect(land(book)).toBe(0)
    expect(openOf(fileOf(uscc))).toEqual([])
  })
})

type DataOf<T extends MirrorCommand['type']> = Extract<MirrorCommand, { type: T }>['data']
const command = <T extends MirrorCommand['type']>(type: T, data: DataOf<T>): MirrorCommand =>
  ({ type, data, today, agency: null }) as unknown as MirrorCommand
const openFile = (sequence: number, kind: MirrorFileKind = 'FULL', over: Partial<DataOf<'OpenMirrorFile'>> = {}) =>
  command('OpenMirrorFile', {
    ...{ fileId: `f${sequence}`, kind, sequence, asOf: day(`2026-05-0${sequence}`), fileName: 'x.csv', sha256: 'ab' },
    ...{ openedBy: ann, ...over },
  })
const change = (fileId: string, part: number, keys: readonly string[]) =>
  command('ChangeMirrorEntries', { fileId, part, entered: keys.map((key) => entryOf(key)), removed: [] })
const close = (fileId: string) => command('CloseMirrorFile', { fileId })
const whole = (sequence: number, kind: MirrorFileKind = 'FULL') => [openFile(sequence, kind), close(`f${sequence}`)]

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
    expect(error.message).not.toMatch(/\{\w+\}/)
    last = error.reason
  }
  return { mirror, last }
}

describe('the files of a source', () => {
  test('begin with a full one, and come in the source’s own order', () => {
    expect(run(openFile(1, 'DELTA')).last).toBe('MIRROR_FULL_FIRST')
    expect(run(...whole(3), openFile(2)).last).toBe('MIRROR_FILE_OLDER')
    expect(run(...whole(3), openFile(4, 'FULL', { asOf: day('2026-05-01') })).last).toBe('MIRROR_FILE_OLDER')
    expect(run(...whole(1), openFile(3, 'DELTA')).last).toBe('MIRROR_DELTA_GAP')
    expect(run(...whole(1), openFile(3)).last).toBe('MirrorFileOpened')
    expect(run(...whole(1), openFile(2, 'DELTA')).last).toBe('MirrorFileOpened')
    expect(run(openFile(1, 'FULL', { asOf: day('2027-01-01') })).last).toBe('MIRROR_DAY_IN_FUTURE')
  })

  test('are taken in one after the other, part by part, and a part that comes twice counts once', () => {
    expect(run(openFile(1), openFile(2)).last).toBe('MIRROR_FILE_BUSY')
    expect(run(openFile(1), change('f1', 1, ['a'])).last).toBe('MIRROR_PART_MISSING')
    expect(run(change('f1', 0, ['a'])).last).toBe('MIRROR_FILE_UNKNOWN')
    const parts = [openFile(1), change('f1', 0, ['a', 'b']), change('f1', 0, ['a', 'b']), change('f1', 1, ['c'])]
    const { mirror, last } = run(...parts, close('f1'), close('f1'))
    expect(last).toBe('NOTHING')
    expect([...mirror.whole.spells.keys()]).toEqual(['a', 'b', 'c'])
    expect(mirror.last?.sequence).toBe(1)
    expect(mirror.known.get('f1')?.closed).toMatchObject({ entered: 3, removed: 0 })
    expect(run(...parts, openFile(1)).last).toBe('NOTHING')
  })

  test('tell enterprises nothing before they are whole', () => {
    const { mirror } = run(openFile(1), change('f1', 0, ['a']))
    expect([mirror.book.standing, mirror.whole.standing]).toEqual([1, 0])
  })

  test('go on by another officer, and are not another file under the same name', () => {
    const sameAgain = openFile(1, 'FULL', { openedBy: ben, fileName: '另存.csv' })
    expect(run(openFile(1), sameAgain).last).toBe('NOTHING')
    expect(run(...whole(1), openFile(2, 'FULL', { fileId: 'f1' })).last).toBe('MIRROR_FILE_DIFFERS')
    expect(run(...whole(1), openFile(1, 'FULL', { sha256: 'cd' })).last).toBe('MIRROR_FILE_DIFFERS')
    expect(run(openFile(1), openFile(1, 'FULL', { sha256: 'cd' })).last).toBe('MIRROR_FILE_DIFFERS')
  })

  test('are cut into parts that fit one append, and together say the same', () => {
    const many = Array.from({ length: 1_234 }, (_, n) => entryOf(String(n)))
    const steps = stepsOf(emptyBook, { ...full(...many), asOf: today })
    const parts = partsOf(steps)
    expect(parts.map((part) => part.entered.length)).toEqual([500, 500, 234])
    expect(parts.flatMap((part) => part.entered)).toEqual(many)
    const wordy = many.map((entry) => ({ ...entry, groundText: '拒'.repeat(1_000) }))
    const bytes = partsOf(stepsOf(emptyBook, { ...full(...wordy), asOf: today })).map((part) =>
      Buffer.byteLength(JSON.stringify(part)),
    )
    expect(Math.max(...bytes)).toBeLessThan(1_000_000)
  })
})

const said = (over: Partial<Record<MirrorColumn, string>> = {}) => ({
  ...{ kind: '列入', key: 'k', uscc, groundCode: 'JD1', groundText: '拒不履行', documentNumber: '执1号' },
  ...{ enteredOn: '2025/1/6', termUntil: '', authorityCode: court.code, authorityName: court.name, ...over },
})
const gone = (over: Partial<Record<MirrorColumn, string>> = {}) => ({
  ...{ kind: '移出', key: 'k', removedOn: '2025-03-01', reason: '履行完毕', ...over },
})
function linesIn(kind: MirrorFileKind, ...rows: readonly Partial<Record<MirrorColumn, string>>[]) {
  const law = { listType: place.listType, kind, catalogue: initialLists, today }
  return linesOf(
    rows.map((one, at) => ({ row: at + 1, said: one })),
    [],
    law,
  )
}
function faultsIn(kind: MirrorFileKind, ...rows: readonly Partial<Record<MirrorColumn, string>>[]): string[] {
  try {
    linesIn(kind, ...rows)
    return []
  } catch (error) {
    expect((error as Refused).reason).toBe('MIRROR_ROWS_INVALID')
    const { rows: faults } = (error as Refused).details as { rows: { row: number; field: string; reason: string }[] }
    return faults.map(({ row, field }) => `${row}${field}`)
  }
}

describe('the rows of a file', () => {
  test('are lines in their order, with codes and days as they are meant', () => {
    const [one, two] = linesIn('DELTA', said({ uscc: ` ${uscc.toLowerCase()}` }), gone())
    expect(one).toEqual({
      kind: 'ENTER',
      entry: entryOf('k', { groundText: '拒不履行', documentNumber: '执1号' }),
    })
    expect(two).toEqual(removed('k'))
  })

  test('are told with what is wrong in each, and none is taken where one is bad', () => {
    expect(faultsIn('FULL', said(), said({ key: '2', uscc: '123' }), said({ key: '3', groundCode: 'ZZ' }))).toEqual([
      ...['2统一社会信用代码', '3事由代码'],
    ])
    expect(faultsIn('FULL', said({ enteredOn: '2025-02-30' }))).toEqual(['1列入日期'])
    expect(faultsIn('FULL', said({ enteredOn: '2027-01-01' }))).toEqual(['1列入日期'])
    expect(faultsIn('FULL', said({ enteredOn: '2010-01-01' }))).toEqual(['1列入日期'])
    expect(faultsIn('FULL', said({ termUntil: '2024-01-01' }))).toEqual(['1期限届满日'])
    expect(faultsIn('FULL', said({ key: '', documentNumber: ' ' }))).toEqual(['1编号', '1文号'])
    expect(faultsIn('FULL', gone())).toContain('1操作')
    expect(faultsIn('DELTA', said({ kind: '' }))).toEqual(['1操作'])
    expect(faultsIn('DELTA', gone({ reason: '', removedOn: '' }))).toEqual(['1移出原因', '1移出日期'])
    expect(faultsIn('FULL', said(), said({ groundText: '别的' }))).toEqual(['2编号'])
    expect(faultsIn('FULL', said(), said())).toEqual([])
  })

  test('never bring the number of a person into the log', () => {
    const person = '11010519491231002X'
    expect(faultsIn('FULL', said({ groundText: `负责人 ${person}` }))).toEqual(['1事由'])
    expect(faultsIn('FULL', said({ key: `执1号/${person}` }))).toEqual(['1编号'])
    expect(faultsIn('FULL', said({ uscc: person }))).toContain('1统一社会信用代码')
    expect(faultsIn('FULL', said({ uscc: '110105194912310021' }))).toEqual(['1统一社会信用代码'])
    expect(faultsIn('DELTA', gone({ reason: `${person}已履行` }))).toEqual(['1移出原因'])
  })
})

describe('an authority in whose name a file speaks', () => {
  const definitionOf = (code: string) => requireList(initialLists, code, today).definition
  const treasury = { code: '11310104MA107004XG', name: '上海市徐汇区财政局' }
  const own = [
    { agency, kinds: ['MARKET_REGULATION'] },
    { agency: treasury, kinds: ['FINANCE'] },
  ]
  function refusalOf(list: string, authority: MirrorEntry['authority']): string {
    try {
      requireMirrorable(definitionOf(list), [entered(entryOf('1', { authority }))], own)
      return 'NONE'
    } catch (error) {
      expect((error as Refused).message).not.toMatch(/\{\w+\}/)
      return (error as Refused).reason
    }
  }
  const elsewhere = { code: '11310115MA10700999', name: '上海市浦东新区市场监督管理局' }

  test('is elsewhere where the list is decided here', () => {
    expect(refusalOf('ABNORMAL_OPERATIONS', agency)).toBe('MIRROR_LIST_DECIDED_HERE')
    expect(refusalOf('ABNORMAL_OPERATIONS', { code: 'x', name: agency.name })).toBe('MIRROR_LIST_DECIDED_HERE')
    expect(refusalOf('ABNORMAL_OPERATIONS', { code: agency.code, name: '某地' })).toBe('MIRROR_LIST_DECIDED_HERE')
    expect(refusalOf('WAGE_ARREARS', treasury)).toBe('MIRROR_LIST_DECIDED_HERE')
    expect(refusalOf('ABNORMAL_OPERATIONS', elsewhere)).toBe('NONE')
  })

  test('is of a kind that decides the list where it is only mirrored', () => {
    expect(refusalOf('JUDGMENT_DEFAULTER', court)).toBe('NONE')
    expect(refusalOf('JUDGMENT_DEFAULTER', otherCourt)).toBe('NONE')
    expect(refusalOf('JUDGMENT_DEFAULTER', agency)).toBe('MIRROR_AUTHORITY_NOT_COMPETENT')
    expect(refusalOf('JUDGMENT_DEFAULTER', { ...agency, name: court.name })).toBe('MIRROR_AUTHORITY_NOT_COMPETENT')
    expect(refusalOf('JUDGMENT_DEFAULTER', elsewhere)).toBe('MIRROR_AUTHORITY_NOT_COMPETENT')
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
