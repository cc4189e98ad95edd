import { refuse } from '../../refusals.ts'
import { found, requireOrder } from '../command.ts'
import { type EnterpriseFile, factsOf } from '../file.ts'
import type { InspectionCommand, RecordInspection } from './commands.ts'
import type { InspectionEvent, InspectionRecorded } from './events.ts'
import { type InspectionRecord, inspectionRecord } from './record.ts'
import { headings, noProblem, resultSchemes } from './result-codes.ts'

const recordIn = (file: EnterpriseFile, inspectionId: string): InspectionRecord | undefined =>
  inspectionRecord(factsOf<InspectionEvent>(file, 'INSPECTION', inspectionId))

/** The rules of the inspection section (监督检查). */
export function decideInspection(command: InspectionCommand, file: EnterpriseFile): readonly InspectionEvent[] {
  if (command.type === 'RecordInspection') return record(command, file)
  const inspection = found(recordIn(file, command.data.inspectionId), 'INSPECTION_UNKNOWN')
  switch (command.type) {
    case 'OrderCorrection': {
      const { orderNumber, orderedOn, dueOn } = command.data
      if (inspection.orders.some((order) => order.orderNumber === orderNumber)) return []
      requireOrder('检查日期', inspection.inspectedOn, '责令改正日期', orderedOn)
      requireOrder('责令改正日期', orderedOn, '改正期限', dueOn)
      return [{ type: 'CorrectionOrdered', data: command.data }]
    }
    case 'CloseInspection': {
      const { closedOn } = command.data
      if (inspection.closedOn === closedOn) return []
      if (inspection.closedOn !== null) throw refuse('INSPECTION_CLOSED', { closedOn: inspection.closedOn })
      requireOrder('检查日期', inspection.inspectedOn, '办结日期', closedOn)
      for (const order of inspection.orders) requireOrder('责令改正日期', order.orderedOn, '办结日期', closedOn)
      return [{ type: 'InspectionClosed', data: command.data }]
    }
  }
}

function record({ data }: RecordInspection, file: EnterpriseFile): readonly InspectionEvent[] {
  const standing = recordIn(file, data.inspectionId)
  if (standing?.inspectedOn === data.inspectedOn && standing.authority.code === data.authority.code) return []
  if (standing) throw refuse('RECORD_ID_TAKEN', { inspectionId: data.inspectionId })
  const inspectors = new Set(data.inspectors.map(({ inspectorId }) => inspectorId))
  if (inspectors.size < 2) throw refuse('TOO_FEW_INSPECTORS')
  requireResults(data)
  return [{ type: 'InspectionRecorded', data }]
}

/** Several codes may be ticked; "no problem found" stands alone, and a heading needs a detail beneath it. */
export function requireResults({
  resultScheme: scheme,
  results,
}: Pick<InspectionRecorded['data'], 'resultScheme' | 'results'>): void {
  const codes = resultSchemes[scheme] ?? []
  for (const code of results) {
    if (!codes.some((one) => one.code === code)) throw refuse('RESULT_CODE_UNKNOWN', { code, scheme })
  }
  if (results.length === 0) throw refuse('RESULT_CODE_UNKNOWN', { code: '', scheme })
  if (results.includes(noProblem) && results.length > 1) throw refuse('RESULT_CODE_EXCLUSIVE')
  for (const { code, name } of codes.filter(({ code }) => headings.includes(code) && results.includes(code))) {
    if (!codes.some((one) => one.parent === code && results.includes(one.code))) {
      throw refuse('RESULT_NEEDS_DETAIL', { code: name })
    }
  }
}
