import { workingDays } from '../counting.ts'
import { type ClockRule, rule } from '../rule.ts'

const order45 = '市场监督管理行政处罚信息公示规定（市场监管总局令第45号）'

/** By when what was decided is published, and withdrawn again (公示与撤回). */
export const publicationClocks: readonly ClockRule[] = [
  rule('2018-07-01', {
    ...{ code: 'PUB-DOUBLE', name: '双公示公示期限', count: workingDays(7), owedBy: 'DECIDING_AGENCY' },
    ...{ starts: ['LICENCE_DECIDED', 'PENALTY_DECIDED'], ends: ['PUBLISHED'], falls: ['BASIS_FELL'] },
    clause: '行政许可和行政处罚等信用信息公示数据标准（发改办财金〔2018〕424号）及双公示工作要求',
    note: '施行日期为推断；适用简易程序的处罚不归集。',
  }),
  rule('2021-09-01', {
    ...{ code: 'PUB-SAMR', name: '市场监管处罚信息公示期限（同省）', count: workingDays(20) },
    ...{ starts: ['SAMR_PENALTY_DECIDED'], ends: ['PUBLISHED'], falls: ['BASIS_FELL'], owedBy: 'DECIDING_AGENCY' },
    ...{ clause: `${order45}第九条`, confidence: 'SOURCED' },
  }),
  rule('2021-09-01', {
    ...{ code: 'PUB-SAMR-X', name: '市场监管处罚信息推送期限（跨省）', count: workingDays(10) },
    ...{ starts: ['SAMR_PENALTY_DECIDED_ELSEWHERE'], ends: ['PUSHED'], falls: ['BASIS_FELL'] },
    ...{ owedBy: 'DECIDING_AGENCY', clause: `${order45}第十条`, confidence: 'SOURCED' },
  }),
  rule('2021-09-01', {
    ...{ code: 'PUB-SAMR-Y', name: '外省推送处罚信息公示期限', count: workingDays(10), owedBy: 'RECEIVING_AGENCY' },
    ...{ starts: ['SAMR_PENALTY_RECEIVED'], ends: ['PUBLISHED'], falls: ['BASIS_FELL'] },
    ...{ clause: `${order45}第十条`, confidence: 'SOURCED' },
  }),
  rule('2014-10-01', {
    ...{ code: 'PUB-ENT', name: '登记备案等信息公示期限', count: workingDays(20), owedBy: 'REGISTRAR' },
    ...{ starts: ['REGISTRATION_ARISEN'], ends: ['PUBLISHED'] },
    ...{ clause: '企业信息公示暂行条例第六条', confidence: 'SOURCED' },
  }),
  rule('2021-07-15', {
    ...{ code: 'WITHDRAW', name: '撤回公示期限', count: workingDays(3), owedBy: 'DECIDING_AGENCY' },
    ...{ starts: ['DECISION_WITHDRAWN'], ends: ['WITHDRAWN'] },
    ...{ clause: `行政处罚法第四十八条、第八十五条；${order45}第十一条`, confidence: 'SOURCED' },
  }),
  rule('2014-10-01', {
    ...{ code: 'INSP-PUB', name: '抽查检查结果公示期限', count: workingDays(20), owedBy: 'INSPECTING_AGENCY' },
    ...{ starts: ['INSPECTION_ENDED'], ends: ['PUBLISHED'], falls: ['BASIS_FELL'] },
    clause: '企业公示信息抽查暂行办法（工商总局令第67号）；国市监信〔2019〕38号',
  }),
]
