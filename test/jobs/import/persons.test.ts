import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RecordKind } from '../../../domain/intake/columns.ts'
import { orderOf } from '../../../domain/intake/orders.ts'
import { licenceIdOf } from '../../../domain/enterprise/licence/commands.ts'
import { penaltyIdOf } from '../../../domain/enterprise/penalty/commands.ts'
import { plainDate } from '../../../domain/kernel/plain-date.ts'
import { composeUscc } from '../../../domain/kernel/uscc.ts'
import { emptyWorld, penaltyHeader, penaltyRow, type World } from './world.ts'

const context = { today: plainDate('2026-11-23'), agency: null, resolve: () => undefined }
const number = '11010519491231002X'
const personsOf = (kind: RecordKind, fields: Record<string, string>) => orderOf[kind](fields, context).persons ?? []

const subject = { XDR_MC: '上海样例有限公司', XDR_LB: '法人', XDR_SHXYM: '91310104MA1X00017M' }
const withPrefix = (prefix: string, fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}_${name}`, value]))
const penalty = (fields: Record<string, string>) => ({
  ...withPrefix('CF', {
    ...subject,
    WSH: '1号',
    CFLB: '警告',
    JDRQ: '2025/03/06',
    CFJG: '某局',
    CFJGDM: '11310104MA10700153',
  }),
  ...withPrefix('CF', fields),
})
const licence = (fields: Record<string, string>) => ({
  ...withPrefix('XK', { ...subject, XKWS: '决定书', WSH: '1号', XKLB: '普通', NR: '餐饮', JDRQ: '2025/03/06' }),
  ...withPrefix('XK', {
    YXQZ: '2025/03/06',
    YXQZI: '',
    XKJG: '某局',
    XKJGDM: '11310104MA10700153',
    ZT: '1',
    ...fields,
  }),
})
const registered = (fields: Record<string, string>) => ({
  ...{ ZT_MC: '上海样例有限公司', ZT_SHXYM: '91310104MA1X00017M', ZT_CLRQ: '2020/01/01', ZT_FRDB: '张三' },
  ...withPrefix('ZT', fields),
})

describe('whom a row names', () => {
  test('is the representative of the decision, under the number that the row carries', () => {
    const authority = { code: '11310104MA10700153', name: '某局' }
    const common = { role: 'LEGAL_REPRESENTATIVE', name: '张三', identityNumber: number, phone: null, authority }
    const fields = { FRDB: '张三', FR_ZJLX: '01', FR_ZJHM: number }
    expect(personsOf('PENALTY', penalty(fields))).toEqual([
      {
        ...{ ...common, documentKind: 'IDENTITY_CARD', recordedOn: '2025-03-06' },
        record: { section: 'PENALTY', recordId: penaltyIdOf(authority.code, '1号') },
      },
    ])
    expect(personsOf('LICENCE', licence({ ...fields, FR_ZJLX: '护照', FR_ZJHM: 'ｅ1234 5678' }))).toEqual([
      {
        ...{ ...common, identityNumber: 'E12345678', documentKind: 'PASSPORT', recordedOn: '2025-03-06' },
        record: { section: 'LICENCE', recordId: licenceIdOf(authority.code, '1号', null) },
      },
    ])
  })
  test('is the operator of an individual business, and once where both columns hold the one number', () => {
    const roles = (fields: Record<string, string>) => personsOf('PENALTY', penalty(fields)).map(({ role }) => role)
    const individual = { XDR_SHXYM: '92310104MA1X00025D' }
    expect(roles({ ...individual, XDR_ZJHM: number })).toEqual(['OPERATOR'])
    expect(roles({ ...individual, XDR_ZJHM: '110105491231002', FR_ZJHM: number })).toEqual(['OPERATOR'])
    expect(roles({ XDR_ZJHM: '310104199003078814', FR_ZJHM: number })).toEqual(['LEGAL_REPRESENTATIVE', 'OPERATOR'])
  })
  test.each(['', '无', '/', '0', '000000000000000000', '310104********1234', '310'])(
    'is nobody where the number is “%s”',
    (given) => expect(personsOf('PENALTY', penalty({ FRDB: '张三', FR_ZJHM: given }))).toEqual([]),
  )
  test('of the register is the representative with a number, and the contact', () => {
    expect(personsOf('REGISTER', registered({}))).toEqual([])
    const persons = personsOf(
      'REGISTER',
      registered({ FR_ZJHM: number, LXR: '李四', LXDH: '021-64821234', HZRQ: '2024/05/06' }),
    )
    expect(persons).toMatchObject([
      { role: 'LEGAL_REPRESENTATIVE', name: '张三', identityNumber: number, record: null, recordedOn: '2024-05-06' },
      { role: 'CONTACT', name: '李四', identityNumber: null, phone: '021-64821234' },
    ])
  })
})

const codeOf = (n: number): string => composeUscc('91', '310104', `MA1${String(n).padStart(5, '0')}`)

describe('rows with numbers of persons', () => {
  let world: World
  beforeEach(async () => {
    world = await emptyWorld()
  })
  afterEach(() => world.close())

  const header = `${penaltyHeader},CF_FRDB,CF_FR_ZJLX,CF_FR_ZJHM`
  const told = async () => [...(await world.facts()).values()].flat().map((text) => JSON.parse(text)[0] as string)

  test('are recorded sealed, a person for each decision, and once however often they come', async () => {
    const rows = [1, 2].map((n) => `${penaltyRow({ CF_WSH: `${n}号` })},张三,01,${number}`)
    const path = await world.file('rows.csv', [header, ...rows, rows[0]].join('\n'))
    expect((await world.bring(path)).map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted', 'duplicate'])
    expect(await told()).toEqual(['FileOpened', 'PenaltyImposed', 'PersonRecorded', 'PenaltyImposed', 'PersonRecorded'])
    const before = await world.facts()
    expect((await world.bring(path)).map(({ verdict }) => verdict)).toEqual(['duplicate', 'duplicate', 'duplicate'])
    expect(await world.facts()).toEqual(before)
    expect(JSON.stringify([...before])).not.toMatch(/张三|11010519491231002X/)
    const { rows: keys } = await world.system.readModels.pool.query('select from keys.person')
    expect(keys).toHaveLength(1) // One person, one key, whatever the number of decisions.
  })

  test('bring the persons in later where the decisions came without them', async () => {
    const plain = await world.file('plain.csv', [penaltyHeader, penaltyRow()].join('\n'))
    const named = await world.file('named.csv', [header, `${penaltyRow()},张三,01,${number}`].join('\n'))
    await world.bring(plain)
    expect((await world.bring(named)).map(({ verdict }) => verdict)).toEqual(['accepted'])
    expect(await told()).toEqual(['FileOpened', 'PenaltyImposed', 'PersonRecorded'])
    expect((await world.bring(plain)).map(({ verdict }) => verdict)).toEqual(['duplicate'])
  })

  test('by the thousand cost a handful of questions about keys, not one each', async () => {
    const rows = Array.from(
      { length: 2_500 },
      (_, n) => `${penaltyRow({ CF_WSH: `${n}号`, CF_XDR_SHXYM: codeOf(n) })},张三,02,E${10_000_000 + n}`,
    )
    const path = await world.file('many.csv', [header, ...rows].join('\n'))
    let questions = 0
    const { keys } = world.system
    const { keysOf } = keys
    const counted = { ...keys, keysOf: (persons: Parameters<typeof keysOf>[0]) => (questions++, keysOf(persons)) }
    Object.assign(world.system, { keys: counted })
    expect(new Set((await world.bring(path)).map(({ verdict }) => verdict))).toEqual(new Set(['accepted']))
    expect(questions).toBe(3)
    const { rows: made } = await world.system.readModels.pool.query('select from keys.person')
    expect(made).toHaveLength(2_500)
  })
})
