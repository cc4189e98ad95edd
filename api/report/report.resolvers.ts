import { Forbidden } from '../../domain/kernel/errors.ts'
import type { IssuedReport } from '../../domain/report/events.ts'
import { reportFormats } from '../../domain/report/events.ts'
import { verificationCodeOf } from '../../domain/report/verification.ts'
import type { Context } from '../context.ts'
import type { IssueInput, ReportDesk } from './desk.ts'

/** What the resolvers of credit reports work with. */
export type ReportServices = Readonly<{ reports: ReportDesk }>
type Ctx = Context<ReportServices>

const creditReport = (_root: unknown, { number }: { number: string }, { services, viewer }: Ctx) =>
  services.reports.find(number, viewer)

const verifyCreditReport = (
  _root: unknown,
  asked: { number: string; code: string; sha256?: string | null },
  { services }: Ctx,
) => services.reports.verify(asked)

function issueCreditReport(_root: unknown, { input }: { input: IssueInput }, { services, viewer, correlationId }: Ctx) {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  return services.reports.issue(input, viewer, correlationId)
}

export const pathOf = (number: string, format: string): string => `/reports/${number}.${format}`

export const reportResolvers = {
  Query: { creditReport, verifyCreditReport },
  Mutation: { issueCreditReport },
  CreditReport: {
    applicantKind: ({ applicant }: IssuedReport) => applicant.kind,
    revision: ({ place }: IssuedReport) => BigInt(place.revision),
    position: ({ place }: IssuedReport) => place.position,
    code: ({ number, contentSha256 }: IssuedReport) => verificationCodeOf(number, contentSha256),
    files: ({ number, sha256 }: IssuedReport) =>
      reportFormats.map((format) => ({ format, path: pathOf(number, format), sha256: sha256[format] })),
    content: (issued: IssuedReport, _args: object, { services }: Ctx) => services.reports.content(issued),
  },
}
