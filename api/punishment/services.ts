import { fileOf, type EnterpriseFile } from '../../domain/enterprise/file.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { calendarOn } from '../../domain/clocks/calendars.ts'
import { Forbidden, NotFound } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { Calendar } from '../../domain/kernel/working-days.ts'
import { caseOf, type PunishmentCase } from '../../domain/punishment/case/case.ts'
import { caseStream } from '../../domain/punishment/case/codec.ts'
import type { CaseCommand } from '../../domain/punishment/case/commands.ts'
import { caseDecider } from '../../domain/punishment/case/decider.ts'
import type { CaseEvent } from '../../domain/punishment/case/events.ts'
import { isFull } from '../../domain/punishment/case/orders.ts'
import { isPerson } from '../../domain/punishment/case/roles.ts'
import type { PunishmentOfficer } from '../../domain/punishment/officer.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { may } from '../auth/viewer.ts'
import type { AgencyServices } from '../agencies/services.ts'
import type { ClockServices } from '../clocks/services.ts'
import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import type { PersonServices } from '../person/services.ts'
import type { WindowServices } from '../window/services.ts'

/** What the resolvers of joint punishment work with. */
export type PunishmentServices = EnterpriseServices & AgencyServices & ClockServices & PersonServices & WindowServices

export type Ctx = Context<PunishmentServices>

/** An officer at work: for which agency, on which day. */
export type Acting = Readonly<{ today: PlainDate; agency: string; officer: PunishmentOfficer; calendar: Calendar }>

export function acting({ viewer, clock, services }: Ctx): Acting {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const { code } = viewer.agency
  const today = dayInChina(clock())
  const calendar = calendarOn(services.calendars.book().history, today)
  return { today, agency: code, officer: { agency: code, officer: viewer.officer }, calendar }
}

/** Whose cases the viewer may see: those of their own agency, or (null) all. */
export function seenAgency({ viewer }: Pick<Ctx, 'viewer'>): string | null {
  if (may(viewer, 'punishment:read-any')) return null
  return viewer.kind === 'OFFICER' ? viewer.agency.code : ''
}

export async function findCase({ store }: Pick<Ctx['services'], 'store'>, caseId: string) {
  const events: RecordedEvent<CaseEvent>[] = []
  for await (const event of store.readStream(caseStream(caseId))) events.push(event as RecordedEvent<CaseEvent>)
  return caseOf(events)
}

/** The case, where the viewer's agency asked for it or has to carry it out; to others there is none. */
export async function getCase(ctx: Ctx, caseId: string): Promise<PunishmentCase> {
  const known = await findCase(ctx.services, caseId)
  const own = seenAgency(ctx)
  if (known === undefined || !isOf(known, own)) throw new NotFound('没有这件联合惩戒。')
  return known
}

/** Executors and receivers of letters see a case once it was passed. */
export function isOf({ drafted, orders, copies }: PunishmentCase, agency: string | null): boolean {
  if (agency === null || drafted.requesting.code === agency || orders.has(agency)) return true
  return [...copies.values()].some(({ to }) => to.some(({ code }) => code === agency))
}

type Wish = { [T in CaseCommand['type']]: Pick<Extract<CaseCommand, { type: T }>, 'type' | 'data'> }

/** Carries a command out and answers with the case as it then stands; in the system's name where it says so. */
export async function submit(ctx: Ctx, caseId: string, wish: Wish[CaseCommand['type']]): Promise<PunishmentCase> {
  const { viewer, clock, correlationId, services } = ctx
  const { today, agency } = acting(ctx)
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const { by } = wish.data
  const isOwn = isPerson(by)
  const command = { ...wish, today, agency: isOwn ? agency : null } as CaseCommand
  const officer = { agency, officer: viewer.officer, role: viewer.roles.join(',') }
  const context = {
    ...{ clock, newId: services.newId, correlationId },
    actor: isOwn ? officer : { ...by, role: 'system' },
    ...(isOwn && { source: { agency, agencyName: viewer.agency.name } }),
  }
  for (let isDone = false; !isDone;) {
    const { events } = await services.handler.submit(caseDecider, caseStream(caseId), command, context)
    isDone = !events.some((event) => isFull(event as CaseEvent))
  }
  return getCase(ctx, caseId)
}

const filesPerRead = 200

/** The files of some enterprises as the log has them. */
export async function readFiles(store: EventStore, usccs: readonly string[]): Promise<Map<string, EnterpriseFile>> {
  const distinct = [...new Set(usccs)]
  const files = new Map<string, EnterpriseFile>()
  for (let from = 0; from < distinct.length; from += filesPerRead) {
    const some = distinct.slice(from, from + filesPerRead)
    const read = await store.readStreams(some.map((uscc) => enterpriseStream(uscc as Uscc)))
    for (const uscc of some) {
      const facts = read.get(enterpriseStream(uscc as Uscc))
      if (facts) files.set(uscc, fileOf(facts as unknown as readonly FileFact[]))
    }
  }
  return files
}
