import { describe, expect, test } from 'vitest'
import { formatBundle } from '../../../../domain/draw/bundle.ts'
import { sha256Hex } from '../../../../domain/draw/hash.ts'
import { bundleOfDraw, redo } from '../../../../domain/draw/round/redo.ts'
import { stageOf } from '../../../../domain/draw/round/draw.ts'
import { roundRefusals } from '../../../../domain/draw/round/refusals.ts'
import { verifyDraw } from '../../../../domain/draw/verify.ts'
import { plainDate } from '../../../../domain/kernel/plain-date.ts'
import { approver, planner } from '../../../support/plans.ts'
import {
  at,
  changed,
  command,
  commit,
  day,
  dice,
  execute,
  frozen,
  given,
  inspector,
  officers,
  plan,
  planData,
  reveal,
  revealUntil,
  secret,
  usccs,
} from '../../../support/rounds.ts'

const upTo = {
  planned: [plan()],
  committed: [plan(), commit()],
  known: [plan(), commit(), reveal(), dice()],
  executed: [plan(), commit(), reveal(), dice(), execute()],
} as const
const resize = (loadCap: number) => command('ResizeDraw', { quotas: planData.quotas, loadCap, resizedBy: planner })
const abandon = (reason = '上级取消', when: string = at.reveal) =>
  command('AbandonDraw', { reason, at: when, abandonedBy: planner })
const publish = command('PublishBundle', { directories: frozen().directories, at: at.executed, publishedBy: planner })

describe('a draw', () => {
  test('goes from plan to published bundle, and a stranger gets the same from the bundle alone', () => {
    const { state } = given(...upTo.executed, publish)
    if (!state) return expect.fail('no draw')
    expect(stageOf(state)).toBe('PUBLISHED')
    expect(state.executed).toMatchObject({ winners: 3, pairs: 3, unpaired: 0 })
    const { directories } = frozen()
    const bundle = formatBundle(bundleOfDraw(state, redo(state, directories)))
    expect(sha256Hex(bundle)).toBe(state.published?.bundleSha256)
    expect(verifyDraw({ ...directories, 'bundle.json': bundle })).toEqual({ same: true, beacons: [] })
  })

  test('is each thing once, however often it is sent', () => {
    given(plan()).when(plan()).thenNothing()
    given(...upTo.committed)
      .when(commit())
      .thenNothing()
    given(...upTo.known)
      .when(reveal())
      .thenNothing()
    given(...upTo.known)
      .when(dice())
      .thenNothing()
    given(...upTo.executed)
      .when(execute())
      .thenNothing()
    given(...upTo.executed, publish)
      .when(publish)
      .thenNothing()
    given(plan(), abandon()).when(abandon()).thenNothing()
  })

  test('goes on without a reveal that did not come in time', () => {
    const { state } = given(plan(), commit(), dice(), execute())
    expect(state?.executed?.winners).toBe(3)
    expect(state?.executed?.seed).not.toBe(given(...upTo.executed).state?.executed?.seed)
  })
})

