import type { Authority } from '../../domain/enterprise/parties.ts'
import type { Role } from './roles.ts'

/** A post to sign in as where no issuer is configured (演示账号): made-up posts of agencies with made-up codes. */
export type DemoUser = Readonly<{ name: string; title: string; roles: readonly Role[]; agency: Authority }>

const marketRegulator: Authority = { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' }
const serviceCentre: Authority = { code: '11310104MA1070023X', name: '上海市徐汇区行政服务中心' }
const financeBureau: Authority = { code: '11310104MA107004XG', name: '上海市徐汇区财政局' }
const developmentCommission: Authority = { code: '11310104MA1070066B', name: '上海市徐汇区发展和改革委员会' }
const auditOffice: Authority = { code: '11310104MA1070031Q', name: '上海市徐汇区审计局' }

/** One of the sample's enterprises: whoever signs in for an enterprise has its code where officers have their agency's. */
const enterprise: Authority = { code: '92310104MA10BYU02E', name: '徐汇区通言诚汽车维修店' }

export const demoUsers: readonly DemoUser[] = [
  { name: 'inspector', title: '执法人员', roles: ['INSPECTOR'], agency: marketRegulator },
  { name: 'organiser', title: '双随机组织', roles: ['DRAW_ORGANISER'], agency: marketRegulator },
  { name: 'head', title: '双随机批准', roles: ['DRAW_ORGANISER'], agency: marketRegulator },
  { name: 'reviewer', title: '检查审核', roles: ['REVIEWER'], agency: marketRegulator },
  { name: 'licensing', title: '许可经办', roles: ['LICENSING_OFFICER'], agency: marketRegulator },
  { name: 'penalty', title: '处罚经办', roles: ['PENALTY_OFFICER'], agency: marketRegulator },
  { name: 'listing', title: '名录经办', roles: ['LIST_OFFICER'], agency: marketRegulator },
  { name: 'decider', title: '名录审定', roles: ['LIST_APPROVER'], agency: marketRegulator },
  { name: 'proposer', title: '联合惩戒提请', roles: ['PUNISHMENT_OFFICER'], agency: marketRegulator },
  { name: 'passer', title: '联合惩戒审核', roles: ['PUNISHMENT_APPROVER'], agency: marketRegulator },
  { name: 'releaser', title: '联合惩戒解除', roles: ['PUNISHMENT_RELEASER'], agency: marketRegulator },
  { name: 'executor', title: '联合惩戒执行', roles: ['PUNISHMENT_EXECUTOR'], agency: financeBureau },
  { name: 'coordinator', title: '联合惩戒协调', roles: ['PUNISHMENT_COORDINATOR'], agency: developmentCommission },
  { name: 'credit', title: '信用模型管理', roles: ['CREDIT_OFFICER'], agency: marketRegulator },
  { name: 'approver', title: '信用模型审定', roles: ['CREDIT_OFFICER'], agency: marketRegulator },
  { name: 'enterprise', title: '企业经办', roles: ['SUBJECT'], agency: enterprise },
  { name: 'auditor', title: '审计', roles: ['AUDITOR'], agency: auditOffice },
  { name: 'privacy', title: '个人信息保护', roles: ['PRIVACY_OFFICER'], agency: serviceCentre },
  { name: 'admin', title: '管理员', roles: ['ADMINISTRATOR'], agency: serviceCentre },
]
