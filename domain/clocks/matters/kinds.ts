import type { EndKind, StartKind } from '../started.ts'

/** What a step of a matter does to the clocks: which it ends, and which it starts for whom. */
export type MatterStepRule = Readonly<{
  name: string
  after: readonly MatterStep[] // One of these was taken before; with none, the opening is enough.
  notAfter: readonly MatterStep[] // None of these was: each of them says otherwise.
  ends: readonly EndKind[]
  starts: readonly StartKind[]
  handsOver: boolean // The clocks that it starts are another agency's, which has to be named.
  closes: boolean // Nothing follows.
  closesWith: readonly MatterStep[] // Once these are taken as well: their clocks still run.
}>

export const matterSteps = [
  ...(['MARK', 'FORWARD', 'ACCEPT', 'REFUSE', 'DECIDE', 'SYNC', 'CLAIM', 'ANSWER', 'APPROVE', 'DECLINE'] as const),
  ...(['MOVE', 'POLICE_DECIDE', 'PUBLISH', 'REVIEW', 'SUE', 'PUSH', 'WITHDRAW', 'RETURN'] as const),
] as const
export type MatterStep = (typeof matterSteps)[number]

/** A kind of matter (事项) with its clocks. */
export type MatterKindRule = Readonly<{
  name: string
  starts: readonly StartKind[]
  ends: readonly EndKind[]
  handsOver: boolean // It is sent to another agency with its opening, whose time runs first.
  closes: boolean // Its opening is all there is to it.
  about: readonly string[] | null // Sections of the file of which it concerns a record; null where it concerns none.
  steps: Readonly<Partial<Record<MatterStep, MatterStepRule>>>
}>

const step = (name: string, rule: Partial<MatterStepRule> = {}): MatterStepRule => ({
  ...{ name, after: [], notAfter: [], ends: [], starts: [], handsOver: false, closes: false, closesWith: [] },
  ...rule,
})
const own = { handsOver: false, closes: false } as const
const withdraw = step('申请撤回', { notAfter: ['DECIDE'], ends: ['ABANDONED'], closes: true })
const sync = step('共享修复结果', { after: ['DECIDE'], ends: ['REPAIR_SYNCED'], closes: true })
/** The mark is owed whoever decides first; a matter is closed when both are done. */
const mark = step('标注', { ends: ['OBJECTION_MARKED'], closes: true, closesWith: ['DECIDE'] })
const decideObjection = { ends: ['OBJECTION_DECIDED'], closes: true, closesWith: ['MARK'] } as const
const decline = { notAfter: ['DECIDE'], ends: ['REPAIR_CLOSED', 'ABANDONED'], closes: true } as const
const published = ['LICENCE', 'PENALTY', 'LISTING', 'INSPECTION'] as const

/**
 * Matters whose clocks run before or beside the file (domain sheet §4.6), each with its steps in order: objections,
 * repairs, pushes of registrations, doubtful information, transfers of crimes, service of decisions, cross-province penalties.
 */
