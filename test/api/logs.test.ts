import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog, errorFields, masked } from '../../api/system/log.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { all } from '../contracts/event-store.contract.ts'
import { startTestApi, type TestApi } from '../support/api.ts'

const lines: string[] = []
let api: TestApi
beforeAll(async () => {
  const log = createLog({ level: 'trace', pretty: false }, { write: (line) => void lines.push(line) })
  api = await startTestApi({ log })
  await tellingLive()
  lines.length = 0
})
afterAll(() => api?.close())

const uscc = '91310104MA1X00017M'
const identityNumber = '11010519491231002X' // The example of GB 11643.
const phone = '13812345678'
const registrar = { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' }
type Line = Record<string, string | number | undefined> & { msg: string }
const told = (msg: string): Line[] => lines.map((line) => JSON.parse(line) as Line).filter((line) => line.msg === msg)

async function ask(query: string, input: object, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${await api.tokenOf('admin')}`
  const payload = { query, variables: { input } }
  return api.app.inject({ method: 'POST', url: '/graphql', headers: { authorization, ...headers }, payload })
}
const register = 'mutation ($input: RegisterEnterpriseInput!) { registerEnterprise(input: $input) { uscc } }'
const record = 'mutation ($input: RecordPersonInput!) { recordPerson(input: $input) { uscc } }'
const remove = 'mutation ($input: RemovePersonInput!) { removePerson(input: $input) { uscc } }'
const details = { name: '上海样例餐饮管理有限公司', subjectKind: 'LEGAL_PERSON', registrar }

/** What is in the log before the teller begins is told by a rebuild and not in batches: one enterprise comes before. */
async function tellingLive(): Promise<void> {
  await ask(register, { uscc: '91310104MA1X00025G', registeredOn: '2020-01-02', details })
  const head = await api.system.store.head()
  if (head === undefined) throw new Error('nothing was recorded')
  expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}

describe('the log', () => {
  test('has one line for a command, one for its batch, and one for its request, all of one correlation', async () => {
    const input = { uscc, registeredOn: '2020-01-02', details }
    const response = await ask(register, input, { 'x-correlation-id': 'ticket-2026-0001' })
    expect(response.headers).toMatchObject({
      'x-correlation-id': 'ticket-2026-0001',
      'x-request-id': 'ticket-2026-0001',
    })
    const [command, ...others] = told('命令')
    expect(others).toEqual([])
    expect(command).toMatchObject({
      ...{ command: 'RegisterEnterprise', outcome: 'appended', events: 1, revision: '0', stream: `enterprise-${uscc}` },
      correlationId: 'ticket-2026-0001',
    })
    expect(told('请求')).toContainEqual(
      expect.objectContaining({ operation: 'registerEnterprise', status: 200, correlationId: 'ticket-2026-0001' }),
    )
    const [event] = await all(api.system.store.readStream(`enterprise-${uscc}`))
    expect(event?.metadata.correlationId).toBe('ticket-2026-0001')
    for (let waits = 0; waits < 300 && told('投影批次').length === 0; waits++) await sleep(20)
    expect(told('投影批次')).toContainEqual(expect.objectContaining({ events: 1, files: 1 }))
  })

  test('names what a command came to, and nothing of what was in it', async () => {
    const again = { uscc, registeredOn: '2020-01-02', details }
    await ask(register, again)
    expect(told('命令').at(-1)).toMatchObject({ outcome: 'unchanged', events: 0 })
    await ask(remove, { uscc, id: '01M84ZSMA0BRENJKZKZ0WXQ8XT', removedOn: '2025-01-01', reason: '离职' })
    expect(told('命令').at(-1)).toMatchObject({ command: 'RemovePerson', outcome: 'refused' })
    expect(told('请求').at(-1)).toMatchObject({ operation: 'removePerson', codes: ['REFUSED'] })
  })

  test('a correlation id that might be a person’s number is not taken', async () => {
    for (const id of [identityNumber, `id_${identityNumber}`, 'a310104199001011234b', phone, 'x', 'a b c d e f g h']) {
      const response = await ask('{ me { officer } }', {}, { 'x-correlation-id': id })
      expect(response.headers['x-correlation-id']).toMatch(/^[0-9A-Z]{26}$/)
    }
  })

  test('holds no person’s number or name, wherever it was sent and whatever went wrong', async () => {
    const person = { uscc, role: 'CONTACT', name: '欧阳某某', identityNumber, phone, recordedOn: '2025-03-06' }
    expect((await ask(record, person)).json().errors).toBeUndefined()
    await ask(record, { ...person, uscc: identityNumber })
    await ask(record, { ...person, recordedOn: identityNumber })
    await ask(register, { uscc: identityNumber, registeredOn: '2020-01-02', details: { ...details, name: '欧阳某某' } })
    await ask(`{ enterprise(number: "${identityNumber}", asOf: "${phone}") { name } }`, {})
    await ask(`query A${identityNumber.slice(0, 17)} { f${phone} }`, {})
    await api.app.inject({ url: `/${identityNumber}/${phone}?q=${identityNumber}` })
    await api.app.inject({ url: `/imports/${identityNumber}/verdicts.csv` })
    await api.app.inject({ method: 'POST', url: '/graphql', payload: `{"query": ${identityNumber}` })
    const { pool } = api.system.readModels
    await pool.query('ALTER TABLE told.person ADD CONSTRAINT odd CHECK (role <> $$OPERATOR$$)')
    await ask(record, { ...person, role: 'OPERATOR' }) // The projection fails on its row and stops.
    for (let waits = 0; waits < 300 && !lines.some((line) => line.includes('已停止')); waits++) await sleep(20)
    const text = lines.join('')
    expect(text).toContain('投影无法处理事件，已停止')
    expect(lines.length).toBeGreaterThan(20)
    for (const value of [identityNumber, identityNumber.slice(6, 18), phone, '欧阳']) expect(text).not.toContain(value)
  })
})

describe('masking', () => {
  const log: string[] = []
  const write = createLog({ level: 'info', pretty: false }, { write: (line) => void log.push(line) })
  test.each([
    `前\n${identityNumber}`,
    `\t${identityNumber}\r\n`,
    `"${identityNumber}"`,
    `（身份证号${identityNumber}）`,
    '110105 19491231 002X',
    '110105-19491231-002x',
    '１１０１０５１９４９１２３１００２Ｘ',
  ])('covers %j in fields, in messages, and in errors', (text) => {
    log.length = 0
    write.info({ field: text, err: new Error(text, { cause: new Error(text) }) }, text)
    expect(log.join('').normalize('NFKC').replace(/[ -]/g, '')).not.toMatch(/19491231/)
  })
  test.each([`电话${phone}`, '\n138 1234 5678', '138-1234-5678', 'tel:13812345678'])('covers %j', (text) => {
    log.length = 0
    write.info({ field: text }, text)
    expect(log.join('').replace(/[ -]/g, '')).not.toMatch(/1381234/)
  })
  test('leaves codes, ids, and amounts alone', () => {
    for (const text of [uscc, '01M84ZSMA0BRENJKZKZ0WXQ8XT', '310104000000001', '2026-11-23T02:00:00.000Z', '200000'])
      expect(masked(text)).toBe(text)
  })
  test('an error is told without the rows that its driver adds', () => {
    const failing = Object.assign(new Error('violates'), { code: '23514', detail: '(欧阳某某)', parameters: ['欧阳'] })
    expect(errorFields(failing)).toMatchObject({ type: 'Error', message: 'violates', code: '23514' })
    log.length = 0
    write.info({ err: failing }, '失败')
    expect(log.join('')).toContain('23514')
    expect(log.join('')).not.toContain('欧阳')
  })
})
