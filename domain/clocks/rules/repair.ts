import type { PlainDate } from '../../kernel/plain-date.ts'
import { workingDays } from '../counting.ts'
import { type ClockRule, rule } from '../rule.ts'

const order107 = '市场监督管理信用修复管理办法（市场监管总局令第107号）'
const notice3 = '国市监信规〔2021〕3号'
const shanghai = '上海市社会信用条例第三十六条'

/** The clocks of credit repair (信用修复) and of objection (异议处理). */
export const repairClocks: readonly ClockRule[] = [
  rule('2021-09-01', {
    ...{ code: 'REP-ACCEPT', name: '信用修复受理期限', count: workingDays(2), owedBy: 'REPAIRING_AGENCY' },
    ...{ starts: ['REPAIR_APPLIED'], ends: ['REPAIR_ANSWERED'], falls: ['ABANDONED', 'BASIS_FELL'], clause: notice3 },
  }),
  rule('2021-09-01', {
    ...{ code: 'REP-DECIDE', name: '信用修复决定期限', count: workingDays(15), owedBy: 'REPAIRING_AGENCY' },
    ...{ effectiveUntil: '2025-12-24' as PlainDate, clause: notice3, confidence: 'SOURCED' },
    ...{ starts: ['REPAIR_ACCEPTED'], ends: ['REPAIR_CLOSED'], falls: ['ABANDONED', 'BASIS_FELL'] },
  }),
  rule('2025-12-25', {
    ...{ code: 'REP-DECIDE', version: 2, name: '信用修复决定期限', count: workingDays(7) },
    ...{ owedBy: 'REPAIRING_AGENCY', clause: order107, confidence: 'SOURCED' },
    ...{ starts: ['REPAIR_ACCEPTED'], ends: ['REPAIR_CLOSED'], falls: ['ABANDONED', 'BASIS_FELL'] },
  }),
  rule('2023-05-01', {
    ...{ code: 'REP-CC', name: '“信用中国”修复办理期限', count: workingDays(10), owedBy: 'REPAIRING_AGENCY' },
    ...{ starts: ['CREDIT_CHINA_APPLIED'], ends: ['REPAIR_CLOSED'], falls: ['ABANDONED', 'BASIS_FELL'] },
    ...{ clause: '地方信用网站公布的办理流程（自材料齐全之日起）', confidence: 'SOURCED' },
    note: '国办发〔2025〕22号、国家发展改革委令第36号的具体工作日数未经核实。',
  }),
  rule('2023-05-01', {
    ...{ code: 'REP-SYNC', name: '修复结果共享期限', count: workingDays(3), owedBy: 'REPAIRING_AGENCY' },
    ...{ starts: ['REPAIR_DECIDED'], ends: ['REPAIR_SYNCED'], falls: ['ABANDONED'], confidence: 'SOURCED' },
    clause: `${order107}；上海市优化营商环境条例第六十七条；上海市社会信用条例第三十八条`,
    note: '施行日期为推断。',
  }),
  rule('2017-10-01', {
    ...{ code: 'OBJ-MARK', name: '异议标注期限', count: workingDays(1), owedBy: 'CREDIT_PLATFORM', clause: shanghai },
    ...{ starts: ['OBJECTION_RECEIVED', 'OBJECTION_FOR_PROVIDER'], ends: ['OBJECTION_MARKED'], falls: ['ABANDONED'] },
    confidence: 'SOURCED',
  }),
  rule('2017-10-01', {
    ...{ code: 'OBJ-FWD', name: '异议转交期限', count: workingDays(2), owedBy: 'CREDIT_PLATFORM', clause: shanghai },
    ...{ starts: ['OBJECTION_FOR_PROVIDER'], ends: ['OBJECTION_PASSED_ON'], falls: ['ABANDONED'] },
    confidence: 'SOURCED',
  }),
  rule('2017-10-01', {
    ...{ code: 'OBJ-DEC', name: '异议处理期限', count: workingDays(5), owedBy: 'PROVIDER', clause: shanghai },
    owedByFrom: { OBJECTION_RECEIVED: 'CREDIT_PLATFORM' },
    ...{ starts: ['OBJECTION_RECEIVED', 'OBJECTION_FORWARDED'], ends: ['OBJECTION_DECIDED'], falls: ['ABANDONED'] },
    ...{ confidence: 'SOURCED', note: '由中心自行处理的，自收到之日起；由信息提供单位处理的，自转交之日起。' },
  }),
]