describe('nobody steers a draw:', () => {
  test('a contribution before the commitment', () => {
    given(plan()).when(reveal()).thenRefused('CONTRIBUTION_BEFORE_COMMITMENT')
    given(...upTo.committed)
      .when(reveal({ at: at.planned }))
      .thenRefused('CONTRIBUTION_BEFORE_COMMITMENT')
  })

  test('a second execution', () => {
    given(...upTo.executed)
      .when(execute({ executionId: 'x2' }))
      .thenRefused('DRAW_ALREADY_EXECUTED')
  })

  test('a changed directory', () => {
    const { directories } = frozen()
    given(...upTo.known)
      .when(execute({ directories: changed(directories) }))
      .thenRefused('DIRECTORY_SHA256_DIFFERS')
    given(...upTo.committed)
      .when(commit({ directories: changed(directories) }))
      .thenRefused('DRAW_ALREADY_COMMITTED')
  })

  test('a false or late reveal, or another value than was given', () => {
    given(...upTo.committed)
      .when(reveal({ value: `${secret}0` }))
      .thenRefused('REVEAL_FALSE')
    given(...upTo.committed)
      .when(reveal({ at: at.late }))
      .thenRefused('REVEAL_TOO_LATE')
    given(...upTo.known)
      .when(dice({ value: '1' }))
      .thenRefused('CONTRIBUTION_DIFFERS')
  })

  test('a lottery or beacon that was already known when the reveals closed', () => {
    given(...upTo.committed)
      .when(dice({ at: at.reveal }))
      .thenRefused('CONTRIBUTION_TOO_EARLY')
    given(...upTo.committed)
      .when(dice({ heldAt: revealUntil }))
      .thenRefused('ENTROPY_ALREADY_KNOWN')
    given(...upTo.committed)
      .when(dice({ heldAt: null }))
      .thenRefused('ENTROPY_TIME_MISSING')
    const held = { ...planData.entropy[1], heldAt: at.reveal } as never
    given()
      .when(plan({ entropy: [...planData.entropy.slice(0, 1), held] }))
      .thenRefused('ENTROPY_ALREADY_KNOWN')
    const source = 'drand quicknet 52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
    const beacon = { name: '信标', kind: 'beacon', source, round: 1 } as const
    given()
      .when(plan({ entropy: [...planData.entropy.slice(0, 1), beacon] }))
      .thenRefused('BEACON_ROUND_TOO_EARLY')
  })

  test('an organiser who sets the size after the commitment, or after seeing the seed', () => {
    given(plan()).when(resize(5)).then('DrawResized')
    given(...upTo.committed)
      .when(resize(5))
      .thenRefused('SIZE_AFTER_COMMITMENT')
    given(...upTo.known)
      .when(resize(5))
      .thenRefused('SIZE_AFTER_SEED')
    given(...upTo.known)
      .when(resize(10))
      .thenNothing()
  })

  test('a draw given up once its result could be worked out', () => {
    given(...upTo.known)
      .when(abandon())
      .thenRefused('ABANDON_AFTER_SEED')
    given(...upTo.executed)
      .when(abandon())
      .thenRefused('DRAW_ALREADY_EXECUTED')
    given(plan()).when(abandon(' ')).thenRefused('ABANDON_WITHOUT_REASON')
    const told = (when: string) => given(plan(), commit(), abandon('彩票停售', when)).state?.abandoned?.afterReveals
    expect([told(at.reveal), told(revealUntil)]).toEqual([false, true])
    given(plan(), abandon()).when(commit()).thenRefused('DRAW_ABANDONED')
    given(plan(), commit(), abandon()).when(reveal()).thenRefused('DRAW_ABANDONED')
  })

  test('an inspector whose certificate is expired on the day, or who may not inspect otherwise', () => {
    const old = inspector(1, { certificate: { number: 'x', issuer: 'x', expiresOn: plainDate('2026-05-05') } })
    const rest = officers(6).slice(1)
    given(plan())
      .when(commit({ inspectors: [old, ...rest] }))
      .thenRefused('INSPECTOR_CERTIFICATE_EXPIRED')
    const away = inspector(1, { leaves: [{ leaveId: 'l', from: day, until: day }] })
    given(plan())
      .when(commit({ inspectors: [away, ...rest] }))
      .thenRefused('INSPECTOR_NOT_ELIGIBLE')
    given(plan())
      .when(commit({ inspectors: rest }))
      .thenRefused('INSPECTOR_NOT_IN_DIRECTORY')
    expect(frozen([old, ...rest]).barred).toMatchObject([
      { inspectorId: 'I1', reasons: [{ reason: 'CERTIFICATE_EXPIRED' }] },
    ])
  })

  test('an inspector with an interest in an enterprise, who never comes to it', () => {
    const interest = { interestId: 'i', ground: 'KIN', from: day, until: null } as const
    const partial = inspector(1, { interests: usccs.map((uscc) => ({ ...interest, uscc })) })
    const all = [partial, ...officers(3).slice(1)]
    given(plan())
      .when(commit({ inspectors: [partial, ...officers(6).slice(1)] }))
      .thenRefused('CONFLICT_LEFT_OUT')
    const { directories, basis, strata } = frozen(all)
    const { state } = given(
      plan(),
      commit({ directories, basis, strata, inspectors: all }),
      dice(),
      execute({ directories }),
    )
    const pairs = state ? redo(state, directories).result.pairs : []
    expect(pairs).toHaveLength(3)
    expect(pairs.flatMap(({ inspectors }) => inspectors)).not.toContain('I1')
  })

  test('one person who plans and commits', () => {
    given(plan())
      .when(commit({ approvedBy: planner }))
      .thenRefused('DRAW_OWN_APPROVAL')
  })

  test('another agency', () => {
    given()
      .when({ ...plan(), agency: 'B' })
      .thenForbidden()
    given(plan())
      .when({ ...commit(), agency: 'B' })
      .thenForbidden()
  })
})

describe('a draw is not begun', () => {
  test('without matters, or with an item that is not in force', () => {
    given()
      .when(plan({ matters: [] }))
      .thenRefused('DRAW_MATTERS_EMPTY')
    given(plan({ day: plainDate('2026-01-31') }))
      .when(commit())
      .thenRefused('ITEM_NOT_IN_FORCE')
  })

  test('with fewer than two officers a visit', () => {
    given()
      .when(plan({ teams: [{ agency: 'A', inspectors: 1 }] }))
      .thenRefused('DRAW_TOO_FEW_PER_VISIT')
  })

  test('when its reveals would be over', () => {
    given()
      .when(plan({ at: revealUntil }))
      .thenRefused('REVEAL_TERM_OVER')
    given(plan())
      .when(commit({ at: revealUntil }))
      .thenRefused('REVEAL_TERM_OVER')
  })

  test('twice under one id, or where it was never planned', () => {
    given(plan())
      .when(plan({ name: '另一次' }))
      .thenRefused('DRAW_ID_TAKEN')
    given().when(commit()).thenRefused('DRAW_UNKNOWN')
    given(plan()).when(execute()).thenRefused('DRAW_NOT_COMMITTED')
    const none = { ...frozen().directories, 'objects.tsv': new Uint8Array(), 'conflicts.tsv': new Uint8Array() }
    given(plan())
      .when(commit({ directories: none }))
      .thenRefused('DIRECTORY_EMPTY')
  })
})

