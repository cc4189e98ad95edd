import { refuserOf } from '../kernel/refuser.ts'

/** Every way in which the directory of inspectors (执法检查人员名录库) can say no. */
export const inspectorRefusals = {
  INSPECTOR_UNKNOWN: '名录库中没有这名检查人员。',
  INSPECTOR_ALREADY_ENTERED: '检查人员“{inspectorId}”已在名录库中，信息不同的，请分别办理变更。',
  INSPECTOR_ID_INVALID: '检查人员编号应为1至40位字母、数字、点、横线。',
  INSPECTOR_WITHOUT_CERTIFICATE: '检查人员须有执法证号（行政处罚法第四十二条）。',
  CERTIFICATE_ALREADY_EXPIRED: '执法证（有效期至{expiresOn}）已经过期。',
  TERM_OUT_OF_ORDER: '截止日期（{until}）早于起始日期（{from}）。',
  LEAVE_UNKNOWN: '没有这次请假。',
  INTEREST_UNKNOWN: '没有申报过这项利害关系。',
  INTEREST_OBJECT_INVALID: '利害关系须写明统一社会信用代码。',
  SUSPENSION_WITHOUT_REASON: '暂停执法资格须写明理由。',
} as const

export type InspectorRefusalCode = keyof typeof inspectorRefusals
export const refuseInspector = refuserOf(inspectorRefusals)
