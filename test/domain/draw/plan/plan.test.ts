import { needsOf } from '../../../../domain/draw/plan/team-needs.ts'
import { describe, expect, test } from 'vitest'
import { planDecider } from '../../../../domain/draw/plan/decider.ts'
import { decisionsOf } from '../../../support/decisions.ts'
import { anyone, approver, planCommand as command, planner, task } from '../../../support/plans.ts'

const given = decisionsOf(planDecider)
const draft = command('DraftPlan', {
  year: 2026,
  agency: 'A',
  agencyName: '市监',
  name: '2026年抽查计划',
  draftedBy: planner,
})
const planTask = (over: Parameters<typeof task>[0] = {}) => command('PlanTask', { ...task(over), plannedBy: planner })
const approve = command('ApprovePlan', { approvedBy: approver })
const publish = command('PublishPlan', {})
const begin = (drawId: string, reason: string | null = null) =>
  command('BeginRound', { taskId: 't1', drawId, reason, begunBy: planner })

describe('the annual plan', () => {
  test('is drafted by one officer and approved by another', () => {
    given(draft, planTask())
      .when(command('ApprovePlan', { approvedBy: planner }))
      .thenRefused('PLAN_OWN_APPROVAL')
    given(draft, planTask()).when(approve).then('PlanApproved')
    given(draft, planTask(), approve).when(approve).thenNothing()
    given(draft).when(approve).thenRefused('PLAN_NOTHING_TO_APPROVE')
  })

  test('is published once it is approved, and once', () => {
    given(draft, planTask()).when(publish).thenRefused('PLAN_NOT_APPROVED')
    given(draft, planTask(), approve).when(publish).then('PlanPublished')
    given(draft, planTask(), approve, publish).when(publish).thenNothing()
  })

  test('grows after approval only by ad hoc tasks with a reason, each approved in its turn', () => {
    const later = planTask({ taskId: 't2', origin: 'AD_HOC', reason: '上级部署' })
    given(draft, planTask(), approve)
      .when(planTask({ taskId: 't2' }))
      .thenRefused('AD_HOC_ONLY')
    given(draft, planTask(), approve)
      .when(planTask({ taskId: 't2', origin: 'AD_HOC', reason: ' ' }))
      .thenRefused('TASK_WITHOUT_REASON')
    given(draft, planTask(), approve, later).when(approve).then('PlanApproved')
    const { state } = given(draft, planTask(), approve, later)
    expect(state?.tasks.map(({ approvedOn }) => approvedOn)).toEqual(['2026-03-02', null])
  })

  test('has its tasks drawn only as approved, and again only with a reason', () => {
    given(draft, planTask()).when(begin('d1')).thenRefused('TASK_NOT_APPROVED')
    given(draft, planTask(), approve).when(begin('d1')).then('RoundBegun')
    given(draft, planTask(), approve, begin('d1')).when(begin('d1')).thenNothing()
    given(draft, planTask(), approve, begin('d1')).when(begin('d2')).thenRefused('ROUND_WITHOUT_REASON')
    given(draft, planTask(), approve, begin('d1')).when(begin('d2', '第二批')).then('RoundBegun')
  })

  test('drops a task with a reason, before it is drawn', () => {
    const drop = (reason: string) => command('DropTask', { taskId: 't1', reason, droppedBy: planner })
    given(draft, planTask()).when(drop('')).thenRefused('DROP_WITHOUT_REASON')
    given(draft, planTask()).when(drop('合并')).then('TaskDropped')
    given(draft, planTask(), drop('合并')).when(drop('合并')).thenNothing()
    given(draft, planTask({ taskId: 't0' }), planTask(), drop('合并'), approve)
      .when(begin('d1'))
      .thenRefused('TASK_DROPPED')
    given(draft, planTask(), approve, begin('d1')).when(drop('合并')).thenRefused('TASK_BEGUN')
  })

  test('belongs to its agency, one a year', () => {
    given(draft)
      .when(command('PublishPlan', {}, 'B'))
      .thenForbidden()
    given()
      .when({ ...draft, agency: 'B' })
      .thenForbidden()
    given(draft).when(draft).thenNothing()
    given(draft)
      .when(command('DraftPlan', { ...(draft.data as { year: 2026 }), name: '又一份' } as never))
      .thenRefused('PLAN_EXISTS')
    given()
      .when(command('DraftPlan', { ...(draft.data as object), name: ' ' } as never))
      .thenRefused('PLAN_NAME_MISSING')
    given().when(publish).thenRefused('PLAN_UNKNOWN')
    given(draft).when(begin('d1')).thenRefused('TASK_UNKNOWN')
  })
})

