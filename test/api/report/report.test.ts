import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitUntilTold } from '../../../projections/runner.ts'
import { growSample, smallSize } from '../../../seeds/sample.ts'
import { type DemoName, startTestApi, type TestApi } from '../../support/api.ts'
import { day } from '../../support/given.ts'
import * as wish from '../../support/wishes.ts'

let api: TestApi
const uscc = '92310104MA10BYU02E' // The enterprise of the demo user; it has a penalty and stands on a list.
const start = new Date('2026-11-23T02:00:00.000Z')

beforeAll(async () => {
  api = await startTestApi()
  const { signal } = new AbortController()
  await growSample(api.system, { size: smallSize, clock: () => start, signal, progress: false })
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
})
afterAll(() => api?.close())

type Issued = {
  number: string
  code: string
  verifyAt: string
  contentSha256: string
  revision: string
  asOf: string
  applicantKind: string
  files: { format: string; path: string; sha256: string }[]
  content: { penalties: object[]; listings: { recordId: string }[]; reading: string; issuedBy: object | null }
}
const fields = `number code verifyAt contentSha256 revision asOf applicantKind files { format path sha256 } content`
const mutation = `mutation ($input: IssueCreditReportInput!) { issueCreditReport(input: $input) { ${fields} } }`
let requests = 0
const inputOf = (changes: object = {}) => ({
  number: uscc,
  purpose: '申请贷款',
  requestId: `r${++requests}`,
  ...changes,
})

async function issue(as: DemoName, changes: object = {}): Promise<Issued> {
  const { data, errors } = await api.ask(mutation, { input: inputOf(changes) }, as)
  expect(errors).toBeUndefined()
  return (data as never as { issueCreditReport: Issued }).issueCreditReport
}
const refusal = async (as: DemoName | undefined, changes: object = {}) =>
  (await api.ask(mutation, { input: inputOf(changes) }, as)).errors?.[0]?.extensions

async function fetchFile(path: string, as?: DemoName) {
  const headers = as === undefined ? {} : { authorization: `Bearer ${await api.tokenOf(as)}` }
  return api.app.inject({ url: path, headers })
}
const verdictOf = async (number: string, code: string, sha256?: string) => {
  const query = `query ($n: String!, $c: String!, $s: String) { verifyCreditReport(number: $n, code: $c, sha256: $s) {
    verdict message format name uscc purpose issuedAt issuedBy adverseRecords recordsGone } }`
  const { data, errors } = await api.ask(query, { n: number, c: code, s: sha256 ?? null })
  expect(errors).toBeUndefined()
  return (data as never as { verifyCreditReport: Record<string, unknown> }).verifyCreditReport
}

