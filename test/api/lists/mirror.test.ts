import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { landMirror, readMirror } from '../../../api/system/mirrors.ts'
import { workbookOf } from '../../../api/system/workbook.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import { idSource } from '../../../domain/kernel/ids.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { mirrorStream } from '../../../domain/lists/mirror/decider.ts'
import { type ClientError, type DemoName, startTestApi, type TestApi } from '../../support/api.ts'
import { enterAgencies } from '../../support/district-agencies.ts'
import * as wish from '../../support/wishes.ts'

let api: TestApi
const newId = idSource()
const actor = { agency: wish.agency.code, officer: 'o', role: 'x' }
const contextAt = (instant = '2026-11-23T02:00:00.000Z') => ({
  ...{ clock: () => new Date(instant), newId, correlationId: 'test', actor },
})
beforeAll(async () => {
  api = await startTestApi()
  await enterAgencies(api.system.handler, contextAt())
})
afterAll(() => api.close())

const code = (n: number): Uscc => `9131010499000${String(n).padStart(5, '0')}` as Uscc
async function file(n: number): Promise<Uscc> {
  const details = { ...wish.details, name: `镜像样例${n}有限公司` }
  await api.record(code(n), wish.register({ uscc: code(n), details }))
  return code(n)
}
async function factsOf(n: number): Promise<{ type: string; data: Record<string, unknown> }[]> {
  const facts: { type: string; data: Record<string, unknown> }[] = []
  for await (const { type, data } of api.system.store.readStream(enterpriseStream(code(n))))
    if (type !== 'EnterpriseRegistered') facts.push({ type, data: data as Record<string, unknown> })
  return facts
}
const typesOf = async (n: number) => (await factsOf(n)).map(({ type }) => type)
async function mirrorEvents(source: string, listType = 'JUDGMENT_DEFAULTER'): Promise<string[]> {
  const types: string[] = []
  for await (const { type } of api.system.store.readStream(mirrorStream({ listType, source }))) types.push(type)
  return types
}

const outcome = 'entered removed landed withoutFile refused { uscc key rule message }'
type Outcome = { entered: number; removed: number; landed: number; withoutFile: string[]; refused: object[] }
const TAKE = `mutation ($input: ListFileInput!) { takeInListFile(input: $input) { ${outcome} } }`

const court = { authorityCode: '12310000425026000A', authorityName: '上海市徐汇区人民法院' }
const entry = (n: number, more: object = {}) => ({
  ...{ kind: 'ENTER', key: `k${n}`, uscc: code(n), groundCode: 'JD1', groundText: '有履行能力而拒不履行' },
  ...{ enteredOn: '2026-01-05', documentNumber: `（2025）沪0104执${n}号`, termUntil: null, ...court, ...more },
})
const removal = (n: number, removedOn = '2026-11-12') => ({
  ...{ kind: 'REMOVE', key: `k${n}`, removedOn, reason: '履行完毕' },
})
const input = (source: string, sequence: number, lines: object[], more: object = {}) => ({
  input: {
    ...{ requestId: newId(), listType: 'JUDGMENT_DEFAULTER', source, full: true, sequence, lines },
    ...{ asOf: `2026-11-1${sequence}`, fileName: 'x.csv', ...more },
  },
})
type Input = ReturnType<typeof input>

async function take(variables: Input, as: DemoName = 'listing'): Promise<Outcome> {
  const answer = await api.ask(TAKE, variables, as)
  expect(answer.errors).toBeUndefined()
  return (answer.data as unknown as { takeInListFile: Outcome }).takeInListFile
}
async function refusal(variables: Input, as: DemoName = 'listing'): Promise<ClientError['extensions']> {
  const { errors } = await api.ask(TAKE, variables, as)
  return errors?.[0]?.extensions ?? { code: 'NONE' }
}
/** The answer, or that the process died where its handler was. */
async function killed(at: 'submit' | 'submitBulk', variables: Input, after = 0): Promise<void> {
  const handler = api.system.handler as { -readonly [K in keyof typeof api.system.handler]: never }
  const real = handler[at]
  let count = 0
  handler[at] = ((...args: unknown[]) => {
    if (count++ >= after) throw new Error('killed')
    return (real as (...all: unknown[]) => unknown)(...args)
  }) as never
  try {
    expect((await refusal(variables)).code).toBe('INTERNAL')
  } finally {
    handler[at] = real
  }
}

