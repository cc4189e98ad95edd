import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderOf } from '../../../domain/intake/orders.ts'
import { type RecordKind, recordKinds } from '../../../domain/intake/columns.ts'
import { RowFault } from '../../../domain/intake/row.ts'
import { plainDate } from '../../../domain/kernel/plain-date.ts'

const context = { today: plainDate('2026-11-23'), agency: null, resolve: () => undefined }

const authority = { DM: '11310104MA10700153', MC: '某局' }
const good: Readonly<Record<RecordKind, Readonly<Record<string, string>>>> = {
  PENALTY: {
    ...{ CF_XDR_MC: '样例公司', CF_XDR_LB: '法人及非法人组织', CF_XDR_SHXYM: '91310104MA1X00017M', CF_WSH: '1号' },
    ...{
      CF_WFXW: '类型',
      CF_SY: '事实',
      CF_YJ: '依据',
      CF_CFLB: '罚款',
      CF_NR: '罚款',
      CF_NR_FK: '0.2',
      CF_NR_WFFF: '',
    },
    ...{ CF_NR_ZKDX: '', CF_JDRQ: '2025/03/06', CF_YXQ: '2099/12/31', CF_CFJG: authority.MC, CF_CFJGDM: authority.DM },
  },
  LICENCE: {
    ...{ XK_XDR_MC: '样例公司', XK_XDR_LB: '法人及非法人组织', XK_XDR_SHXYM: '91310104MA1X00017M', XK_XKWS: '决定书' },
    ...{ XK_WSH: '1号', XK_XKLB: '普通', XK_NR: '内容', XK_JDRQ: '2025/03/06', XK_YXQZ: '2025/03/06' },
    ...{ XK_YXQZI: '2099/12/31', XK_XKJG: authority.MC, XK_XKJGDM: authority.DM, XK_ZT: '1' },
  },
  REGISTER: {
    ...{
      ZT_MC: '样例公司',
      ZT_SHXYM: '91310104MA1X00017M',
      ZT_CLRQ: '2012/05/06',
      ZT_HZRQ: '2020/01/02',
      ZT_ZT: '存续',
    },
    ...{ ZT_ZCZB: '100', ZT_XZQH: '310104', ZT_GSZC: '', ZT_ZZJG: '', ZT_SWDJ: '', ZT_CYDM: '', ZT_LX: '' },
  },
}

const strange = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    '　',
    '罚款',
    '2099/12/31',
    '-0.1',
    '１２',
    '\u0000',
    '〔',
    'NaN',
    '1e9',
    '2024/02/30',
    '__proto__',
  ),
  fc.constantFrom('constructor', 'toString', '暂扣或者吊销许可证', '(', '其他（', '；；', '9'.repeat(400)),
)

test.each(recordKinds)(
  'whatever stands in a %s row, it is read or refused on a field with a Chinese sentence',
  (kind) => {
    const fields = Object.keys(good[kind])
    expect(orderOf[kind](good[kind], context).commands.length).toBeGreaterThan(0)
    const changes = fc.dictionary(fc.constantFrom(...fields), strange, { minKeys: 1, maxKeys: 4 })
    fc.assert(
      fc.property(changes, (changed) => {
        try {
          expect(orderOf[kind]({ ...good[kind], ...changed }, context).uscc).toMatch(/^[0-9A-HJ-NPQRTUWXY]{18}$/)
        } catch (error) {
          if (!(error instanceof RowFault)) throw error
          expect(fields).toContain(error.field)
          expect(error.message).toMatch(/\p{Script=Han}/u)
        }
      }),
      { numRuns: 3_000 },
    )
  },
)
