import { defineCodec } from '../store/codec.ts'
import type { CreditReportEvent } from './events.ts'

/** The versions of a report's events. A golden file of each version is kept for ever (`test/golden/events`). */
export const reportCodec = defineCodec<CreditReportEvent>({ CreditReportIssued: 1 })

/** The stream of one credit report (信用报告). */
export const reportStream = (number: string): string => `report-${number}`
