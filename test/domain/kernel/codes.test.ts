import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  organisationCheckCharacter,
  organisationCodeChecks,
  parseOrganisationCode,
} from '../../../domain/kernel/organisation-code.ts'
import { registeringDepartmentOf } from '../../../domain/kernel/registering-departments.ts'
import {
  isPersonalTaxNumber,
  organisationCodeInTaxNumber,
  parseRegistrationNumber,
  parseTaxNumber,
  registrationCheckDigit,
  registrationNumberChecks,
} from '../../../domain/kernel/registration-number.ts'
import { checkCharacter, composeUscc, inspectUscc, subjectClassOf, uscc } from '../../../domain/kernel/uscc.ts'

const real = `914403001922038216 91440300192317458F 9144030071526726XG 91440400192548256N 91440300708461136T
  91440300100012316L 91330100799655058B 91110000710926094P 91330106673959654P 9111010859963405XW 91110000802100433B
  9133000009281377XX 91100000100003962T 91230500MA1B3N1N2M 911000001000013428 11230500001755309F 91310000132260250X
  114418020073034851 91110108551385082Q`.split(/\s+/)
const synthetic = `91310104MA1X00017M 92310104MA1X00025D 93310113MA1X000336 11310104MB1X00045W 51310000MJ1X000520
  52310104MJ1X00060N 91640202MA1X00076H`.split(/\s+/)
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

const checks = (code: string): boolean => {
  const inspected = inspectUscc(code)
  return inspected.kind === 'WELL_FORMED' && inspected.outerCheck
}

describe('a unified social credit code', () => {
  test.each([...real, ...synthetic])('%s passes both checks', (code) => {
    expect(inspectUscc(code)).toMatchObject({ kind: 'WELL_FORMED', code, outerCheck: true, innerCheck: true })
  })
  test.each(['914403001922038217', '911000007109250324', '911000001000044477', '91310104132260250X'])(
    '%s is well formed, kept, and flagged',
    (code) => expect(inspectUscc(code)).toMatchObject({ kind: 'WELL_FORMED', code, outerCheck: false }),
  )
  test.each([...real, ...synthetic])('%s is caught in all 540 substitutions of one character', (code) => {
    const places = Array.from({ length: 18 }, (_, place) => place)
    const others = places.flatMap((place) =>
      [...alphabet]
        .filter((sign) => sign !== code[place])
        .map((sign) => code.slice(0, place) + sign + code.slice(place + 1)),
    )
    expect(others).toHaveLength(540)
    expect(others.filter(checks)).toEqual([])
  })
  test.each([...real, ...synthetic])('%s is caught in every swap of two unlike neighbours', (code) => {
    for (let place = 0; place < 17; place++) {
      const [a, b] = [code.charAt(place), code.charAt(place + 1)]
      const swapped = code.slice(0, place) + b + a + code.slice(place + 2)
      if (a !== b) expect(checks(swapped), swapped).toBe(false)
    }
  })
  test('is taken apart', () => {
    expect(inspectUscc('9133000009281377XX')).toMatchObject({
      department: '9',
      category: '1',
      division: '330000',
      organisationCode: '09281377X',
    })
  })
  test('whose inner check fails is kept and flagged apart from the outer one', () => {
    const seventeen = '91310104MA1X00018' // The organisation code MA1X0001 ends in 7.
    const code = seventeen + checkCharacter(seventeen)
    expect(inspectUscc(code)).toMatchObject({ kind: 'WELL_FORMED', outerCheck: true, innerCheck: false })
  })
  test('is read in full width, lower case, and with stray spaces', () => {
    expect(uscc('９１３１０１０４ＭＡ１７４６７４０Ｃ')).toBe('91310104MA1746740C')
    expect(uscc('  91310104ma1661819k ')).toBe('91310104MA1661819K')
  })
  test('is malformed with a letter that the standard leaves out, a wrong length, or as a placeholder', () => {
    for (const letter of 'IOSVZ') expect(inspectUscc(`91310104MA1X0001${letter}M`).kind, letter).toBe('MALFORMED')
    for (const text of ['91310104MA1O0001S', '', '91310104MA1X00017', '91310104MA1X00017MM', '91310104MA1X00017企']) {
      expect(inspectUscc(text).kind, text).toBe('MALFORMED')
    }
    for (const text of [`${'0'.repeat(17)}X`, `${'0'.repeat(17)}x`, '0'.repeat(18), '1'.repeat(18)]) {
      expect(inspectUscc(text), text).toEqual({ kind: 'MALFORMED', reason: '统一社会信用代码是占位代码' })
      expect(() => uscc(text)).toThrow(RangeError)
    }
    expect(inspectUscc('91310104MA1O00017M')).toMatchObject({ reason: expect.stringContaining('“O”') })
  })
  test('composed from any body passes both checks', () => {
    const body = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom('91', '92', '93'), body, (department, text) => {
        fc.pre(!/^(.)\1+$/.test(text))
        const code = composeUscc(department, '310104', text)
        expect(inspectUscc(code)).toMatchObject({ outerCheck: true, innerCheck: true, division: '310104' })
      }),
    )
  })
  test('is not composed from what is no part of one', () => {
    for (const [department, division, body] of [
      ['91', '310104', 'ma1x0001'],
      ['91', '310104', 'MA1X001'],
      ['91', '310104', 'MA1XO001'],
      ['9', '310104', 'MA1X0001'],
      ['00', '000000', '00000000'],
    ] as const) {
      expect(() => composeUscc(department, division, body), department + division + body).toThrow(RangeError)
    }
    expect(composeUscc('91', '310104', 'MA1X0001')).toBe('91310104MA1X00017M')
  })
  test('tells who registered the subject, and as what', () => {
    const told = (code: string) => registeringDepartmentOf(uscc(code))
    expect(told('91310104MA1X00017M')).toEqual({ department: '市场监督管理', category: '企业' })
    expect(told('92310104MA1X00025D')).toEqual({ department: '市场监督管理', category: '个体工商户' })
    expect(told('52310104MJ1X00060N')).toEqual({ department: '民政', category: '民办非企业单位' })
    expect(told('11230500001755309F')).toEqual({ department: '机构编制', category: '机关' })
    expect(told(composeUscc('N2', '310104', 'MA1X0001'))).toEqual({
      department: '农业农村',
      category: '村级集体经济组织',
    })
    expect(told(composeUscc('98', '310104', 'MA1X0001'))).toEqual({ department: '市场监督管理', category: undefined })
    expect(told(composeUscc('F1', '310104', 'MA1X0001'))).toEqual({ department: undefined, category: undefined })
  })
  test('tells the class of its subject', () => {
    const classes = synthetic.map((code) => subjectClassOf(uscc(code)))
    expect(classes).toEqual([
      'ENTERPRISE',
      'INDIVIDUAL_BUSINESS',
      'COOPERATIVE',
      'OTHER',
      'OTHER',
      'OTHER',
      'ENTERPRISE',
    ])
  })
})

