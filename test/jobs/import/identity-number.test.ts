import { expect, test } from 'vitest'
import type { RecordKind } from '../../../domain/intake/columns.ts'
import { orderOf } from '../../../domain/intake/orders.ts'
import { RowFault } from '../../../domain/intake/row.ts'
import { isIdentityNumber } from '../../../domain/kernel/identity-number.ts'
import { plainDate } from '../../../domain/kernel/plain-date.ts'
import { uscc } from '../../../domain/kernel/uscc.ts'

const context = { today: plainDate('2026-11-23'), agency: null, resolve: () => undefined }
const invented = '310104199001011234'

const refusal = (kind: RecordKind, fields: Record<string, string>): RowFault => {
  try {
    orderOf[kind](fields, context)
  } catch (error) {
    if (error instanceof RowFault) return error
    throw error
  }
  throw new Error('accepted')
}

test.each([
  ['PENALTY', 'CF_XDR_SHXYM', { CF_XDR_MC: '某店', CF_XDR_SHXYM: invented }],
  ['LICENCE', 'XK_XDR_SHXYM', { XK_XDR_MC: '某店', XK_XDR_SHXYM: invented }],
  ['REGISTER', 'ZT_SHXYM', { ZT_MC: '某店', ZT_SHXYM: invented, ZT_CLRQ: '2020/01/01' }],
  ['REGISTER', 'ZT_CYDM', { ZT_MC: '某店', ZT_SHXYM: '92310104MA1X00025D', ZT_CLRQ: '2020/01/01', ZT_CYDM: invented }],
] as [RecordKind, string, Record<string, string>][])(
  'a %s row never takes an identity number for a code (%s)',
  (kind, field, fields) => {
    const { field: blamed, message } = refusal(kind, fields)
    expect(blamed).toBe(field)
    expect(message).toContain('公民身份号码')
    expect(message).not.toContain(invented)
  },
)

test('codes that pass their check are none of a person, those of organs and associations included', () => {
  for (const code of ['114418020073034851', '11230500001755309F', '914403001922038216', '51310000MJ1X000520']) {
    expect(isIdentityNumber(uscc(code))).toBe(false)
  }
  expect(isIdentityNumber('310104199002301234')).toBe(false)
})
