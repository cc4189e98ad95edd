import type { Alias, RegistrationStatus, SubjectKind } from '../enterprise/registration/events.ts'
import { parseOrganisationCode } from '../kernel/organisation-code.ts'
import { openEnd } from '../kernel/plain-date.ts'
import { isPersonalTaxNumber, parseRegistrationNumber, parseTaxNumber } from '../kernel/registration-number.ts'
import { isPlaceholder, squeeze } from '../kernel/text.ts'
import { inspectUscc, subjectClassOf } from '../kernel/uscc.ts'
import { sourceOf } from './penalty-row.ts'
import { personsOfRegistration } from './persons.ts'
import {
  type FieldReader,
  type Fields,
  fieldReader,
  type RowContext,
  RowFault,
  type RowOrder,
  refuseIdentityNumber,
} from './row.ts'

/** Registration states by name, and by the codes of one provincial system (`registration_status.csv`). */
const statuses: Readonly<Record<string, RegistrationStatus>> = {
  存续: 'ACTIVE',
  在营: 'ACTIVE',
  开业: 'ACTIVE',
  歇业: 'DORMANT',
  吊销: 'LICENCE_REVOKED',
  吊销未注销: 'LICENCE_REVOKED',
  责令关闭: 'ORDERED_CLOSED',
  撤销: 'ANNULLED',
  撤销登记: 'ANNULLED',
  迁出: 'MOVED_OUT',
  注销: 'DEREGISTERED',
  吊销已注销: 'DEREGISTERED',
  // States on the way to another one, and those of files put away, by the display group of `registration_status.csv`.
  ...{
    变更: 'ACTIVE',
    档案: 'ACTIVE',
    注销中: 'ACTIVE',
    '迁出(办理中)': 'ACTIVE',
    '电子档案(吊销类)': 'LICENCE_REVOKED',
  },
  ...{ K: 'ACTIVE', B: 'ACTIVE', A: 'ACTIVE', Q: 'ACTIVE', X: 'ACTIVE', C: 'ANNULLED', D: 'LICENCE_REVOKED' },
  ...{ DA: 'LICENCE_REVOKED', XX: 'DEREGISTERED', DX: 'DEREGISTERED', QX: 'MOVED_OUT' },
}

const kinds: Readonly<Record<string, SubjectKind>> = {
  法人: 'LEGAL_PERSON',
  企业: 'LEGAL_PERSON',
  公司: 'LEGAL_PERSON',
  农民专业合作社: 'LEGAL_PERSON',
  非法人组织: 'UNINCORPORATED',
  分支机构: 'UNINCORPORATED',
  个人独资企业: 'UNINCORPORATED',
  合伙企业: 'UNINCORPORATED',
  个体工商户: 'INDIVIDUAL_BUSINESS',
}

