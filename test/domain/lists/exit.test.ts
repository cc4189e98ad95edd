import { describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { initialLists, type ListCatalogue } from '../../../domain/lists/catalogue/catalogue.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { entryOf, removalOf, typesOf } from '../../../domain/lists/case/landing.ts'
import { command as wish, day, fileAfter } from '../../support/given.ts'
import { register } from '../../support/wishes.ts'
import * as w from './case-world.ts'
import { decideExit, editions, given, proposeExit, standing, step } from './case-world.ts'

const withoutEarlyExit = (from: string) =>
  editions(
    from,
    shippedLists.lists,
    shippedLists.lists.map((list) => ({ ...list, earlyExit: null })),
  )

/** The case through its entry and its exit, and what the file says last. */
function landed(decided: readonly ListingCaseCommand[], exit: readonly ListingCaseCommand[], catalogue: ListCatalogue) {
  const entered = standing(...decided)
  const entry = { ...wish('EnterListing', entryOf(entered)), types: typesOf(entered, catalogue) } as EnterpriseCommand
  const listingId = entered.decision?.listingId ?? ''
  const { file } = fileAfter([register(), entry])
  const ended = standing(...decided, step('RecordListingLanded', { listingId }, { file }), ...exit)
  const types = typesOf(ended, catalogue)
  const removal = { ...wish('RemoveListing', removalOf(ended)), types } as EnterpriseCommand
  return { ended, types, told: fileAfter([register(), entry, removal]).facts.at(-1)?.type }
}

describe('the law of an exit', () => {
  const condition = { code: 'A', name: '改正' }
  const earlyExit = { afterMonths: 6, since: 'ENTRY' as const, conditions: [condition] }
  const exiting = [...w.listed, w.publish(), w.applyForExit(), w.accept(), proposeExit()]

  test('is that of the day on which it is decided, and not of the day on which it was proposed', () => {
    given(...exiting)
      .when(decideExit({}, { catalogue: withoutEarlyExit('2027-04-06') }))
      .then('EXIT_GROUND_NOT_FOR_LIST')
    given(...exiting)
      .when(decideExit({}, { catalogue: withoutEarlyExit('2027-04-08') }))
      .then('EARLY_EXIT')
  })

  test('is recorded with the decision, and the file takes the exit by it', () => {
    const lists = [...shippedLists.lists, w.newList]
    const catalogue = editions('2026-06-01', lists, [...shippedLists.lists, { ...w.newList, earlyExit }])
    const { file } = fileAfter([register()])
    const on = (date: string) => ({ catalogue, file, on: date })
    const of = { listType: 'NEW_LIST', groundCode: 'N1', authorityKind: 'COMMERCE', penaltyIds: [] }
    const heard = [w.name(of, on('2026-03-02')), w.serve('2026-03-03', on('2026-03-03')), w.waive('2026-03-05')]
    const decided = [...heard, w.propose({ weighed: [] }, on('2026-03-25')), w.decide({}, on('2026-03-30'))]
    const exit = [proposeExit({ conditionsMet: ['A'] }, on('2026-10-09')), decideExit({}, on('2026-10-12'))]
    const { ended, types, told } = landed(decided, exit, catalogue)
    expect(ended.end).toMatchObject({ ground: 'EARLY_EXIT', law: { version: 2, on: '2026-10-12' } })
    expect(types[0]).toMatchObject({ termYears: 1 })
    expect(told).toBe('ListingRemoved')
  })

  test('lets an entry of the repealed serious list leave as the list in force does, and keeps its own term', () => {
    const { file } = fileAfter([register()])
    const old = { listType: 'SERIOUS_VIOLATION', groundCode: 'OLD9', groundText: '两年内三次处罚' }
    const taken = w.takeOver({ ...old, enteredOn: day('2021-08-02'), decisionNumber: '旧1号' }, { file })
    const listingId = standing(taken).past?.listingId ?? ''
    const confirmed = step('ConfirmTakeover', { listingId, confirmedBy: w.ben }, { on: '2026-03-03', file })
    const exit = [proposeExit({}, { on: '2026-04-05', file }), decideExit({}, { on: '2026-04-07', file })]
    const { ended, told } = landed([taken, confirmed], exit, initialLists)
    expect(ended.decision?.termUntil).toBe('2026-08-01')
    expect(told).toBe('ListingRemoved')
  })

  test('of a list that is no more is that of the entry', () => {
    const others = shippedLists.lists.filter(({ code }) => code !== 'SERIOUS_VIOLATION')
    given(...exiting)
      .when(decideExit({}, { catalogue: editions('2027-01-01', shippedLists.lists, others) }))
      .then('EARLY_EXIT')
  })
})
