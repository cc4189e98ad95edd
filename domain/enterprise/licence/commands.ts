import type { Command } from '../../kernel/decider.ts'
import { naturalId } from '../../kernel/ids.ts'
import { normalDocumentNumber } from '../../kernel/text.ts'
import type {
  LicenceChanged,
  LicenceGranted,
  LicenceRenewed,
  LicenceResumed,
  LicenceRevoked,
  LicenceSurrendered,
  LicenceSuspended,
} from './events.ts'

/** Grant a licence (准予许可). Its id follows from authority, decision number, and licence number: see `licenceIdOf`. */
export type GrantLicence = Command<'GrantLicence', Omit<LicenceGranted['data'], 'licenceId'>>

/**
 * Report what a feed says of a licence (许可信息归集): it is granted where the file does not hold it, and ended where the
 * feed calls it invalid while it still stands.
 */
export type ReportLicence = Command<'ReportLicence', GrantLicence['data'] & { valid: boolean }>
export type ChangeLicence = Command<'ChangeLicence', LicenceChanged['data']>
export type RenewLicence = Command<'RenewLicence', LicenceRenewed['data']>
export type SuspendLicence = Command<'SuspendLicence', LicenceSuspended['data']>
export type ResumeLicence = Command<'ResumeLicence', LicenceResumed['data']>
export type RevokeLicence = Command<'RevokeLicence', LicenceRevoked['data']>
export type SurrenderLicence = Command<'SurrenderLicence', LicenceSurrendered['data']>

export type LicenceCommand =
  | GrantLicence
  | ReportLicence
  | ChangeLicence
  | RenewLicence
  | SuspendLicence
  | ResumeLicence
  | RevokeLicence
  | SurrenderLicence

/** The id of a licence within any file: one decision may grant several, told apart by their licence numbers. */
export const licenceIdOf = (authorityCode: string, documentNumber: string, licenceNumber: string | null): string =>
  naturalId(
    'licence',
    authorityCode,
    normalDocumentNumber(documentNumber),
    licenceNumber === null ? '' : normalDocumentNumber(licenceNumber),
  )
