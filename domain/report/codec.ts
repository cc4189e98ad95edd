import { defineCodec } from '../store/codec.ts'
import type { CreditReportEvent } from './events.ts'

/** The versions of a report's events. A golden file of each version is kept for ever (`test/golden/events`). */
export const reportCodec = defineCodec<CreditReportEvent>({
  // Before there was a publication to wait for, every entry was public.
  CreditReportIssued: { version: 2, upcasts: [(data) => ({ ...(data as object), unpublished: [] })] },
})

/** The stream of one credit report (信用报告). */
export const reportStream = (number: string): string => `report-${number}`
