import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import type { CommitmentCommand } from '../../domain/enterprise/commitment/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import type { EnterpriseEvent } from '../../domain/enterprise/events.ts'
import { recordOf } from '../../domain/enterprise/facts.ts'
import type { Authority } from '../../domain/enterprise/parties.ts'
import { changeItemsOf } from '../../domain/enterprise/registration/change-items.ts'
import type { RegistrationDetails } from '../../domain/enterprise/registration/events.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { Forbidden, InvalidInput } from '../../domain/kernel/errors.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import { inspectUscc, type Uscc } from '../../domain/kernel/uscc.ts'
import type { Context } from '../context.ts'
import type { EnterpriseServices } from './services.ts'

type Ctx = Context<EnterpriseServices>
type DataOf<T extends EnterpriseCommand['type']> = Extract<EnterpriseCommand, { type: T }>['data']

/** What a client gives of some data: members that may be null may be left out, and so may one's own authority. */
type Given<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T as null extends T[K] ? K : never]?: T[K] | null } & {
        [K in keyof T as null extends T[K] ? never : K extends 'authority' ? never : K]: K extends 'terms' | 'details'
          ? Given<T[K]>
          : T[K]
      } & ('authority' extends keyof T ? { authority?: Authority | null } : unknown)
    : T
type Input<T> = Given<T> & { uscc: string; requestId?: string }

/** Members left out are what the log calls null; the schema has checked all others. */
function complete<T extends object>(given: object, nullable: readonly (keyof T)[]): T {
  return { ...Object.fromEntries(nullable.map((name) => [name, null])), ...given } as T
}

/** One mutation: its command's type, and how its input becomes the command's data. */
export function mutation<T extends EnterpriseCommand['type']>(
  type: T,
  dataOf: (
    given: Given<DataOf<T>>,
    own: (authority?: Authority | null) => Authority,
    requestId: string,
    uscc: Uscc,
    officer: string,
  ) => DataOf<T>,
) {
  return async (_root: unknown, { input }: { input: Input<DataOf<T>> }, context: Ctx) => {
    const { uscc: given, requestId, ...rest } = input
    const uscc = wellFormed(given)
    const { services, clock, viewer, correlationId } = context
    if (viewer.kind === 'PUBLIC') throw new Forbidden('请先登录')
    const own = (authority?: Authority | null): Authority => authority ?? viewer.agency
    const data = dataOf(rest as unknown as Given<DataOf<T>>, own, requestId ?? '', uscc, viewer.officer)
    const agency = viewer.roles.includes('ADMINISTRATOR') ? null : viewer.agency.code
    const command = { type, data, today: dayInChina(clock()), agency } as unknown as EnterpriseCommand
    const { events, revision } = await services.handler.submit(enterpriseDecider, enterpriseStream(uscc), command, {
      clock,
      newId: services.newId,
      actor: { agency: viewer.agency.code, officer: viewer.officer, role: viewer.roles.join(',') },
      correlationId,
      source: { agency: viewer.agency.code, agencyName: viewer.agency.name },
    })
    const recordIds = [...new Set(events.map((event) => recordOf(event as EnterpriseEvent).recordId || uscc))]
    return { uscc, revision, changed: events.length > 0, eventIds: events.map(({ id }) => id), recordIds }
  }
}

/** A code with a wrong check character is taken as it is; one that is no code is not. */
function wellFormed(text: string): Uscc {
  const inspected = inspectUscc(text)
  if (inspected.kind === 'MALFORMED') throw new InvalidInput(inspected.reason, 'uscc')
  return inspected.code
}

const detailNames: readonly (keyof RegistrationDetails)[] = [
  ...(['category', 'enterpriseType', 'legalRepresentative', 'registeredCapital', 'establishedOn', 'termFrom'] as const),
  ...(['termTo', 'address', 'division', 'street', 'industry', 'scope', 'registrar'] as const),
]
const licenceTermNames = ['certificateName', 'licenceNumber', 'validUntil'] as const
const penaltyTermNames = ['permitAffected', 'validUntil', 'publicUntil'] as const

const registration = {
  openFile: mutation('OpenFile', (given, _own, _id, uscc) => ({ ...given, uscc })),
  registerEnterprise: mutation('RegisterEnterprise', (given, _own, _id, uscc) => ({
    ...given,
    uscc,
    details: complete<RegistrationDetails>(given.details, detailNames),
  })),
  changeRegistration: mutation('ChangeRegistration', (given, _own, changeId) => ({
    ...given,
    changeId,
    items: given.items ?? changeItemsOf(given.changes),
    documentNumber: given.documentNumber ?? null,
  })),
  changeRegistrationStatus: mutation('ChangeRegistrationStatus', (given, own, statusId) => ({
    ...complete<Omit<DataOf<'ChangeRegistrationStatus'>, 'statusId'>>(given, ['reason', 'documentNumber']),
    statusId,
    authority: own(given.authority),
  })),
  recordAlias: mutation('RecordAlias', (given) => given),
}

