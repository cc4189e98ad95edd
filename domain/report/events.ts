import type { Authority } from '../enterprise/parties.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { PlainDate } from '../kernel/plain-date.ts'

/** Who may be given a report (查询主体), domain of 上海市社会信用条例 Art. 15, 17, and 34. */
export const applicantKinds = [
  'SUBJECT', // 信用主体本人
  'AUTHORISED', // 持信用主体书面授权的第三人
  'AGENCY', // 履行职责的机关
  'ANYBODY', // 任何人: what is public, and nothing else.
] as const
export type ApplicantKind = (typeof applicantKinds)[number]

export type Applicant = Readonly<{
  kind: ApplicantKind
  uscc: string | null // Code of the applying organisation; a natural person is not named.
  authorisation: string | null // 授权书编号 of an authorised applicant, 事项编号 of an agency.
}>

/** The place in the log from which a report was told, exact for ever: the file up to and with this revision. */
export type FilePlace = Readonly<{ revision: string; eventId: string; position: string }>

/** The formats in which a report is handed out. */
export const reportFormats = ['json', 'html', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]

/**
 * A credit report was issued (出具公共信用信息报告). With what stands here the report is told again, byte by byte, in every
 * format; the digests are there to show that it was.
 */
export type CreditReportIssued = DomainEvent<
  'CreditReportIssued',
  {
    number: string
    uscc: string
    purpose: string
    applicant: Applicant
    place: FilePlace
    asOf: PlainDate
    knownAt: string // An instant: what was learned of later is not in it.
    issuedAt: string // An instant.
    issuedBy: Authority | null // null: the enterprise fetched it by itself (自助查询).
    verifyAt: string // Address at which anybody can check it, without the code.
    rendering: number // Version of the pages and of what they tell; an old report keeps its own.
    unpublished: readonly string[] // Entries on lists that were not public yet (未公示), by their ids.
    contentSha256: string // Of the canonical JSON of the content.
    sha256: Readonly<Record<ReportFormat, string>> // Of each file's bytes.
  }
>

export type CreditReportEvent = CreditReportIssued
export type IssuedReport = CreditReportIssued['data']
