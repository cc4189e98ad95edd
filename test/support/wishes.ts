import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { licenceIdOf } from '../../domain/enterprise/licence/commands.ts'
import { listingIdOf } from '../../domain/enterprise/listing/commands.ts'
import { penaltyIdOf } from '../../domain/enterprise/penalty/commands.ts'
import type { RegistrationDetails, RegistrationStatus } from '../../domain/enterprise/registration/events.ts'
import { fen } from '../../domain/kernel/fen.ts'
import { command, day } from './given.ts'

type DataOf<T extends EnterpriseCommand['type']> = Extract<EnterpriseCommand, { type: T }>['data']

/** The commands that tests wish for, each with sensible data that a test may change. */
export const agency = { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' }
export const uscc = '91310104MA1X00017M'

export const details: RegistrationDetails = {
  ...{ name: '上海样例餐饮有限公司', subjectKind: 'LEGAL_PERSON', category: '11', enterpriseType: null },
  ...{ legalRepresentative: '王某', registeredCapital: fen(100_000_000), establishedOn: day('2020-01-02') },
  ...{ termFrom: day('2020-01-02'), termTo: null, address: '某路1号', division: '310104', street: '310104003' },
  ...{ industry: { system: 'GB/T 4754-2017', code: '6210' }, scope: '餐饮服务', registrar: agency },
}

export const open = () =>
  command('OpenFile', { uscc, name: '上海样例餐饮有限公司', subjectKind: 'LEGAL_PERSON', openedOn: day('2019-05-01') })
export const register = (changes: Partial<DataOf<'RegisterEnterprise'>> = {}) =>
  command('RegisterEnterprise', { uscc, registeredOn: day('2020-01-02'), details, aliases: [], ...changes })
export const change = (changes: Partial<RegistrationDetails>, on = '2021-03-04', changeId = 'c1') =>
  command('ChangeRegistration', { changeId, changedOn: day(on), items: ['01'], changes, documentNumber: null })
export const status = (to: RegistrationStatus, on = '2022-01-01', statusId = `s-${to}-${on}`) =>
  command('ChangeRegistrationStatus', {
    ...{ statusId, to, changedOn: day(on), reason: null, documentNumber: null, authority: agency },
  })
export const report = (on: string, changes: Partial<RegistrationDetails> = {}, to: RegistrationStatus = 'ACTIVE') =>
  command('ReportRegistration', {
    ...{ uscc, registeredOn: day('2020-01-02'), approvedOn: day(on), details: { ...details, ...changes } },
    ...{ aliases: [], status: to, statusOn: null },
  })

export const licenceId = licenceIdOf(agency.code, '许1号', 'JY1')
export const grant = (changes: Partial<DataOf<'GrantLicence'>['terms']> = {}, on = '2021-01-01') =>
  command('GrantLicence', {
    decidedOn: day(on),
    terms: {
      ...{
        documentTitle: '准予许可决定书',
        documentNumber: '许1号',
        licenceClass: 'ORDINARY',
        certificateName: '食品经营许可证',
      },
      ...{ licenceNumber: 'JY1', content: '餐饮', validFrom: day('2021-01-01'), validUntil: day('2025-12-31') },
      ...{ authority: agency },
      ...changes,
    },
    remark: null,
  })

export const penaltyId = penaltyIdOf(agency.code, '沪市监徐处〔2025〕1号')
export const penaltyTerms: DataOf<'ImposePenalty'>['terms'] = {
  ...{
    kinds: ['FINE'],
    fine: fen(200_000),
    confiscated: fen(0),
    permitAffected: null,
    violation: '食品安全',
    facts: '过期',
  },
  ...{ basis: '食品安全法第一百二十四条', content: '罚款', validUntil: null, publicUntil: null },
}
export const impose = (
  changes: Partial<DataOf<'ImposePenalty'>['terms']> = {},
  decisionNumber = '沪市监徐处〔2025〕1号',
) =>
  command('ImposePenalty', {
    ...{ decisionNumber, decidedOn: day('2025-03-06'), summaryProcedure: null, authority: agency, remark: null },
    terms: { ...penaltyTerms, ...changes },
  })
export const perform = (on = '2025-04-01') => command('PerformPenalty', { penaltyId, performedOn: day(on) })
export const annul = (on = '2025-05-01', id = penaltyId) =>
  command('AnnulPenalty', {
    penaltyId: id,
    annulledOn: day(on),
    ground: 'REVIEW',
    documentNumber: '复1号',
    authority: agency,
  })

export const inspect = (results: readonly string[], inspectors = ['a', 'b'], inspectionId = 'v1') =>
  command('RecordInspection', {
    ...{ inspectionId, form: 'RANDOM', planId: null, triggerId: null, inspectionCode: null, matters: [], method: null },
    ...{ inspectedOn: day('2025-06-01'), resultScheme: 'SPOT_CHECK_2017', results, note: null, authority: agency },
    inspectors: inspectors.map((inspectorId) => ({ inspectorId, certificateNumber: `证${inspectorId}` })),
  })

export const listingId = listingIdOf('ABNORMAL_OPERATIONS', agency.code, '异入1号', 'AB4')
export const enter = (changes: Partial<DataOf<'EnterListing'>> = {}) =>
  command('EnterListing', {
    ...{ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', groundText: '无法联系', reportYear: null },
    ...{ enteredOn: day('2024-07-03'), termUntil: null, decisionNumber: '异入1号', authority: agency, penaltyIds: [] },
    ...changes,
  })
export const remove = (changes: Partial<DataOf<'RemoveListing'>> = {}) =>
  command('RemoveListing', {
    ...{ listingId, removedOn: day('2024-09-01'), ground: 'CURED', exitReasonCode: '5', decisionNumber: '异出1号' },
    ...{ authority: agency, ...changes },
  })
export const fileReport = (year: number, on: string) =>
  command('FileAnnualReport', { year, filedOn: day(on), published: true, onPaper: false })
export const correct = (eventId: string, changes: DataOf<'CorrectEntry'>['changes'], correctionId = 'k1') =>
  command('CorrectEntry', { correctionId, eventId, changes, reason: '录入错误', correctedOn: day('2026-11-20') })
export const strike = (eventId: string, correctionId = 'k2') =>
  command('VoidEntry', { correctionId, eventId, reason: '不是本企业的', voidedOn: day('2026-11-20') })
/** As the source of a mirrored list says it. */
export const correctMirrored = (eventId: string, changes: DataOf<'CorrectEntry'>['changes'], correctionId = 'k1') =>
  command('CorrectMirroredEntry', {
    ...{ correctionId, eventId, changes, reason: '来源名单更正', correctedOn: day('2026-11-20') },
  })
export const strikeMirrored = (eventId: string, correctionId = 'k2') =>
  command('VoidMirroredEntry', { correctionId, eventId, reason: '来源名单重新列入', voidedOn: day('2026-11-20') })
