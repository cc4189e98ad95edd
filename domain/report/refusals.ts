import { refuserOf } from '../kernel/refuser.ts'

/** Every way in which issuing a credit report can be refused. */
export const reportRefusals = {
  REPORT_PURPOSE_MISSING: '须写明查询用途。',
  REPORT_PURPOSE_MALFORMED: '查询用途应为一行文字，不超过{most}个字。',
  REPORT_AUTHORISATION_MISSING: '第三人查询须持信用主体的书面授权，请填写授权书编号。',
  REPORT_APPLICANT_MISSING: '请填写申请查询的单位的统一社会信用代码。',
  REPORT_APPLICANT_OTHER: '申请人与所查询的企业不一致，不能按本人查询办理。',
  REPORT_FILE_PROVISIONAL: '该主体只有临时档案，没有登记信息，不能出具报告。',
  REPORT_REQUEST_USED: '该请求编号已用于另一份报告（{number}），请换一个编号。',
} as const

export type ReportRefusalCode = keyof typeof reportRefusals

/** The refusal to be thrown: `throw refuseReport('REPORT_PURPOSE_MISSING')`. */
export const refuseReport = refuserOf<ReportRefusalCode>(reportRefusals)
