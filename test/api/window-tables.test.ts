import { Readable } from 'node:stream'
import readExcelFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workbookOf } from '../../api/system/workbook.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'
import * as wish from '../support/wishes.ts'

let api: TestApi
const code = (n: number) => `9131010470000${String(n).padStart(5, '0')}`
beforeAll(async () => {
  api = await startTestApi()
  for (const n of [1, 2, 3]) {
    const details = { ...wish.details, name: n === 3 ? '清单样例2有限公司' : `清单样例${n}有限公司` }
    const aliases = [{ kind: 'REGISTRATION_NUMBER', value: `31010477000000${n}` }] as const
    await api.record(code(n), wish.register({ uscc: code(n) as never, details, aliases }))
  }
  const details = { ...wish.details, name: '清单（样例）4有限公司' }
  await api.record(code(4), wish.register({ uscc: code(4) as never, details, aliases: [] }))
  await api.record(code(1), wish.enter())
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
})
afterAll(() => api.close())

async function post(body: Buffer | string, query: string, as: DemoName | null = 'licensing') {
  const authorization = as === null ? {} : { authorization: `Bearer ${await api.tokenOf(as)}` }
  const headers = { 'content-type': 'application/octet-stream', ...authorization }
  return api.app.inject({ method: 'POST', url: `/window-checks?${query}`, headers, payload: body })
}
/** The answers of a CSV by their columns. */
function rowsOf(csv: string): Record<string, string>[] {
  const [header = '', ...lines] = csv
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\n')
  const names = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])))
}
const matter = 'matter=SIMPLE_DEREGISTRATION'
const list = ['统一社会信用代码,名称,备注', `${code(1)},,甲`, `${code(2)},另一名称,乙`, ',清单样例1有限公司,丙']
list.push(',清单样例2有限公司,丁', `${code(9)},,戊`, ',,己', '310104770000001,,庚')

