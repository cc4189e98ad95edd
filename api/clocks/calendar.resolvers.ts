import { calendarStream } from '../../domain/clocks/catalogue/codec.ts'
import type { CalendarCommand, EnterCalendarYear } from '../../domain/clocks/catalogue/commands.ts'
import { calendarDecider } from '../../domain/clocks/catalogue/decider.ts'
import type { CalendarOfficer } from '../../domain/clocks/catalogue/events.ts'
import { type CalendarEntry, latestCalendar } from '../../domain/clocks/catalogue/state.ts'
import { Forbidden, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { Ctx } from './services.ts'

function calendarYear(_root: unknown, { year }: { year: number }, { services }: Ctx) {
  const known = latestCalendar(services.calendars.book().catalogue)[year]
  return known === undefined ? null : { year, holidays: known.off, workingWeekends: known.work }
}

const calendarEntries = (_root: unknown, _args: object, { services }: Ctx): readonly CalendarEntry[] => [
  ...services.calendars.book().catalogue.entries.values(),
]

type Input = Omit<EnterCalendarYear['data'], 'entryId' | 'enteredBy' | 'reason'> & {
  requestId: string
  reason?: string | null
}

const enterCalendarYear = (_root: unknown, { input }: { input: Input }, ctx: Ctx) => {
  const { requestId, reason = null, ...notice } = input
  return submit(ctx, requestId, (enteredBy) => ({
    type: 'EnterCalendarYear',
    data: { ...notice, entryId: requestId, reason, enteredBy },
  }))
}

const publishCalendarYear = (_root: unknown, { entryId }: { entryId: string }, ctx: Ctx) =>
  submit(ctx, entryId, (publishedBy) => ({ type: 'PublishCalendarYear', data: { entryId, publishedBy } }))

const withdrawCalendarEntry = (_root: unknown, { entryId, reason }: { entryId: string; reason: string }, ctx: Ctx) =>
  submit(ctx, entryId, (withdrawnBy) => ({ type: 'WithdrawCalendarEntry', data: { entryId, reason, withdrawnBy } }))

type Wish = { [T in CalendarCommand['type']]: Pick<Extract<CalendarCommand, { type: T }>, 'type' | 'data'> }

/** Carries a command out and answers with the entry as it then stands. */
async function submit(
  { viewer, clock, correlationId, services }: Ctx,
  entryId: string,
  wish: (officer: CalendarOfficer) => Wish[CalendarCommand['type']],
): Promise<CalendarEntry> {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const { code, name } = viewer.agency
  const now = clock()
  const command = { ...wish({ agency: code, officer: viewer.officer }), today: dayInChina(now), agency: code }
  await services.handler.submit(calendarDecider, calendarStream, command as CalendarCommand, {
    ...{ clock, newId: services.newId, correlationId },
    actor: { agency: code, officer: viewer.officer, role: viewer.roles.join(',') },
    source: { agency: code, agencyName: name },
  })
  const { catalogue } = await services.calendars.refresh()
  const entry = catalogue.entries.get(entryId)
  if (entry === undefined) throw new NotFound('没有这次录入')
  return entry
}

export const calendarResolvers = {
  Query: { calendarYear, calendarEntries },
  Mutation: { enterCalendarYear, publishCalendarYear, withdrawCalendarEntry },
}
