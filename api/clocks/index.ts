import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { partyNames } from '../../domain/clocks/rule.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { type DueDeadline, type DueFilter, findDue } from '../../projections/clocks/deadline.queries.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { readSdl } from '../base/sdl.ts'
import { toClientError } from '../errors.ts'
import type { SchemaPart } from '../schema.ts'
import type { Log } from '../system/log.ts'
import { calendarResolvers } from './calendar.resolvers.ts'
import { deadlineResolvers, dueFilter } from './deadline.resolvers.ts'
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

const statuses: Readonly<Record<string, number>> = { FORBIDDEN: 403, BAD_USER_INPUT: 400 }
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

const rowsPerPage = 1_000

async function* linesOf(pool: Pool, day: PlainDate, filter: DueFilter) {
  for (let offset = 0; ; offset += rowsPerPage) {
    const found = await findDue(pool, day, filter, { first: rowsPerPage, offset })
    for (const one of found) yield lineOf(one)
    if (found.length < rowsPerPage) return
  }
}

/** Serves what is due soon or late as CSV, to who may see it: `/deadlines.csv?agency=…&withinDays=7`, or
 * `owedBy=ENTERPRISE` for what the enterprises themselves owe. */
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
  app.get<{ Querystring: Record<string, unknown> }>('/deadlines.csv', async (request, reply) => {
    try {
      const viewer = await viewerOf(request.headers.authorization)
      requirePermission(viewer, 'file:read')
      const { agency, owedBy, withinDays = '7' } = request.query
      if (typeof withinDays !== 'string' || !/^\d{1,4}$/.test(withinDays)) {
        throw new InvalidInput('天数应为整数', 'withinDays')
      }
      const named = typeof agency === 'string' ? agency : null
      const ofEnterprises = owedBy === 'ENTERPRISE' ? owedBy : null
      const filter = dueFilter({ agency: named, owedBy: ofEnterprises, withinDays: Number(withinDays) }, viewer)
      await services.freshDeadlines()
      const day = dayInChina(clock())
      const lines = Readable.from(linesOf(pool, day, filter))
      const content = lines.pipe(stringify({ bom: true, escape_formulas: true, header: true, columns }))
      lines.on('error', (error) => content.destroy(error))
      const headers = { 'content-disposition': `attachment; filename="deadlines-${day}.csv"` }
      return reply.headers(headers).type('text/csv; charset=utf-8').send(content)
    } catch (error) {
      const told = toClientError(error as Error, request.id, log)
      return reply.code(statuses[String(told.extensions?.code)] ?? 500).send({ errors: [told] })
    }
  })
}
