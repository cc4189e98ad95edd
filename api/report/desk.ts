import type { MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { Forbidden, InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { NewId } from '../../domain/kernel/ids.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { reportStream } from '../../domain/report/codec.ts'
import { isSameRequest, reportDecider } from '../../domain/report/decider.ts'
import type { Applicant, ApplicantKind, IssuedReport, ReportFormat } from '../../domain/report/events.ts'
import { catalogueRendering, firstLists, type ReportLists } from '../../domain/report/lists.ts'
import { refuseReport } from '../../domain/report/refusals.ts'
import { type Report, reportOf } from '../../domain/report/report.ts'
import { countsOf, goneSince } from '../../domain/report/since.ts'
import { isCode, normalReportNumber, reportNumberOf, verificationCodeOf } from '../../domain/report/verification.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { CommandHandler } from '../../domain/store/handle.ts'
import { findUsccs } from '../../projections/file/enterprise.queries.ts'
import { findUnpublished } from '../../projections/lists/lists.queries.ts'
import { may, type Viewer } from '../auth/viewer.ts'
import { requireNothingPersonal } from '../person/personal.ts'
import type { PunishmentRules } from '../system/punishment-rules.ts'
import { digestsOf, presentRendering, reportFile, sha256Of } from './rendering.ts'
import { type Verification, verified } from './verified.ts'

type Draft = Omit<IssuedReport, 'sha256' | 'contentSha256'>
type Officer = Extract<Viewer, { kind: 'OFFICER' }>

export type IssueInput = Readonly<{
  number: string
  purpose: string
  requestId: string
  applicant?: Readonly<{ kind: ApplicantKind; uscc?: string | null; authorisation?: string | null }> | null
}>

/** Where reports are issued, handed out again, and checked (报告的出具、领取与核验). */
export type ReportDesk = Readonly<{
  issue(input: IssueInput, viewer: Officer, correlationId: string): Promise<IssuedReport>
  /** The report of a number, as typed; `NotFound` also where the viewer may not know of it. */
  find(number: string, viewer: Viewer): Promise<IssuedReport>
  content(issued: IssuedReport): Promise<Report>
  file(issued: IssuedReport, format: ReportFormat): Promise<Buffer>
  verify(asked: Readonly<{ number: string; code: string; sha256?: string | null }>): Promise<Verification>
}>

export function reportDesk(
  tools: Readonly<{
    store: EventStore
    handler: CommandHandler
    orm: MikroORM
    pool: Pool
    rules: Pick<PunishmentRules, 'knownAt'>
    clock: () => Date
    newId: NewId
    publicUrl: string
  }>,
): ReportDesk {
  const { store, handler, orm, pool, rules, clock, newId, publicUrl } = tools

  /** The file up to and with a revision, or all of it. */
  async function factsUpTo(uscc: string, revision?: bigint): Promise<readonly RecordedEvent[]> {
    const facts: RecordedEvent[] = []
    for await (const event of store.readStream(enterpriseStream(uscc as Uscc))) {
      if (revision !== undefined && event.revision > revision) break
      facts.push(event)
    }
    return facts
  }

  async function issuedAs(number: string): Promise<IssuedReport | undefined> {
    for await (const event of store.readStream(reportStream(number))) return event.data as IssuedReport
    return undefined
  }

  /** The lists by which a report is told: those of its rendering, as the catalogue was known when it was issued. */
  async function listsFor({ rendering, knownAt, unpublished }: Draft): Promise<ReportLists> {
    if (rendering < catalogueRendering) return { types: firstLists, unpublished }
    return { types: (await rules.knownAt(knownAt)).listTypes, unpublished }
  }

  const told = (facts: readonly RecordedEvent[], issued: Draft, lists: ReportLists): Report => {
    const vantage = { asOf: issued.asOf, knownAt: issued.knownAt }
    return reportOf(fileOf(facts as unknown as readonly FileFact[]), vantage, issued, lists)
  }

  const content = async (issued: IssuedReport): Promise<Report> =>
    told(await factsUpTo(issued.uscc, BigInt(issued.place.revision)), issued, await listsFor(issued))

  async function issue(input: IssueInput, viewer: Officer, correlationId: string): Promise<IssuedReport> {
    const { purpose, requestId } = input
    for (const [field, text] of [
      ['purpose', purpose],
      ['authorisation', input.applicant?.authorisation ?? ''],
    ] as const)
      requireNothingPersonal(text, field)
    const uscc = await oneUscc(orm, input.number)
    const applicant = applicantOf(input, viewer, uscc)
    const number = reportNumberOf(viewer.agency.code, requestId)
    const known = await issuedAs(number)
    if (known) return sameOf(known, { uscc, purpose, applicant })
    const facts = await factsUpTo(uscc)
    const last = facts.at(-1)
    if (last === undefined) throw new NotFound('没有这户企业的档案。')
    const now = clock()
    const { recordedAt } = last.metadata
    const [issuedAt, asOf] = [now.toISOString(), dayInChina(now)]
    const draft = {
      ...{ number, uscc, purpose, applicant, asOf, issuedAt, rendering: presentRendering },
      unpublished: await findUnpublished(pool, uscc, asOf),
      knownAt: recordedAt > issuedAt ? recordedAt : issuedAt, // Another machine's clock may be ahead of this one's.
      place: { revision: String(last.revision), eventId: last.id, position: last.position },
      issuedBy: applicant.kind === 'SUBJECT' && viewer.agency.code === uscc ? null : viewer.agency,
      verifyAt: `${publicUrl}/verify/${number}`,
    }
    const data: IssuedReport = {
      ...draft,
      ...(await digestsOf(told(facts, draft, await listsFor(draft)), presentRendering)),
    }
    const command = { type: 'IssueCreditReport' as const, data, today: draft.asOf, agency: viewer.agency.code }
    await handler.submit(reportDecider, reportStream(number), command, {
      ...{ clock, newId, correlationId },
      actor: { agency: viewer.agency.code, officer: viewer.officer, role: viewer.roles.join(',') },
    })
    return (await issuedAs(number)) ?? data // Sent twice at once, the first one stands.
  }

  return {
    issue,
    content,
    async find(typed, viewer) {
      const number = normalReportNumber(typed)
      const issued = number === undefined ? undefined : await issuedAs(number)
      if (issued === undefined || !mayRead(viewer, issued)) throw new NotFound('没有这份报告。')
      return issued
    },
    async file(issued, format) {
      const bytes = await reportFile(await content(issued), issued.rendering, format)
      // Somebody changed a text or a library without making it a new rendering: no second version leaves the house.
      if (sha256Of(bytes) !== issued.sha256[format])
        throw new Error(`report ${issued.number} came out differently as ${format} than when it was issued`)
      return bytes
    },
    async verify({ number: typed, code, sha256 }) {
      const number = normalReportNumber(typed)
      const issued = number === undefined ? undefined : await issuedAs(number)
      if (issued === undefined || !isCode(code, verificationCodeOf(issued.number, issued.contentSha256)))
        return verified(undefined)
      const facts = await factsUpTo(issued.uscc)
      const upTo = facts.filter(({ revision }) => revision <= BigInt(issued.place.revision))
      const lists = await listsFor(issued)
      const report = told(upTo, issued, lists)
      const instant = clock()
      const now = told(facts, { ...issued, asOf: dayInChina(instant), knownAt: instant.toISOString() }, lists)
      return verified({ issued, report, counts: countsOf(report), gone: goneSince(report, now) }, sha256)
    },
  }
}

function sameOf(known: IssuedReport, asked: Pick<IssuedReport, 'uscc' | 'purpose' | 'applicant'>): IssuedReport {
  if (!isSameRequest(known, asked)) throw refuseReport('REPORT_REQUEST_USED', { number: known.number })
  return known
}

async function oneUscc(orm: MikroORM, number: string): Promise<string> {
  const [uscc, ...others] = await findUsccs(orm.em.fork(), number)
  if (uscc === undefined) throw new NotFound('没有这户企业的档案。')
  if (others.length > 0) throw new InvalidInput('该号码对应多户企业，请用统一社会信用代码查询', 'number')
  return uscc
}

/** Who applies: an enterprise for itself alone; an officer for their agency, or at the window for whoever stands there. */
function applicantOf({ applicant }: IssueInput, viewer: Officer, uscc: string): Applicant {
  const own = { kind: 'SUBJECT', uscc, authorisation: null } as const
  if (!may(viewer, 'credit-report:issue-any')) {
    const isOwn = viewer.agency.code === uscc && (applicant ?? own).kind === 'SUBJECT'
    if (!isOwn) throw new Forbidden('企业只能查询自己的信用报告。')
    return own
  }
  const { kind, uscc: given = null, authorisation = null } = applicant ?? { kind: 'AGENCY' as const }
  switch (kind) {
    case 'SUBJECT':
      return own
    case 'AGENCY':
      return { kind, uscc: viewer.agency.code, authorisation }
    case 'AUTHORISED':
      return { kind, uscc: given, authorisation }
    case 'ANYBODY':
      return { kind, uscc: null, authorisation: null }
  }
}

/** The agency that issued it, the enterprise that it is about, and auditors. */
const mayRead = (viewer: Viewer, { issuedBy, uscc }: IssuedReport): boolean =>
  may(viewer, 'credit-report:read-any') ||
  (viewer.kind === 'OFFICER' &&
    may(viewer, 'credit-report:read') &&
    (viewer.agency.code === uscc || viewer.agency.code === issuedBy?.code))
