import { describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { listOn, initialLists } from '../../../domain/lists/catalogue/catalogue.ts'
import { asListType } from '../../../domain/lists/catalogue/as-list-type.ts'
import { openEntries } from '../../../domain/lists/case/basis.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { entryOf, removalOf, typesOf } from '../../../domain/lists/case/landing.ts'
import { command as wish, day, fileAfter, today } from '../../support/given.ts'
import { change, enter, fileReport, register, remove, status } from '../../support/wishes.ts'
import { decide, given, name, propose, proposeExit, serve, standing, step, waive } from './case-world.ts'
import { withNewList } from './case-world.ts'

const late = (year: number, changes = {}) =>
  name(
    {
      ...{ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB1', groundText: '未按时报送年度报告', reportYear: year },
      ...{ penaltyIds: [], ...changes },
    },
    { file: fileAfter([register()]).file, on: '2026-07-01' },
  )
const inFile = (...commands: readonly EnterpriseCommand[]) => ({ file: fileAfter([register(), ...commands]).file })
const withFile = (one: ListingCaseCommand, ...commands: readonly EnterpriseCommand[]) =>
  ({ ...one, world: { ...one.world, ...inFile(...commands) } }) as ListingCaseCommand

const missing = (year: number, number = '异入2号') =>
  enter({ groundCode: 'AB1', reportYear: year, decisionNumber: number, enteredOn: day(`${year + 1}-07-05`) })
const cured = (year: number, number = '异入2号') =>
  remove({ listingId: entryIdOf(year, number), removedOn: day(`${year + 1}-09-01`), exitReasonCode: '1' })
const entryIdOf = (year: number, number: string): string =>
  openEntries(inFile(missing(year, number)).file, 'ABNORMAL_OPERATIONS', today)[0]?.listingId ?? ''

describe('the report of a year', () => {
  test('is missing only after 30 June, and only while nobody has filed it', () => {
    given().when(late(2025)).then('CANDIDATE')
    given()
      .when({ ...late(2025), today: day('2026-06-30') } as ListingCaseCommand)
      .then('LISTING_REPORT_NOT_DUE')
    given()
      .when(withFile(late(2025), fileReport(2025, '2026-06-29')))
      .then('LISTING_REPORT_FILED')
    given()
      .when(late(2025, { reportYear: null }))
      .then('LISTING_REPORT_YEAR_MISSING')
  })

  test('is entered once, but that of another year beside it', () => {
    given()
      .when(withFile(late(2024), missing(2024)))
      .then('LISTING_TWICE')
    given()
      .when(withFile(late(2025), missing(2024)))
      .then('CANDIDATE')
    given()
      .when(withFile(late(2024, { groundCode: 'AB4', reportYear: null }), missing(2024)))
      .then('CANDIDATE')
  })

  test('is entered once, also after its cure: only an entry that was cancelled as wrong never counted', () => {
    given()
      .when(withFile(late(2024), missing(2024), cured(2024)))
      .then('LISTING_REPORT_YEAR_TWICE')
    const cancelled = {
      ...cured(2024),
      data: { ...cured(2024).data, ground: 'CANCELLED_AS_WRONG' },
    } as EnterpriseCommand
    given()
      .when(withFile(late(2024), missing(2024), cancelled))
      .then('CANDIDATE')
    given()
      .when(withFile(late(2025), missing(2024), cured(2024)))
      .then('CANDIDATE')
  })

  test('is owed from the first year of the enterprise on, and by none that is gone', () => {
    for (const year of [2010, 2019, -5, 2020.5]) given().when(late(year)).then('LISTING_REPORT_YEAR_NOT_OWED')
    for (const year of [2026, 2027, 12345]) given().when(late(year)).then('LISTING_REPORT_NOT_DUE')
    given().when(late(2020)).then('CANDIDATE')
    for (const gone of ['DEREGISTERED', 'LICENCE_REVOKED'] as const) {
      given()
        .when(withFile(late(2020), status(gone, '2022-01-01')))
        .then('LISTING_SUBJECT_GONE')
    }
    given()
      .when(withFile(late(2020), status('DORMANT', '2022-01-01')))
      .then('CANDIDATE')
  })

  test('is named only where the ground is that of a year', () => {
    given()
      .when(late(2024, { groundCode: 'AB4' }))
      .then('LISTING_REPORT_YEAR_UNASKED')
  })

  test('filed before the decision, keeps the enterprise off the list', () => {
    const before = [
      late(2025),
      serve('2026-07-02'),
      waive('2026-07-03'),
      propose({ weighed: [] }, { on: '2026-07-10' }),
    ]
    given(...before)
      .when(decide({}, { on: '2026-07-13', ...inFile() }))
      .then('DECIDED')
    given(...before)
      .when(decide({}, { on: '2026-07-13', ...inFile(fileReport(2025, '2026-07-12')) }))
      .then('LISTING_REPORT_FILED')
  })

  test('is cured by the report alone', () => {
    const before = [
      late(2025),
      serve('2026-07-02'),
      waive('2026-07-03'),
      propose({ weighed: [] }, { on: '2026-07-10' }),
    ]
    const all = [...before, decide({}, { on: '2026-07-13', ...inFile() })]
    const entry = wish('EnterListing', entryOf(standing(...all)))
    const listingId = standing(...all).decision?.listingId ?? ''
    const landed = [...all, step('RecordListingLanded', { listingId }, { on: '2026-07-13', ...inFile(entry) })]
    const cure = { ground: 'CURED' as const, reasonCode: '1' }
    given(...landed)
      .when(proposeExit(cure, inFile(entry)))
      .then('EXIT_NOT_CURED')
    given(...landed)
      .when(proposeExit(cure, inFile(entry, fileReport(2025, '2026-08-01'))))
      .then('EXIT_PROPOSED')
  })
})

describe('a lost address', () => {
  const lost = name({ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', groundText: '无法联系', penaltyIds: [] })

  test('is not entered again while it is lost, and may be when it was found and lost anew', () => {
    given().when(withFile(lost, enter())).then('LISTING_TWICE')
    given()
      .when(withFile(lost, enter(), remove()))
      .then('CANDIDATE')
  })

  test('stands once in the file, whatever year an older entry of it names', () => {
    const type = asListType(listOn(initialLists, 'ABNORMAL_OPERATIONS', today)?.definition ?? never())
    const twice = enter({ reportYear: 2024, decisionNumber: '异入3号' })
    expect(() => inFile(enter(), { ...twice, types: [type] } as EnterpriseCommand)).toThrow('异入1号')
  })
})

describe('the list of abnormal operations', () => {
  test('is left only when no entry is open, each cured by itself', () => {
    const open = (...commands: readonly EnterpriseCommand[]) =>
      openEntries(inFile(...commands).file, 'ABNORMAL_OPERATIONS', today).map(({ groundCode }) => groundCode)
    expect(open(enter(), missing(2024))).toEqual(['AB4', 'AB1'])
    expect(open(enter(), missing(2024), remove())).toEqual(['AB1'])
    expect(open(enter(), missing(2024), remove(), cured(2024))).toEqual([])
  })

  test('lets AB2 be entered for another piece of information while the first is open', () => {
    const second = name({ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB2', groundText: '股权变更', penaltyIds: [] })
    given()
      .when(withFile(second, enter({ groundCode: 'AB2' })))
      .then('CANDIDATE')
    const type = asListType(listOn(initialLists, 'ABNORMAL_OPERATIONS', today)?.definition ?? never())
    expect(type.onceGrounds.map(({ code }) => code)).toEqual(['AB1', 'AB4'])
  })
})

describe('what is decided', () => {
  test('lands in the file on a list that no code knows', () => {
    const world = { catalogue: withNewList }
    const on = (date: string) => ({ ...world, on: date, ...inFile() })
    const of = { listType: 'NEW_LIST', groundCode: 'N1', authorityKind: 'COMMERCE', penaltyIds: [] }
    const way = [name(of, on('2026-03-02')), serve('2026-03-03', on('2026-03-03')), waive('2026-03-05')]
    const all = [...way, propose({ weighed: [] }, on('2026-03-25')), decide({}, on('2026-03-30'))]
    const known = standing(...all)
    const entry = wish('EnterListing', entryOf(known))
    expect(() => inFile(entry)).toThrow('没有依据')
    const { file } = inFile({ ...entry, types: typesOf(known, withNewList) } as EnterpriseCommand)
    expect(openEntries(file, 'NEW_LIST', today)).toMatchObject([{ termUntil: '2027-03-30' }])
  })

  test('falls with the licence', () => {
    const before = [
      late(2025),
      serve('2026-07-02'),
      waive('2026-07-03'),
      propose({ weighed: [] }, { on: '2026-07-10' }),
    ]
    const all = [...before, decide({}, { on: '2026-07-13', ...inFile() })]
    const entry = wish('EnterListing', entryOf(standing(...all)))
    const listingId = standing(...all).decision?.listingId ?? ''
    const landed = [...all, step('RecordListingLanded', { listingId }, { on: '2026-07-13', ...inFile(entry) })]
    const fall = (...commands: readonly EnterpriseCommand[]) =>
      step('LetListingFall', { ground: 'DEREGISTERED' }, inFile(entry, ...commands))
    given(...landed)
      .when(fall())
      .then('SUBJECT_STANDS')
    given(...landed)
      .when(fall(change({ address: '某路2号' }, '2026-08-01')))
      .then('SUBJECT_STANDS')
    const gone = fall(status('DEREGISTERED', '2026-09-01'))
    given(...landed)
      .when(gone)
      .then('FALLEN')
    expect(removalOf(standing(...landed, gone))).toMatchObject({ ground: 'DEREGISTERED', removedOn: '2026-09-01' })
  })

  test('gives way where the same entry stands already', () => {
    const before = [
      late(2025),
      serve('2026-07-02'),
      waive('2026-07-03'),
      propose({ weighed: [] }, { on: '2026-07-10' }),
    ]
    const all = [...before, decide({}, { on: '2026-07-13', ...inFile() })]
    const twice = (...commands: readonly EnterpriseCommand[]) =>
      step('LetListingFall', { ground: 'ALREADY_LISTED' }, { on: '2026-07-14', ...inFile(...commands) })
    given(...all)
      .when(twice())
      .then('NO_OTHER_ENTRY')
    given(...all)
      .when(twice(missing(2025)))
      .then('FALLEN')
    given(...all)
      .when(twice(wish('EnterListing', entryOf(standing(...all)))))
      .then('NO_OTHER_ENTRY')
    expect(standing(...all, twice(missing(2025))).toLand).toBeNull()
  })
})

function never(): never {
  throw new Error('there is such a list')
}
