import type { EnterpriseCommand } from '../../enterprise/commands.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { inspectionIdOf } from './decider.ts'
import type { StandingResult, Visit } from './visit.ts'

/**
 * The commands that put an approved result into the enterprise's file (归档): the inspection, and the order where there is
 * one. Their ids come from the visit, so that filing twice adds nothing.
 */
export function filingOf(visit: Visit, result: StandingResult, today: PlainDate): readonly EnterpriseCommand[] {
  const { dispatched, teams } = visit
  const team = teams.find(({ authority }) => authority.code === result.agency)
  if (team === undefined) return []
  const inspectionId = inspectionIdOf(dispatched.visitId, result.agency)
  const common = { today, agency: result.agency }
  const { inspectedOn, inspectionCode, method, resultScheme, results, note, order } = result
  const inspection: EnterpriseCommand = {
    ...{ type: 'RecordInspection', ...common },
    data: {
      ...{ inspectionId, form: 'RANDOM', planId: dispatched.taskNumber, triggerId: null, inspectionCode },
      matters: (team.need?.matters ?? dispatched.matters).map((code) => ({
        system: 'catalogue-inspection-items',
        code,
      })),
      ...{ method, inspectedOn, resultScheme, results, note, authority: team.authority },
      inspectors: team.inspectors.map(({ inspectorId, certificateNumber }) => ({ inspectorId, certificateNumber })),
    },
  }
  if (order === null) return [inspection]
  return [inspection, { type: 'OrderCorrection', ...common, data: { inspectionId, ...order } }]
}

/** Which draw and visit an entry of the file goes back to, as its source names them. */
export const sourceDocumentOf = ({ dispatched }: Visit): string =>
  `draw-${dispatched.drawId} visit-${dispatched.visitId}`
