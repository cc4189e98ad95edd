import { refuserOf } from '../../kernel/refuser.ts'

/**
 * Every way in which a draw (抽取) can say no beside the protocol's own refusals (`draw-refusals.ts`), which say it of
 * contributions, directories, and changes.
 */
export const roundRefusals = {
  DRAW_UNKNOWN: '没有这次抽取。',
  DRAW_ID_TAKEN: '该编号已用于另一次抽取。',
  DRAW_ABANDONED: '该次抽取已经终止。',
  DRAW_MATTERS_EMPTY: '抽取须有至少一项抽查事项。',
  DRAW_TOO_FEW_PER_VISIT: '每户检查，各机关的执法人员不得少于两人（行政处罚法第四十二条）。',
  REVEAL_TERM_OVER: '揭示截止时间（{revealUntil}）应晚于现在（{at}）。',
  ENTROPY_ALREADY_KNOWN: '随机来源“{name}”在{heldAt}产生，揭示截止（{revealUntil}）时已经为人所知，不得使用。',
  ENTROPY_TIME_MISSING: '随机来源“{name}”须写明摇号、开奖的时刻。',
  DRAW_OWN_APPROVAL: '抽取须由拟定人以外的人批准并作出承诺。',
  DRAW_ALREADY_COMMITTED: '该次抽取已于{committedAt}作出承诺，内容不能再改。',
  DRAW_NOT_COMMITTED: '该次抽取尚未作出承诺。',
  SIZE_AFTER_COMMITMENT: '承诺以后不能再定抽取数量。',
  SIZE_AFTER_SEED: '种子已经可知，不能再定抽取数量。',
  DIRECTORY_EMPTY: '检查对象名录是空的。',
  INSPECTOR_NOT_IN_DIRECTORY: '检查人员{inspectorId}不在执法检查人员名录库中，或者不属于机构“{agency}”。',
  INSPECTOR_CERTIFICATE_EXPIRED: '检查人员{inspectorId}的执法证在{day}已经过期（有效期至{expiresOn}）。',
  INSPECTOR_NOT_ELIGIBLE: '检查人员{inspectorId}在{day}不能参加检查（{reason}：{detail}）。',
  CONFLICT_LEFT_OUT: '检查人员{inspectorId}对{uscc}有利害关系，没有列入回避名单。',
  CONTRIBUTION_DIFFERS: '随机来源“{name}”已经提交了另一个值。',
  DRAW_ALREADY_EXECUTED: '该次抽取已于{executedAt}进行，一个承诺只产生一个结果。',
  DRAW_NOT_EXECUTED: '该次抽取尚未进行。',
  CHANGE_ID_TAKEN: '该编号已用于另一项调整。',
  CHANGE_UNKNOWN: '没有申请过这项调整。',
  CHANGE_OWN_APPROVAL: '调整须由申请人以外的人批准。',
  ABANDON_WITHOUT_REASON: '终止抽取须写明理由。',
  ABANDON_AFTER_SEED: '随机值已经齐备，结果已经可知，不能再终止抽取。',
} as const

export type RoundRefusalCode = keyof typeof roundRefusals
export const refuseRound = refuserOf(roundRefusals)
