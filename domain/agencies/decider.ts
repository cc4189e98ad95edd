import type { Authority } from '../enterprise/parties.ts'
import type { Decider } from '../kernel/decider.ts'
import type { Json } from '../kernel/event.ts'
import { holdsIdentityNumber } from '../kernel/personal-numbers.ts'
import { inspectUscc } from '../kernel/uscc.ts'
import { agencyKinds } from '../punishment/agency-kinds.ts'
import type { AgencyCommand, ChangeAgency, DesignateCoordinator, EnterAgency, RemoveAgency } from './commands.ts'
import type { AgencyEvent, CoordinatorDesignated } from './events.ts'
import { agencyKindsOf } from './kinds.ts'
import { type AgencyEntry, withAgencyEvent } from './entry.ts'
import { markOf } from './mark.ts'
import { refuseAgency } from './refusals.ts'

/** The rules of the directory: nothing is entered twice, and an agency that left may come back. */
export const agencyDecider: Decider<AgencyCommand, AgencyEntry | undefined, AgencyEvent> = {
  initialState: undefined,
  decide(command, known) {
    const events = decide(command, known)
    if (events.some(({ data }) => holdsIdentityNumber(data as unknown as Json)))
      throw refuseAgency('AGENCY_IDENTITY_NUMBER')
    return events
  },
  evolve: withAgencyEvent,
}

function decide(command: AgencyCommand, known: AgencyEntry | undefined): readonly AgencyEvent[] {
  switch (command.type) {
    case 'EnterAgency':
      return enter(command, known)
    case 'ChangeAgency':
      return change(command, known)
    case 'RemoveAgency':
      return remove(command, known)
  }
}

function enter({ data, today, others }: EnterAgency, known: AgencyEntry | undefined): readonly AgencyEvent[] {
  const entry = entryOf(data)
  if (known && known.leftOn === null) {
    if (isSame(known, entry)) return []
    throw refuseAgency('AGENCY_ALREADY_ENTERED', { code: known.agency.code })
  }
  requireOwnMark(entry, others)
  return [{ type: 'AgencyEntered', data: { ...entry, enteredOn: today, enteredBy: data.enteredBy } }]
}

function change({ data, today, others }: ChangeAgency, known: AgencyEntry | undefined): readonly AgencyEvent[] {
  const { code } = data.agency
  if (known === undefined) throw refuseAgency('AGENCY_UNKNOWN', { code })
  if (known.leftOn !== null) throw refuseAgency('AGENCY_LEFT', { code, leftOn: known.leftOn })
  const entry = entryOf(data)
  if (isSame(known, entry)) return []
  const { reason, changedBy } = data
  requireReason(reason)
  requireOwnMark(entry, others)
  return [{ type: 'AgencyChanged', data: { ...entry, reason, changedOn: today, changedBy } }]
}

function remove({ data, today }: RemoveAgency, known: AgencyEntry | undefined): readonly AgencyEvent[] {
  const { code, coordinates, ...left } = data
  if (known === undefined) throw refuseAgency('AGENCY_UNKNOWN', { code })
  if (known.leftOn !== null) return []
  if (coordinates) throw refuseAgency('AGENCY_COORDINATES')
  requireReason(left.reason)
  return [{ type: 'AgencyLeft', data: { ...left, leftOn: today } }]
}

type Said = Pick<AgencyEntry, 'agency' | 'kinds' | 'mark'>

/** Kinds in the order of their vocabulary, each once, so that the same set is always written alike. */
function entryOf({ agency, kinds, mark }: Pick<EnterAgency['data'], 'agency' | 'kinds' | 'mark'>): Said {
  const name = agency.name.trim()
  const code = inspectUscc(agency.code)
  if (code.kind === 'MALFORMED' || !code.outerCheck) throw refuseAgency('AGENCY_CODE_INVALID', { code: agency.code })
  if (name === '') throw refuseAgency('AGENCY_WITHOUT_NAME')
  const wanted = kinds ?? agencyKindsOf(name)
  if (wanted.length === 0) throw refuseAgency('AGENCY_WITHOUT_KIND', { name })
  const signs = mark?.trim() || null
  if (signs !== null && !/^[\u4e00-\u9fff]{2,12}$/.test(signs))
    throw refuseAgency('AGENCY_MARK_INVALID', { mark: signs })
  return { agency: { code: code.code, name }, kinds: agencyKinds.filter((kind) => wanted.includes(kind)), mark: signs }
}

/** A mark is one agency's, whether the directory has it or a name tells it. */
function requireOwnMark({ agency, mark }: Said, others: readonly AgencyEntry[] = []): void {
  if (mark === null) return
  const other = others.find((one) => one.leftOn === null && one.agency.code !== agency.code && markOf(one) === mark)
  if (other) throw refuseAgency('AGENCY_MARK_TAKEN', { mark, name: other.agency.name })
}

const isSame = (known: AgencyEntry, { agency, kinds, mark }: Said): boolean =>
  known.agency.name === agency.name && known.kinds.join() === kinds.join() && known.mark === mark

function requireReason(reason: string): void {
  if (reason.trim() === '') throw refuseAgency('AGENCY_WITHOUT_REASON')
}

/** Which agency asks where a list is decided elsewhere (信用牵头部门): one at a time. */
export const coordinatorDecider: Decider<DesignateCoordinator, Authority | null, CoordinatorDesignated> = {
  initialState: null,
  decide({ data, today }, known) {
    const { agency, kinds, designatedBy } = data
    if (kinds === null) throw refuseAgency('AGENCY_UNKNOWN', { code: agency.code })
    if (known?.code === agency.code) return []
    if (!kinds.includes('CREDIT_OFFICE')) throw refuseAgency('COORDINATOR_WITHOUT_DUTY')
    return [{ type: 'CoordinatorDesignated', data: { agency, designatedOn: today, designatedBy } }]
  },
  evolve: (_before, { data }) => data.agency,
}