describe('a task', () => {
  const refused = (over: Parameters<typeof task>[0], code: string) =>
    given(draft).when(planTask(over)).thenRefused(code)

  test('names at least one matter, and at least two officers of each agency', () => {
    refused({ matters: [] }, 'TASK_MATTERS_EMPTY')
    refused({ teams: [] }, 'TASK_TEAMS_EMPTY')
    const team = { agency: 'A', agencyName: '市监', inspectors: 2 }
    refused({ teams: [team, team] }, 'TASK_TEAMS_EMPTY')
    refused({ teams: [team, { agency: 'B', agencyName: '消防', inspectors: 1 }] }, 'TOO_FEW_PER_VISIT')
  })

  test('may divide its matters among the agencies, and leaves none to nobody', () => {
    const [own, other] = [
      { agency: 'A', agencyName: '市监', inspectors: 2 },
      { agency: 'B', agencyName: '消防', inspectors: 2 },
    ]
    const matters = ['A07', 'F01']
    refused({ matters, teams: [{ ...own, matters: [] }, other] }, 'TEAM_MATTERS_UNFIT')
    refused({ matters, teams: [{ ...own, matters: ['B09'] }, other] }, 'TEAM_MATTERS_UNFIT')
    refused({ matters, teams: [{ ...own, matters: ['A07'] }] }, 'MATTER_OF_NO_TEAM')
    const divided = [
      { ...own, matters: ['A07'] },
      { ...other, matters: ['F01'] },
    ]
    given(draft)
      .when(planTask({ matters, teams: divided }))
      .then('TaskPlanned')
  })

  test('asks of each agency’s officers what its own matters ask, and no more', () => {
    const items = [
      { code: 'A04', specialPosts: ['特种设备安全监察员'] },
      { code: 'F01', specialPosts: [] },
    ]
    const matters = ['A04', 'F01']
    const divided = needsOf(
      [
        { agency: 'A', matters: ['A04'] },
        { agency: 'B', matters: ['F01'] },
      ],
      items,
      matters,
    )
    expect(divided('A')).toEqual({ matters: ['A04'], qualifications: ['特种设备安全监察员'] })
    expect(divided('B')).toEqual({ matters: ['F01'], qualifications: [] })
    const together = needsOf([{ agency: 'A' }, { agency: 'B' }], items, matters)
    expect(together('B')).toEqual({ matters, qualifications: ['特种设备安全监察员'] })
  })

  test('has conditions where it is directed, and none but belonging where it is not', () => {
    refused({ scope: { ...anyone, streets: ['天平路街道'] } }, 'UNDIRECTED_WITH_CONDITION')
    refused({ kind: 'DIRECTED' }, 'DIRECTED_WITHOUT_CONDITION')
    given(draft)
      .when(planTask({ scope: { ...anyone, libraries: ['餐饮'], statuses: ['ACTIVE'] } }))
      .then('TaskPlanned')
    given(draft)
      .when(planTask({ kind: 'DIRECTED', scope: { ...anyone, classes: ['D'] } }))
      .then('TaskPlanned')
  })

  test('has numbers that are whole and days in order', () => {
    refused({ loadCap: 0 }, 'TASK_NUMBER_INVALID')
    refused({ limits: { minimumGapDays: -1, yearlyMax: null } }, 'TASK_NUMBER_INVALID')
    refused({ quotas: [{ creditClass: 'ANY', ratio: [2, 1], count: null }] }, 'TASK_RATIO_INVALID')
    refused({ from: task().until, until: task().from }, 'TASK_DAYS_OUT_OF_ORDER')
  })

  test('is planned once; another under the same id is refused', () => {
    given(draft, planTask()).when(planTask()).thenNothing()
    given(draft, planTask())
      .when(planTask({ name: '另一项' }))
      .thenRefused('TASK_ID_TAKEN')
  })
})
