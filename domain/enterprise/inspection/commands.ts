import type { Command } from '../../kernel/decider.ts'
import type { CorrectionOrdered, InspectionClosed, InspectionRecorded } from './events.ts'

export type RecordInspection = Command<'RecordInspection', InspectionRecorded['data']>
export type OrderCorrection = Command<'OrderCorrection', CorrectionOrdered['data']>
export type CloseInspection = Command<'CloseInspection', InspectionClosed['data']>

export type InspectionCommand = RecordInspection | OrderCorrection | CloseInspection
