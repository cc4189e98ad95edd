import type { EnterpriseEvent, EnterpriseEventType } from './events.ts'

/** What happened, as a person reads it in the timeline (档案时间轴). */
export const eventTitles: Readonly<Record<EnterpriseEventType, string>> = {
  FileOpened: '临时建档',
  EnterpriseRegistered: '设立登记',
  RegistrationChanged: '变更登记',
  RegistrationStatusChanged: '登记状态变更',
  AliasRecorded: '登记其他号码',
  LicenceGranted: '准予许可',
  LicenceChanged: '变更许可',
  LicenceRenewed: '延续许可',
  LicenceSuspended: '暂扣许可',
  LicenceResumed: '恢复许可',
  LicenceRevoked: '吊销、撤销许可',
  LicenceSurrendered: '注销许可',
  PenaltyImposed: '行政处罚决定',
  PenaltyAmended: '变更处罚决定',
  PenaltyPerformed: '处罚履行完毕',
  PenaltyAnnulled: '撤销处罚决定',
  InspectionRecorded: '检查结果',
  CorrectionOrdered: '责令改正',
  InspectionClosed: '检查办结',
  ListingEntered: '列入名录',
  ListingRemoved: '移出名录',
  AnnualReportFiled: '报送年度报告',
  AnnualReportAmended: '更正年度报告',
  HonourAwarded: '授予荣誉',
  HonourWithdrawn: '撤销荣誉',
  CommitmentMade: '作出承诺',
  CommitmentKept: '承诺已履行',
  CommitmentBroken: '承诺未履行',
  PersonRecorded: '登记相关人员',
  PersonChanged: '变更人员信息',
  PersonRemoved: '移除相关人员',
  PersonForgotten: '销毁个人信息',
  CreditOverrideProposed: '提出信用分类人工调整',
  CreditOverrideConfirmed: '确认信用分类人工调整',
  CreditOverrideWithdrawn: '撤回信用分类人工调整',
  EntryCorrected: '更正记录',
  EntryVoided: '撤销错误记录',
}

/** The number of the document on which a fact rests, where it names one (文书号). */
export function documentNumberOf(event: EnterpriseEvent): string | null {
  switch (event.type) {
    case 'LicenceGranted':
      return event.data.terms.documentNumber
    case 'PenaltyImposed':
    case 'ListingEntered':
    case 'ListingRemoved':
      return event.data.decisionNumber
    case 'CorrectionOrdered':
      return event.data.orderNumber
    case 'RegistrationChanged':
    case 'RegistrationStatusChanged':
    case 'LicenceChanged':
    case 'LicenceRenewed':
    case 'LicenceRevoked':
    case 'PenaltyAmended':
    case 'PenaltyAnnulled':
    case 'HonourAwarded':
    case 'HonourWithdrawn':
    case 'CommitmentBroken':
      return event.data.documentNumber
    default:
      return null
  }
}
