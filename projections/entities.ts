import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { CommitmentRecord } from '../domain/enterprise/commitment/record.ts'
import type { HonourRecord } from '../domain/enterprise/honour/record.ts'
import type { InspectionRecord } from '../domain/enterprise/inspection/record.ts'
import type { LicenceRecord } from '../domain/enterprise/licence/record.ts'
import type { ListingRecord } from '../domain/enterprise/listing/record.ts'
import type { PenaltyRecord } from '../domain/enterprise/penalty/record.ts'
import type { PersonRecord } from '../domain/enterprise/person/record.ts'
import type { RegistrationRecord } from '../domain/enterprise/registration/record.ts'
import type { ReportRecord } from '../domain/enterprise/report/record.ts'
import type { Source } from '../domain/kernel/event.ts'
import type { ToldProfile } from './credit/credit-profile.projection.ts'
import type { CodeWarning } from './file/enterprise.projection.ts'

const key = { uscc: p.text().primary(), key: p.text().primary(), revision: p.bigint('number') }

const entry = {
  ...key,
  eventId: p.text().nullable(),
  recordedAt: p.text().nullable(),
  source: p.json<Source>().nullable(),
  corrected: p.boolean(),
}

/** The subject itself (主体). */
export const EnterpriseRow = defineEntity({
  name: 'EnterpriseRow',
  tableName: 'enterprise',
  schema: 'told',
  properties: {
    ...key,
    name: p.text(),
    status: p.text(),
    provisional: p.boolean(),
    street: p.text().nullable(),
    industry: p.text().nullable(),
    subjectKind: p.text(),
    codeWarnings: p.json<readonly CodeWarning[]>(),
    record: p.json<RegistrationRecord>(),
  },
})
export type EnterpriseRow = InferEntity<typeof EnterpriseRow>

/** Other numbers of a subject (别名). */
export const AliasRow = defineEntity({
  name: 'AliasRow',
  tableName: 'alias',
  schema: 'told',
  properties: { ...key, kind: p.text(), value: p.text() },
})

const section = <Name extends string, Record>(name: Name, tableName: string) =>
  defineEntity({ name, tableName, schema: 'told', properties: { ...entry, record: p.json<Record>() } })

export const LicenceRow = section<'LicenceRow', LicenceRecord>('LicenceRow', 'licence')
export const PenaltyRow = section<'PenaltyRow', PenaltyRecord>('PenaltyRow', 'penalty')
export const InspectionRow = section<'InspectionRow', InspectionRecord>('InspectionRow', 'inspection')
export const ListingRow = section<'ListingRow', ListingRecord>('ListingRow', 'listing')
export const ReportRow = section<'ReportRow', ReportRecord>('ReportRow', 'annual_report')
export const HonourRow = section<'HonourRow', HonourRecord>('HonourRow', 'honour')
export const CommitmentRow = section<'CommitmentRow', CommitmentRecord>('CommitmentRow', 'commitment')

/** Persons (相关人员), found by `keyId`, which says nothing of them by itself. */
export const PersonRow = defineEntity({
  name: 'PersonRow',
  tableName: 'person',
  schema: 'told',
  properties: {
    ...entry,
    role: p.text(),
    standing: p.text(),
    keyId: p.text(),
    identityDigest: p.text().nullable(),
    recordSection: p.text().nullable(),
    recordId: p.text().nullable(),
    recordedOn: p.text(),
    record: p.json<PersonRecord>(),
  },
})
export type PersonRow = InferEntity<typeof PersonRow>

/** The credit profile (信用档案) as of the day on which it was told; it holds through `validUntil`. */
export const CreditProfileRow = defineEntity({
  name: 'CreditProfileRow',
  tableName: 'credit_profile',
  schema: 'told',
  properties: {
    ...key,
    creditClass: p.text(),
    score: p.integer(),
    changesOn: p.text().nullable(),
    validUntil: p.text().nullable(),
    models: p.text(),
    profile: p.json<ToldProfile>(),
  },
})
export type CreditProfileRow = InferEntity<typeof CreditProfileRow>

export const entities = [
  ...[EnterpriseRow, AliasRow, LicenceRow, PenaltyRow, InspectionRow, ListingRow, ReportRow, HonourRow, CommitmentRow],
  ...[PersonRow, CreditProfileRow],
]