describe('a mirrored list over the API', () => {
  test('comes in by full files and deltas, and whoever is missing in a newer full file is off it', async () => {
    await Promise.all([1, 2, 3].map(file))
    const first = input('court', 1, [entry(1), entry(2), entry(999)])
    const one = await take(first)
    expect(one).toEqual({ entered: 3, removed: 0, landed: 2, withoutFile: [code(999)], refused: [] })
    const delta = input('court', 2, [removal(1), entry(3, { termUntil: '2028-01-04' })], { full: false })
    expect(await take(delta)).toMatchObject({ entered: 1, removed: 1, landed: 2 })
    expect(await take(input('court', 3, [entry(3)]))).toMatchObject({ entered: 1, removed: 2 })
    expect((await refusal(input('court', 2, []))).reason).toBe('MIRROR_FILE_OLDER')
    const grounds = (await Promise.all([1, 2, 3].map(factsOf))).map(
      (facts) => facts.find(({ type }) => type === 'ListingRemoved')?.data.ground,
    )
    expect(grounds).toEqual(['REMOVED_AT_SOURCE', 'MISSING_AT_SOURCE', undefined])
    const query = '{ listMirror(listType: "JUDGMENT_DEFAULTER", source: "court") { lastSequence entryCount } }'
    expect((await api.ask(query, {}, 'listing')).data).toEqual({ listMirror: { lastSequence: 3, entryCount: 1 } })
    const head = await api.system.store.head()
    expect(await take(first)).toEqual(one) // Sent again long after, it is the same.
    expect(await take(delta, 'admin')).toMatchObject({ entered: 1, removed: 1 })
    expect(await api.system.store.head()).toBe(head)
  })

  test('is told to the file as coming from whoever decided', async () => {
    await file(4)
    await take(input('whence', 1, [entry(4)]))
    const sources: unknown[] = []
    for await (const { type, metadata } of api.system.store.readStream(enterpriseStream(code(4))))
      if (type === 'ListingEntered') sources.push(metadata.source)
    expect(sources).toMatchObject([{ agency: court.authorityCode, agencyName: court.authorityName }])
  })

  test('takes the lines of a delta in their order', async () => {
    await file(10)
    await take(input('order', 1, []))
    await take(input('order', 2, [entry(10), removal(10)], { full: false }))
    expect(await typesOf(10)).toEqual(['ListingEntered', 'ListingRemoved'])
    await take(input('order', 3, [entry(10), removal(10), entry(10)], { full: false }))
    expect(await typesOf(10)).toHaveLength(5)
  })

  test('does not take another file under a name that was given', async () => {
    const first = input('names', 1, [])
    await take(first)
    const other = { input: { ...first.input, sequence: 2, asOf: '2026-11-12', lines: [entry(11)] } }
    expect((await refusal(other)).reason).toBe('MIRROR_FILE_DIFFERS')
    expect((await refusal({ input: { ...first.input, lines: [entry(11)] } })).reason).toBe('MIRROR_FILE_DIFFERS')
  })
})

describe('nobody alone lists by a file', () => {
  test('who only brings in records: neither as GraphQL nor as an upload', async () => {
    await file(20)
    for (const as of ['penalty', 'licensing', 'decider'] as const) {
      expect((await refusal(input('mine', 1, [entry(20)]), as)).code).toBe('FORBIDDEN')
      expect((await post('mine', 'kind=full&sequence=1&asOf=2026-11-20', csv([entry(20)]), as)).statusCode).toBe(403)
    }
    expect(await mirrorEvents('mine')).toEqual([])
  })

  test('on a list that is decided here, in the name of an agency of this place', async () => {
    await file(21)
    const abnormal = { groundCode: 'AB4', groundText: '随便写', documentNumber: '（徐市监）异入〔2026〕第99号' }
    const own = { authorityCode: wish.agency.code, authorityName: wish.agency.name }
    const treasury = { authorityCode: '11310104MA107004XG', authorityName: '上海市徐汇区财政局' }
    const elsewhere = { authorityCode: '11310115MA10700999', authorityName: '上海市浦东新区市场监督管理局' }
    const of = (authority: object) =>
      input('me', 1, [entry(21, { ...abnormal, ...authority })], { listType: 'ABNORMAL_OPERATIONS' })
    for (const as of ['listing', 'admin'] as const) {
      expect((await refusal(of(own), as)).reason).toBe('MIRROR_LIST_DECIDED_HERE')
      expect((await refusal(of({ ...elsewhere, authorityName: treasury.authorityName }), as)).reason).toBe(
        'MIRROR_LIST_DECIDED_HERE',
      )
    }
    expect((await refusal(input('court9', 1, [entry(21, own)]))).reason).toBe('MIRROR_AUTHORITY_NOT_COMPETENT')
    expect((await refusal(input('court9', 1, [entry(21, treasury)]))).reason).toBe('MIRROR_AUTHORITY_NOT_COMPETENT')
    expect(await mirrorEvents('me', 'ABNORMAL_OPERATIONS')).toEqual([])
    expect(await typesOf(21)).toEqual([])
    await take(of(elsewhere))
    expect(await typesOf(21)).toEqual(['ListingEntered'])
  })
})

