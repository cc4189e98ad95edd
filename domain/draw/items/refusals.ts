import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which the list of random inspections (随机抽查事项清单) can say no. */
export const itemRefusals = {
  ITEM_INCOMPLETE: '抽查事项须写明{field}。',
  ITEM_RATIO_INVALID: '抽查比例应为不大于一的分数，分母不为零。',
  ITEM_EFFECTIVE_IN_PAST: '施行日期（{effectiveFrom}）早于今天（{today}）。',
  ITEM_DAYS_OUT_OF_ORDER: '失效日期（{effectiveUntil}）早于施行日期（{effectiveFrom}）。',
  ITEM_UNKNOWN: '抽查事项清单中没有“{code}”。',
  ITEM_NOT_IN_FORCE: '抽查事项“{code}”在{day}没有施行，不得抽查。',
  ITEMS_WITHOUT_COMMON_OBJECT: '各抽查事项与任务没有共同的检查对象类别。',
  ITEM_WITHDRAWAL_WITHOUT_REASON: '停止抽查事项须写明理由。',
  LIBRARY_UNKNOWN: '没有专项库“{name}”。',
  LIBRARY_WITHOUT_RULE: '专项库须以行业、许可或者名单设定。',
} as const

export type ItemRefusalCode = keyof typeof itemRefusals
export const refuseItem = refuserOf(itemRefusals)
