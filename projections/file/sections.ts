import type { CommitmentEvent } from '../../domain/enterprise/commitment/events.ts'
import { commitmentRecord } from '../../domain/enterprise/commitment/record.ts'
import type { HonourEvent } from '../../domain/enterprise/honour/events.ts'
import { honourRecord } from '../../domain/enterprise/honour/record.ts'
import type { InspectionEvent } from '../../domain/enterprise/inspection/events.ts'
import { inspectionRecord } from '../../domain/enterprise/inspection/record.ts'
import type { LicenceEvent } from '../../domain/enterprise/licence/events.ts'
import { licenceRecord } from '../../domain/enterprise/licence/record.ts'
import type { ListingEvent } from '../../domain/enterprise/listing/events.ts'
import { listingRecord } from '../../domain/enterprise/listing/record.ts'
import type { PenaltyEvent } from '../../domain/enterprise/penalty/events.ts'
import { penaltyRecord } from '../../domain/enterprise/penalty/record.ts'
import type { PersonEvent } from '../../domain/enterprise/person/events.ts'
import { personRecord } from '../../domain/enterprise/person/record.ts'
import type { ReportEvent } from '../../domain/enterprise/report/events.ts'
import { reportRecord } from '../../domain/enterprise/report/record.ts'
import { typesOf } from '../projection.ts'
import { sectionProjection } from './section.projection.ts'

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }))
const json = (...names: string[]) => names.map((name) => ({ name, type: 'json' }))

/** Licences (行政许可). Whether one is in force is a question of the day and answered by its reader. */
export const licenceProjection = sectionProjection({
  name: 'licence',
  version: 1,
  section: 'LICENCE',
  types: typesOf<LicenceEvent>()(
    'LicenceGranted',
    'LicenceChanged',
    'LicenceRenewed',
    'LicenceSuspended',
    'LicenceResumed',
    'LicenceRevoked',
    'LicenceSurrendered',
  ),
  origin: 'LicenceGranted',
  record: licenceRecord,
  columns: [...text('document_number', 'decided_on', 'valid_until', 'authority_code'), ...json('record')],
  row: (record) => ({
    document_number: record.terms.documentNumber,
    decided_on: record.decidedOn,
    valid_until: record.terms.validUntil,
    authority_code: record.terms.authority.code,
    record,
  }),
})

/** Penalties (行政处罚), annulled ones included: the file keeps what was, readers ask what stands. */
export const penaltyProjection = sectionProjection({
  name: 'penalty',
  version: 1,
  section: 'PENALTY',
  types: typesOf<PenaltyEvent>()('PenaltyImposed', 'PenaltyAmended', 'PenaltyPerformed', 'PenaltyAnnulled'),
  origin: 'PenaltyImposed',
  record: penaltyRecord,
  columns: [
    ...text('decision_number', 'decided_on', 'standing', 'authority_code'),
    { name: 'fine', type: 'bigint' },
    ...json('record'),
  ],
  row: (record) => ({
    decision_number: record.decisionNumber,
    decided_on: record.decidedOn,
    standing: record.standing,
    authority_code: record.authority.code,
    fine: record.terms.fine,
    record,
  }),
})

/** Inspection results (监督检查). */
export const inspectionProjection = sectionProjection({
  name: 'inspection',
  version: 1,
  section: 'INSPECTION',
  types: typesOf<InspectionEvent>()('InspectionRecorded', 'CorrectionOrdered', 'InspectionClosed'),
  origin: 'InspectionRecorded',
  record: inspectionRecord,
  columns: [...text('inspected_on', 'standing', 'authority_code'), ...json('record')],
  row: (record) => ({
    inspected_on: record.inspectedOn,
    standing: record.standing,
    authority_code: record.authority.code,
    record,
  }),
})

/** Listings (名录、名单). Whether one still stands is a question of the day and answered by its reader. */
export const listingProjection = sectionProjection({
  name: 'listing',
  version: 2,
  section: 'LISTING',
  types: typesOf<ListingEvent>()('ListingEntered', 'ListingRemoved'),
  origin: 'ListingEntered',
  record: listingRecord,
  columns: [
    ...text('list_type', 'ground_code', 'entered_on', 'term_until', 'removed_on', 'authority_code'),
    ...json('record'),
  ],
  row: (record) => ({
    list_type: record.listType,
    ground_code: record.groundCode,
    entered_on: record.enteredOn,
    term_until: record.termUntil,
    removed_on: record.removedOn,
    authority_code: record.authority.code,
    record,
  }),
})

/** Annual reports (年度报告). */
export const reportProjection = sectionProjection({
  name: 'annual_report',
  version: 1,
  section: 'REPORT',
  types: typesOf<ReportEvent>()('AnnualReportFiled', 'AnnualReportAmended'),
  origin: 'AnnualReportFiled',
  record: reportRecord,
  columns: [{ name: 'year', type: 'integer' }, ...text('filed_on'), ...json('record')],
  row: (record) => ({ year: record.year, filed_on: record.filedOn, record }),
})

/** Honours (荣誉信息). */
export const honourProjection = sectionProjection({
  name: 'honour',
  version: 1,
  section: 'HONOUR',
  types: typesOf<HonourEvent>()('HonourAwarded', 'HonourWithdrawn'),
  origin: 'HonourAwarded',
  record: honourRecord,
  columns: [...text('awarded_on', 'valid_until'), ...json('record')],
  row: (record) => ({ awarded_on: record.awardedOn, valid_until: record.validUntil, record }),
})

/** Commitments and whether they were kept (信用承诺及履行情况). */
export const commitmentProjection = sectionProjection({
  name: 'commitment',
  version: 1,
  section: 'COMMITMENT',
  types: typesOf<CommitmentEvent>()('CommitmentMade', 'CommitmentKept', 'CommitmentBroken'),
  origin: 'CommitmentMade',
  record: commitmentRecord,
  columns: [...text('made_on', 'standing', 'authority_code'), ...json('record')],
  row: (record) => ({
    made_on: record.madeOn,
    standing: record.standing,
    authority_code: record.authority.code,
    record,
  }),
})

/** Persons (相关人员). What names them stands sealed; `key_id` and the digest find them without opening anything. */
export const personProjection = sectionProjection({
  name: 'person',
  version: 1,
  section: 'PERSON',
  types: typesOf<PersonEvent>()('PersonRecorded', 'PersonChanged', 'PersonRemoved', 'PersonForgotten'),
  origin: 'PersonRecorded',
  record: personRecord,
  columns: [
    ...text('role', 'standing', 'key_id', 'identity_digest', 'record_section', 'record_id', 'recorded_on'),
    ...json('record'),
  ],
  row: (record) => ({
    role: record.role,
    standing: record.standing,
    key_id: record.keyId,
    identity_digest: record.identityNumber?.digest ?? null,
    record_section: record.record?.section ?? null,
    record_id: record.record?.recordId ?? null,
    recorded_on: record.recordedOn,
    record,
  }),
})
