import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { agencyCodec, agencyEventTitles } from '../../../domain/agencies/codec.ts'
import { directoryOf, faultOf } from '../../../domain/agencies/directory.ts'
import { agencyKindsOf } from '../../../domain/agencies/kinds.ts'
import { canonicalJson } from '../../../domain/kernel/canonical-json.ts'
import { identityCheckCharacter } from '../../../domain/kernel/identity-number.ts'
import type { Json } from '../../../domain/kernel/event.ts'
import { day } from '../../support/given.ts'
import { change, coordinating, designate, development, enter, finance, given, remove } from '../../support/agencies.ts'

describe('the directory of agencies', () => {
  test('takes an agency in once, and refuses another under its code', () => {
    given().when(enter()).then('AgencyEntered')
    given(enter()).when(enter()).thenNothing()
    given(enter())
      .when(enter({ kinds: ['TAX'] }))
      .thenRefused('AGENCY_ALREADY_ENTERED')
  })
  test('tells the kinds by the official name, where nobody says them', () => {
    expect(given(enter()).state?.kinds).toEqual(['FINANCE'])
    expect(given(enter({ kinds: ['TAX', 'COURT', 'TAX'] })).state?.kinds).toEqual(['TAX', 'COURT'])
    given()
      .when(enter({ agency: { ...finance, name: '上海市徐汇区审计局' } }))
      .thenRefused('AGENCY_WITHOUT_KIND')
    given()
      .when(enter({ kinds: [] }))
      .thenRefused('AGENCY_WITHOUT_KIND')
  })
  test('takes no code whose check fails, and no agency without a name', () => {
    for (const code of ['x', finance.code.slice(0, 17) + (finance.code.endsWith('0') ? '1' : '0')])
      given()
        .when(enter({ agency: { ...finance, code } }))
        .thenRefused('AGENCY_CODE_INVALID')
    given()
      .when(enter({ agency: { ...finance, name: ' ' }, kinds: ['TAX'] }))
      .thenRefused('AGENCY_WITHOUT_NAME')
  })
  test('changes what is different, with a reason', () => {
    given(enter()).when(change()).then('AgencyChanged')
    given(enter(), change()).when(change()).thenNothing()
    given(enter())
      .when(change({ reason: ' ' }))
      .thenRefused('AGENCY_WITHOUT_REASON')
    given().when(change()).thenRefused('AGENCY_UNKNOWN')
    given(enter(), remove()).when(change()).thenRefused('AGENCY_LEFT')
  })
  test('holds nobody’s identity number in the clear', () => {
    const number = `31010419900101001${identityCheckCharacter('31010419900101001')}`
    given(enter())
      .when(remove({ reason: `经办人 ${number}` }))
      .thenRefused('AGENCY_IDENTITY_NUMBER')
  })
  test('gives a mark for document numbers to one agency alone', () => {
    const mark = '徐财'
    expect(given(enter({ mark })).state?.mark).toBe(mark)
    expect(given(enter()).state?.mark).toBeNull()
    given()
      .when(enter({ mark: 'xu cai' }))
      .thenRefused('AGENCY_MARK_INVALID')
    const other = {
      agency: { ...development, name: '上海市徐汇区财政局' },
      kinds: [],
      mark: null,
      leftOn: null,
    } as const
    const beside = (changes: object) => ({
      ...enter({ mark }),
      others: [{ ...other, enteredOn: day('2026-01-05'), ...changes }],
    })
    given().when(beside({})).thenRefused('AGENCY_MARK_TAKEN')
    given()
      .when(beside({ agency: development, mark }))
      .thenRefused('AGENCY_MARK_TAKEN')
    given()
      .when(beside({ leftOn: day('2026-02-01') }))
      .then('AgencyEntered')
    given(enter({ mark }))
      .when(change({ kinds: ['FINANCE'], mark: '徐汇财' }))
      .then('AgencyChanged')
  })
  test('lets an agency go once, but not the one that coordinates, and takes it in again', () => {
    given(enter()).when(remove()).then('AgencyLeft')
    given(enter(), remove()).when(remove()).thenNothing()
    given(enter())
      .when(remove({ coordinates: true }))
      .thenRefused('AGENCY_COORDINATES')
    given(enter())
      .when(remove({ reason: '' }))
      .thenRefused('AGENCY_WITHOUT_REASON')
    given().when(remove()).thenRefused('AGENCY_UNKNOWN')
    expect(given(enter(), remove(), enter()).state?.leftOn).toBeNull()
  })
  test('has one coordinating agency at a time, of those in it, with the duty', () => {
    coordinating().when(designate()).then('CoordinatorDesignated')
    coordinating(designate()).when(designate()).thenNothing()
    coordinating()
      .when(designate({ kinds: null }))
      .thenRefused('AGENCY_UNKNOWN')
    coordinating()
      .when(designate({ agency: finance, kinds: ['FINANCE'] }))
      .thenRefused('COORDINATOR_WITHOUT_DUTY')
    const other = { agency: finance, kinds: ['CREDIT_OFFICE'] as const }
    expect(coordinating(designate(), designate(other)).state).toEqual(finance)
  })
  test('serves only with agencies, and with a coordinating one among them', () => {
    const entries = [enter(), enter({ agency: development })].flatMap((one) => given(one).state ?? [])
    const left = given(enter({ agency: development }), remove()).state
    if (left === undefined) throw new Error('no entry')
    expect(faultOf({ entries: [], coordinator: development })).toBe('DIRECTORY_EMPTY')
    expect(faultOf({ entries, coordinator: null })).toBe('COORDINATOR_MISSING')
    expect(faultOf({ entries: [...entries.slice(0, 1), left], coordinator: development })).toBe('COORDINATOR_LEFT')
    expect(directoryOf({ entries, coordinator: null })).toBeUndefined()
    expect(directoryOf({ entries: entries.toReversed(), coordinator: development })).toEqual({
      agencies: [
        { agency: finance, kinds: ['FINANCE'] },
        { agency: development, kinds: ['DEVELOPMENT_REFORM', 'CREDIT_OFFICE'] },
      ],
      coordinator: development,
    })
  })
})

