import { conflictsOf, eligibility, type Ineligibility, type Inspector, type Need } from '../../inspectors/inspector.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import {
  type ConflictEntry,
  formatConflicts,
  formatInspectors,
  type InspectorEntry,
  readObjects,
} from '../directories.ts'
import { holdsObject } from './commit.ts'

/** The officers who may be drawn on a day, those who may not with every reason, and whom each must keep away from. */
export function inspectorDirectory(
  inspectors: readonly Inspector[],
  needOf: (agency: string) => Need,
  agencies: readonly string[],
  day: PlainDate,
  objects: Uint8Array, // `objects.tsv`: interests elsewhere are nobody's business.
) {
  const read = readObjects(objects)
  const entries: InspectorEntry[] = []
  const conflicts: ConflictEntry[] = []
  const barred: Readonly<{ inspectorId: string; reasons: readonly Ineligibility[] }>[] = []
  for (const inspector of inspectors) {
    const { inspectorId, agency } = inspector
    if (!agencies.includes(agency)) continue
    const reasons = eligibility(inspector, needOf(agency), day)
    if (reasons.length > 0) {
      barred.push({ inspectorId, reasons })
      continue
    }
    entries.push({ inspectorId, agency })
    for (const { uscc } of conflictsOf(inspector, day))
      if (holdsObject(read, uscc)) conflicts.push({ inspectorId, uscc })
  }
  return { inspectors: formatInspectors(entries), conflicts: formatConflicts(conflicts), barred, size: entries.length }
}
