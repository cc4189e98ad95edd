import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decider } from '../../kernel/decider.ts'
import { Forbidden } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { EnterpriseFile } from '../../enterprise/file.ts'
import { clockFactsOf } from '../file/clock-facts.ts'
import type { ClockRecord } from '../started.ts'
import type { MatterCommand, OpenMatter, TakeMatterStep, VoidMatter } from './commands.ts'
import type { MatterEvent, MatterOfficer, MatterOpened, MatterStepTaken, MatterVoided } from './events.ts'
import { matterKindRule, type MatterStep, type MatterStepRule } from './kinds.ts'
import { refuseMatter } from './refusals.ts'

/** A matter with what was done about it so far. */
export type Matter = Readonly<{
  opened: MatterOpened['data']
  taken: readonly MatterStepTaken['data'][]
  closedBy: MatterStep | 'OPENING' | null
  voided: MatterVoided['data'] | null
}>

/** The rules of a matter whose time is counted (时限事项): each step once, in its order, on a day that is past. */
export const matterDecider: Decider<MatterCommand, Matter | undefined, MatterEvent> = {
  initialState: undefined,
  decide(command, matter) {
    if (command.type === 'OpenMatter') return open(command, matter)
    if (matter === undefined) throw refuseMatter('MATTER_UNKNOWN')
    return command.type === 'TakeMatterStep' ? take(command, matter) : strike(command, matter)
  },
  evolve: withMatterEvent,
}

export function withMatterEvent(matter: Matter | undefined, event: MatterEvent): Matter | undefined {
  if (event.type === 'MatterOpened') {
    const closedBy = matterKindRule(event.data.kind).closes ? 'OPENING' : null
    return matter ?? { opened: event.data, taken: [], closedBy, voided: null }
  }
  if (matter === undefined) return matter
  if (event.type === 'MatterVoided') return { ...matter, voided: event.data }
  const rule = matterKindRule(matter.opened.kind).steps[event.data.step]
  const isTaken = (step: MatterStep): boolean => matter.taken.some((one) => one.step === step)
  const closes = rule?.closes === true && rule.closesWith.every(isTaken)
  return { ...matter, taken: [...matter.taken, event.data], closedBy: closes ? event.data.step : matter.closedBy }
}

const isSame = (one: object, other: object): boolean => canonicalJson(one as Json) === canonicalJson(other as Json)

function requireAgency(agency: string | null, by: MatterOfficer, owners: readonly string[]): void {
  if (agency !== null && (agency !== by.agency || !owners.includes(agency)))
    throw new Forbidden('只能办理本机关的事项。')
}

function open({ data, file, agency, today }: OpenMatter, matter: Matter | undefined): readonly MatterEvent[] {
  if (matter) {
    if (isSame(matter.opened, data)) return []
    throw refuseMatter('MATTER_ID_TAKEN')
  }
  requireAgency(agency, data.openedBy, [data.owner.code])
  if (file.entries.size === 0) throw refuseMatter('MATTER_FILE_MISSING')
  const { name: kind, about, handsOver, starts } = matterKindRule(data.kind)
  const { record } = data
  if (about === null && record !== null) throw refuseMatter('MATTER_RECORD_UNNEEDED', { kind })
  if (about !== null) {
    if (record === null || !about.includes(record.section))
      throw refuseMatter('MATTER_RECORD_NEEDED', { kind, sections: about.join('、') })
    if (!file.records.has(`${record.section}/${record.recordId}`))
      throw refuseMatter('MATTER_RECORD_UNKNOWN', { recordId: record.recordId })
  }
  if (data.summary.trim() === '') throw refuseMatter('MATTER_SUMMARY_MISSING')
  requirePast(data.openedOn, today)
  if (handsOver && data.to === null) throw refuseMatter('MATTER_RECEIVER_MISSING', { step: kind })
  if (!handsOver && data.to !== null) throw refuseMatter('MATTER_RECEIVER_UNNEEDED', { kind })
  if (starts.includes('DECISION_KNOWN')) requireDecided(data, file)
  return [{ type: 'MatterOpened', data }]
}

/** Nothing is served that was not decided, nor before it was. */
function requireDecided({ record, openedOn }: MatterOpened['data'], file: EnterpriseFile): void {
  const isOfRecord = (other: ClockRecord): boolean =>
    other.section === record?.section && other.recordId === record.recordId
  const decided = clockFactsOf(file, openedOn).started.filter(
    (one) => one.kind === 'DECISION_KNOWN' && isOfRecord(one.record),
  )
  const [first] = decided.map(({ day }) => day).toSorted()
  if (first === undefined) throw refuseMatter('MATTER_NO_DECISION', { recordId: record?.recordId ?? '' })
  if (openedOn < first) throw refuseMatter('MATTER_BEFORE_DECISION', { day: openedOn, decidedOn: first })
}

function requirePast(day: PlainDate, today: PlainDate): void {
  if (day > today) throw refuseMatter('MATTER_DAY_IN_FUTURE', { day, today })
}

function take({ data, agency, today }: TakeMatterStep, matter: Matter): readonly MatterEvent[] {
  const { opened, taken, voided, closedBy } = matter
  const { name: kind, steps } = matterKindRule(opened.kind)
  requireAgency(agency, data.takenBy, ownersOf(matter))
  const before = taken.find(({ step }) => step === data.step)
  if (before && isSame(before, data)) return []
  if (voided) throw refuseMatter('MATTER_VOIDED')
  const rule = steps[data.step]
  if (rule === undefined) throw refuseMatter('MATTER_STEP_UNKNOWN', { kind })
  const { name: step, after, notAfter, handsOver } = rule
  if (before) throw refuseMatter('MATTER_STEP_TAKEN', { step, takenOn: before.takenOn })
  if (closedBy !== null)
    throw refuseMatter('MATTER_CLOSED', { step: closedBy === 'OPENING' ? '登记' : (steps[closedBy]?.name ?? closedBy) })
  const against = taken.find((one) => notAfter.includes(one.step))
  if (against) throw refuseMatter('MATTER_STEP_EXCLUDED', { step, before: namesOf([against.step], steps) })
  if (after.length > 0 && !taken.some((one) => after.includes(one.step)))
    throw refuseMatter('MATTER_STEP_OUT_OF_ORDER', { step, after: namesOf(after, steps) })
  if (handsOver && data.to === null) throw refuseMatter('MATTER_RECEIVER_MISSING', { step })
  requirePast(data.takenOn, today)
  const last = taken.at(-1)?.takenOn ?? opened.openedOn
  if (data.takenOn < last) throw refuseMatter('MATTER_DAYS_OUT_OF_ORDER', { day: data.takenOn, before: last })
  return [{ type: 'MatterStepTaken', data }]
}

const namesOf = (after: readonly MatterStep[], steps: Readonly<Partial<Record<MatterStep, MatterStepRule>>>): string =>
  after.map((one) => steps[one]?.name ?? one).join('、')

/** Whoever opened it, and whoever it was handed over to. */
const ownersOf = ({ opened, taken }: Matter): readonly string[] => [
  ...[opened, ...taken].flatMap(({ to }) => (to ? [to.code] : [])),
  opened.owner.code,
]

function strike({ data, agency, today }: VoidMatter, matter: Matter): readonly MatterEvent[] {
  requireAgency(agency, data.voidedBy, [matter.opened.owner.code])
  if (matter.voided) return []
  if (data.reason.trim() === '') throw refuseMatter('MATTER_REASON_MISSING')
  return [{ type: 'MatterVoided', data: { ...data, voidedOn: today } }]
}
