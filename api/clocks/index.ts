import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { partyNames } from '../../domain/clocks/rule.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import { type DueDeadline, findDue } from '../../projections/clocks/deadline.queries.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import type { Log } from '../system/log.ts'
import { readTableQuery } from '../table-query.ts'
import { linesOf, serveTable } from '../tables.ts'
import { calendarResolvers } from './calendar.resolvers.ts'
import { deadlineResolvers } from './deadline.resolvers.ts'
import { dayAsked, dueFilter, dueParams } from './due.ts'
import { matterResolvers } from './matter.resolvers.ts'
import type { ClockServices } from './services.ts'

/** The clocks' share of the schema: deadlines, what is due, the rules, and the working-day calendar. */
export const clockParts: readonly SchemaPart[] = [
  {
    typeDefs: readSdl(import.meta.url, 'clocks.graphql'),
    resolvers: {
      ...deadlineResolvers,
      ...calendarResolvers,
      Query: { ...deadlineResolvers.Query, ...calendarResolvers.Query },
    },
  },
  { typeDefs: readSdl(import.meta.url, 'matters.graphql'), resolvers: matterResolvers },
]

const columns = [
  ...['统一社会信用代码', '名称', '时限', '代码', '规则版本', '起算日', '届满日', '暂定年份', '状态', '剩余天数'],
  ...['逾期天数', '责任主体', '责任机关', '经办账号', '依据'],
]
const stateNames: Readonly<Record<string, string>> = { OPEN: '办理中', LATE: '逾期未办' }

const lineOf = ({ uscc, name, deadline }: DueDeadline): readonly (string | number)[] => {
  const { code, version, startedOn, dueOn, provisional, state, daysLeft, daysLate, owedBy, owner, clause } = deadline
  return [
    ...[uscc, name, deadline.name, code, version, startedOn, dueOn, provisional.join(';'), stateNames[state] ?? state],
    ...[daysLeft, daysLate, partyNames[owedBy], owner?.name ?? '', deadline.officer ?? '', clause],
  ]
}

/** Serves what is due soon or late as CSV or XLSX, to who may see it, by the same filters: `/deadlines.csv?withinDays=7`. */
export function serveDeadlines(
  app: FastifyInstance,
  options: Readonly<{
    pool: Pool
    services: ClockServices
    clock: () => Date
    viewerOf: (authorization: string | undefined) => Promise<Viewer>
    log: Log
  }>,
): void {
  const { pool, services, clock, viewerOf, log } = options
  serveTable(app, '/deadlines', { viewerOf, log }, async (viewer, { query }) => {
    requirePermission(viewer, 'file:read')
    const { asOf, withinDays, ...rest } = readTableQuery(query, dueParams)
    const filter = dueFilter({ ...rest, withinDays: withinDays ?? 7 }, viewer)
    const day = dayAsked(asOf, dayInChina(clock()))
    await services.freshDeadlines(day)
    const at = { day, calendars: services.calendars.book().history }
    const lines = linesOf(pool, (reader, page) => findDue(reader, at, filter, page), lineOf)
    return { name: `deadlines-${day}`, columns, lines }
  })
}
