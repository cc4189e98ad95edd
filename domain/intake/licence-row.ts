import { licenceIdOf } from '../enterprise/licence/commands.ts'
import type { LicenceClass } from '../enterprise/licence/events.ts'
import { squeeze } from '../kernel/text.ts'
import { sourceOf } from './penalty-row.ts'
import { personsOfDecision } from './persons.ts'
import {
  type FieldReader,
  type Fields,
  fieldReader,
  type RowContext,
  RowFault,
  type RowOrder,
  subjectOf,
} from './row.ts'

const classNames: Readonly<Record<string, LicenceClass>> = {
  普通: 'ORDINARY',
  特许: 'FRANCHISE',
  认可: 'RECOGNITION',
  核准: 'APPROVAL',
  登记: 'REGISTRATION',
  其他: 'OTHER',
  '01': 'ORDINARY',
  '02': 'FRANCHISE',
  '03': 'RECOGNITION',
  '04': 'APPROVAL',
  '05': 'REGISTRATION',
  '06': 'OTHER',
}

/** States of the standard of 2018, and of the columns of 2015, which count otherwise. Both are unsure (sheet §2.1). */
const states2018: Readonly<Record<string, boolean>> = { 1: true, 2: false, 有效: true, 无效: false }
const states2015: Readonly<Record<string, boolean>> = {
  0: true,
  1: false,
  2: true,
  3: true,
  正常: true,
  撤销: false,
  异议: true,
  其他: true,
}

/** Reads a licence record (行政许可信息, domain sheet §2.1) into what records it; throws `RowFault`. */
export function licenceOrder(fields: Fields, context: RowContext): RowOrder {
  const read = fieldReader('LICENCE', fields)
  const { today, agency } = context
  const { uscc, name, subjectKind } = subjectOf('XK', fields, read, context)
  const documentTitle = read.expected('XK_XKWS')
  const documentNumber = read.required('XK_WSH')
  const licenceClass = classOf(read)
  const content = read.expected('XK_NR')
  const decidedOn = read.pastDay('XK_JDRQ', today)
  const validFrom = fields.XK_YXQZ === undefined ? decidedOn : read.requiredDay('XK_YXQZ')
  const validUntil = read.end('XK_YXQZI', validFrom, '有效期自')
  const valid = validityOf(fields, read, context)
  const authority = read.authority('XK_XKJGDM', 'XK_XKJG', 'XK_LYDWDM', 'XK_LYDW')
  const terms = {
    ...{ documentTitle, documentNumber, licenceClass, certificateName: read.text('XK_XKZS') || null },
    ...{ licenceNumber: read.text('XK_XKBH') || null, content, validFrom, validUntil, authority },
  }
  const data = { decidedOn, terms, remark: read.text('BZ') || null, valid }
  return {
    uscc,
    commands: [
      { type: 'OpenFile', data: { uscc, name, subjectKind, openedOn: decidedOn }, today, agency },
      { type: 'ReportLicence', data, today, agency },
    ],
    persons: personsOfDecision('XK', read, subjectKind, {
      record: { section: 'LICENCE', recordId: licenceIdOf(authority.code, documentNumber, terms.licenceNumber) },
      ...{ recordedOn: decidedOn, authority },
    }),
    source: sourceOf(read.text('XK_LYDWDM') || authority.code, read.text('XK_LYDW') || authority.name, documentNumber),
  }
}

function classOf(read: FieldReader): LicenceClass {
  const given = squeeze(read.required('XK_XKLB'))
  const name = given.startsWith('其他') ? '其他' : given.replace(/许可$/, '')
  const licenceClass = classNames[name] ?? classNames[name.padStart(2, '0')]
  if (licenceClass === undefined) throw new RowFault('XK_XKLB', `不认识的许可类别“${read.text('XK_XKLB')}”`)
  return licenceClass
}

function validityOf(fields: Fields, read: FieldReader, { edition }: RowContext): boolean {
  if (fields.XK_ZT === undefined) return true
  const given = squeeze(read.required('XK_ZT'))
  const states = edition === 2015 ? states2015 : states2018
  const valid = states[given]
  if (valid === undefined) throw new RowFault('XK_ZT', `不认识的当前状态“${read.text('XK_ZT')}”`)
  return valid
}
