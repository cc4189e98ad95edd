import type { Command } from '../../kernel/decider.ts'
import type { AnnualReportAmended, AnnualReportFiled } from './events.ts'

export type FileAnnualReport = Command<'FileAnnualReport', Omit<AnnualReportFiled['data'], 'reportId'>>
export type AmendAnnualReport = Command<'AmendAnnualReport', AnnualReportAmended['data']>

export type ReportCommand = FileAnnualReport | AmendAnnualReport

/** One report a year: the year is its id. */
export const reportIdOf = (year: number): string => String(year)
