import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { itemCodec } from '../../../domain/draw/items/codec.ts'
import type { PublishItem } from '../../../domain/draw/items/commands.ts'
import { itemDecider } from '../../../domain/draw/items/decider.ts'
import { planCodec } from '../../../domain/draw/plan/codec.ts'
import { planDecider } from '../../../domain/draw/plan/decider.ts'
import { drawCodec } from '../../../domain/draw/round/codec.ts'
import type { AskedChange } from '../../../domain/draw/round/events.ts'
import { redo } from '../../../domain/draw/round/redo.ts'
import { visitCodec } from '../../../domain/draw/visit/codec.ts'
import { inspectorCodec } from '../../../domain/inspectors/codec.ts'
import { inspectorDecider } from '../../../domain/inspectors/decider.ts'
import { canonicalJson } from '../../../domain/kernel/canonical-json.ts'
import type { DomainEvent, Json } from '../../../domain/kernel/event.ts'
import { plainDate as day } from '../../../domain/kernel/plain-date.ts'
import { decisionsOf } from '../../support/decisions.ts'
import { approver, planCommand, planner, task } from '../../support/plans.ts'
import * as round from '../../support/rounds.ts'
import * as visit from '../../support/visits.ts'

const on = { today: day('2026-01-05'), agency: null }
const item: PublishItem['data'] = {
  ...{ code: 'A07', name: '公示信息抽查', basis: '企业信息公示暂行条例第十四条', subject: '市场监督管理局' },
  ...{
    objectKinds: ['ENTERPRISE'],
    ratio: [3, 100],
    frequencyPerYear: 1,
    methods: ['1'],
    specialPosts: [],
    libraries: ['餐饮'],
  },
  ...{ effectiveFrom: day('2026-02-01'), effectiveUntil: null, publishedBy: planner },
}
const items = decisionsOf(itemDecider)(
  {
    type: 'DefineLibrary',
    ...on,
    data: { name: '餐饮', industries: ['H62'], licences: [], members: [], definedBy: planner },
  },
  { type: 'PublishItem', ...on, data: item },
  { type: 'WithdrawItem', ...on, data: { code: 'A07', reason: '取消', withdrawnBy: planner } },
).events

const certificate = { number: '证1', issuer: '市政府', expiresOn: day('2027-01-01') }
const inspectors = decisionsOf(inspectorDecider)(
  {
    ...{ type: 'EnterInspector', ...on },
    data: { inspectorId: 'I1', account: 'officer1', agency: 'A', certificate, matters: ['A07'], qualifications: [] },
  },
  { type: 'RenewCertificate', ...on, data: { certificate: { ...certificate, expiresOn: day('2029-01-01') } } },
  { type: 'ChangeRange', ...on, data: { matters: ['A07', 'B03'], qualifications: ['GSP'] } },
  {
    type: 'TakeLeave',
    ...on,
    data: { leaveId: 'l', from: day('2026-03-01'), until: day('2026-03-02'), reason: '培训' },
  },
  { type: 'CancelLeave', ...on, data: { leaveId: 'l' } },
  {
    ...{ type: 'DeclareInterest', ...on },
    data: { interestId: 'i', uscc: '91310104MA1X00017M', ground: 'KIN', from: day('2026-01-01'), until: null },
  },
  { type: 'EndInterest', ...on, data: { interestId: 'i', endedOn: day('2026-06-01') } },
  { type: 'SuspendInspector', ...on, data: { reason: '调查' } },
  { type: 'ReinstateInspector', ...on, data: {} },
).events

const plans = decisionsOf(planDecider)(
  planCommand('DraftPlan', { year: 2026, agency: 'A', agencyName: '市监', name: '计划', draftedBy: planner }),
  planCommand('PlanTask', { ...task(), plannedBy: planner }),
  planCommand('PlanTask', { ...task({ taskId: 't2' }), plannedBy: planner }),
  planCommand('DropTask', { taskId: 't2', reason: '合并', droppedBy: planner }),
  planCommand('ApprovePlan', { approvedBy: approver }),
  planCommand('PublishPlan', {}),
  planCommand('BeginRound', { taskId: 't1', drawId: 'd1', reason: null, begunBy: planner }),
).events

const { directories } = round.frozen()
const executed = [
  round.plan(),
  round.command('ResizeDraw', { quotas: round.planData.quotas, loadCap: 9, resizedBy: planner }),
  ...[round.commit(), round.reveal(), round.dice(), round.execute()],
]
const standing = round.given(...executed).state
const run = standing ? redo(standing, directories) : undefined
const pair = run?.result.pairs[0]
const changed = (changeId: string, asked: AskedChange) => [
  round.command('ProposeChange', { changeId, asked, at: round.at.executed, proposedBy: planner }),
  round.command('ApproveChange', { changeId, directories, at: round.at.executed, approvedBy: approver }),
]
const [uscc, removed] = [pair?.uscc ?? '', pair?.inspectors[0] ?? '']
const draws = [
  ...round.given(
    ...executed,
    ...changed('c1', { kind: 'inspector', uscc, agency: 'A', removed, reason: '回避' }),
    ...changed('c2', { kind: 'object', removed: uscc, reason: '迁出' }),
    round.command('PublishBundle', { directories, at: round.at.executed, publishedBy: planner }),
  ).events,
  ...round.given(
    round.plan(),
    round.command('AbandonDraw', { reason: '取消', at: round.at.planned, abandonedBy: planner }),
  ).events,
]

const found = [visit.dispatch(), visit.record({ results: ['8'] }), visit.review()]
const leadId = visit.given(...found).state?.leads[0]?.leadId ?? ''
const visits = [
  ...visit.given(
    ...found,
    visit.command('CloseLead', { leadId, listed: true, note: '已列入', closedBy: planner }),
    ...[visit.file, visit.publish()],
  ).events,
  ...visit.given(
    visit.dispatch(),
    visit.command('ChangeVisitTeam', {
      ...{ agency: 'A', removed: 'I1', added: visit.member(3), reason: '回避', inspectors: visit.inspectors },
    }),
    visit.command('CancelVisit', { reason: '迁出' }),
  ).events,
]

const kept: readonly (readonly [readonly string[], readonly DomainEvent[]])[] = [
  [itemCodec.types, items],
  [inspectorCodec.types, inspectors],
  [planCodec.types, plans],
  [drawCodec.types, draws],
  [visitCodec.types, visits],
]

describe('a fact once stored is read for ever:', () => {
  for (const [types, events] of kept)
    for (const type of types)
      test(type, () => {
        const event = events.find((one) => one.type === type)
        const file = fileURLToPath(new URL(`../../golden/events/${type}.v1.json`, import.meta.url))
        if (process.env.UPDATE_GOLDEN && event) writeFileSync(file, `${JSON.stringify(event, null, 2)}\n`)
        expect(canonicalJson(event as unknown as Json)).toBe(canonicalJson(JSON.parse(readFileSync(file, 'utf8'))))
      })
})
