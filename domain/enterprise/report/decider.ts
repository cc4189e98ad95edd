import { refuse } from '../../refusals.ts'
import { requireOrder } from '../command.ts'
import { type EnterpriseFile, factsOf } from '../file.ts'
import { type ReportCommand, reportIdOf } from './commands.ts'
import type { ReportEvent } from './events.ts'
import { type ReportRecord, reportRecord } from './record.ts'

const recordIn = (file: EnterpriseFile, reportId: string): ReportRecord | undefined =>
  reportRecord(factsOf<ReportEvent>(file, 'REPORT', reportId))

/** The rules of the annual report section (年度报告). */
export function decideReport(command: ReportCommand, file: EnterpriseFile): readonly ReportEvent[] {
  switch (command.type) {
    case 'FileAnnualReport': {
      const { year, filedOn } = command.data
      const reportId = reportIdOf(year)
      if (recordIn(file, reportId)) return []
      if (filedOn.slice(0, 4) <= String(year)) throw refuse('REPORT_YEAR_NOT_OVER', { year })
      return [{ type: 'AnnualReportFiled', data: { ...command.data, reportId } }]
    }
    case 'AmendAnnualReport': {
      const { reportId, amendmentId, amendedOn } = command.data
      const report = recordIn(file, reportId)
      if (report === undefined) throw refuse('REPORT_UNKNOWN', { year: reportId })
      if (report.amendments.includes(amendmentId)) return []
      requireOrder('报送日期', report.filedOn, '更正日期', amendedOn)
      return [{ type: 'AnnualReportAmended', data: command.data }]
    }
  }
}
