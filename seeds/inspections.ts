import type { System } from '../api/system/open.ts'
import { planDecider, planIdOf, planStream } from '../domain/draw/plan/decider.ts'
import type { Task } from '../domain/draw/plan/events.ts'
import { itemDecider, itemStream } from '../domain/draw/items/decider.ts'
import type { InspectionItem } from '../domain/draw/items/events.ts'
import type { Scope } from '../domain/draw/plan/scope.ts'
import type { Authority } from '../domain/enterprise/parties.ts'
import { inspectorDecider, inspectorStream } from '../domain/inspectors/decider.ts'
import { dayInChina, type PlainDate, plainDate, startOfDay } from '../domain/kernel/plain-date.ts'
import { marketRegulator } from './words.ts'

/** What the sample's random inspections (双随机抽查) come to. */
export type GrownInspections = Readonly<{ items: number; inspectors: number; tasks: number }>

const fireRescue: Authority = { code: '11310104MA1070058C', name: '上海市徐汇区消防救援支队' }

const item = (code: string, name: string, basis: string, more: Partial<InspectionItem> = {}): InspectionItem => ({
  ...{ code, name, basis, subject: marketRegulator.name, objectKinds: ['ENTERPRISE'], ratio: null },
  ...{ frequencyPerYear: 1, methods: ['1'], specialPosts: [], libraries: [] },
  ...{ effectiveFrom: plainDate('2026-02-01'), effectiveUntil: null },
  ...more,
})

const items: readonly InspectionItem[] = [
  item('A01', '登记事项检查', '《中华人民共和国市场主体登记管理条例》第三十八条', {
    objectKinds: ['ENTERPRISE', 'INDIVIDUAL_BUSINESS'],
  }),
  item('A02', '公示信息检查', '《企业信息公示暂行条例》第十四条', { methods: ['1', '2'] }),
  item('A03', '食品经营监督检查', '《中华人民共和国食品安全法》第一百一十条', {
    ...{ objectKinds: ['ENTERPRISE', 'INDIVIDUAL_BUSINESS'], frequencyPerYear: 2, libraries: ['食品经营'] },
  }),
  item('A04', '特种设备使用单位检查', '《中华人民共和国特种设备安全法》第五十七条', {
    specialPosts: ['特种设备安全监察员'],
  }),
  item('A05', '广告行为检查', '《中华人民共和国广告法》第四十九条', { methods: ['1', '2'] }),
  item('F01', '消防监督抽查', '《中华人民共和国消防法》第五十三条', {
    ...{ objectKinds: ['ENTERPRISE', 'INDIVIDUAL_BUSINESS'], subject: fireRescue.name, frequencyPerYear: 2 },
  }),
]

const everybody: Scope = {
  ...{ statuses: ['ACTIVE'], subjectClasses: [], streets: [], industries: [], licences: [], tags: [], classes: [] },
  libraries: [],
}

const task = (n: number, name: string, more: Pick<Task, 'kind' | 'matters' | 'teams'> & Partial<Task>): Task => ({
  ...{
    taskId: `2026-${n}`,
    number: `徐市监抽查〔2026〕${n}号`,
    name,
    origin: 'ANNUAL',
    reason: null,
    scope: everybody,
  },
  ...{ stratifyBy: ['CREDIT_CLASS'], quotas: [], limits: { minimumGapDays: 90, yearlyMax: 2 }, loadCap: 60 },
  ...{ caps: { perDay: 1, perWeek: 1, perMonth: 2, perYear: 4 } },
  ...{ from: plainDate('2026-04-01'), until: plainDate('2026-12-31') },
  ...more,
})

const ourTeam = { agency: marketRegulator.code, agencyName: marketRegulator.name, inspectors: 2 }
const fireTeam = { agency: fireRescue.code, agencyName: fireRescue.name, inspectors: 2, matters: ['F01'] }

const tasks: readonly Task[] = [
  task(1, '企业登记与公示信息不定向抽查', {
    ...{ kind: 'UNDIRECTED', matters: ['A01', 'A02'], teams: [ourTeam] },
    scope: { ...everybody, subjectClasses: ['ENTERPRISE'] },
  }),
  task(2, '餐饮单位食品安全与消防联合抽查', {
    ...{ kind: 'DIRECTED', matters: ['A03', 'F01'], teams: [{ ...ourTeam, matters: ['A03'] }, fireTeam] },
    ...{ scope: { ...everybody, industries: ['62'] }, stratifyBy: ['STREET'] },
    quotas: [{ creditClass: 'ANY', ratio: null, count: 5 }],
  }),
]

