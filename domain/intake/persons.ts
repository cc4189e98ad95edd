import type { Authority } from '../enterprise/parties.ts'
import type { AnsweredRecord, DocumentKind, PersonRole } from '../enterprise/person/events.ts'
import type { SubjectKind } from '../enterprise/registration/events.ts'
import { isIdentityNumber, normalIdentityNumber } from '../kernel/identity-number.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import { isPlaceholder, squeeze } from '../kernel/text.ts'
import type { FieldReader } from './row.ts'

/**
 * A person as a row names them, in the clear: it lives only until it is sealed, before anything is decided, and never
 * stands in a verdict or a log.
 */
export type RowPerson = Readonly<{
  role: PersonRole
  record: AnsweredRecord | null
  name: string | null
  identityNumber: string | null
  documentKind: DocumentKind | null
  phone: string | null
  recordedOn: PlainDate
  authority: Authority | null
}>

type Place = Pick<RowPerson, 'record' | 'recordedOn' | 'authority'>

/** Codes and names of kinds of document (证件类型) of the double publicity standard. */
const kinds: Readonly<Record<string, DocumentKind>> = {
  ...{ '01': 'IDENTITY_CARD', '02': 'PASSPORT', '03': 'HONG_KONG_MACAO_PERMIT', '04': 'TAIWAN_PERMIT' },
  ...{ '05': 'PERMANENT_RESIDENCE', 身份证: 'IDENTITY_CARD', 居民身份证: 'IDENTITY_CARD', 护照: 'PASSPORT' },
  ...{ 港澳居民来往内地通行证: 'HONG_KONG_MACAO_PERMIT', 台湾居民来往大陆通行证: 'TAIWAN_PERMIT' },
  ...{ 外国人永久居留身份证: 'PERMANENT_RESIDENCE' },
}

/** The document's number, where the field has one: a placeholder, or what a sender has masked, names nobody. */
function numberIn(text: string): string | null {
  const number = squeeze(text)
  return number.length < 5 || isPlaceholder(number) || number.includes('*') ? null : normalIdentityNumber(number)
}

function documentKindOf(given: string, number: string): DocumentKind {
  const kind = kinds[squeeze(given)] ?? kinds[squeeze(given).padStart(2, '0')]
  return kind ?? (isIdentityNumber(number) ? 'IDENTITY_CARD' : 'OTHER')
}

/** The persons of a licence or penalty record: the representative, and whoever a number of a natural person is of. */
export function personsOfDecision(
  prefix: 'XK' | 'CF',
  read: FieldReader,
  subjectKind: SubjectKind,
  place: Place,
): readonly RowPerson[] {
  const name = read.text(`${prefix}_FRDB`) || null
  const representative = numberIn(read.text(`${prefix}_FR_ZJHM`))
  const person = numberIn(read.text(`${prefix}_XDR_ZJHM`))
  const named = (role: PersonRole, identityNumber: string | null, kindField: string): readonly RowPerson[] =>
    identityNumber === null
      ? []
      : [
          {
            ...{ ...place, role, name, identityNumber, phone: null },
            documentKind: documentKindOf(read.text(kindField), identityNumber),
          },
        ]
  const role = subjectKind === 'INDIVIDUAL_BUSINESS' ? 'OPERATOR' : 'LEGAL_REPRESENTATIVE'
  return [
    ...named(role, representative, `${prefix}_FR_ZJLX`),
    ...named('OPERATOR', person === representative ? null : person, `${prefix}_XDR_ZJLX`),
  ]
}

/** The persons of a row of the register: whoever represents the subject, and whom to reach. */
export function personsOfRegistration(read: FieldReader, subjectKind: SubjectKind, place: Place): readonly RowPerson[] {
  const identityNumber = numberIn(read.text('ZT_FR_ZJHM'))
  const phone = read.text('ZT_LXDH') === '' || isPlaceholder(read.text('ZT_LXDH')) ? null : read.text('ZT_LXDH')
  const representative: RowPerson = {
    ...{ ...place, role: subjectKind === 'INDIVIDUAL_BUSINESS' ? 'OPERATOR' : 'LEGAL_REPRESENTATIVE', identityNumber },
    ...{ name: read.text('ZT_FRDB') || null, phone: null },
    documentKind: identityNumber === null ? null : documentKindOf(read.text('ZT_FR_ZJLX'), identityNumber),
  }
  const contact: RowPerson = {
    ...{ ...place, role: 'CONTACT', identityNumber: null, documentKind: null },
    ...{ name: read.text('ZT_LXR') || null, phone },
  }
  return [
    ...(identityNumber === null ? [] : [representative]), // The registered name alone is public, and stands there.
    ...(contact.name === null && phone === null ? [] : [contact]),
  ]
}