describe('a file with bad rows', () => {
  test('is refused whole, with each of them, before anything is written', async () => {
    const rows = [entry(30), entry(31, { groundCode: 'ZZ' }), entry(32, { groundText: '张三 11010519491231002X' })]
    const { reason, details } = (await refusal(input('bad', 1, rows))) as { reason?: string; details?: object }
    expect(reason).toBe('MIRROR_ROWS_INVALID')
    expect(details).toMatchObject({
      rows: [
        { row: 2, field: '事由代码' },
        { row: 3, field: '事由', reason: '含有公民身份号码，不得以明文记载' },
      ],
    })
    expect(await mirrorEvents('bad')).toEqual([])
  })
})

describe('whatever was cut off', () => {
  test('between two parts is gone on with by another officer', async () => {
    const lines = Array.from({ length: 1_200 }, (_, n) => entry(2_000 + n))
    const sent = input('parts', 1, lines)
    await killed('submit', sent, 3)
    expect(await mirrorEvents('parts')).toEqual(['MirrorFileOpened', 'MirrorEntriesChanged', 'MirrorEntriesChanged'])
    expect((await refusal(input('parts', 2, []))).reason).toBe('MIRROR_FILE_BUSY')
    expect(await take(sent, 'admin')).toMatchObject({ entered: 1_200, landed: 0 })
    expect((await mirrorEvents('parts')).at(-1)).toBe('MirrorFileClosed')
  })

  test('between the mirror and the files is made good when the same file comes again', async () => {
    await file(40)
    const sent = input('cut', 1, [entry(40)])
    await killed('submitBulk', sent)
    expect([(await mirrorEvents('cut')).at(-1), await typesOf(40)]).toEqual(['MirrorFileClosed', []])
    const outcome = { entered: 1, removed: 0, landed: 1, withoutFile: [], refused: [] }
    expect(await Promise.all([take(sent), take(sent, 'admin')])).toEqual([outcome, outcome])
    expect(await typesOf(40)).toEqual(['ListingEntered'])
  })

  test('or had no file then, is made good by the next file, though that says nothing new about it', async () => {
    await take(input('late', 1, [entry(41)]))
    await file(41)
    expect(await take(input('late', 2, [entry(41)]))).toMatchObject({ entered: 0, removed: 0 })
    expect(await typesOf(41)).toEqual(['ListingEntered'])
  })

  test('a row that a file refuses is answered, and stops no other', async () => {
    await take(input('one', 1, [entry(42, { enteredOn: '2026-11-10' }), entry(43)]))
    await Promise.all([42, 43].map(file))
    const place = { listType: 'JUDGMENT_DEFAULTER', source: 'one' }
    const { mirror } = await readMirror(api.system.store, place)
    const early = contextAt('2026-11-09T02:00:00.000Z') // A day on which the first of them is still to come.
    const { landed, refused } = await landMirror(api.system, place, mirror.whole, early)
    expect([...landed]).toEqual([code(43)])
    expect(refused).toMatchObject([{ uscc: code(42), key: 'k42', rule: 'DAY_IN_FUTURE' }])
    expect(await typesOf(43)).toEqual(['ListingEntered'])
  })
})

