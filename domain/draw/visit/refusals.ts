import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which a visit (入企检查) can say no. */
export const visitRefusals = {
  VISIT_UNKNOWN: '没有这次检查任务。',
  VISIT_CANCELLED: '该检查任务已经撤回。',
  VISIT_RESULT_RECORDED: '该检查任务已有检查结果，不能撤回。',
  VISIT_MATTERS_EMPTY: '检查任务须有至少一项抽查事项。',
  VISIT_TOO_FEW_INSPECTORS: '机构“{agency}”的执法人员不足两人（行政处罚法第四十二条）。',
  VISIT_INSPECTOR_NOT_ELIGIBLE: '检查人员{inspectorId}在{day}不能参加检查（{reason}：{detail}）。',
  VISIT_CERTIFICATE_EXPIRED: '检查人员{inspectorId}的执法证在{day}已经过期（有效期至{expiresOn}）。',
  VISIT_INSPECTOR_HAS_INTEREST: '检查人员{inspectorId}对该企业有利害关系，应当回避（行政处罚法第四十三条）。',
  NOT_ON_VISIT: '检查人员{inspectorId}不在机构“{agency}”的检查组中。',
  NOT_OWN_INSPECTOR: '只能以本人的检查人员身份录入结果。',
  RESULT_STANDING: '该机构已经录入检查结果，未退回的不能重新录入。',
  RESULT_UNKNOWN: '没有这项检查结果。',
  RESULT_IN_FUTURE: '检查日期（{inspectedOn}）晚于今天（{today}）。',
  RESULT_BEFORE_DISPATCH: '检查日期（{inspectedOn}）早于任务下发日期（{dispatchedOn}）。',
  CHECKLIST_ITEM_TWICE: '检查表单项“{item}”出现两次。',
  EVIDENCE_HASH_INVALID: '证据“{name}”的摘要应为64位小写十六进制的SHA-256。',
  ORDER_DAYS_OUT_OF_ORDER: '责令改正的日期应在检查之后，改正期限应在责令之后。',
  ORDER_INCOMPLETE: '责令改正须写明文书号和内容。',
  REVIEW_OWN_RESULT: '检查结果须由检查组以外的另一人审核。',
  REVIEW_WITHOUT_OPINION: '退回或者不通过须写明意见。',
  RESULT_ALREADY_REVIEWED: '该检查结果已于{reviewedOn}审核。',
  RESULT_NOT_APPROVED: '该检查结果尚未审核通过。',
  RESULT_NOT_FILED: '该检查结果尚未归入企业档案，不能公示。',
  LEAD_UNKNOWN: '没有这条线索。',
  LEAD_WITHOUT_NOTE: '线索办结须写明处理情况。',
} as const

export type VisitRefusalCode = keyof typeof visitRefusals
export const refuseVisit = refuserOf(visitRefusals)
