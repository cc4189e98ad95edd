import type { PlainDate } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { RegistrationEvent, RegistrationStatus } from './events.ts'

/** A state that the registration was changed to (登记状态), and its days: from `since` on, until before `until`. */
export type RegistrationState = Readonly<{
  status: RegistrationStatus
  since: PlainDate
  until: PlainDate | null // null while nothing followed it.
  eventId: string
}>

/** The states of a registration after its first, in legal order; one that lasted no day is left out. */
export function registrationStates(facts: readonly SectionFact<RegistrationEvent>[]): readonly RegistrationState[] {
  const changes = originFirst(facts, 'EnterpriseRegistered', 'FileOpened').flatMap((fact) =>
    fact.type === 'RegistrationStatusChanged' ? [fact] : [],
  )
  return changes
    .map(({ id, data }, place) => ({
      ...{ status: data.to, since: data.changedOn, until: changes[place + 1]?.data.changedOn ?? null, eventId: id },
    }))
    .filter(({ since, until }) => until === null || since < until)
}
