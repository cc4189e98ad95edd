import { describe, expect, test } from 'vitest'
import {
  batchStageOf,
  isDrawnUpFrom,
  type ListBatch,
  memberNumber,
  membersOf,
} from '../../../domain/lists/batch/batch.ts'
import { batchDecider, batchMembersMax, type ListBatchCommand } from '../../../domain/lists/batch/decider.ts'
import { twinsAmong } from '../../../domain/lists/batch/twins.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { initialLists, requireList } from '../../../domain/lists/catalogue/catalogue.ts'
import {
  numberDecider,
  numberStream,
  statedLastMax,
  type StateListNumbers,
  type TakeListNumber,
  wordOf,
} from '../../../domain/lists/numbers/decider.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { today } from '../../support/given.ts'
import { agency } from '../../support/wishes.ts'
import { ann, ben, name, stranger } from './case-world.ts'

const envelope = { id: 'x', revision: 0n, metadata: { recordedAt: '', actor: ann as never, correlationId: '' } }
const words = requireList(initialLists, 'ABNORMAL_OPERATIONS', today).definition.numbers
const take = (forId: string): TakeListNumber =>
  ({ type: 'TakeListNumber', data: { forId, mark: '徐市监', word: '异入' }, today, agency: null }) as const

const stateLast = (last: number, statedBy = ben): StateListNumbers =>
  ({ type: 'StateListNumbers', data: { last, statedBy }, today, agency: null }) as const

function counterAfter(...commands: readonly (TakeListNumber | StateListNumbers)[]) {
  let state = numberDecider.initialState
  for (const command of commands) {
    for (const event of numberDecider.decide(command, state))
      state = numberDecider.evolve(state, { ...event, ...envelope })
  }
  return state
}

function numbersOf(...ids: readonly string[]): string[] {
  const { numbers } = counterAfter(...ids.map(take))
  return ids.map((id) => numbers.get(id) ?? '')
}

describe('the numbers of decisions', () => {
  test('run without holes, and a decision that asks again keeps its own', () => {
    expect(numbersOf('a', 'b', 'a', 'c')).toEqual([
      '（徐市监）异入〔2026〕第1号',
      '（徐市监）异入〔2026〕第2号',
      '（徐市监）异入〔2026〕第1号',
      '（徐市监）异入〔2026〕第3号',
    ])
  })

  test('are counted for each authority, list, kind, and year by itself', () => {
    const counter = { authorityCode: agency.code, listType: 'ABNORMAL_OPERATIONS', kind: 'ENTRY', year: 2026 } as const
    const others = [
      { ...counter, authorityCode: stranger.agency },
      { ...counter, listType: 'SERIOUS_VIOLATION' },
      { ...counter, kind: 'EXIT' as const },
      { ...counter, year: 2027 },
    ]
    expect(new Set([counter, ...others].map(numberStream)).size).toBe(5)
  })

  test('go on behind those that were issued elsewhere, said once, and only before the counter is used', () => {
    expect([...counterAfter(stateLast(120), stateLast(120), take('a')).numbers.values()]).toEqual([
      '（徐市监）异入〔2026〕第121号',
    ])
    const said = (...commands: readonly (TakeListNumber | StateListNumbers)[]) =>
      refusalOf(() => counterAfter(...commands))
    expect(said(stateLast(120), stateLast(121))).toBe('NUMBERS_IN_USE')
    expect(said(stateLast(120), stateLast(120, ann))).toBe('NUMBERS_IN_USE')
    expect(said(take('a'), stateLast(120))).toBe('NUMBERS_IN_USE')
    for (const last of [0, -1, 1.5, statedLastMax + 1]) expect(said(stateLast(last))).toBe('NUMBERS_LAST_INVALID')
  })

  test('bear the word of their kind', () => {
    if (words === null) throw new Error('the list decides here')
    expect((['ENTRY', 'EXIT', 'CORRECTION'] as const).map((kind) => wordOf(words, kind))).toEqual([
      ...['异入', '异出', '异更'],
    ])
  })
})

function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Refused) return error.reason
    throw error
  }
  return 'NONE'
}

type DataOfNaming = Extract<ListingCaseCommand, { type: 'NameCandidate' }>['data']
const members = ['a', 'b', 'c'].map((caseId) => ({ caseId, uscc: `u-${caseId}`, exitId: null }))
const proposal = { reasons: '逾期未报', weighed: [], statementView: null, months: null, banUntil: null }
type DataOf<T extends ListBatchCommand['type']> = Extract<ListBatchCommand, { type: T }>['data']
const command = <T extends ListBatchCommand['type']>(type: T, data: DataOf<T>): ListBatchCommand =>
  ({ type, data, today, agency: agency.code }) as unknown as ListBatchCommand