/** Reads a row of the register (主体登记信息; columns in docs/intake.md) into what records it; throws `RowFault`. */
export function registerOrder(fields: Fields, { today, agency }: RowContext): RowOrder {
  const read = fieldReader('REGISTER', fields)
  const name = read.required('ZT_MC')
  const inspected = inspectUscc(read.required('ZT_SHXYM'))
  if (inspected.kind === 'MALFORMED') throw new RowFault('ZT_SHXYM', inspected.reason)
  refuseIdentityNumber('ZT_SHXYM', inspected)
  const uscc = inspected.code
  const establishedOn = read.pastDay('ZT_CLRQ', today)
  const registeredOn = read.text('ZT_DJRQ') === '' ? establishedOn : read.pastDay('ZT_DJRQ', today)
  const approvedOn = read.text('ZT_HZRQ') === '' ? registeredOn : read.pastDay('ZT_HZRQ', today)
  if (approvedOn < registeredOn)
    throw new RowFault('ZT_HZRQ', `核准日期（${approvedOn}）早于登记日期（${registeredOn}）`)
  const termFrom = read.day('ZT_YYQXZ') ?? establishedOn
  const details = {
    ...{
      name,
      subjectKind: kindOf(read, subjectClassOf(uscc) === 'INDIVIDUAL_BUSINESS'),
      category: read.text('ZT_LB') || null,
    },
    enterpriseType: coded('GS 46-2015', read.text('ZT_QYLX')),
    ...{ legalRepresentative: read.text('ZT_FRDB') || null, registeredCapital: read.amount('ZT_ZCZB') ?? null },
    ...{ establishedOn, termFrom, termTo: read.end('ZT_YYQXZI', termFrom, '营业期限自') },
    ...{ address: read.text('ZT_ZS') || null, division: digits(read, 'ZT_XZQH', 6), street: digits(read, 'ZT_JZ', 9) },
    ...{ industry: coded('GB/T 4754-2017', read.text('ZT_HY')), scope: read.text('ZT_JYFW') || null },
    registrar: read.text('ZT_DJJGDM') === '' ? null : read.authority('ZT_DJJGDM', 'ZT_DJJG', 'ZT_DJJGDM', 'ZT_DJJG'),
  }
  const statusOn =
    read.text('ZT_ZTRQ') === '' || read.day('ZT_ZTRQ') === openEnd ? null : read.pastDay('ZT_ZTRQ', today)
  const data = {
    uscc,
    registeredOn,
    approvedOn,
    details,
    aliases: aliasesOf(read, uscc),
    status: statusOf(read),
    statusOn,
  }
  return {
    uscc,
    commands: [{ type: 'ReportRegistration', data, today, agency }],
    persons: personsOfRegistration(read, details.subjectKind, {
      ...{ record: null, recordedOn: approvedOn, authority: details.registrar },
    }),
    source: details.registrar ? sourceOf(details.registrar.code, details.registrar.name, '') : {},
  }
}

const coded = (system: string, code: string) => (code === '' ? null : { system, code: squeeze(code) })

function kindOf(read: FieldReader, individual: boolean): SubjectKind {
  if (individual) return 'INDIVIDUAL_BUSINESS'
  const given = squeeze(read.text('ZT_LX'))
  if (given === '') return 'LEGAL_PERSON'
  const kind = kinds[given]
  if (kind === undefined) throw new RowFault('ZT_LX', `不认识的主体类型“${read.text('ZT_LX')}”`)
  return kind
}

function statusOf(read: FieldReader): RegistrationStatus {
  const given = squeeze(read.text('ZT_ZT'))
  if (given === '') return 'ACTIVE'
  const status = statuses[given] ?? statuses[given.replace(/\(.*\)$/, '')]
  if (status === undefined) throw new RowFault('ZT_ZT', `不认识的登记状态“${read.text('ZT_ZT')}”`)
  return status
}

function digits(read: FieldReader, field: string, count: number): string | null {
  const given = squeeze(read.text(field))
  if (given === '') return null
  if (!new RegExp(`^\\d{${count},12}$`).test(given)) throw new RowFault(field, `“${given}”不是${count}位数字代码`)
  return given.slice(0, count)
}

function aliasesOf(read: FieldReader, uscc: string): readonly Alias[] {
  const former = read.text('ZT_CYDM') === '' ? undefined : inspectUscc(read.text('ZT_CYDM'))
  if (former?.kind === 'MALFORMED') throw new RowFault('ZT_CYDM', former.reason)
  if (former) refuseIdentityNumber('ZT_CYDM', former)
  const found: readonly (readonly [Alias['kind'], string, string | undefined])[] = [
    ['REGISTRATION_NUMBER', 'ZT_GSZC', parseRegistrationNumber(read.text('ZT_GSZC'))],
    ['ORGANISATION_CODE', 'ZT_ZZJG', parseOrganisationCode(read.text('ZT_ZZJG'))],
    ['TAX_NUMBER', 'ZT_SWDJ', parseTaxNumber(read.text('ZT_SWDJ'))], // Since 2015 it is the code itself, and no alias.
    ['FORMER_USCC', 'ZT_CYDM', former?.code === uscc ? undefined : former?.code],
  ]
  return found.flatMap(([kind, field, value]) => {
    if (value !== undefined) return [{ kind, value }]
    const given = squeeze(read.text(field))
    if (isPlaceholder(given) || (kind === 'TAX_NUMBER' && isPersonalTaxNumber(given))) return []
    if (given !== '' && given !== uscc && kind !== 'FORMER_USCC')
      throw new RowFault(field, `“${read.text(field)}”的写法不对`)
    return []
  })
}