describe('a list of enterprises at a window', () => {
  test('comes back with every row in its place, answered, and doubtful matches marked', async () => {
    const response = await post(list.join('\n'), matter)
    expect(response.statusCode).toBe(200)
    const rows = rowsOf(response.body)
    expect(rows.map((row) => [row.备注, row.核查结论, row.匹配方式, row.存疑])).toEqual([
      ['甲', '限制办理', '统一社会信用代码', ''],
      ['乙', '无限制', '统一社会信用代码', '存疑'], // Another name than the file's.
      ['丙', '限制办理', '名称', '存疑'], // By name alone.
      ['丁', '未核查', '不能确定', '存疑'], // Two of that name.
      ['戊', '未核查', '没有档案', ''],
      ['己', '', '', ''],
      ['庚', '限制办理', '其他号码', ''],
    ])
    expect(rows[3]?.可能的企业).toBe(`${code(2)}；${code(3)}`)
    expect(rows[5]?.说明).toContain('没有代码')
    expect(rows[0]?.依据的事件).toMatch(/^[0-9A-Z]{26}/)
    expect(rows[0]?.措施清单版本).toBe('1')
    expect(rows[0]?.事件库位置).not.toBe('')
  })

  test('is read as XLSX and as GB18030 alike, and answered as XLSX', async () => {
    const workbook = await workbookOf(['企业名称', '统一社会信用代码'], Readable.from([['', code(1)]]))
    const answer = await post(workbook, `${matter}&as=xlsx`)
    expect(answer.headers['content-type']).toContain('spreadsheetml')
    const sheets = (await readExcelFile(Readable.from([answer.rawPayload]))) as unknown as { data: string[][] }[]
    expect(sheets[0]?.data[1]?.slice(1, 4)).toEqual([code(1), '限制办理', code(1)])
    const gb = Buffer.concat([
      ...[Buffer.from([0xb4, 0xfa, 0xc2, 0xeb]), Buffer.from(`\n${code(2)}\n`)], // 代码
    ])
    expect(rowsOf((await post(gb, matter)).body)).toMatchObject([{ 代码: code(2), 核查结论: '无限制' }])
  })

  test('may name a matter for each row, and a day for all', async () => {
    const body = ['代码,事项', `${code(1)},SIMPLE_DEREGISTRATION`, `${code(1)},PILLORY`].join('\n')
    const [first, second] = rowsOf((await post(body, 'asOf=2024-01-01')).body)
    expect([first?.核查结论, first?.核查日]).toEqual(['无限制', '2024-01-01']) // It was listed in July.
    expect(second?.说明).toContain('PILLORY')
  })

  test('takes only columns that say whom: neither a telephone nor a project, and a title with a remark', async () => {
    const header = '序号,联系电话号码,项目编号,项目名称,统一社会信用代码（18位）,企业名称,备注'
    const body = [header, `1,02154321234,X9,道路养护,${code(2)},清单样例2有限公司,甲`, `2,,,,,清单样例1有限公司,乙`]
    const rows = rowsOf((await post(body.join('\n'), matter)).body)
    expect(rows.map((row) => [row.备注, row.匹配的统一社会信用代码, row.存疑])).toEqual([
      ['甲', code(2), ''],
      ['乙', code(1), '存疑'],
    ])
  })

  test('tries the name where a useless number finds nothing, and marks it; a name in other brackets is the same', async () => {
    const body = ['注册号,名称', '无,清单样例1有限公司', '99999,不存在', `${code(4)},清单(样例)4有限公司`].join('\n')
    const rows = rowsOf((await post(body, matter)).body)
    expect(rows.map((row) => [row.匹配方式, row.核查结论, row.存疑])).toEqual([
      ['名称', '限制办理', '存疑'],
      ['没有档案', '未核查', ''],
      ['统一社会信用代码', '无限制', ''],
    ])
    expect(rows[0]?.存疑原因).toContain('没有找到档案')
  })

  test('knows matters by their names; a cell that names none is a fault where it can be nothing else', async () => {
    const body = (title: string) => [`代码,${title}`, `${code(1)},简易注销登记`, `${code(1)},加急`].join('\n')
    const sure = rowsOf((await post(body('办理事项'), matter)).body)
    expect(sure.map((row) => [row.事项, row.核查结论])).toEqual([
      ['SIMPLE_DEREGISTRATION', '限制办理'],
      ['', ''],
    ])
    expect(sure[1]?.说明).toContain('加急')
    const maybe = rowsOf((await post(body('注意事项'), matter)).body)
    expect(maybe.map(({ 核查结论 }) => 核查结论)).toEqual(['限制办理', '限制办理'])
  })

  test('says what is wrong with a row, and leaves the others where they are', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`代码,备注\n${code(1)},甲,多出\n"${code(2)}\u0001",乙\n${code(2)},`),
      ...[Buffer.from([0xff]), Buffer.from(`\n${code(2)},丁`)],
    ])
    const rows = rowsOf((await post(bytes, matter)).body)
    expect(rows.map((row) => row.说明)).toEqual([
      ...['本行有3列，表头只有2列', '号码或者名称含有无法识别的字符', '本行有无法按文件编码读取的字节', ''],
    ])
    expect(rows[3]).toMatchObject({ 备注: '丁', 核查结论: '无限制', 登记状态: '存续' })
  })

  test('counts rows that cannot be read, too', async () => {
    const broken = Array.from({ length: 5_001 }, () => '"没有闭合').join('\n')
    expect((await post(`代码,备注\n${broken}\n`, matter)).body).toContain('5000')
  })

  test('is read in UTF-16 of either order, with a mark or without', async () => {
    const text = `代码,备注\n${code(1)},甲\n`
    const little = Buffer.from(text, 'utf16le')
    for (const bytes of [little, Buffer.from(little).swap16()])
      for (const mark of ['', bytes === little ? '\ufeff' : '\ufffe'])
        expect(rowsOf((await post(Buffer.concat([Buffer.from(mark, 'utf16le'), bytes]), matter)).body)).toMatchObject([
          { 备注: '甲', 核查结论: '限制办理' },
        ])
  })

  test('as XLSX beyond its rows is refused before it is taken apart', async () => {
    const many = Array.from({ length: 5_001 }, () => [code(1)])
    const response = await post(await workbookOf(['代码'], Readable.from(many)), matter)
    expect([response.statusCode, response.body]).toEqual([400, expect.stringContaining('超过5000行')])
  })

  test('needs no header: then its first column is looked for', async () => {
    expect(rowsOf((await post(`${code(1)}\n${code(2)}`, matter)).body)).toHaveLength(2)
  })

  test('is refused in words when it is too long, empty, about nothing, or not for who asks', async () => {
    const many = Array.from({ length: 5_001 }, () => code(1)).join('\n')
    expect([(await post(many, matter)).statusCode, (await post(many, matter)).body]).toMatchObject([
      ...[400, expect.stringContaining('5000')],
    ])
    expect((await post('', matter)).statusCode).toBe(400)
    expect((await post(code(1), 'matter=PILLORY')).body).toContain('PILLORY')
    expect((await post(code(1), `${matter}&asOf=soon`)).statusCode).toBe(400)
    expect((await post(code(1), `${matter}&knownAt=2026`)).statusCode).toBe(400)
    expect((await post(code(1), matter, null)).statusCode).toBe(403)
    expect((await post(Buffer.from('PK\u0003\u0004broken'), matter)).body).toContain('XLSX')
  })
})

test('a match by name alone is doubtful over GraphQL, too', async () => {
  const query = `query ($n: [String!]!) { windowChecks(numbers: $n, matter: "SIMPLE_DEREGISTRATION") {
    checks { match doubtful doubt } } }`
  const { data } = await api.ask(query, { n: [code(1), '清单样例1有限公司', '310104770000001'] }, 'licensing')
  const { checks } = (data as never as { windowChecks: { checks: { match: string; doubtful: boolean }[] } })
    .windowChecks
  expect(checks.map(({ match, doubtful }) => [match, doubtful])).toEqual([
    ...[['CODE', false] as const, ['NAME', true] as const, ['OTHER_NUMBER', false] as const],
  ])
})
