import { describe, expect, test } from 'vitest'
import {
  batchDecider,
  batchMembersMax,
  type ListBatch,
  type ListBatchCommand,
  memberNumber,
} from '../../../domain/lists/batch/decider.ts'
import { initialLists, requireList } from '../../../domain/lists/catalogue/catalogue.ts'
import { numberDecider, numberStream, type TakeListNumber, wordOf } from '../../../domain/lists/numbers/decider.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { today } from '../../support/given.ts'
import { agency } from '../../support/wishes.ts'
import { ann, ben, stranger } from './case-world.ts'

const envelope = { id: 'x', revision: 0n, metadata: { recordedAt: '', actor: ann as never, correlationId: '' } }
const words = requireList(initialLists, 'ABNORMAL_OPERATIONS', today).definition.numbers
const take = (forId: string): TakeListNumber =>
  ({ type: 'TakeListNumber', data: { forId, mark: '徐市监', word: '异入' }, today, agency: null }) as const

function numbersOf(...ids: readonly string[]): string[] {
  let state = numberDecider.initialState
  for (const id of ids) {
    for (const event of numberDecider.decide(take(id), state))
      state = numberDecider.evolve(state, { ...event, ...envelope })
  }
  return ids.map((id) => state.numbers.get(id) ?? '')
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

  test('bear the word of their kind', () => {
    if (words === null) throw new Error('the list decides here')
    expect((['ENTRY', 'EXIT', 'CORRECTION'] as const).map((kind) => wordOf(words, kind))).toEqual([
      ...['异入', '异出', '异更'],
    ])
  })
})

const members = ['a', 'b', 'c'].map((caseId) => ({ caseId, uscc: `u-${caseId}` }))
type DataOf<T extends ListBatchCommand['type']> = Extract<ListBatchCommand, { type: T }>['data']
const command = <T extends ListBatchCommand['type']>(type: T, data: DataOf<T>): ListBatchCommand =>
  ({ type, data, today, agency: agency.code }) as unknown as ListBatchCommand
const drawUp = (changes: Partial<DataOf<'DrawUpBatch'>> = {}) =>
  command('DrawUpBatch', {
    ...{ batchId: 'B1', listType: 'ABNORMAL_OPERATIONS', kind: 'ENTRY', authority: agency, members, drawnUpBy: ann },
    ...changes,
  })
const decide = (number = '（徐市监）异入〔2026〕第1号', decidedBy = ben) =>
  command('DecideBatch', { number, decidedBy })
const giveBack = (reason = '有误') => command('ReturnBatch', { reason, returnedBy: ben })

function outcome(...commands: readonly ListBatchCommand[]): string {
  let batch: ListBatch | undefined
  let last = ''
  try {
    for (const one of commands) {
      const events = batchDecider.decide(one, batch)
      for (const event of events) batch = batchDecider.evolve(batch, { ...event, ...envelope })
      last = events[0]?.type ?? 'NOTHING'
    }
  } catch (error) {
    if (error instanceof Refused) return error.reason
    throw error
  }
  return last
}

describe('a decision about many', () => {
  test('is drawn up by one, and decided by another under one number', () => {
    expect(outcome(drawUp())).toBe('ListBatchDrawnUp')
    expect(outcome(drawUp(), decide())).toBe('ListBatchDecided')
    expect(outcome(drawUp(), decide('1号', ann))).toBe('BATCH_OWN_DECISION')
    expect(outcome(drawUp(), decide('1号', stranger))).toBe('BATCH_OTHER_AGENCY')
    expect(outcome(drawUp(), decide(' '))).toBe('BATCH_NUMBER_MISSING')
    expect(outcome(decide())).toBe('BATCH_UNKNOWN')
  })

  test('adds nothing when it is sent again, and never changes', () => {
    expect(outcome(drawUp(), drawUp())).toBe('NOTHING')
    expect(outcome(drawUp(), decide(), decide())).toBe('NOTHING')
    expect(outcome(drawUp(), decide(), decide('2号'))).toBe('BATCH_DECIDED')
    expect(outcome(drawUp(), drawUp({ members: members.slice(1) }))).toBe('BATCH_TAKEN')
    expect(outcome(drawUp(), giveBack(), giveBack())).toBe('NOTHING')
    expect(outcome(drawUp(), giveBack(), decide())).toBe('BATCH_RETURNED')
    expect(outcome(drawUp(), decide(), giveBack())).toBe('BATCH_DECIDED')
    expect(outcome(drawUp(), giveBack(' '))).toBe('BATCH_REASON_MISSING')
  })

  test('is finished once, when every member had its turn', () => {
    const finish = command('FinishBatch', { decided: 2, refused: [{ caseId: 'c', reason: 'X', message: 'x' }] })
    expect(outcome(drawUp(), finish)).toBe('BATCH_NOT_DECIDED')
    expect(outcome(drawUp(), decide(), finish)).toBe('ListBatchFinished')
    expect(outcome(drawUp(), decide(), finish, finish)).toBe('NOTHING')
  })

  test('has members, each once, and not without end', () => {
    const many = Array.from({ length: batchMembersMax + 1 }, (_, n) => ({ caseId: `c${n}`, uscc: 'u' }))
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
})
