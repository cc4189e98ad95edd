import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refused } from '../../../domain/kernel/errors.ts'
import { reportCodec } from '../../../domain/report/codec.ts'
import { purposeLettersMax, reportDecider } from '../../../domain/report/decider.ts'
import type { Applicant, IssuedReport } from '../../../domain/report/events.ts'
import { type ReportRefusalCode, reportRefusals } from '../../../domain/report/refusals.ts'
import {
  contentSha256Of,
  isCode,
  normalReportNumber,
  reportNumberOf,
  verificationCodeOf,
} from '../../../domain/report/verification.ts'
import { today } from '../../support/given.ts'
import { requestFor } from '../../support/reports.ts'
import { agency, uscc } from '../../support/wishes.ts'

const applicant: Applicant = { kind: 'SUBJECT', uscc, authorisation: null }
const digest = 'a'.repeat(64)
const issued = (changes: Partial<IssuedReport> = {}): IssuedReport => ({
  ...requestFor(),
  ...{ uscc, applicant, asOf: today, knownAt: '2026-11-23T02:00:00.000Z', rendering: 1, unpublished: [] },
  ...{ contentSha256: digest, sha256: { json: digest, html: digest, pdf: digest } },
  ...changes,
})
const decide = (data: IssuedReport, state: IssuedReport | null = null) =>
  reportDecider.decide({ type: 'IssueCreditReport', data, today, agency: agency.code }, state)
function reasonOf(data: IssuedReport, state: IssuedReport | null = null): ReportRefusalCode | 'NONE' {
  try {
    decide(data, state)
  } catch (error) {
    if (error instanceof Refused) return error.reason as ReportRefusalCode
    throw error
  }
  return 'NONE'
}

describe('a report', () => {
  test('is issued once, however often it is asked for', () => {
    expect(decide(issued())).toEqual([{ type: 'CreditReportIssued', data: issued() }])
    expect(decide(issued({ issuedAt: '2026-12-01T00:00:00.000Z', contentSha256: 'b'.repeat(64) }), issued())).toEqual(
      [],
    )
  })

  test('keeps its number to itself', () => {
    for (const other of [
      { purpose: '投标' },
      { uscc: '91310104MA1X00025D' },
      { applicant: { ...applicant, kind: 'AGENCY' as const } },
    ])
      expect(reasonOf(issued(other), issued())).toBe('REPORT_REQUEST_USED')
  })

  test('needs a purpose of one line, and an applicant who may apply', () => {
    const said: Readonly<Record<string, Partial<IssuedReport>>> = {
      REPORT_PURPOSE_MISSING: { purpose: ' ' },
      REPORT_PURPOSE_MALFORMED: { purpose: '申请\n贷款' },
      REPORT_APPLICANT_OTHER: { applicant: { ...applicant, uscc: '91310104MA1X00025D' } },
      REPORT_APPLICANT_MISSING: { applicant: { kind: 'AUTHORISED', uscc: null, authorisation: '授1号' } },
      REPORT_AUTHORISATION_MISSING: {
        applicant: { kind: 'AUTHORISED', uscc: '91310104MA1X00025D', authorisation: ' ' },
      },
    }
    for (const [code, changes] of Object.entries(said)) expect(reasonOf(issued(changes))).toBe(code)
    expect(reasonOf(issued({ purpose: '字'.repeat(purposeLettersMax) }))).toBe('NONE')
    expect(reasonOf(issued({ purpose: '字'.repeat(purposeLettersMax + 1) }))).toBe('REPORT_PURPOSE_MALFORMED')
    expect(reasonOf(issued({ applicant: { kind: 'ANYBODY', uscc: null, authorisation: null } }))).toBe('NONE')
  })

  test('every refusal has its sentence', () => {
    for (const sentence of Object.values(reportRefusals)) expect(sentence).toMatch(/[。]$/)
  })
})

describe('number and code', () => {
  const anyDigest = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })

  test('are read as people type them', () => {
    const number = reportNumberOf(agency.code, 'r1')
    expect(number).toMatch(/^B(-[0-9A-HJKMNP-TV-Z]{4}){4}$/)
    expect(normalReportNumber(` ${number.toLowerCase().replaceAll('-', ' ')} `)).toBe(number)
    expect(normalReportNumber(number.replaceAll('1', 'l').replaceAll('0', 'o'))).toBe(number)
    for (const wrong of ['', 'B', `${number}0`, `X${number.slice(1)}`, number.replace(/.$/, 'U')])
      expect(normalReportNumber(wrong)).toBeUndefined()
  })

  test('the number is of the request and its agency, the code of the number and the content', () => {
    expect(reportNumberOf('a', 'r1')).not.toBe(reportNumberOf('b', 'r1'))
    fc.assert(
      fc.property(anyDigest, anyDigest, (one, other) => {
        const code = verificationCodeOf('B-1', one)
        expect(isCode(` ${code.toLowerCase()}`, code)).toBe(true)
        expect(verificationCodeOf('B-2', one)).not.toBe(code)
        if (one !== other) expect(isCode(verificationCodeOf('B-1', other), code)).toBe(false)
      }),
    )
    expect(contentSha256Of({ b: 1, a: '一' })).toBe(contentSha256Of({ a: '一', b: 1 }))
  })
})

test.each([
  [1, issued()],
  [2, issued({ rendering: 2, unpublished: ['listing-1'] })],
])('a stored report of version %i is read by this program', (schemaVersion, expected) => {
  const file = fileURLToPath(new URL(`../../golden/events/CreditReportIssued.v${schemaVersion}.json`, import.meta.url))
  if (process.env.UPDATE_GOLDEN && !existsSync(file)) {
    const metadata = {
      recordedAt: '2026-11-23T02:00:00.000Z',
      actor: { agency: 'x', officer: 'x', role: 'x' },
      correlationId: 'test',
    }
    const stored = {
      type: 'CreditReportIssued',
      data: expected,
      id: '01M84ZSMA0BRENJKZKZ0WXQA07',
      revision: '0',
      metadata,
    }
    const place = { stream: `report-${issued().number}`, position: '0000000000000010', schemaVersion }
    writeFileSync(file, `${JSON.stringify({ ...stored, ...place }, null, 2)}\n`)
  }
  const stored = JSON.parse(readFileSync(file, 'utf8'))
  const { data } = reportCodec.decode({ ...stored, revision: BigInt(stored.revision) })
  expect(data).toEqual(expected)
})