describe('a legacy registration number', () => {
  test.each(
    `331000000033855 330000000063296 330122000076968 331022000026894 331021000086743 331100000041341
    331122000007855 330000000020077`.split(/\s+/),
  )('%s passes its check, and in no other digit anywhere', (number) => {
    expect(parseRegistrationNumber(number)).toBe(number)
    expect(registrationNumberChecks(number)).toBe(true)
    for (let place = 0; place < 15; place++) {
      for (const digit of '0123456789') {
        const other = number.slice(0, place) + digit + number.slice(place + 1)
        expect(registrationNumberChecks(other), other).toBe(other === number)
      }
    }
  })
  test('with any fourteen digits has one check digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 14, maxLength: 14 }), (body) => {
        const fitting = [...'0123456789'].filter((digit) => registrationNumberChecks(body + digit))
        expect(fitting).toEqual([registrationCheckDigit(body)])
      }),
    )
  })
  test('has no check digit for what is no body of one', () => {
    for (const body of ['', '3310000000338', '331000000033855', '3310000000338A']) {
      expect(() => registrationCheckDigit(body), body).toThrow(RangeError)
    }
  })
  test('of a cooperative has letters, and no check to fail', () => {
    expect(parseRegistrationNumber('331022na001053x')).toBe('331022NA001053X')
    expect(registrationNumberChecks('331022NA001053X')).toBe(true)
    expect(parseRegistrationNumber('331022NA0010531')).toBeUndefined()
  })
  test('is read in full width and with stray spaces, and not at another length or as a placeholder', () => {
    expect(parseRegistrationNumber(' ３３１０００ 000033855 ')).toBe('331000000033855')
    for (const text of ['', '33100000003385', '3310000000338551', '33100000003385A', '0'.repeat(15)]) {
      expect(parseRegistrationNumber(text), text).toBeUndefined()
    }
  })
})

describe('an organisation code', () => {
  test('loses its hyphen and is read in full width and lower case', () => {
    for (const text of ['70846113-6', '708461136', '７０８４６１１３－６', ' 70846113–6 ']) {
      expect(parseOrganisationCode(text), text).toBe('708461136')
    }
    expect(parseOrganisationCode('ma1x0001-7')).toBe('MA1X00017')
  })
  test('is not read with a hyphen elsewhere, at another length, or as a placeholder', () => {
    for (const text of ['7084-61136', '7084611', '70846113-A', '', '00000000-0', '000000000', '00000000-X']) {
      expect(parseOrganisationCode(text), text).toBeUndefined()
    }
  })
  test.each([...real, ...synthetic])('inside %s passes its check, and with no other digit', (code) => {
    const inner = code.slice(8, 17)
    expect(parseOrganisationCode(inner)).toBe(inner)
    const fitting = [...'0123456789X'].filter((sign) => organisationCodeChecks(inner.slice(0, 8) + sign))
    expect(fitting).toEqual([inner.charAt(8)])
    expect(organisationCheckCharacter(inner.slice(0, 8))).toBe(inner.charAt(8))
  })
  test('has no check character for what is no body of one', () => {
    for (const body of ['', 'ma1x0001', 'MA1X001', 'MA1X00017', 'MA1X-001']) {
      expect(() => organisationCheckCharacter(body), body).toThrow(RangeError)
    }
  })
  test('may end in each of eleven signs', () => {
    const ends = new Set(Array.from({ length: 200 }, (_, n) => organisationCheckCharacter(String(10_000_000 + n))))
    expect([...ends].sort().join('')).toBe('0123456789X')
  })
})

describe('a tax number from before 2015', () => {
  test('is a division and an organisation code', () => {
    expect(parseTaxNumber(' 440300708461136 ')).toBe('440300708461136')
    expect(organisationCodeInTaxNumber('440300708461136')).toBe('708461136')
    expect(parseTaxNumber('310104ma1x00017')).toBe('310104MA1X00017')
    for (const text of ['', '44030070846113', '44030A708461136', '440300000000000', '0'.repeat(15)]) {
      expect(parseTaxNumber(text), text).toBeUndefined()
    }
  })
  test("with an operator's identity number in it is recognised, and is no alias", () => {
    for (const text of ['31010419700101001X00', '310104700101001 01']) {
      expect(isPersonalTaxNumber(text)).toBe(true)
      expect(parseTaxNumber(text)).toBeUndefined()
    }
    expect(isPersonalTaxNumber('440300708461136')).toBe(false)
    expect(isPersonalTaxNumber('91310104MA1X00017M')).toBe(false)
  })
})
