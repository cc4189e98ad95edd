import { describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { initialLists, type ListCatalogue } from '../../../domain/lists/catalogue/catalogue.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { entryOf, removalOf, typesOf } from '../../../domain/lists/case/landing.ts'
import { command as wish, day, fileAfter } from '../../support/given.ts'
import { penaltyIdOf } from '../../../domain/enterprise/penalty/commands.ts'
import { fen } from '../../../domain/kernel/fen.ts'
import { agency, impose, penaltyId, register } from '../../support/wishes.ts'
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
    expect(ended.decision?.termUntil).toBe('2026-08-02')
    expect(told).toBe('ListingRemoved')
  })

  test('of a list that is no more is that of the entry', () => {
    const others = shippedLists.lists.filter(({ code }) => code !== 'SERIOUS_VIOLATION')
    given(...exiting)
      .when(decideExit({}, { catalogue: editions('2027-01-01', shippedLists.lists, others) }))
      .then('EARLY_EXIT')
  })
})

describe('an early exit', () => {
  const accepted = [...w.listed, w.publish(), w.applyForExit(), w.accept()]
  const later = (authority: typeof agency, changes: Parameters<typeof impose>[0], number: string) => {
    const one = impose(changes, number)
    const data = { ...one.data, authority, decidedOn: day('2026-08-01') }
    return fileAfter([...w.baseFile, { ...one, data } as EnterpriseCommand]).file
  }

  test('is asked about again when it is decided: what happened since the proposal counts', () => {
    given(...accepted, proposeExit())
      .when(decideExit({}, { file: w.furtherFile }))
      .then('EARLY_EXIT_FURTHER_PENALTY')
    given(...accepted, proposeExit())
      .when(decideExit())
      .then('EARLY_EXIT')
  })

  test('is forbidden by a later fine that the proposal says is of the heavier grade', () => {
    const file = later(agency, { kinds: ['FINE'] }, '沪市监徐处〔2026〕9号')
    const heavierFines = [{ penaltyId: penaltyIdOf(agency.code, '沪市监徐处〔2026〕9号'), benchmark: '从重' }]
    given(...accepted)
      .when(proposeExit({}, { file }))
      .then('EXIT_PROPOSED')
    given(...accepted)
      .when(proposeExit({ heavierFines }, { file }))
      .then('EARLY_EXIT_FURTHER_PENALTY')
    given(...accepted)
      .when(proposeExit({ heavierFines }))
      .then('LISTING_PENALTY_UNKNOWN')
  })

  test('is not forbidden by a penalty of another kind of authority than the condition names', () => {
    const fire = { code: '11310104MA107004XG', name: '上海市徐汇区消防救援支队' }
    const closure = { kinds: ['ORDER_CLOSURE'] as const, fine: fen(0) }
    given(...accepted)
      .when(proposeExit({}, { file: later(fire, closure, '消罚〔2026〕9号') }))
      .then('EXIT_PROPOSED')
    const baoshan = { code: '11310113MA1070023X', name: '上海市宝山区市场监督管理局' }
    given(...accepted)
      .when(proposeExit({}, { file: later(baoshan, closure, '沪市监宝处〔2026〕9号') }))
      .then('EARLY_EXIT_FURTHER_PENALTY')
  })

  test('counts from a correction after the entry, and not from one that is still to come', () => {
    const at = (correctedOn: string) => proposeExit({ correctedOn: day(correctedOn) })
    given(...accepted)
      .when(at('2026-03-29'))
      .then('LISTING_DAYS_OUT_OF_ORDER')
    given(...accepted)
      .when(at('2027-04-06'))
      .then('LISTING_DAY_IN_FUTURE')
    given(...accepted)
      .when(at('2026-03-30'))
      .then('EXIT_PROPOSED')
  })

  test('of a taken-over entry waits for the ban that made its term longer', () => {
    const serious = { listType: 'SERIOUS_VIOLATION', groundCode: 'SV5', groundText: '食品', penaltyIds: [penaltyId] }
    const past = { ...serious, enteredOn: day('2025-03-10'), decisionNumber: '旧2号' }
    const taken = (termUntil: string | null) => {
      const one = w.takeOver({ ...past, termUntil: termUntil === null ? null : day(termUntil) })
      const listingId = standing(one).past?.listingId ?? ''
      const confirmed = [one, step('ConfirmTakeover', { listingId, confirmedBy: w.ben }, { on: '2026-03-03' })]
      const file = w.landedFile(...confirmed)
      return [...confirmed, step('RecordListingLanded', { listingId }, { on: '2026-03-03', file })]
    }
    given(...taken('2035-03-09'))
      .when(proposeExit({}, { on: '2026-04-05' }))
      .then('EARLY_EXIT_BAN_RUNNING')
    for (const own of [null, '2028-03-09', '2028-03-10']) {
      given(...taken(own))
        .when(proposeExit({}, { on: '2026-04-05' }))
        .then('EXIT_PROPOSED')
    }
  })
})

describe('an exit', () => {
  const applied = [...w.listed, w.applyForExit(), w.accept()]

  test('that was refused is over: the next one has an id of its own', () => {
    const refused = [...applied, w.refuseExit()]
    given(...refused)
      .when(w.applyForExit({ statement: '第二次申请' }))
      .then('EXIT_ID_TAKEN')
    given(...refused)
      .when(proposeExit())
      .then('EXIT_ID_TAKEN')
    given(...refused)
      .when(w.applyForExit({ exitId: 'X2', statement: '第二次申请' }))
      .then('EXIT_APPLIED')
    given(...refused)
      .when(proposeExit({ exitId: 'X2' }))
      .then('EXIT_PROPOSED')
  })

  test('on an application, proposed again by its batch after the decision, is a repetition', () => {
    const decided = [...applied, proposeExit({ batchId: 'B1' }), decideExit()]
    given(...decided)
      .when(proposeExit({ exitId: 'B1', batchId: 'B1' }))
      .then('NOTHING')
    given(...decided)
      .when(proposeExit({ exitId: 'B1', batchId: 'B1', findings: '另一核实' }))
      .then('EXIT_PROPOSAL_OUT_OF_ORDER')
    given(...decided)
      .when(proposeExit({ exitId: 'B2', batchId: 'B2' }))
      .then('EXIT_PROPOSAL_OUT_OF_ORDER')
  })
})