const licences = {
  grantLicence: mutation('GrantLicence', (given, own) => ({
    ...given,
    terms: {
      ...complete<DataOf<'GrantLicence'>['terms']>(given.terms, licenceTermNames),
      authority: own(given.terms.authority),
    },
    remark: given.remark ?? null,
  })),
  changeLicence: mutation('ChangeLicence', (given, _own, changeId) => ({
    ...given,
    changeId,
    documentNumber: given.documentNumber ?? null,
  })),
  renewLicence: mutation('RenewLicence', (given, _own, renewalId) => ({
    ...complete<Omit<DataOf<'RenewLicence'>, 'renewalId'>>(given, ['validUntil', 'documentNumber']),
    renewalId,
  })),
  suspendLicence: mutation('SuspendLicence', (given, _own, suspensionId) => ({
    ...complete<Omit<DataOf<'SuspendLicence'>, 'suspensionId'>>(given, ['until', 'penaltyId']),
    suspensionId,
  })),
  resumeLicence: mutation('ResumeLicence', (given) => given),
  revokeLicence: mutation('RevokeLicence', (given) => complete(given, ['documentNumber', 'penaltyId'])),
  surrenderLicence: mutation('SurrenderLicence', (given) => complete(given, ['reason'])),
}

const penalties = {
  imposePenalty: mutation('ImposePenalty', (given, own) => ({
    ...complete<Omit<DataOf<'ImposePenalty'>, 'authority'>>(given, ['summaryProcedure', 'remark']),
    terms: complete<DataOf<'ImposePenalty'>['terms']>(given.terms, penaltyTermNames),
    authority: own(given.authority),
  })),
  amendPenalty: mutation('AmendPenalty', (given, _own, amendmentId) => ({ ...given, amendmentId })),
  performPenalty: mutation('PerformPenalty', (given) => given),
  annulPenalty: mutation('AnnulPenalty', (given, own) => ({ ...given, authority: own(given.authority) })),
}

const inspectionNames = ['planId', 'triggerId', 'inspectionCode', 'method', 'note'] as const
const inspections = {
  recordInspection: mutation('RecordInspection', (given, own, inspectionId) => ({
    ...complete<Omit<DataOf<'RecordInspection'>, 'inspectionId' | 'authority'>>(given, inspectionNames),
    inspectionId,
    authority: own(given.authority),
  })),
  orderCorrection: mutation('OrderCorrection', (given) => given),
  closeInspection: mutation('CloseInspection', (given) => complete(given, ['corrected', 'note'])),
}

const reportsAndHonours = {
  fileAnnualReport: mutation('FileAnnualReport', (given) => given),
  amendAnnualReport: mutation('AmendAnnualReport', (given, _own, amendmentId) => ({
    ...given,
    amendmentId,
    note: given.note ?? null,
  })),
  awardHonour: mutation('AwardHonour', (given, own, honourId) => ({
    ...complete<Omit<DataOf<'AwardHonour'>, 'honourId' | 'authority'>>(given, ['validUntil', 'documentNumber']),
    honourId,
    authority: own(given.authority),
  })),
  withdrawHonour: mutation('WithdrawHonour', (given) => complete(given, ['documentNumber'])),
}

const commitments = {
  makeCommitment: mutation('MakeCommitment', (given, own, commitmentId) => ({
    ...complete<Omit<DataOf<'MakeCommitment'>, 'commitmentId' | 'authority'>>(given, ['checkDueOn', 'licenceId']),
    commitmentId,
    authority: own(given.authority),
  })),
  keepCommitment: mutation('KeepCommitment', (given) => given),
  breakCommitment: mutation('BreakCommitment', (given) => complete(given, ['documentNumber'])),
} satisfies Record<string, unknown> & Partial<Record<Uncapitalize<CommitmentCommand['type']>, unknown>>

const corrections = {
  correctEntry: mutation('CorrectEntry', (given, _own, correctionId) => ({ ...given, correctionId })),
  voidEntry: mutation('VoidEntry', (given, _own, correctionId) => ({ ...given, correctionId })),
}

export const commandResolvers = {
  Mutation: {
    ...registration,
    ...licences,
    ...penalties,
    ...inspections,
    ...reportsAndHonours,
    ...commitments,
    ...corrections,
  },
}