const drawUp = (changes: Partial<DataOf<'DrawUpBatch'>> = {}) =>
  command('DrawUpBatch', {
    ...{ batchId: 'B1', listType: 'ABNORMAL_OPERATIONS', kind: 'ENTRY', authority: agency, members, drawnUpBy: ann },
    ...{ leftOut: [], proposal, ...changes },
  })
const drop = (...ids: readonly string[]) =>
  command('RecordBatchProposed', { dropped: ids.map((caseId) => ({ caseId, reason: 'X', message: 'x' })) })
const open = [drawUp(), drop()] as const
const begin = (decidedBy = ben) => command('BeginBatchDecision', { decidedBy })
const decide = (number = '（徐市监）异入〔2026〕第1号', decidedBy = ben) =>
  command('DecideBatch', { number, decidedBy })
const giveBack = (reason = '有误', returnedBy = ben) => command('ReturnBatch', { reason, returnedBy })
const allBack = command('RecordBatchGivenBack', { refused: [] })
const finish = command('FinishBatch', { decided: 2, refused: [{ caseId: 'c', reason: 'X', message: 'x' }] })

function batchAfter(...commands: readonly ListBatchCommand[]): readonly [ListBatch | undefined, string] {
  let batch: ListBatch | undefined
  let last = ''
  for (const one of commands) {
    const events = batchDecider.decide(one, batch)
    for (const event of events) batch = batchDecider.evolve(batch, { ...event, ...envelope })
    last = events[0]?.type ?? 'NOTHING'
  }
  return [batch, last]
}

function outcome(...commands: readonly ListBatchCommand[]): string {
  let last = ''
  const refusal = refusalOf(() => ([, last] = batchAfter(...commands)))
  return refusal === 'NONE' ? last : refusal
}

