import { describe, expect, test } from 'vitest'
import type { InspectorCommand } from '../../../domain/inspectors/commands.ts'
import { inspectorDecider } from '../../../domain/inspectors/decider.ts'
import { conflictsOf, eligibility, type Inspector, type Need } from '../../../domain/inspectors/inspector.ts'
import { plainDate } from '../../../domain/kernel/plain-date.ts'
import { decisionsOf } from '../../support/decisions.ts'

const given = decisionsOf(inspectorDecider)
const day = plainDate
const today = day('2026-03-01')
const command = <T extends InspectorCommand['type']>(
  type: T,
  data: Extract<InspectorCommand, { type: T }>['data'],
  agency: string | null = 'A',
  on = today,
): InspectorCommand => ({ type, data, today: on, agency }) as InspectorCommand

const certificate = { number: '沪执法001', issuer: '上海市人民政府', expiresOn: day('2027-06-30') }
const enter = command('EnterInspector', {
  ...{
    inspectorId: 'XH-001',
    account: 'wang',
    agency: 'A',
    certificate,
    matters: ['A07', 'B03'],
    qualifications: ['GSP'],
  },
})
const leave = command('TakeLeave', { leaveId: 'l', from: day('2026-03-10'), until: day('2026-03-12'), reason: '培训' })
const uscc = '91310104MA1X00017M'
const interest = (until: string | null) =>
  command('DeclareInterest', {
    ...{ interestId: 'i', uscc, ground: 'KIN', from: day('2026-03-05'), until: until === null ? null : day(until) },
  })
const need = { matters: ['A07'], qualifications: [] }

/** The reasons why the officer may not be drawn on a day. */
const reasonsOn = (inspector: Inspector | undefined, on: string, what: Need = need) =>
  inspector ? eligibility(inspector, what, day(on)).map(({ reason }) => reason) : ['NOT_ENTERED']

describe('an inspector may be drawn', () => {
  test('while the certificate is valid, its last day included', () => {
    const { state } = given(enter)
    expect(reasonsOn(state, '2027-06-30')).toEqual([])
    expect(reasonsOn(state, '2027-07-01')).toEqual(['CERTIFICATE_EXPIRED'])
    const renewed = command('RenewCertificate', { certificate: { ...certificate, expiresOn: day('2029-06-30') } })
    expect(reasonsOn(given(enter, renewed).state, '2027-07-01')).toEqual([])
  })

  test('for matters within the range and posts with the qualification, and for no others', () => {
    const { state } = given(enter)
    expect(reasonsOn(state, '2026-03-02', { matters: ['A07', 'C11'], qualifications: ['GSP', 'GMP'] })).toEqual([
      'MATTER_OUT_OF_RANGE',
      'QUALIFICATION_MISSING',
    ])
    const wider = command('ChangeRange', { matters: ['C11'], qualifications: [] })
    expect(reasonsOn(given(enter, wider).state, '2026-03-02')).toEqual(['MATTER_OUT_OF_RANGE'])
  })

  test('except on leave, first and last day included, unless it was cancelled', () => {
    const { state } = given(enter, leave)
    expect(['2026-03-09', '2026-03-10', '2026-03-12', '2026-03-13'].map((on) => reasonsOn(state, on).length)).toEqual([
      0, 1, 1, 0,
    ])
    expect(reasonsOn(given(enter, leave, command('CancelLeave', { leaveId: 'l' })).state, '2026-03-11')).toEqual([])
  })

  test('except from suspension until reinstatement', () => {
    const suspend = command('SuspendInspector', { reason: '调查' })
    const back = command('ReinstateInspector', {}, 'A', day('2026-03-20'))
    const { state } = given(enter, suspend, back)
    expect(['2026-02-28', '2026-03-01', '2026-03-19', '2026-03-20'].map((on) => reasonsOn(state, on).length)).toEqual([
      0, 1, 1, 0,
    ])
  })
})

describe('an interest', () => {
  test('keeps the officer away from the enterprise from its first day to its last', () => {
    const on = (state: Inspector | undefined, text: string) => (state ? conflictsOf(state, day(text)).length : -1)
    const { state } = given(enter, interest('2026-03-08'))
    expect(['2026-03-04', '2026-03-05', '2026-03-08', '2026-03-09'].map((text) => on(state, text))).toEqual([
      0, 1, 1, 0,
    ])
    expect(on(given(enter, interest(null)).state, '2099-01-01')).toBe(1)
    const ended = command('EndInterest', { interestId: 'i', endedOn: day('2026-04-01') })
    expect(on(given(enter, interest(null), ended).state, '2026-04-02')).toBe(0)
  })
})

describe('the directory', () => {
  test('enters everything once, however often it is sent', () => {
    for (const again of [enter, leave, interest(null)]) given(enter, leave, interest(null)).when(again).thenNothing()
  })

  test('refuses what cannot be', () => {
    given().when(leave).thenRefused('INSPECTOR_UNKNOWN')
    given(enter)
      .when(command('EnterInspector', { ...enter.data, account: 'li' } as never))
      .thenRefused('INSPECTOR_ALREADY_ENTERED')
    const expired = { certificate: { ...certificate, expiresOn: day('2026-02-28') } }
    given(enter).when(command('RenewCertificate', expired)).thenRefused('CERTIFICATE_ALREADY_EXPIRED')
    given()
      .when(command('EnterInspector', { ...enter.data, inspectorId: 'a b' } as never))
      .thenRefused('INSPECTOR_ID_INVALID')
    given()
      .when(command('EnterInspector', { ...enter.data, certificate: { ...certificate, number: '' } } as never))
      .thenRefused('INSPECTOR_WITHOUT_CERTIFICATE')
    given(enter).when(interest('2026-03-01')).thenRefused('TERM_OUT_OF_ORDER')
    given(enter)
      .when(command('CancelLeave', { leaveId: 'x' }))
      .thenRefused('LEAVE_UNKNOWN')
    given(enter)
      .when(command('EndInterest', { interestId: 'x', endedOn: today }))
      .thenRefused('INTEREST_UNKNOWN')
    given(enter)
      .when(command('DeclareInterest', { ...(interest(null).data as object), uscc: '1' } as never))
      .thenRefused('INTEREST_OBJECT_INVALID')
    given(enter)
      .when(command('SuspendInspector', { reason: '' }))
      .thenRefused('SUSPENSION_WITHOUT_REASON')
  })

  test('lets an agency keep only its own officers', () => {
    given(enter)
      .when(command('SuspendInspector', { reason: 'x' }, 'B'))
      .thenForbidden()
    given()
      .when(command('EnterInspector', enter.data as never, 'B'))
      .thenForbidden()
  })
})
