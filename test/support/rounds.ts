import type { DirectoryBytes } from '../../domain/draw/directories.ts'
import { encodeUtf8 } from '../../domain/draw/bytes.ts'
import { itemDecider } from '../../domain/draw/items/decider.ts'
import { objectDirectory } from '../../domain/draw/plan/gather.ts'
import type { DrawCommand } from '../../domain/draw/round/commands.ts'
import { drawDecider } from '../../domain/draw/round/decider.ts'
import { inspectorDirectory } from '../../domain/draw/round/inspector-directory.ts'
import { revealCommitment } from '../../domain/draw/seed.ts'
import type { Inspector } from '../../domain/inspectors/inspector.ts'
import { plainDate } from '../../domain/kernel/plain-date.ts'
import { decisionsOf, stateAfter } from './decisions.ts'
import { anyone, approver, objectRow, planner, task } from './plans.ts'

export const decider = drawDecider(() => true)
export const given = decisionsOf(decider)

export const party = '区市场监管局'
export const secret = '0123456789abcdef0123456789abcdef'
export const day = plainDate('2026-05-06')
export const revealUntil = '2026-05-05T08:00:00.000Z'

/** Instants in the life of a draw. */
export const at = {
  planned: '2026-05-01T01:00:00.000Z',
  committed: '2026-05-04T01:00:00.000Z',
  reveal: '2026-05-04T02:00:00.000Z',
  late: '2026-05-05T08:00:00.001Z',
  held: '2026-05-05T13:15:00.000Z',
  dice: '2026-05-05T13:30:00.000Z',
  executed: '2026-05-06T01:00:00.000Z',
} as const

export const inspector = (n: number, over: Partial<Inspector> = {}): Inspector => ({
  ...{ inspectorId: `I${n}`, account: `officer${n}`, agency: 'A', matters: ['A07'], qualifications: [], leaves: [] },
  ...{
    certificate: { number: `证${n}`, issuer: '市政府', expiresOn: plainDate('2027-01-01') },
    interests: [],
    suspensions: [],
  },
  ...over,
})
export const officers = (count: number): Inspector[] => Array.from({ length: count }, (_, n) => inspector(n + 1))

const published = itemDecider.decide(
  {
    ...{ type: 'PublishItem', today: plainDate('2026-01-05'), agency: null },
    data: {
      ...{
        code: 'A07',
        name: '公示信息抽查',
        basis: '条例',
        subject: '市监',
        objectKinds: ['ENTERPRISE'],
        ratio: null,
      },
      ...{ frequencyPerYear: null, methods: ['1'], specialPosts: [], libraries: [], publishedBy: planner },
      ...{ effectiveFrom: plainDate('2026-02-01'), effectiveUntil: null },
    },
  },
  itemDecider.initialState,
)
export const catalogue = stateAfter(itemDecider, published)

const usccOf = (n: number) => `91310104MA${String(n * 7919).padStart(8, '0')}`
export const usccs = Array.from({ length: 10 }, (_, n) => usccOf(n + 1))

export function frozen(inspectors: readonly Inspector[] = officers(6), agencies: readonly string[] = ['A']) {
  const { limits, caps } = task()
  const rule = { scope: anyone, libraries: [], limits, caps, stratifyBy: [], salt: 's', day }
  const gathered = objectDirectory(
    usccs.map((uscc) => objectRow(uscc)),
    rule,
  )
  const sent = inspectorDirectory(
    inspectors,
    () => ({ matters: ['A07'], qualifications: [] }),
    agencies,
    day,
    gathered.objects,
  )
  const directories: DirectoryBytes = {
    ...{ 'objects.tsv': gathered.objects, 'inspectors.tsv': sent.inspectors, 'conflicts.tsv': sent.conflicts },
  }
  return { directories, basis: gathered.basis, strata: gathered.strata, barred: sent.barred }
}

export const command = <T extends DrawCommand['type']>(
  type: T,
  data: Extract<DrawCommand, { type: T }>['data'],
  agency: string | null = 'A',
): DrawCommand => ({ type, data, today: plainDate('2026-05-04'), agency }) as DrawCommand

type DataOf<T extends DrawCommand['type']> = Extract<DrawCommand, { type: T }>['data']

export const planData: DataOf<'PlanDraw'> = {
  ...{ drawId: '01KE8X3V6N2Q4R5S6T7V8W9XYZ', planId: '2026-A', taskId: 't1', taskNumber: '1号', name: '公示信息抽查' },
  ...{ agency: 'A', day, matters: ['A07'], teams: [{ agency: 'A', inspectors: 2 }], loadCap: 10, salt: 's' },
  quotas: [{ creditClass: 'ANY', ratio: null, count: 3 }],
  entropy: [
    { name: party, kind: 'reveal', commitment: revealCommitment(party, secret) },
    { name: '摇号', kind: 'dice', source: '福利彩票双色球2026051期' },
  ],
  ...{ revealUntil, plannedBy: planner, at: at.planned },
}
export const plan = (over: Partial<DataOf<'PlanDraw'>> = {}) => command('PlanDraw', { ...planData, ...over })
export const commit = (over: Partial<DataOf<'CommitDraw'>> = {}) => {
  const { directories, basis, strata } = frozen()
  return command('CommitDraw', {
    ...{ directories, basis, strata, catalogue, inspectors: officers(6), ruleSets: { recusal: 1 }, position: null },
    ...{ at: at.committed, approvedBy: approver, ...over },
  })
}
export const reveal = (over: Partial<DataOf<'ReceiveContribution'>> = {}) =>
  command('ReceiveContribution', {
    ...{ name: party, kind: 'reveal', value: secret, heldAt: null, at: at.reveal, receivedFrom: planner, ...over },
  })
export const dice = (over: Partial<DataOf<'ReceiveContribution'>> = {}) =>
  command('ReceiveContribution', {
    ...{
      name: '摇号',
      kind: 'dice',
      value: '02071118263109',
      heldAt: at.held,
      at: at.dice,
      receivedFrom: planner,
      ...over,
    },
  })
export const execute = (over: Partial<DataOf<'ExecuteDraw'>> = {}) =>
  command('ExecuteDraw', {
    executionId: 'x1',
    directories: frozen().directories,
    at: at.executed,
    executedBy: planner,
    ...over,
  })
export const changed = (files: DirectoryBytes): DirectoryBytes => ({
  ...files,
  'objects.tsv': encodeUtf8(`${usccOf(99)}\t全部\n`),
})
