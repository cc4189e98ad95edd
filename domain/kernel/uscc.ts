import { organisationCheckCharacter, organisationCodeChecks } from './organisation-code.ts'
import { isPlaceholder, squeeze } from './text.ts'

/** A unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, well formed; its checks may fail. */
export type Uscc = string & { readonly __uscc: unique symbol }

/** 31 characters; the value of each is its index. I, O, S, V, and Z are not among them. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] // 3^(i-1) mod 31

/** The check character of a code's first seventeen. */
export function checkCharacter(body: string): string {
  if (!/^[0-9A-HJ-NPQRTUWXY]{17}$/.test(body)) throw new RangeError(`not the first seventeen of a code: ${body}`)
  const sum = weights.reduce((total, weight, place) => total + weight * alphabet.indexOf(body.charAt(place)), 0)
  return alphabet.charAt((31 - (sum % 31)) % 31)
}

export type InspectedUscc =
  | Readonly<{ kind: 'MALFORMED'; reason: string }>
  | Readonly<{
      kind: 'WELL_FORMED'
      code: Uscc
      outerCheck: boolean // The last character; a code that fails is kept and flagged.
      innerCheck: boolean // The embedded organisation code's own check (GB 11714); a warning only.
      department: string
      category: string
      division: string // Of the authority that first registered the subject; not where it is now.
      organisationCode: string
    }>

/** Reads a code as records write it: full width, lower case, and stray spaces are understood, letters never guessed. */
export function inspectUscc(text: string): InspectedUscc {
  const code = squeeze(text)
  const strange = new Set([...code].filter((sign) => !alphabet.includes(sign)))
  const faults = [
    ...(code.length === 18 ? [] : [`应为18位，实为${code.length}位`]),
    ...(strange.size === 0 ? [] : [`含有不使用的字符“${[...strange].join('')}”`]),
  ]
  if (faults.length > 0) return { kind: 'MALFORMED', reason: `统一社会信用代码${faults.join('，')}` }
  if (isPlaceholder(code)) return { kind: 'MALFORMED', reason: '统一社会信用代码是占位代码' }
  return {
    kind: 'WELL_FORMED',
    code: code as Uscc,
    outerCheck: checkCharacter(code.slice(0, 17)) === code.charAt(17),
    innerCheck: organisationCodeChecks(code.slice(8, 17)),
    department: code.charAt(0),
    category: code.charAt(1),
    division: code.slice(2, 8),
    organisationCode: code.slice(8, 17),
  }
}

/** The code that a text spells; throws `RangeError` where it spells none. */
export function uscc(text: string): Uscc {
  const inspected = inspectUscc(text)
  if (inspected.kind === 'MALFORMED') throw new RangeError(inspected.reason)
  return inspected.code
}

/** Builds a code that passes both checks from department and category, division, and an eight-character body. */
export function composeUscc(department: string, division: string, body: string): Uscc {
  const seventeen = `${department}${division}${body}${organisationCheckCharacter(body)}`
  return uscc(`${seventeen}${checkCharacter(seventeen)}`)
}

/** Classes of subject that the code itself tells (主体类别): 企业、个体工商户、农民专业合作社、其他. */
export const subjectClasses = ['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'COOPERATIVE', 'OTHER'] as const
export type SubjectClass = (typeof subjectClasses)[number]

export function subjectClassOf(code: Uscc): SubjectClass {
  if (code.charAt(0) !== '9') return 'OTHER'
  return ({ '1': 'ENTERPRISE', '2': 'INDIVIDUAL_BUSINESS', '3': 'COOPERATIVE' } as const)[code.charAt(1)] ?? 'OTHER'
}