export const matterKinds = {
  OBJECTION: {
    ...{ name: '异议（中心处理）', starts: ['OBJECTION_RECEIVED'], ends: ['OBJECTED'], about: published },
    ...own,
    steps: {
      ...{ MARK: mark, WITHDRAW: withdraw },
      DECIDE: step('作出处理并告知', decideObjection),
    },
  },
  OBJECTION_FOR_PROVIDER: {
    ...{ name: '异议（转信息提供单位）', starts: ['OBJECTION_FOR_PROVIDER'], ends: ['OBJECTED'], about: published },
    ...own,
    steps: {
      ...{ MARK: mark, WITHDRAW: withdraw },
      FORWARD: step('转交', { ends: ['OBJECTION_PASSED_ON'], starts: ['OBJECTION_FORWARDED'], handsOver: true }),
      DECIDE: step('作出处理并告知', { ...decideObjection, after: ['FORWARD'] }),
    },
  },
  REPAIR: {
    ...{ name: '信用修复', starts: ['REPAIR_APPLIED'], ends: [], about: ['PENALTY', 'LISTING'] },
    ...own,
    steps: {
      ACCEPT: step('受理', { ends: ['REPAIR_ANSWERED'], starts: ['REPAIR_ACCEPTED'] }),
      REFUSE: step('不予受理', { notAfter: ['ACCEPT'], ends: ['REPAIR_ANSWERED', 'ABANDONED'], closes: true }),
      DECIDE: step('准予修复', { after: ['ACCEPT'], ends: ['REPAIR_CLOSED'], starts: ['REPAIR_DECIDED'] }),
      DECLINE: step('不予修复', { ...decline, after: ['ACCEPT'] }),
      ...{ SYNC: sync, WITHDRAW: withdraw },
    },
  },
  CREDIT_CHINA_REPAIR: {
    ...{ name: '“信用中国”信用修复', starts: ['CREDIT_CHINA_APPLIED'], ends: [], about: ['PENALTY', 'LISTING'] },
    ...own,
    steps: {
      DECIDE: step('准予修复', { ends: ['REPAIR_CLOSED'], starts: ['REPAIR_DECIDED'] }),
      DECLINE: step('不予修复', decline),
      ...{ SYNC: sync, WITHDRAW: withdraw },
    },
  },
  DUAL_NOTICE: {
    ...{ name: '双告知', starts: ['REGISTRATION_PUSHED'], ends: [], about: null },
    ...{ handsOver: true, closes: false },
    steps: {
      CLAIM: step('认领', { ends: ['CLAIMED'], closes: true }),
      RETURN: step('回退', { ends: ['ABANDONED'], closes: true }), // Sent to the wrong one: it is pushed again, as another.
    },
  },
  INFORMATION_QUERY: {
    ...{ name: '公示信息查询', starts: ['INFORMATION_DOUBTED'], ends: [], about: null },
    ...own,
    steps: { ANSWER: step('答复', { ends: ['ANSWERED'], closes: true }), WITHDRAW: withdraw },
  },
  CRIME_TRANSFER: {
    ...{ name: '涉嫌犯罪案件移送', starts: ['CRIME_REPORTED'], ends: [], about: null },
    ...own,
    steps: {
      APPROVE: step('批准移送', { ends: ['TRANSFER_SETTLED'], starts: ['TRANSFER_APPROVED'] }),
      REFUSE: step('不批准移送', { notAfter: ['APPROVE'], ends: ['TRANSFER_SETTLED', 'ABANDONED'], closes: true }),
      MOVE: step('移送', {
        ...{ after: ['APPROVE'], ends: ['TRANSFERRED'], starts: ['TRANSFER_RECEIVED'], handsOver: true },
      }),
      POLICE_DECIDE: step('公安机关作出立案决定', { after: ['MOVE'], ends: ['POLICE_DECIDED'], closes: true }),
    },
  },
  PENALTY_FROM_ELSEWHERE: {
    ...{ name: '外省推送的处罚信息', starts: ['SAMR_PENALTY_RECEIVED'], ends: [], about: null },
    ...own,
    steps: { PUBLISH: step('公示', { ends: ['PUBLISHED'], closes: true }) },
  },
  PENALTY_PUSH: {
    ...{ name: '处罚信息跨省推送', starts: [], ends: ['PUSHED'], about: ['PENALTY'], steps: {} },
    ...{ handsOver: false, closes: true },
  },
  SERVICE: {
    ...{ name: '决定送达', starts: ['DECISION_KNOWN'], ends: [], about: ['PENALTY', 'LISTING', 'LICENCE'] },
    ...own,
    steps: {
      REVIEW: step('申请行政复议', { notAfter: ['SUE'], ends: ['REVIEW_APPLIED'] }),
      SUE: step('提起行政诉讼', { ends: ['SUED'], closes: true }),
    },
  },
} as const satisfies Readonly<Record<string, MatterKindRule>>

export type MatterKind = keyof typeof matterKinds
export const matterKindRule = (kind: MatterKind): MatterKindRule => matterKinds[kind]

/** What is said of the record in the file itself, and not of the matter. */
export const ofRecord: ReadonlySet<StartKind | EndKind> = new Set<StartKind | EndKind>([
  ...(['OBJECTED', 'PUSHED', 'DECISION_KNOWN', 'REVIEW_APPLIED', 'SUED'] as const),
])