describe('a credit report', () => {
  test('is issued to the enterprise itself, fetched in every format, and checked by anybody', async () => {
    const report = await issue('enterprise')
    expect(report).toMatchObject({
      asOf: '2026-11-23',
      applicantKind: 'SUBJECT',
      content: { reading: 'QUERY', issuedBy: null },
    })
    for (const { format, path, sha256 } of report.files) {
      const response = await fetchFile(path, 'enterprise')
      expect(response.statusCode).toBe(200)
      expect(response.headers['cache-control']).toBe('private, no-store')
      expect(response.rawPayload.subarray(0, 5).toString()).toBe({ pdf: '%PDF-', html: '<!doc', json: '{"ann' }[format])
      expect(await verdictOf(report.number, report.code, sha256)).toMatchObject({ verdict: 'GENUINE', format })
      const upload = (body: Buffer) =>
        api.app.inject({
          ...{ method: 'POST', url: `/verify/${report.number}?code=${report.code}`, payload: body },
          headers: { 'content-type': 'application/octet-stream' },
        })
      expect((await upload(response.rawPayload)).json()).toMatchObject({ verdict: 'GENUINE', format, uscc })
      const changed = Buffer.from(response.rawPayload)
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
      expect((await upload(changed)).json()).toMatchObject({ verdict: 'FILE_DIFFERS' })
    }
  })

  test('is the same report for the same request, and the same bytes after the file has moved on', async () => {
    const requestId = 'same'
    const first = await issue('penalty', { requestId })
    const before = await Promise.all(first.files.map(({ path }) => fetchFile(path, 'penalty')))
    const award = { uscc, requestId: 'h', title: '守合同', level: 'CITY', awardedOn: '2026-01-01' }
    const awarded = await api.ask(
      'mutation ($input: AwardHonourInput!) { awardHonour(input: $input) { changed } }',
      { input: award },
      'licensing',
    )
    expect(awarded.data).toMatchObject({ awardHonour: { changed: true } }) // At the very same instant, a revision later.
    expect((await fetchFile(first.files[0]?.path ?? '', 'penalty')).rawPayload).toEqual(before[0]?.rawPayload)
    api.now.instant = new Date('2026-11-24T02:00:00.000Z')
    try {
      const { listings } = first.content
      expect(listings.length).toBeGreaterThan(0)
      const removal = wish.remove({
        ...{ listingId: listings[0]?.recordId ?? '', removedOn: day('2026-11-24'), ground: 'CURED' },
        ...{ exitReasonCode: '5', decisionNumber: '沪市监徐异出〔2026〕1号' },
      })
      await api.record(uscc, removal)
      expect(await issue('penalty', { requestId })).toEqual(first)
      const after = await Promise.all(first.files.map(({ path }) => fetchFile(path, 'penalty')))
      for (const [n, response] of after.entries())
        expect(response.rawPayload.equals(before[n]?.rawPayload ?? Buffer.alloc(0))).toBe(true)
      expect(await verdictOf(first.number, first.code)).toMatchObject({ verdict: 'GENUINE', recordsGone: 1 })
      const next = await issue('penalty')
      expect(next.content.listings).toHaveLength(listings.length - 1)
      expect(BigInt(next.revision)).toBeGreaterThan(BigInt(first.revision))
      expect(await verdictOf(next.number, next.code)).toMatchObject({ recordsGone: 0 })
      expect((await refusal('penalty', { requestId, purpose: '投标' }))?.reason).toBe('REPORT_REQUEST_USED')
    } finally {
      api.now.instant = start
    }
  })

  test('sent many times at once is one', async () => {
    const requestId = 'storm'
    const all = await Promise.all(Array.from({ length: 5 }, () => issue('credit', { requestId })))
    for (const one of all) expect(one).toEqual(all[0])
    let events = 0
    for await (const _event of api.system.store.readStream(`report-${all[0]?.number}`)) events++
    expect(events).toBe(1)
  })

  test('holds for anybody only what is public', async () => {
    const [number = ''] = await otherUsccs()
    const terms = {
      kinds: ['FINE'],
      fine: 200_000,
      violation: '食品安全',
      facts: '过期',
      basis: '食品安全法',
      content: '罚款',
    }
    const imposed = await api.ask(
      'mutation ($input: ImposePenaltyInput!) { imposePenalty(input: $input) { revision } }',
      { input: { uscc: number, decisionNumber: '沪市监徐处〔2025〕8001号', decidedOn: '2025-03-06', terms } },
      'penalty',
    )
    expect(imposed.errors).toBeUndefined()
    const applicant = { kind: 'AUTHORISED', uscc: '91310104MA1X00025D', authorisation: '授权1号' }
    const whole = await issue('licensing', { number, applicant })
    const open = await issue('licensing', { number, applicant: { kind: 'ANYBODY' } })
    expect(open.content.reading).toBe('PUBLIC')
    const decisions = ({ content }: Issued) => JSON.stringify(content.penalties)
    expect(decisions(whole)).toContain('8001号') // Off public display since March, given out until 2030.
    expect(decisions(open)).not.toContain('8001号')
  })

  test('is recorded with who issued it, for whom, and what for', async () => {
    const { number } = await issue('inspector')
    for await (const event of api.system.store.readStream(`report-${number}`)) {
      expect(event).toMatchObject({ type: 'CreditReportIssued', metadata: { actor: { officer: 'inspector' } } })
      expect(event.data).toMatchObject({
        uscc,
        purpose: '申请贷款',
        applicant: { kind: 'AGENCY', uscc: '11310104MA10700153' },
      })
    }
  })
})

