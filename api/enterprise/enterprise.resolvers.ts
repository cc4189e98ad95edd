import { setTimeout as sleep } from 'node:timers/promises'
import type { CommitmentRecord } from '../../domain/enterprise/commitment/record.ts'
import type { EnterpriseEvent } from '../../domain/enterprise/events.ts'
import { legalDayOf, recordOf } from '../../domain/enterprise/facts.ts'
import { type HonourRecord, honourStanding } from '../../domain/enterprise/honour/record.ts'
import type { InspectionRecord } from '../../domain/enterprise/inspection/record.ts'
import { resultSchemes } from '../../domain/enterprise/inspection/result-codes.ts'
import { type LicenceRecord, licenceStanding } from '../../domain/enterprise/licence/record.ts'
import { listTypeOn } from '../../domain/enterprise/listing/list-types.ts'
import { type ListingRecord, listingStanding } from '../../domain/enterprise/listing/record.ts'
import { type Annulments, endedWithBasis } from '../../domain/enterprise/listing/basis-end.ts'
import { endedWithSubject, subjectEndOn } from '../../domain/enterprise/listing/subject-end.ts'
import type { PenaltyRecord } from '../../domain/enterprise/penalty/record.ts'
import type { RegistrationStatus } from '../../domain/enterprise/registration/events.ts'
import { type RegistrationRecord, registrationStatusOn } from '../../domain/enterprise/registration/record.ts'
import type { RegistrationState } from '../../domain/enterprise/registration/states.ts'
import type { ReportRecord } from '../../domain/enterprise/report/record.ts'
import { documentNumberOf, eventTitles } from '../../domain/enterprise/titles.ts'
import { InvalidInput, Unavailable } from '../../domain/kernel/errors.ts'
import type { Json } from '../../domain/kernel/event.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { squeeze } from '../../domain/kernel/text.ts'
import { withoutSealed } from '../../domain/kernel/sealed.ts'
import {
  countEnterprises,
  type EnterpriseFilter,
  findEnterprises,
  findUsccs,
} from '../../projections/file/enterprise.queries.ts'
import type { Row } from '../../projections/index.ts'
import { may, requirePermission, type Viewer } from '../auth/viewer.ts'
import type { Context } from '../context.ts'
import type { SectionField } from './enterprise.loaders.ts'
import type { EnterpriseServices } from './services.ts'
import { currentView, type EnterpriseView, factsOfStream, viewFrom, viewOf } from './views.ts'

type Ctx = Context<EnterpriseServices>
type EnterpriseArgs = { number: string; asOf?: PlainDate; knownAt?: string; atLeastRevision?: bigint }

const revisionWaitMs = 5_000
const revisionPollMs = 15

async function enterprise(_root: unknown, args: EnterpriseArgs, context: Ctx): Promise<EnterpriseView | null> {
  const { number, asOf, knownAt, atLeastRevision } = args
  const { services } = context
  const isCurrent = asOf === undefined && knownAt === undefined
  if (isCurrent && atLeastRevision === undefined) {
    const row = await services.loaders.enterprise(squeeze(number)) // Mostly the code itself is given: nothing to look up.
    if (row !== undefined) return viewOf(services.loaders, row, dayInChina(context.clock()))
  }
  const uscc = await usccOf(number, context, atLeastRevision !== undefined)
  if (uscc === undefined) return null
  if (atLeastRevision !== undefined) await waitForRevision(context, uscc, atLeastRevision)
  const day = asOf ?? dayInChina(context.clock())
  if (isCurrent) return (await currentView(services.loaders, uscc, day)) ?? null
  return (await viewFrom(services.store, uscc, day, { asOf, knownAt })) ?? null
}

/** The file that a number leads to; mostly the code itself is given, and there is nothing to look up. */
export async function usccAsked(number: string, context: Ctx): Promise<string | undefined> {
  const code = squeeze(number)
  return (await context.services.loaders.enterprise(code)) === undefined ? usccOf(number, context, false) : code
}

/** The one file to which a number leads. A file just opened may not have its row yet, so a reader who waits goes by the code. */
async function usccOf(number: string, { services }: Ctx, waits: boolean): Promise<string | undefined> {
  const usccs = await findUsccs(services.orm.em.fork(), number)
  if (usccs.length > 1)
    throw new InvalidInput(`该号码对应多户企业（${usccs.join('、')}），请用统一社会信用代码查询`, 'number')
  return usccs[0] ?? (waits ? number.trim().toUpperCase() : undefined)
}

