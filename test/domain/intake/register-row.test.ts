import { describe, expect, test } from 'vitest'
import { registerOrder } from '../../../domain/intake/register-row.ts'
import { RowFault } from '../../../domain/intake/row.ts'
import { plainDate } from '../../../domain/kernel/plain-date.ts'

const context = { today: plainDate('2026-11-23'), agency: null, resolve: () => undefined }

const aliasesOf = (fields: Record<string, string>) => {
  const row = { ZT_MC: '徐汇区小陈面馆', ZT_SHXYM: '92310104MA1X00025D', ZT_CLRQ: '2014-05-06', ...fields }
  const [command] = registerOrder(row, context).commands
  return command?.type === 'ReportRegistration' ? command.data.aliases : undefined
}

describe('a row of the register', () => {
  test('brings the numbers under which the subject was known before', () => {
    expect(aliasesOf({ ZT_GSZC: '331000000033855', ZT_ZZJG: 'MA1X0002-5', ZT_SWDJ: '310104MA1X00025' })).toEqual([
      { kind: 'REGISTRATION_NUMBER', value: '331000000033855' },
      { kind: 'ORGANISATION_CODE', value: 'MA1X00025' },
      { kind: 'TAX_NUMBER', value: '310104MA1X00025' },
    ])
  })
  test('brings none where its columns are filled for want of anything', () => {
    expect(aliasesOf({ ZT_GSZC: '000000000000000', ZT_ZZJG: '00000000-0', ZT_SWDJ: '无' })).toEqual([])
  })
  test("leaves out a tax number made of the operator's identity number", () => {
    expect(aliasesOf({ ZT_SWDJ: '31010419700101001X00' })).toEqual([])
  })
  test('is refused with a number that is none', () => {
    expect(() => aliasesOf({ ZT_GSZC: '33100000003385' })).toThrow(RowFault)
    expect(() => aliasesOf({ ZT_SWDJ: '4403007084611' })).toThrow(RowFault)
  })
})
