import { calendarOn } from '../../domain/clocks/calendars.ts'
import type { Authority } from '../../domain/enterprise/parties.ts'
import { Forbidden } from '../../domain/kernel/errors.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Calendar } from '../../domain/kernel/working-days.ts'
import type { ListOfficer } from '../../domain/lists/officer.ts'
import type { Context as CommandContext } from '../../domain/store/command.ts'
import type { Context } from '../context.ts'
import type { LiveEvents } from '../live.ts'
import type { ListWorld } from '../system/listing/reading.ts'

export { findCase, getCase, readCatalogue, readFile, worldFor } from '../system/listing/reading.ts'

/** What the lists' resolvers work with. */
export type ListServices = ListWorld & Readonly<{ newId: () => string; live: LiveEvents }>

export type Ctx = Context<ListServices>

/** The calendar as it is known today. */
export const calendarToday = ({ services, clock }: Readonly<{ services: ListWorld; clock: () => Date }>): Calendar =>
  calendarOn(services.calendars.book().history, dayInChina(clock()))

/** An officer at work: for which agency, on which day, and what their commands carry. */
export type Acting = Readonly<{
  today: PlainDate
  agency: string | null // null for the administrator, who may act for any.
  authority: Authority
  officer: ListOfficer
  context: CommandContext
}>

export function acting({ viewer, clock, correlationId, services }: Context<Pick<ListServices, 'newId'>>): Acting {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const { code, name } = viewer.agency
  return {
    ...{ today: dayInChina(clock()), authority: viewer.agency },
    agency: viewer.roles.includes('ADMINISTRATOR') ? null : code,
    officer: { agency: code, officer: viewer.officer },
    context: {
      ...{ clock, newId: services.newId, correlationId },
      actor: { agency: code, officer: viewer.officer, role: viewer.roles.join(',') },
      source: { agency: code, agencyName: name },
    },
  }
}
