import type { PlanCommand } from '../../domain/draw/plan/commands.ts'
import type { Task } from '../../domain/draw/plan/events.ts'
import type { ObjectRow, Scope } from '../../domain/draw/plan/scope.ts'
import { type PlainDate, plainDate } from '../../domain/kernel/plain-date.ts'

export const planner = { agency: 'A', officer: 'organiser' }
export const approver = { agency: 'A', officer: 'head' }

export const anyone: Scope = {
  ...{
    statuses: [],
    subjectClasses: [],
    streets: [],
    industries: [],
    licences: [],
    tags: [],
    classes: [],
    libraries: [],
  },
}

/** An undirected task of the year's plan; what a test is about it says itself. */
export const task = (over: Partial<Task> = {}): Task => ({
  ...{
    taskId: 't1',
    number: '徐市监抽查〔2026〕1号',
    name: '公示信息抽查',
    kind: 'UNDIRECTED',
    origin: 'ANNUAL',
    reason: null,
  },
  ...{
    matters: ['A07'],
    scope: anyone,
    teams: [{ agency: 'A', agencyName: '市监', inspectors: 2 }],
    stratifyBy: [],
    quotas: [],
  },
  ...{ limits: { minimumGapDays: null, yearlyMax: null }, loadCap: 20 },
  caps: { perDay: null, perWeek: null, perMonth: null, perYear: null },
  ...{ from: plainDate('2026-04-01'), until: plainDate('2026-12-31') },
  ...over,
})

export const planCommand = <T extends PlanCommand['type']>(
  type: T,
  data: Extract<PlanCommand, { type: T }>['data'],
  agency: string | null = 'A',
  today: PlainDate = plainDate('2026-03-02'),
): PlanCommand => ({ type, data, today, agency }) as PlanCommand

/** An enterprise as the draw looks at it. */
export const objectRow = (uscc: string, over: Partial<ObjectRow> = {}): ObjectRow => ({
  ...{ uscc, name: uscc, subjectClass: 'ENTERPRISE', status: 'ACTIVE', street: '天平路街道', industry: 'H6210' },
  ...{ licences: [], tags: [], creditClass: 'B', visits: [] },
  ...over,
})