describe('who may', () => {
  test('issue: officers for anybody, an enterprise for itself alone, the public not', async () => {
    const [other = ''] = await otherUsccs()
    expect((await refusal(undefined))?.code).toBe('FORBIDDEN')
    expect((await refusal('auditor'))?.code).toBe('FORBIDDEN')
    expect((await refusal('privacy'))?.code).toBe('FORBIDDEN')
    expect((await refusal('enterprise', { number: other }))?.code).toBe('FORBIDDEN')
    expect((await refusal('enterprise', { applicant: { kind: 'AGENCY' } }))?.code).toBe('FORBIDDEN')
    await issue('licensing', { number: other })
  })

  test('fetch: the agency that issued it, its subject, and auditors; to all others it does not exist', async () => {
    const [other = ''] = await otherUsccs()
    const own = await issue('inspector')
    const foreign = await issue('inspector', { number: other })
    const pathOf = ({ files }: Issued) => files.find(({ format }) => format === 'json')?.path ?? ''
    const statuses = async (report: Issued) =>
      Promise.all(
        (['licensing', 'enterprise', 'auditor', 'privacy', undefined] as const).map(
          async (who) => (await fetchFile(pathOf(report), who)).statusCode,
        ),
      )
    expect(await statuses(own)).toEqual([200, 200, 200, 404, 404])
    expect(await statuses(foreign)).toEqual([200, 404, 200, 404, 404])
    for (const path of ['/reports/B-0000-0000-0000-0000.pdf', `/reports/${own.number}.exe`, `/reports/${own.number}`])
      expect((await fetchFile(path, 'admin')).statusCode).toBe(404)
    const asked = await api.ask(`{ creditReport(number: "${foreign.number}") { uscc } }`, {}, 'enterprise')
    expect(asked.errors?.[0]?.extensions.code).toBe('NOT_FOUND')
  })

  test('an enterprise that is signed in may read nothing else', async () => {
    for (const query of [
      `{ enterprise(number: "${uscc}") { name } }`,
      `{ creditProfile(number: "${uscc}") { score } }`,
    ])
      expect((await api.ask(query, {}, 'enterprise')).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })

  test('a purpose that holds a personal number is refused, as it is kept for ever', async () => {
    expect(await refusal('inspector', { purpose: '联系13812345678' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'purpose',
    })
    const applicant = { kind: 'AUTHORISED', uscc, authorisation: '310104199003071234' }
    expect(await refusal('inspector', { applicant })).toMatchObject({ field: 'authorisation' })
    expect((await refusal('inspector', { purpose: ' ' }))?.reason).toBe('REPORT_PURPOSE_MISSING')
    expect((await refusal('inspector', { number: '91310104MA1X99999X' }))?.code).toBe('NOT_FOUND')
  })
})

describe('the public check', () => {
  test('does not tell a wrong code from a number that does not exist', async () => {
    const { number, code } = await issue('inspector')
    const wrong = await verdictOf(number, code.replace(/.$/, code.endsWith('0') ? '1' : '0'))
    expect(wrong).toEqual(await verdictOf('B-0000-0000-0000-0000', code))
    expect(wrong).toMatchObject({ verdict: 'UNKNOWN', name: null, uscc: null })
    expect(await verdictOf(number.toLowerCase().replaceAll('-', ' '), code.toLowerCase())).toMatchObject({
      verdict: 'GENUINE',
    })
    expect(await verdictOf(number, code, '0'.repeat(64))).toMatchObject({ verdict: 'FILE_DIFFERS' })
  })

  test('has a page of its own, which fetches nothing from elsewhere and writes what it is given as text', async () => {
    const { number, code, verifyAt } = await issue('inspector')
    const { pathname } = new URL(verifyAt)
    const page = await api.app.inject({ url: `${pathname}?code=${code}` })
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.body).toContain('核验通过')
    expect(page.body).toContain('徐汇区通言诚汽车维修店')
    expect(page.body).not.toMatch(/(src|href)=|https?:\/\//)
    for (const url of [
      '/verify',
      `/verify/${number}`,
      `/verify/${number}?code=wrong`,
      '/verify?number=x&code=y&code=z',
    ])
      expect((await api.app.inject({ url })).statusCode, url).toBe(200)
    const attack = await api.app.inject({
      url: `/verify?number=${encodeURIComponent('"><script>alert(1)</script>')}&code=x`,
    })
    expect(attack.body).not.toContain('<script>alert')
    expect(attack.body).toContain('查无此报告')
  })

  test('takes bytes at its own address alone, and no more than a report may have', async () => {
    const headers = { 'content-type': 'application/octet-stream' }
    const elsewhere = await api.app.inject({ method: 'POST', url: '/graphql', headers, payload: Buffer.alloc(9) })
    expect(elsewhere.statusCode).toBe(415)
    const large = Buffer.alloc(17 * 1_048_576)
    expect(
      (await api.app.inject({ method: 'POST', url: '/verify/x?code=y', headers, payload: large })).statusCode,
    ).toBe(413)
  })
})

async function otherUsccs(): Promise<string[]> {
  const { rows } = await api.system.readModels.pool.query<{ uscc: string }>(
    'SELECT uscc FROM told.enterprise WHERE uscc <> $1 AND NOT provisional ORDER BY uscc',
    [uscc],
  )
  return rows.map((row) => row.uscc)
}
