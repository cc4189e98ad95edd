import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/kernel/canonical-json.ts'
import type { ReportFormat } from '../../domain/report/events.ts'
import { catalogueRendering } from '../../domain/report/lists.ts'
import type { Report } from '../../domain/report/report.ts'
import { contentSha256Of, verificationCodeOf } from '../../domain/report/verification.ts'
import { missingIn } from './font.ts'
import { htmlOf } from './html.ts'
import { pdfOf } from './pdf.ts'
import { missingNote, sheetOf, textsOf } from './sheet.ts'

/**
 * The rendering with which reports are issued now. A change that alters any byte is a further one, beside the old: the
 * second lays out as the first does, and tells lists by their catalogue (`domain/report/lists.ts`).
 */
export const presentRendering = catalogueRendering

/** What is recorded of a report when it is issued. */
export type Digests = Readonly<{ contentSha256: string; sha256: Readonly<Record<ReportFormat, string>> }>

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** One file of a report: the same bytes for the same report, whenever and wherever they are made. */
export async function reportFile(report: Report, rendering: number, format: ReportFormat): Promise<Buffer> {
  if (rendering < 1 || rendering > presentRendering)
    throw new RangeError(`reports of rendering ${rendering} cannot be made here`)
  const contentSha256 = contentSha256Of(report)
  const code = verificationCodeOf(report.number, contentSha256)
  if (format === 'json') return Buffer.from(canonicalJson({ ...report, verification: { code, contentSha256 } }), 'utf8')
  const sheet = sheetOf(report, code, contentSha256)
  const missing = missingIn(textsOf(sheet))
  const printed = missing.length === 0 ? sheet : { ...sheet, notes: [...sheet.notes, missingNote(missing)] }
  return format === 'html' ? Buffer.from(htmlOf(printed), 'utf8') : pdfOf(printed, contentSha256)
}

/** The digests of a report's content and of all of its files. */
export async function digestsOf(report: Report, rendering: number): Promise<Digests> {
  const digest = async (format: ReportFormat) => sha256Of(await reportFile(report, rendering, format))
  const sha256 = { json: await digest('json'), html: await digest('html'), pdf: await digest('pdf') }
  return { contentSha256: contentSha256Of(report), sha256 }
}
