import type { Command, Decider } from '../kernel/decider.ts'
import type { CreditReportEvent, IssuedReport } from './events.ts'
import { refuseReport } from './refusals.ts'

/** Issue a report (出具报告), told beforehand from the file. */
export type IssueCreditReport = Command<'IssueCreditReport', IssuedReport>

export const purposeLettersMax = 60

/** The rules for issuing a report. Asked for again by the same request it is the same report, however the file moved on. */
export const reportDecider: Decider<IssueCreditReport, IssuedReport | null, CreditReportEvent> = {
  initialState: null,
  decide({ data }, issued) {
    if (issued !== null) {
      if (!isSameRequest(issued, data)) throw refuseReport('REPORT_REQUEST_USED', { number: issued.number })
      return []
    }
    requirePurpose(data.purpose)
    requireApplicant(data)
    return [{ type: 'CreditReportIssued', data }]
  },
  evolve: (_issued, { data }) => data,
}

/** Whether two of them are the same wish; only what was wished for is compared. */
export const isSameRequest = (one: IssuedReport, other: Pick<IssuedReport, 'uscc' | 'purpose' | 'applicant'>) =>
  one.uscc === other.uscc &&
  one.purpose === other.purpose &&
  one.applicant.kind === other.applicant.kind &&
  one.applicant.uscc === other.applicant.uscc &&
  one.applicant.authorisation === other.applicant.authorisation

/** The purpose stands in the watermark of every page. */
function requirePurpose(purpose: string): void {
  if (purpose.trim() === '') throw refuseReport('REPORT_PURPOSE_MISSING')
  if ([...purpose].length > purposeLettersMax || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(purpose) || !purpose.isWellFormed())
    throw refuseReport('REPORT_PURPOSE_MALFORMED', { most: purposeLettersMax })
}

function requireApplicant({ applicant, uscc }: IssuedReport): void {
  switch (applicant.kind) {
    case 'SUBJECT':
      if (applicant.uscc !== uscc) throw refuseReport('REPORT_APPLICANT_OTHER')
      return
    case 'AUTHORISED':
      if (applicant.uscc === null) throw refuseReport('REPORT_APPLICANT_MISSING')
      if (applicant.authorisation === null || applicant.authorisation.trim() === '')
        throw refuseReport('REPORT_AUTHORISATION_MISSING')
      return
    case 'AGENCY':
      if (applicant.uscc === null) throw refuseReport('REPORT_APPLICANT_MISSING')
      return
    case 'ANYBODY':
  }
}
