import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which a matter whose time is counted (时限事项) can say no. */
export const matterRefusals = {
  MATTER_UNKNOWN: '没有这件事项。',
  MATTER_ID_TAKEN: '该编号已用于另一件事项。',
  MATTER_FILE_MISSING: '该主体没有档案。',
  MATTER_RECORD_NEEDED: '“{kind}”须写明所涉的档案记录（{sections}）。',
  MATTER_RECORD_UNNEEDED: '“{kind}”不涉及档案记录。',
  MATTER_RECORD_UNKNOWN: '档案中没有所涉的记录（{recordId}）。',
  MATTER_SUMMARY_MISSING: '须写明事项内容。',
  MATTER_DAY_IN_FUTURE: '{day}晚于今天（{today}）。',
  MATTER_DAYS_OUT_OF_ORDER: '{day}早于上一步（{before}）。',
  MATTER_STEP_UNKNOWN: '“{kind}”没有这一步。',
  MATTER_STEP_OUT_OF_ORDER: '“{step}”须在“{after}”之后。',
  MATTER_STEP_EXCLUDED: '“{before}”之后不能再“{step}”。',
  MATTER_STEP_TAKEN: '“{step}”已于{takenOn}办理。',
  MATTER_CLOSED: '该事项已经办结（{step}）。',
  MATTER_VOIDED: '该事项已作为登记错误撤销。',
  MATTER_RECEIVER_MISSING: '“{step}”须写明交给哪一机关。',
  MATTER_RECEIVER_UNNEEDED: '“{kind}”登记时不交给其他机关。',
  MATTER_NO_DECISION: '该记录（{recordId}）没有可送达的决定。',
  MATTER_BEFORE_DECISION: '{day}早于决定之日（{decidedOn}）。',
  MATTER_REASON_MISSING: '须写明理由。',
} as const

export type MatterRefusalCode = keyof typeof matterRefusals
export const refuseMatter = refuserOf(matterRefusals)
