import type { IssuedReport, ReportFormat } from '../../domain/report/events.ts'
import { reportFormats } from '../../domain/report/events.ts'
import type { Report } from '../../domain/report/report.ts'

export const verdicts = ['GENUINE', 'FILE_DIFFERS', 'UNKNOWN'] as const
export type Verdict = (typeof verdicts)[number]

/** What anybody with number and code is told: nothing that does not stand on the report they hold. */
export type Verification = Readonly<{
  verdict: Verdict
  message: string
  format: ReportFormat | null // Of the file that was checked.
  number: string | null
  name: string | null
  uscc: string | null
  purpose: string | null
  issuedAt: string | null
  asOf: string | null
  issuedBy: string | null
  adverseRecords: number | null
  otherRecords: number | null
  recordsGone: number | null
}>

type Known = Readonly<{
  issued: IssuedReport
  report: Report
  counts: Readonly<{ adverse: number; other: number }>
  gone: number
}>

/** Nothing tells a number that does not exist from a wrong code. */
const unknown: Verification = {
  verdict: 'UNKNOWN',
  message: '没有与该编号、核验码相符的报告。请核对后重试；仍不相符的，请勿采信该报告。',
  ...{ format: null, number: null, name: null, uscc: null, purpose: null, issuedAt: null, asOf: null, issuedBy: null },
  ...{ adverseRecords: null, otherRecords: null, recordsGone: null },
}

export function verified(known: Known | undefined, sha256?: string | null): Verification {
  if (known === undefined) return unknown
  const { issued, report, counts, gone } = known
  const digest = sha256?.trim().toLowerCase()
  const format = reportFormats.find((one) => issued.sha256[one] === digest) ?? null
  const verdict = digest && format === null ? 'FILE_DIFFERS' : 'GENUINE'
  return {
    ...{ verdict, message: messageOf(verdict, format, gone), format, number: issued.number },
    ...{ name: report.registration.name, uscc: issued.uscc, purpose: issued.purpose },
    ...{ issuedAt: issued.issuedAt, asOf: issued.asOf, issuedBy: issued.issuedBy?.name ?? '信用主体自助查询' },
    ...{ adverseRecords: counts.adverse, otherRecords: counts.other, recordsGone: gone },
  }
}

function messageOf(verdict: 'GENUINE' | 'FILE_DIFFERS', format: ReportFormat | null, gone: number): string {
  if (verdict === 'FILE_DIFFERS')
    return '编号与核验码属实，但该文件与出具时的文件不一致，已被改动或者不完整，请勿采信。'
  const said = format === null ? '该报告由本系统出具，请与所持报告核对以下内容。' : '该文件与出具时的文件逐字节一致。'
  const stale = '报告中有记录在出具之后已撤销、期满或者更正，请以重新申请的报告为准。'
  return gone > 0 ? said + stale : said
}