/** All rows of a file move in one transaction with its head row, so that one revision speaks for all of them. */
async function waitForRevision({ services }: Ctx, uscc: string, revision: bigint): Promise<void> {
  for (let waitedMs = 0; waitedMs <= revisionWaitMs; waitedMs += revisionPollMs) {
    const row = await services.loaders.enterprise(uscc)
    if (row !== undefined && BigInt(Number(row.revision)) >= revision) return
    await sleep(revisionPollMs)
  }
  throw new Unavailable(`读取尚未跟上版本 ${revision}，请稍后重试`)
}

type SearchArgs = { filter?: EnterpriseFilter | null; first: number; after?: string }
const pageMax = 200

async function enterprises(_root: unknown, { filter, first, after }: SearchArgs, { services, clock, viewer }: Ctx) {
  requirePage(first, pageMax)
  if (filter?.creditClass?.length) {
    requirePermission(viewer, 'credit:read')
    await services.freshProfiles()
  }
  const conditions = filter ?? {}
  const usccs = await findEnterprises(services.orm.em.fork(), conditions, { first, after: decodeCursor(after) })
  const day = dayInChina(clock())
  const views = await Promise.all(usccs.slice(0, first).map((uscc) => currentView(services.loaders, uscc, day)))
  const edges = views.flatMap((node) => (node ? [{ cursor: encodeCursor(String(node.row.uscc)), node }] : []))
  return {
    edges,
    pageInfo: { hasNextPage: usccs.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    conditions,
  }
}

/** Counted only where it is asked for. */
const totalCount = ({ conditions }: { conditions: EnterpriseFilter }, _args: object, { services }: Ctx) =>
  countEnterprises(services.orm.em.fork(), conditions)

async function publicEnterprise(_root: unknown, { number }: { number: string }, context: Ctx) {
  const uscc = await usccOf(number, context, false)
  const row = uscc === undefined ? undefined : await context.services.loaders.enterprise(uscc)
  if (row === undefined || row.provisional) return null
  const registration = record<RegistrationRecord>(row)
  const status = registrationStatusOn(registration, dayInChina(context.clock()))
  return { ...registration.details, uscc, status }
}

const encodeCursor = (text: string): string => Buffer.from(text).toString('base64url')
const decodeCursor = (cursor: string | null | undefined): string | undefined =>
  cursor ? Buffer.from(cursor, 'base64url').toString() : undefined

function requirePage(first: number, most: number): void {
  if (first < 1 || first > most) throw new InvalidInput(`每页条数应在 1 与 ${most} 之间`, 'first')
}

const record = <R>(row: Row): R => row.record as unknown as R

/** A field of the registration record. */
const detail =
  <K extends keyof RegistrationRecord['details']>(name: K) =>
  ({ row }: EnterpriseView) =>
    record<RegistrationRecord>(row).details[name]

/** The records of a section, each told as its type's members. */
const section =
  <R>(field: SectionField, tell: (record: R, day: PlainDate) => object) =>
  async (view: EnterpriseView) =>
    (await view.section(field)).map((row) => ({
      ...{ id: row.key, eventId: row.event_id, recordedAt: row.recorded_at, source: row.source },
      corrected: row.corrected,
      ...tell(record<R>(row), view.day),
    }))

/** Listings by the lists of the catalogue: their names when they were made, and whether they ended with subject or basis. */
async function listings(view: EnterpriseView, _args: object, { services }: Ctx) {
  const types = services.listTypes()
  const [states, annulments] = await Promise.all([statesIn(view), annulmentsOf(view)]) // At once: one statement a table.
  return section<ListingRecord>('listings', (recorded, day) => {
    const type = listTypeOn(types, recorded.listType, recorded.enteredOn)
    const end = subjectEndOn(states, type?.endsWithSubject ?? [], day)
    const listing = endedWithSubject(endedWithBasis(recorded, annulments), end)
    return { ...listing, standing: listingStanding(listing, day), listName: type?.name ?? listing.listType }
  })(view)
}

/** When the penalties of the file were annulled, for what rests on them. */
async function annulmentsOf(view: EnterpriseView): Promise<Annulments> {
  const rows = await view.section('penalties')
  const known = new Map(rows.map((row) => [row.key, record<PenaltyRecord>(row).annulledOn]))
  return (penaltyId) => known.get(penaltyId)
}

const statesIn = async (view: EnterpriseView): Promise<readonly RegistrationState[]> =>
  (await view.section('registrationStates'))
    .map((row) => ({
      ...{ status: row.status as RegistrationStatus, since: row.since as PlainDate },
      ...{ until: row.until as PlainDate | null, eventId: String(row.key) },
    }))
    .toSorted((a, b) => (a.since < b.since ? -1 : 1)) // None is empty, so no two begin on one day.

/** A class set by hand is as little for everybody as the class itself (国市监信发〔2022〕6号): an entry for supervisors alone. */
export const isShown = (event: EnterpriseEvent, viewer: Viewer): boolean =>
  recordOf(event).section !== 'CREDIT_OVERRIDE' || may(viewer, 'credit:read')

async function timeline(
  view: EnterpriseView,
  { first, after }: { first: number; after?: string },
  { services, viewer }: Ctx,
) {
  requirePage(first, 500)
  const { asOf, knownAt } = view.vantage
  const facts = (await factsOfStream(services.store, String(view.row.uscc))).filter(
    (fact) =>
      isShown(fact, viewer) &&
      (knownAt === undefined || fact.metadata.recordedAt <= knownAt) &&
      (asOf === undefined || legalDayOf(fact) <= asOf),
  )
  const from = decodeCursor(after)
  const rest = from === undefined ? facts : facts.filter(({ revision }) => revision > BigInt(from))
  const edges = rest.slice(0, first).map((fact) => ({
    cursor: encodeCursor(String(fact.revision)),
    node: {
      ...{ eventId: fact.id, revision: fact.revision, type: fact.type, title: eventTitles[fact.type] },
      ...recordOf(fact),
      ...{ day: legalDayOf(fact), recordedAt: fact.metadata.recordedAt, source: fact.metadata.source ?? null },
      ...{ agency: fact.metadata.actor.agency, officer: fact.metadata.actor.officer },
      data: withoutSealed(fact.data as Json),
      documentNumber: documentNumberOf(fact) ?? fact.metadata.source?.documentNumber ?? null,
    },
  }))
  return {
    edges,
    pageInfo: { hasNextPage: rest.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount: facts.length,
  }
}

export const enterpriseResolvers = {
  Query: { enterprise, enterprises, publicEnterprise },
  EnterpriseConnection: { totalCount },
  Enterprise: {
    uscc: ({ row }: EnterpriseView) => row.uscc,
    name: detail('name'),
    subjectKind: detail('subjectKind'),
    establishedOn: detail('establishedOn'),
    termFrom: detail('termFrom'),
    termTo: detail('termTo'),
    legalRepresentative: detail('legalRepresentative'),
    registeredCapital: detail('registeredCapital'),
    category: detail('category'),
    enterpriseType: detail('enterpriseType'),
    industry: detail('industry'),
    address: detail('address'),
    division: detail('division'),
    street: detail('street'),
    scope: detail('scope'),
    registrar: detail('registrar'),
    formerNames: ({ row }: EnterpriseView) => record<RegistrationRecord>(row).formerNames,
    status: ({ row, day }: EnterpriseView) => registrationStatusOn(record<RegistrationRecord>(row), day),
    statusSince: ({ row }: EnterpriseView) => record<RegistrationRecord>(row).statusSince,
    provisional: ({ row }: EnterpriseView) => row.provisional,
    registeredOn: ({ row }: EnterpriseView) => record<RegistrationRecord>(row).registeredOn,
    aliases: ({ row }: EnterpriseView) => record<RegistrationRecord>(row).aliases,
    codeWarnings: ({ row }: EnterpriseView) => row.code_warnings,
    revision: ({ row }: EnterpriseView) => BigInt(Number(row.revision)),
    licences: section<LicenceRecord>('licences', (licence, day) => ({
      ...licence,
      ...licence.terms,
      standing: licenceStanding(licence, day),
      suspensions: licence.suspensions.map(({ suspensionId, ...rest }) => ({ id: suspensionId, ...rest })),
    })),
    penalties: section<PenaltyRecord>('penalties', (penalty) => ({ ...penalty, ...penalty.terms })),
    inspections: section<InspectionRecord>('inspections', ({ corrected, ...inspection }) => ({
      ...inspection,
      corrections: corrected,
      results: inspection.results.map((code) => ({ code, name: resultName(inspection.resultScheme, code) })),
    })),
    listings,
    annualReports: section<ReportRecord>('annualReports', (report) => report),
    honours: section<HonourRecord>('honours', (honour, day) => ({ ...honour, standing: honourStanding(honour, day) })),
    commitments: section<CommitmentRecord>('commitments', (commitment) => commitment),
    timeline,
  },
}

const resultName = (scheme: string, code: string): string =>
  resultSchemes[scheme]?.find((one) => one.code === code)?.name ?? code