describe('a joint draw', () => {
  test('sends a team from each agency to each enterprise; what one cannot fill the other still does', () => {
    const more = [8, 9].map((n) => inspector(n, { agency: 'B' }))
    const teams = ['A', 'B', 'C'].map((agency) => ({ agency, inspectors: 2 }))
    const all = [...officers(6), ...more]
    const { directories, basis, strata } = frozen(all, ['A', 'B', 'C'])
    const joint = [
      plan({ teams, loadCap: 2 }),
      commit({ directories, basis, strata, inspectors: all }),
      dice(),
      execute({ directories }),
    ]
    const { state } = given(...joint)
    const { pairs, unpaired } = state ? redo(state, directories).result : { pairs: [], unpaired: [] }
    expect(Map.groupBy(pairs, ({ agency }) => agency).get('A')).toHaveLength(3)
    expect(Map.groupBy(pairs, ({ agency }) => agency).get('B')).toHaveLength(2) // Two officers with two visits each.
    expect(unpaired.filter(({ agency }) => agency === 'C')).toHaveLength(3)
  })
})

describe('after the draw', () => {
  const { directories } = frozen()
  const propose = (asked: Parameters<typeof command<'ProposeChange'>>[1]['asked'], changeId = 'c1') =>
    command('ProposeChange', { changeId, asked, at: at.executed, proposedBy: planner })
  const approve = (changeId = 'c1', approvedBy = approver) =>
    command('ApproveChange', { changeId, directories, at: at.executed, approvedBy })
  const { state } = given(...upTo.executed)
  const [first] = state ? redo(state, directories).result.winners : []
  const gone = { kind: 'object', removed: first?.uscc ?? '', reason: '迁出' } as const

  test('an enterprise that cannot be checked is replaced by rule, an officer too, as one asks and another approves', () => {
    given(...upTo.executed)
      .when(propose(gone))
      .then('ChangeProposed')
    const { state: after } = given(...upTo.executed, propose(gone), approve())
    const [made] = after?.changes ?? []
    if (!after || made?.change.kind !== 'object') return expect.fail('no change')
    expect(usccs).toContain(made.change.added)
    const [pair] = made.change.pairs
    const recused = { uscc: pair?.uscc ?? '', agency: 'A', removed: pair?.inspectors[0] ?? '' }
    const second = propose({ kind: 'inspector', ...recused, reason: '申请回避' }, 'c2')
    const both = [propose(gone), approve(), second, approve('c2')]
    const { state: last } = given(...upTo.executed, ...both)
    if (!last) return expect.fail('no draw')
    expect(last.changes.map(({ change }) => change.approver)).toEqual(['head', 'head'])
    const bundle = formatBundle(bundleOfDraw(last, redo(last, directories)))
    expect(verifyDraw({ ...directories, 'bundle.json': bundle })).toMatchObject({ same: true })
    for (const again of both)
      given(...upTo.executed, ...both)
        .when(again)
        .thenNothing()
    given(...upTo.executed, publish, propose(gone), approve())
      .when(publish)
      .then('BundlePublished')
  })

  test('a change is refused before the draw, without a reason, unasked, and by one person alone', () => {
    given(...upTo.known)
      .when(propose(gone))
      .thenRefused('DRAW_NOT_EXECUTED')
    given(...upTo.executed)
      .when(propose({ ...gone, reason: ' ' }))
      .thenRefused('CHANGE_WITHOUT_REASON')
    given(...upTo.executed)
      .when(approve())
      .thenRefused('CHANGE_UNKNOWN')
    given(...upTo.executed, propose(gone))
      .when(approve('c1', planner))
      .thenRefused('CHANGE_OWN_APPROVAL')
    given(...upTo.executed, propose(gone))
      .when(propose({ ...gone, reason: '另一理由' }))
      .thenRefused('CHANGE_ID_TAKEN')
    given(...upTo.executed, propose({ ...gone, removed: '1' }))
      .when(approve())
      .thenRefused('OBJECT_NOT_DRAWN')
  })
})

test('every refusal of a draw has a sentence of its own', () => {
  expect(new Set(Object.values(roundRefusals)).size).toBe(Object.keys(roundRefusals).length)
})