/** Accounts that a newcomer can sign in with come first, so that their task boxes fill. */
const accountOf = (agency: Authority, n: number): string =>
  agency === marketRegulator && n === 0 ? 'inspector' : `${agency === marketRegulator ? 'sjj' : 'xf'}-${n + 1}`

const officersOf = [
  { agency: marketRegulator, prefix: 'SJ', count: 90, matters: ['A01', 'A02', 'A03', 'A04', 'A05'] },
  { agency: fireRescue, prefix: 'XF', count: 24, matters: ['F01'] },
] as const

/**
 * The list of items, the directory of inspectors, and the plan of 2026, through the same commands as everybody's: enough
 * to begin a draw. Grown again, it adds nothing.
 */
export async function growInspections(
  { handler, newId }: Pick<System, 'handler' | 'newId'>,
  clock: () => Date,
): Promise<GrownInspections> {
  const planner = { agency: marketRegulator.code, officer: 'sample-planner' }
  const head = { agency: marketRegulator.code, officer: 'sample-head' }
  const today = dayInChina(clock())
  const on = (day: string): PlainDate => (day < today ? plainDate(day) : today)
  const context = (day: PlainDate) => ({
    clock: () => new Date(startOfDay(day).getTime() + 9.5 * 3_600_000),
    newId,
    actor: { ...planner, role: 'SAMPLE' },
    correlationId: 'sample',
    source: { agency: marketRegulator.code, agencyName: marketRegulator.name },
  })
  const meta = { agency: null } as const

  const published = on('2026-01-12')
  const library = { name: '食品经营', industries: ['62', '5225'], licences: ['食品经营许可证'], members: [] }
  await handler.submit(
    itemDecider,
    itemStream,
    { type: 'DefineLibrary', data: { ...library, definedBy: planner }, today: published, ...meta },
    context(published),
  )
  for (const data of items) {
    const command = { type: 'PublishItem', data: { ...data, publishedBy: planner }, today: published, ...meta } as const
    await handler.submit(itemDecider, itemStream, command, context(published))
  }

  let inspectors = 0
  for (const { agency, prefix, count, matters } of officersOf) {
    for (let n = 0; n < count; n++) {
      const inspectorId = `${prefix}${String(n + 1).padStart(4, '0')}`
      const certificate = {
        ...{ number: `沪A${inspectorId}`, issuer: '上海市人民政府' },
        expiresOn: n % 30 === 29 ? plainDate('2026-06-30') : plainDate('2029-12-31'), // Some have run out.
      }
      const qualifications = n % 4 === 0 && agency === marketRegulator ? ['特种设备安全监察员'] : []
      const data = {
        inspectorId,
        account: accountOf(agency, n),
        agency: agency.code,
        certificate,
        matters,
        qualifications,
      }
      const command = { type: 'EnterInspector', data, today: published, ...meta } as const
      await handler.submit(inspectorDecider, inspectorStream(inspectorId), command, context(published))
      inspectors += 1
    }
  }

  const stream = planStream(planIdOf(2026, marketRegulator.code))
  const drafted = on('2026-02-10')
  const plan = { year: 2026, agency: marketRegulator.code, agencyName: marketRegulator.name }
  const draft = { ...plan, name: '2026年度双随机抽查工作计划', draftedBy: planner }
  await handler.submit(
    planDecider,
    stream,
    { type: 'DraftPlan', data: draft, today: drafted, ...meta },
    context(drafted),
  )
  for (const one of tasks) {
    const data = { ...one, plannedBy: planner }
    await handler.submit(planDecider, stream, { type: 'PlanTask', data, today: drafted, ...meta }, context(drafted))
  }
  const approved = on('2026-03-02')
  const approval = { type: 'ApprovePlan', data: { approvedBy: head }, today: approved, ...meta } as const
  await handler.submit(planDecider, stream, approval, context(approved))
  const shown = on('2026-03-16')
  await handler.submit(planDecider, stream, { type: 'PublishPlan', data: {}, today: shown, ...meta }, context(shown))
  return { items: items.length, inspectors, tasks: tasks.length }
}
