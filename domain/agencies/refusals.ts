import { refuserOf } from '../kernel/refuser.ts'

/** Every way in which the directory of agencies (机关名录) can say no. */
export const agencyRefusals = {
  AGENCY_CODE_INVALID: '机关的统一社会信用代码“{code}”不正确，请核对。',
  AGENCY_WITHOUT_NAME: '机关须有名称。',
  AGENCY_WITHOUT_KIND: '由名称“{name}”不能识别机关类别，请注明类别。',
  AGENCY_MARK_INVALID: '机关代字“{mark}”应为2至12个汉字，如“徐市监”。',
  AGENCY_MARK_TAKEN: '机关代字“{mark}”已为“{name}”所用，两个机关不得共用，否则文号会重复。',
  AGENCY_MARK_MISSING: '由名称“{name}”不能得出机关代字，请先在机关名录中登记其机关代字，再编文号。',
  AGENCY_MARK_SHARED:
    '“{name}”没有登记机关代字，由名称得出的“{mark}”与“{other}”相同，文号会重复；请先在机关名录中登记其机关代字。',
  AGENCY_ALREADY_ENTERED: '机关“{code}”已在名录中，信息不同的，请办理变更。',
  AGENCY_UNKNOWN: '名录中没有机关“{code}”。',
  AGENCY_LEFT: '机关“{code}”已于{leftOn}撤出名录。',
  AGENCY_WITHOUT_REASON: '机关的变更、撤出须写明理由。',
  AGENCY_IDENTITY_NUMBER: '机关名录的内容含有公民身份号码，请删去后再提交。',
  AGENCY_COORDINATES: '该机关是信用牵头部门，须先指定其他机关牵头，才能撤出名录。',
  COORDINATOR_WITHOUT_DUTY: '信用牵头部门须承担公共信用信息工作（类别CREDIT_OFFICE）。',
} as const

export type AgencyRefusalCode = keyof typeof agencyRefusals
export const refuseAgency = refuserOf(agencyRefusals)