const titles = {
  ...{ kind: '操作', key: '编号', uscc: '统一社会信用代码', groundCode: '事由代码', groundText: '事由' },
  ...{ documentNumber: '文号', enteredOn: '列入日期', termUntil: '期限届满日', authorityCode: '认定机关代码' },
  ...{ authorityName: '认定机关名称', removedOn: '移出日期', reason: '移出原因' },
}
const names = Object.keys(titles)
const cellsOf = (line: object) => names.map((name) => String((line as Record<string, unknown>)[name] ?? ''))
const csv = (lines: readonly object[]): string =>
  [Object.values(titles), ...lines.map(cellsOf)].map((cells) => cells.join(',')).join('\n')
const xlsx = (lines: readonly object[]) => workbookOf(Object.values(titles), Readable.from(lines.map(cellsOf)))

async function post(source: string, query: string, body: Buffer | string, as: DemoName | null = 'listing') {
  const authorization = as === null ? {} : { authorization: `Bearer ${await api.tokenOf(as)}` }
  const headers = { 'content-type': 'application/octet-stream', ...authorization }
  const url = `/list-mirrors/JUDGMENT_DEFAULTER/${source}?${query}`
  return api.app.inject({ method: 'POST', url, headers, payload: body })
}
const query = (kind: 'full' | 'delta', sequence: number) =>
  `kind=${kind}&sequence=${sequence}&asOf=2026-11-1${sequence}`

describe('a file of a mirrored list as an upload', () => {
  test('is taken as CSV, XLSX, and NDJSON alike, and sent again comes to the same', async () => {
    await Promise.all([50, 51, 52].map(file))
    const first = [entry(50, { enteredOn: '2026年1月5日', kind: '列入' }), entry(51), entry(998)]
    const taken = await post('files', query('full', 1), csv(first))
    expect(taken.statusCode).toBe(200)
    expect(taken.json()).toEqual({
      ...{ listType: 'JUDGMENT_DEFAULTER', source: 'files', kind: 'FULL', sequence: 1, asOf: '2026-11-11' },
      ...{ entered: 3, removed: 0, landed: 2, withoutFile: [code(998)], refused: [] },
    })
    const head = await api.system.store.head()
    expect((await post('files', query('full', 1), await xlsx(first))).json()).toEqual(taken.json())
    expect(await api.system.store.head()).toBe(head)
    const delta = await post('files', query('delta', 2), await xlsx([{ ...removal(50), kind: '移出' }, entry(52)]))
    expect(delta.json()).toMatchObject({ entered: 1, removed: 1, landed: 2 })
    const { kind: _kind, ...bare } = entry(52)
    const ndjson = await post('files', query('full', 3), `${JSON.stringify(bare)}\n`)
    expect(ndjson.json()).toMatchObject({ entered: 0, removed: 2 })
    expect(await typesOf(50)).toEqual(['ListingEntered', 'ListingRemoved'])
    expect(await typesOf(52)).toEqual(['ListingEntered'])
    expect((await post('files', query('full', 3), csv([]))).json().errors[0].extensions.reason).toBe(
      'MIRROR_FILE_DIFFERS',
    )
  })

  test('is refused in words where it cannot be read, lacks a column, or has bad rows', async () => {
    const asked = query('full', 1)
    const saying = async (body: Buffer | string, how = asked) => (await post('words', how, body)).json().errors[0]
    expect(await saying('')).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
    expect((await saying('编号,文号\n1,2')).message).toContain('“统一社会信用代码”')
    expect((await saying(csv([entry(53), entry(54, { uscc: '12' })]))).extensions).toMatchObject({
      ...{ code: 'REFUSED', reason: 'MIRROR_ROWS_INVALID' },
      details: { rows: [{ row: 2, field: '统一社会信用代码' }] },
    })
    expect((await saying(`${csv([entry(53)])},,,多出一列`)).extensions.details.rows).toMatchObject([{ row: 1 }])
    expect((await saying('{"key":"k1","uscc":["x"]}')).message).toContain('“uscc”的值应为文本')
    expect((await saying(csv([]), 'kind=part&sequence=1&asOf=2026-11-11')).message).toContain('kind')
    expect((await saying(csv([]), 'kind=full&sequence=x&asOf=2026-11-11')).message).toContain('sequence')
    expect((await saying(csv([]), 'kind=full&sequence=1&asOf=soon')).message).toContain('asOf')
    expect((await post('words', asked, csv([]), null)).statusCode).toBe(403)
    expect(await mirrorEvents('words')).toEqual([])
  })
})
