import { expect, test } from 'vitest'
import { readHeader } from '../../../domain/intake/columns.ts'
import { registerOrder } from '../../../domain/intake/register-row.ts'
import { plainDate } from '../../../domain/kernel/plain-date.ts'

const context = { today: plainDate('2026-11-23'), agency: null, resolve: () => undefined }

/** `registration_status.csv`: code, name, and the state that its display group stands for here. */
const states = [
  ...[
    ['K', '开业', 'ACTIVE'],
    ['B', '变更', 'ACTIVE'],
    ['A', '档案', 'ACTIVE'],
    ['Q', '迁出（办理中）', 'ACTIVE'],
  ],
  ...[
    ['X', '注销中', 'ACTIVE'],
    ['C', '撤销', 'ANNULLED'],
    ['D', '吊销', 'LICENCE_REVOKED'],
  ],
  ...[
    ['DA', '电子档案（吊销类）', 'LICENCE_REVOKED'],
    ['XX', '注销', 'DEREGISTERED'],
  ],
  ...[
    ['DX', '吊销已注销', 'DEREGISTERED'],
    ['QX', '迁出', 'MOVED_OUT'],
  ],
] as [code: string, name: string, status: string][]

test.each(states)('the state %s, %s, is %s by its code and by its name', (code, name, status) => {
  for (const given of [code, name]) {
    const row = { ZT_MC: '样例公司', ZT_SHXYM: '91310104MA1X00017M', ZT_CLRQ: '2012/05/06', ZT_ZT: given }
    expect(registerOrder(row, context).commands).toMatchObject([{ data: { status } }])
  }
})

test('a register by the Chinese names of the manual has no column that is passed over', () => {
  const names =
    '名称,统一社会信用代码,成立日期,登记日期,核准日期,主体类型,主体类别代码,企业类型代码,法定代表人,注册资本（万元）,营业期限自,营业期限至,住所,行政区划代码,街镇代码,行业代码,经营范围,登记机关,登记机关统一社会信用代码,登记状态,状态日期,工商注册号,组织机构代码,税务登记号,曾用统一社会信用代码'
  expect(readHeader(names.split(','))).toMatchObject({ kind: 'REGISTER', ignored: [] })
})
