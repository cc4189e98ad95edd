import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'

/** The annual report of a year was filed (年度报告), on time or late. */
export type AnnualReportFiled = DomainEvent<
  'AnnualReportFiled',
  {
    reportId: string
    year: number // The year reported on; due by 30 June of the next.
    filedOn: PlainDate
    published: boolean // An individual business may choose not to have it published.
    onPaper: boolean
  }
>

/** The enterprise corrected its annual report (更正年报). */
export type AnnualReportAmended = DomainEvent<
  'AnnualReportAmended',
  { reportId: string; amendmentId: string; amendedOn: PlainDate; published: boolean; note: string | null }
>

export type ReportEvent = AnnualReportFiled | AnnualReportAmended
