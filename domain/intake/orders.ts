import type { RecordKind } from './columns.ts'
import { licenceOrder } from './licence-row.ts'
import { penaltyOrder } from './penalty-row.ts'
import { registerOrder } from './register-row.ts'
import type { Fields, RowContext, RowOrder } from './row.ts'

/** How a row of each kind is read. */
export const orderOf: Readonly<Record<RecordKind, (fields: Fields, context: RowContext) => RowOrder>> = {
  LICENCE: licenceOrder,
  PENALTY: penaltyOrder,
  REGISTER: registerOrder,
}

/** The field to blame for a refusal that only the file itself could make. */
export const fieldOfRefusal: Readonly<Record<RecordKind, Readonly<Record<string, string>>>> = {
  LICENCE: { DAYS_OUT_OF_ORDER: 'XK_YXQZI', DAY_IN_FUTURE: 'XK_JDRQ', DEFAULT: 'XK_WSH', FORBIDDEN: 'XK_XKJGDM' },
  PENALTY: {
    ...{ FINE_WITHOUT_AMOUNT: 'CF_NR_FK', AMOUNT_WITHOUT_FINE: 'CF_NR_FK', DAYS_OUT_OF_ORDER: 'CF_YXQ' },
    ...{ DAY_IN_FUTURE: 'CF_JDRQ', PENALTY_WITHOUT_KIND: 'CF_CFLB', DEFAULT: 'CF_WSH', FORBIDDEN: 'CF_CFJGDM' },
  },
  REGISTER: { STATUS_NOT_ALLOWED: 'ZT_ZT', DAYS_OUT_OF_ORDER: 'ZT_HZRQ', DEFAULT: 'ZT_SHXYM', FORBIDDEN: 'ZT_DJJGDM' },
}
