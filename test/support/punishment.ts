import type { AgencyDirectory } from '../../domain/punishment/case/draft.ts'
import type { CaseCommand } from '../../domain/punishment/case/commands.ts'
import { caseDecider } from '../../domain/punishment/case/decider.ts'
import type { CaseLine, FallenLine } from '../../domain/punishment/case/events.ts'
import type { DirectoryAgency } from '../../domain/punishment/case/executors.ts'
import { shippedEdition } from '../../domain/punishment/measures/shipped-edition.ts'
import { officialCalendar } from '../../domain/kernel/calendar.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { decisionsOf } from './decisions.ts'
import { day } from './given.ts'
import { agency as market } from './wishes.ts'

export const given = decisionsOf(caseDecider)
export const onDay = day('2026-03-02')
export const finance = { code: 'FIN', name: '财政局' }
export const housing = { code: 'HOU', name: '建管委' }
export const creditOffice = { code: 'CRE', name: '信用办' }

export const system = { agency: 'system', officer: 'draft-a-case' }
export const of = (agency: string, officer: string) => ({ agency, officer })
export const passer = of(market.code, 'passer')
export const releaser = of(market.code, 'releaser')

export const directory: AgencyDirectory = {
  agencies: [
    { agency: market, kinds: ['MARKET_REGULATION'] },
    { agency: finance, kinds: ['FINANCE'] },
    { agency: housing, kinds: ['HOUSING_CONSTRUCTION'] },
    { agency: creditOffice, kinds: ['CREDIT_OFFICE', 'DEVELOPMENT_REFORM'] },
  ],
  coordinator: creditOffice,
}

type DataOf<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>['data']
export const command = <T extends CaseCommand['type']>(type: T, data: DataOf<T>, on: PlainDate = onDay): CaseCommand =>
  ({ type, data, today: on, agency: null }) as unknown as CaseCommand

export const line = (n: number): CaseLine => ({
  ...{ lineId: `L${n}`, uscc: `uscc${n}`, name: `样例${n}公司`, listingId: `list${n}`, eventId: `event${n}` },
  ...{ termUntil: day('2029-02-28'), persons: [{ personId: `person${n}`, keyId: `key${n}` }] },
})
export const lines = (count: number, from = 0): CaseLine[] =>
  Array.from({ length: count }, (_, place) => line(from + place))

export const drafting: DataOf<'DraftCase'> = {
  ...{ caseId: 'C1', requesting: market, requestingKinds: ['MARKET_REGULATION'], listType: 'SERIOUS_VIOLATION' },
  ...{ groundCode: 'SV5', decisionNumber: '严入1号', decidedOn: day('2026-03-01'), edition: shippedEdition },
  executors: [
    { agency: finance, rules: ['N-ENTRY-SERIOUS', 'N-FUNDS-SERIOUS'] },
    { agency: housing, rules: ['N-ENTRY-SERIOUS'] },
  ],
  ...{ onBehalfOf: null, rules: [], unasked: [], missing: [], linesExpected: 2, lines: lines(2), by: system },
}
export const draft = (over: Partial<DataOf<'DraftCase'>> = {}) => command('DraftCase', { ...drafting, ...over })
/** Who has orders where nothing else is said: a finance bureau, and who keeps construction. */
export const executing: readonly DirectoryAgency[] = directory.agencies.slice(1, 3)
export const pass = (by = passer, on?: PlainDate, agencies = executing) =>
  command('PassCase', { by, opinion: null, edition: shippedEdition, agencies, calendar: officialCalendar }, on)

type Where = Readonly<{ agency?: string; lineIds?: readonly string[] | null; officer?: string; on?: PlainDate }>
const where = ({ agency = finance.code, lineIds = null, officer = 'doer' }: Where, by = of(agency, officer)) => ({
  ...{ agency, lineIds, by },
})
export const accept = (at: Where = {}) => command('AcceptOrder', where(at), at.on)
export const object = (at: Where = {}, reason = '不属本机关职责') =>
  command('ObjectToOrder', { ...where(at), reason }, at.on)
export const answer = (upheld: boolean, at: Where = {}) =>
  command('AnswerObjection', { ...where(at, passer), upheld, reason: '经核实' }, at.on)
export const execute = (at: Where = {}, content = '已列入限制名单') =>
  command('ExecuteOrder', { ...where(at), content }, at.on)
export const confirm = (at: Where = {}) => command('ConfirmRelease', { ...where(at), note: null }, at.on)
export const fallen = (lineId: string): FallenLine => ({
  ...{ lineId, reason: 'EARLY_EXIT', fellOn: day('2026-03-01'), eventIds: [`exit-${lineId}`] },
})
export const release = (
  lineIds: readonly string[] = ['L0', 'L1'],
  agencies: readonly string[] | null = null,
  by = releaser,
  on?: PlainDate,
) => command('ReleaseLines', { lines: lineIds.map(fallen), agencies, calendar: officialCalendar, by }, on)

export const sendBack = (requestId = 'R1', reason = '依据不清', by = passer) =>
  command('ReturnCase', { by, requestId, reason })
export const again = (requestId = 'R2', note = '已补正', by = of(market.code, 'drafter')) =>
  command('ResubmitCase', { by, requestId, note })
export const withdraw = (reason = '列入另行处理', by = of(market.code, 'drafter')) =>
  command('WithdrawCase', { by, reason })

export const copying: DataOf<'SendCopy'> = {
  ...{ copyId: 'K1', number: '抄告〔2026〕1号', from: market.code, to: [finance, housing], matter: '虚假材料' },
  ...{ content: '请核查', evidence: [{ name: '检查笔录.pdf', sha256: 'a'.repeat(64) }], feedbackNeeded: true },
  agencies: directory.agencies,
  by: of(market.code, 'writer'),
}
export const send = (over: Partial<DataOf<'SendCopy'>> = {}) => command('SendCopy', { ...copying, ...over })
export const receive = (agency = finance.code, feedback: string | null = '已核查') =>
  command('ReceiveCopy', { copyId: 'K1', agency, feedback, by: of(agency, 'clerk') })