describe('a decision about many', () => {
  test('is drawn up by one, and decided by another under one number', () => {
    expect(outcome(drawUp())).toBe('ListBatchDrawnUp')
    expect(outcome(...open, begin())).toBe('ListBatchDecisionBegun')
    expect(outcome(...open, begin(), decide())).toBe('ListBatchDecided')
    expect(outcome(...open, begin(ann))).toBe('BATCH_OWN_DECISION')
    expect(outcome(...open, begin(stranger))).toBe('BATCH_OTHER_AGENCY')
    expect(outcome(...open, begin(), decide(' '))).toBe('BATCH_NUMBER_MISSING')
    expect(outcome(begin())).toBe('BATCH_UNKNOWN')
  })

  test('adds nothing when it is sent again, and never changes', () => {
    expect(outcome(drawUp(), drawUp())).toBe('NOTHING')
    expect(outcome(...open, drop('a'))).toBe('NOTHING')
    expect(outcome(...open, begin(), begin())).toBe('NOTHING')
    expect(outcome(...open, begin(), decide(), decide())).toBe('NOTHING')
    expect(outcome(...open, begin(), decide(), begin())).toBe('NOTHING')
    expect(outcome(...open, begin(), decide(), decide('2号'))).toBe('BATCH_DECIDED')
    expect(outcome(drawUp(), drawUp({ members: members.slice(1) }))).toBe('BATCH_TAKEN')
    expect(outcome(...open, giveBack(), giveBack())).toBe('NOTHING')
    expect(outcome(...open, giveBack(), allBack, allBack)).toBe('NOTHING')
    expect(outcome(...open, giveBack(), begin())).toBe('BATCH_RETURNED')
    expect(outcome(...open, begin(), decide(), giveBack())).toBe('BATCH_DECIDED')
    expect(outcome(...open, giveBack(' '))).toBe('BATCH_REASON_MISSING')
  })

  test('is given back by another than who drew it up, as it is decided by another', () => {
    expect(outcome(...open, giveBack('有误', ann))).toBe('BATCH_OWN_DECISION')
    expect(outcome(...open, giveBack('有误', stranger))).toBe('BATCH_OTHER_AGENCY')
    expect(outcome(...open, allBack)).toBe('BATCH_NOT_RETURNED')
  })

  test('takes no number while it may be given back, and is not given back once it takes one', () => {
    expect(outcome(...open, decide())).toBe('BATCH_NOT_BEGUN')
    expect(outcome(...open, begin(), giveBack())).toBe('BATCH_BEGUN')
    expect(outcome(...open, begin(), begin(stranger))).toBe('BATCH_OTHER_AGENCY')
    expect(outcome(...open, begin(), begin({ ...ben, officer: 'carl' }))).toBe('BATCH_BEGUN')
    expect(outcome(...open, begin(), decide('1号', { ...ben, officer: 'carl' }))).toBe('BATCH_BEGUN')
  })

  test('is neither decided nor given back before every member was proposed, and not without members', () => {
    expect(outcome(drawUp(), begin())).toBe('BATCH_NOT_PROPOSED')
    expect(outcome(drawUp(), giveBack())).toBe('BATCH_NOT_PROPOSED')
    expect(outcome(drawUp(), drop('a', 'b', 'c'), begin())).toBe('BATCH_EMPTY')
    expect(outcome(drawUp({ proposal: null }), begin())).toBe('ListBatchDecisionBegun') // As older batches were.
  })

  test('says at which work it stands, so that any process can go on with it', () => {
    const stageOf = (...commands: readonly ListBatchCommand[]) => {
      const [batch] = batchAfter(...commands)
      return batch && batchStageOf(batch)
    }
    expect(stageOf(drawUp())).toBe('PROPOSING')
    expect(stageOf(...open)).toBe('DRAWN_UP')
    expect(stageOf(...open, giveBack())).toBe('GIVING_BACK')
    expect(stageOf(...open, giveBack(), allBack)).toBe('RETURNED')
    expect(stageOf(...open, begin())).toBe('NUMBERING')
    expect(stageOf(...open, begin(), decide())).toBe('DECIDED')
    expect(stageOf(...open, begin(), decide(), finish)).toBe('FINISHED')
    expect(stageOf(drawUp({ proposal: null }), giveBack())).toBe('RETURNED')
  })

  test('knows the request that it was drawn up from by all that it says', () => {
    const leftOut = [{ caseId: 'd', reason: 'X', message: 'x' }]
    const [batch] = batchAfter(drawUp({ leftOut }))
    if (batch === undefined) throw new Error('there is a batch')
    const asked = { kind: 'ENTRY', proposal, drawnUpBy: ann, caseIds: ['a', 'b', 'c', 'd'] } as const
    expect(isDrawnUpFrom(batch, asked)).toBe(true)
    const others = [
      { ...asked, caseIds: ['a', 'b', 'c'] },
      { ...asked, caseIds: ['a', 'b', 'c', 'e'] },
      { ...asked, proposal: { ...proposal, months: 12 } },
      { ...asked, kind: 'EXIT' as const },
      { ...asked, drawnUpBy: ben },
    ]
    expect(others.map((one) => isDrawnUpFrom(batch, one))).toEqual(others.map(() => false))
  })

  test('is finished once, when every member had its turn', () => {
    expect(outcome(...open, finish)).toBe('BATCH_NOT_DECIDED')
    expect(outcome(...open, begin(), decide(), finish)).toBe('ListBatchFinished')
    expect(outcome(...open, begin(), decide(), finish, finish)).toBe('NOTHING')
  })

  test('has members, each once, and not without end', () => {
    const many = Array.from({ length: batchMembersMax + 1 }, (_, n) => ({ caseId: `c${n}`, uscc: 'u', exitId: null }))
    expect(outcome(drawUp({ members: [] }))).toBe('BATCH_EMPTY')
    expect(outcome(drawUp({ members: many }))).toBe('BATCH_TOO_LARGE')
    expect(outcome(drawUp({ members: [...members, ...members.slice(0, 1)] }))).toBe('BATCH_MEMBER_TWICE')
  })

  test('gives each member its place behind the number', () => {
    expect(members.map(({ caseId }) => memberNumber('第1号', members, caseId))).toEqual([
      ...['第1号-1', '第1号-2', '第1号-3'],
    ])
    expect(memberNumber('第1号', members.slice(0, 1), 'a')).toBe('第1号')
  })

  test('numbers only whom it decides: who was dropped leaves no hole', () => {
    const [batch] = batchAfter(drawUp(), drop('a'))
    const left = batch ? membersOf(batch) : []
    expect(left.map(({ caseId }) => memberNumber('第1号', left, caseId))).toEqual(['第1号-1', '第1号-2'])
  })
})

describe('a repetition within one decision', () => {
  const { definition } = requireList(initialLists, 'ABNORMAL_OPERATIONS', today)
  const { data } = name({ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', penaltyIds: [] })
  const named = { ...(data as DataOfNaming), version: 1, namedOn: today }
  const twins = (...others: readonly Partial<typeof named>[]) => [
    ...twinsAmong(
      [named, ...others.map((other, n) => ({ ...named, caseId: `later-${n}`, ...other }))],
      definition,
    ).keys(),
  ]

  test('is the same enterprise for the same ground again, whatever else is said where the ground is open once', () => {
    expect(twins({}, { reportYear: 2024, groundText: '另述' }, { uscc: 'other' }, { groundCode: 'AB3' })).toEqual([
      ...['later-0', 'later-1'],
    ])
  })

  test('is of the same report, where each year has its own', () => {
    const late = { groundCode: 'AB1', reportYear: 2025 }
    expect(twins(late, late, { ...late, reportYear: 2024 })).toEqual(['later-1'])
  })

  test('says the same in every word, where a ground may be entered more than once', () => {
    const again = { groundCode: 'AB3', groundText: '同一事项' }
    expect(twins(again, again, { ...again, groundText: '另一事项' })).toEqual(['later-1'])
  })
})
