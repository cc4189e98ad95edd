import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which recording the use of an answer (运用核查结果) can say no. */
export const useRefusals = {
  USE_ID_TAKEN: '该编号已用于另一次核查结果运用。',
  USE_MATCH_DOUBTFUL: '仅凭名称或者可能是几户之一的，不能登记运用，请按统一社会信用代码核查。',
  USE_BARRED: '核查结论为限制办理，准予办理的须登记为“违反结论准予”并写明理由。',
  USE_NOTHING_BARS: '核查结论为无限制，不得以联合惩戒为由拒绝办理。',
  USE_NOTHING_AGAINST: '核查结论没有限制办理，无须登记为“违反结论准予”。',
  USE_WITHOUT_REASON: '审慎核查后拒绝办理，或者违反结论准予办理的，须写明理由。',
} as const

export type UseRefusalCode = keyof typeof useRefusals
export const refuseUse = refuserOf(useRefusals)