test.each([
  ['上海市徐汇区市场监督管理局', 'MARKET_REGULATION'],
  ['上海市徐汇区建设和管理委员会', 'HOUSING_CONSTRUCTION'],
  ['上海市徐汇区住房保障和房屋管理局', 'HOUSING_CONSTRUCTION'],
  ['上海市交通委员会', 'TRANSPORT'],
  ['上海市徐汇区规划和自然资源局', 'PLANNING_RESOURCES'],
  ['上海市徐汇区人力资源和社会保障局', 'HUMAN_RESOURCES'],
  ['上海市徐汇区商务委员会', 'COMMERCE'],
  ['上海市徐汇区科学技术委员会', 'SCIENCE'],
  ['上海市徐汇区生态环境局', 'ECOLOGY'],
  ['上海市徐汇区应急管理局', 'EMERGENCY'],
  ['上海市徐汇区教育局', 'EDUCATION'],
  ['国家税务总局上海市徐汇区税务局', 'TAX'],
  ['上海海关', 'CUSTOMS'],
  ['上海市公安局出入境管理局', 'IMMIGRATION'],
  ['国家金融监督管理总局上海监管局', 'FINANCIAL_REGULATION'],
  ['上海市徐汇区人民法院', 'COURT'],
  ['上海市公共信用信息服务中心', 'CREDIT_OFFICE'],
  ['上海市徐汇区审计局', ''],
])('the name of %s tells its kind', (name, kind) => {
  expect(agencyKindsOf(name).join()).toBe(kind)
})

describe('a fact of the directory once stored is read for ever:', () => {
  const events = [...given(enter(), change(), remove()).events, ...coordinating(designate()).events]
  test.each(agencyCodec.types)('%s', (type) => {
    expect(Object.keys(agencyEventTitles)).toContain(type)
    const event = events.find((one) => one.type === type)
    const version = type === 'AgencyEntered' || type === 'AgencyChanged' ? 2 : 1
    const file = fileURLToPath(new URL(`../../golden/events/${type}.v${version}.json`, import.meta.url))
    if (process.env.UPDATE_GOLDEN && event) writeFileSync(file, `${JSON.stringify(event, null, 2)}\n`)
    expect(canonicalJson(event as unknown as Json)).toBe(canonicalJson(JSON.parse(readFileSync(file, 'utf8'))))
  })
})
