import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseOrganisationCode } from '../../../domain/kernel/organisation-code.ts'
import { parseRegistrationNumber, registrationNumberChecks } from '../../../domain/kernel/registration-number.ts'
import { composeUscc, inspectUscc, subjectClassOf, uscc } from '../../../domain/kernel/uscc.ts'

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
  test('catches every substitution of one character and every swap of neighbours', () => {
    const code = '91310104MA1X00017M'
    for (let place = 0; place < 18; place++) {
      for (const sign of alphabet) {
        const other = code.slice(0, place) + sign + code.slice(place + 1)
        expect(checks(other)).toBe(other === code)
      }
      const [a, b] = [code.charAt(place), code.charAt(place + 1)]
      if (place < 17 && a !== b) expect(checks(code.slice(0, place) + b + a + code.slice(place + 2))).toBe(false)
    }
  })
  test('is read in full width, lower case, and with stray spaces', () => {
    expect(uscc('９１３１０１０４ＭＡ１７４６７４０Ｃ')).toBe('91310104MA1746740C')
    expect(uscc('  91310104ma1661819k ')).toBe('91310104MA1661819K')
  })
  test('is malformed with a letter that the standard leaves out, a wrong length, or as a placeholder', () => {
    for (const text of ['91310104MA1O0001S', '91310104MAIX00017M', '', `${'0'.repeat(17)}X`, '0'.repeat(18)]) {
      expect(inspectUscc(text).kind, text).toBe('MALFORMED')
    }
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
  )('%s passes its check', (number) => {
    expect(parseRegistrationNumber(number)).toBe(number)
    expect(registrationNumberChecks(number)).toBe(true)
    const wrong = number.slice(0, 14) + String((Number(number.charAt(14)) + 1) % 10)
    expect(registrationNumberChecks(wrong)).toBe(false)
  })
  test('of a cooperative has letters', () => {
    expect(parseRegistrationNumber('331022na001053x')).toBe('331022NA001053X')
    expect(parseRegistrationNumber('33102200105')).toBeUndefined()
  })
})

test('an organisation code loses its hyphen', () => {
  expect(parseOrganisationCode('70846113-6')).toBe('708461136')
  expect(parseOrganisationCode('7084611')).toBeUndefined()
})
