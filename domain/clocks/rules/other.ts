import { calendarTerm, statedDay, workingDays } from '../counting.ts'
import { type ClockRule, rule } from '../rule.ts'

const order310 = '行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号）'
const inCalendarDays = '以自然日计，是否为工作日未经核实。'

/** Registration pushed to departments, doubtful information, crimes, review and suit, and days that a record states. */
export const otherClocks: readonly ClockRule[] = [
  rule('2016-01-01', {
    ...{ code: 'DUAL-CLAIM', name: '双告知认领期限', count: workingDays(15), owedBy: 'CLAIMING_AGENCY' },
    ...{
      starts: ['REGISTRATION_PUSHED'],
      ends: ['CLAIMED'],
      falls: ['SUBJECT_ENDED', 'ABANDONED'],
      confidence: 'SOURCED',
    },
    alerts: [
      { after: 7, level: 'YELLOW' },
      { after: 10, level: 'RED' },
    ],
    ...{ clause: '“双告知”工作要求（省级平台实际设置）', note: '施行日期为推断。' },
  }),
  rule('2014-10-01', {
    ...{ code: 'INFO-QUERY', name: '公示信息查询答复期限', count: workingDays(20), owedBy: 'QUERIED_AGENCY' },
    ...{ starts: ['INFORMATION_DOUBTED'], ends: ['ANSWERED'], falls: ['ABANDONED'] },
    ...{ clause: '企业信息公示暂行条例第十三条', confidence: 'SOURCED' },
  }),
  rule('2001-07-09', {
    ...{ code: 'CRIME-DEC', name: '涉嫌犯罪案件移送审批期限', count: calendarTerm(3, 'DAY') },
    ...{ starts: ['CRIME_REPORTED'], ends: ['TRANSFER_SETTLED'], owedBy: 'TRANSFERRING_AGENCY' },
    ...{ clause: `${order310}第五条`, confidence: 'UNSURE', note: inCalendarDays },
  }),
  rule('2001-07-09', {
    ...{ code: 'CRIME-MOVE', name: '涉嫌犯罪案件移送期限', owedBy: 'TRANSFERRING_AGENCY' },
    count: { unit: 'HOUR', number: 24, from: 'DAY_AFTER', roll: false },
    ...{ starts: ['TRANSFER_APPROVED'], ends: ['TRANSFERRED'], falls: ['ABANDONED'], clause: `${order310}第五条` },
    confidence: 'SOURCED',
    note: '法定二十四小时；档案以日记事，按批准次日届满。',
  }),
  rule('2001-07-09', {
    ...{ code: 'CRIME-CHECK', name: '公安机关立案审查期限', count: calendarTerm(3, 'DAY'), owedBy: 'POLICE' },
    ...{ starts: ['TRANSFER_RECEIVED'], ends: ['POLICE_DECIDED'], clause: `${order310}第八条` },
    ...{ confidence: 'UNSURE', note: inCalendarDays },
  }),
  rule('1999-10-01', {
    ...{ code: 'REVIEW', name: '申请行政复议期限', count: calendarTerm(60, 'DAY'), nature: 'RIGHT' },
    ...{ starts: ['DECISION_KNOWN'], ends: ['REVIEW_APPLIED'], falls: ['BASIS_FELL'], owedBy: 'ENTERPRISE' },
    ...{ clause: '行政复议法（2023年修订第二十条；此前为第九条）', confidence: 'SOURCED' },
    note: '自知道之日起；档案没有送达日期的，以决定日推定。',
  }),
  rule('2015-05-01', {
    ...{ code: 'SUIT', name: '提起行政诉讼期限', count: calendarTerm(6, 'MONTH'), nature: 'RIGHT' },
    ...{ starts: ['DECISION_KNOWN'], ends: ['SUED'], falls: ['BASIS_FELL'], owedBy: 'ENTERPRISE' },
    ...{ clause: '行政诉讼法第四十六条', confidence: 'SOURCED' },
    note: '自知道或者应当知道之日起；档案没有送达日期的，以决定日推定。',
  }),
  rule('2014-10-01', {
    ...{ code: 'ANNUAL-REPORT', name: '年度报告报送期限', count: statedDay, owedBy: 'ENTERPRISE' },
    ...{ starts: ['REPORT_YEAR_ENDED'], ends: ['REPORTED'], falls: ['SUBJECT_ENDED'] },
    ...{ clause: '企业信息公示暂行条例第八条', confidence: 'SOURCED', note: '每年1月1日至6月30日报送上一年度报告。' },
  }),
  rule('1996-10-01', {
    ...{ code: 'CORRECTION', name: '责令改正期限', count: statedDay, owedBy: 'ENTERPRISE' },
    ...{ starts: ['CORRECTION_ORDERED'], ends: ['CORRECTED'], falls: ['SUBJECT_ENDED', 'BASIS_FELL'] },
    ...{ clause: '行政处罚法第二十八条；责令改正文书载明的期限', confidence: 'SOURCED' },
  }),
  rule('2020-01-01', {
    ...{ code: 'COMMITMENT-CHECK', name: '承诺履行核查期限', count: statedDay, owedBy: 'DECIDING_AGENCY' },
    ...{ starts: ['COMMITMENT_MADE'], ends: ['COMMITMENT_CHECKED'], falls: ['SUBJECT_ENDED', 'BASIS_FELL'] },
    clause: '告知承诺书载明的后续核查期限',
  }),
  rule('2016-01-01', {
    ...{ code: 'RESPONSE', name: '联合惩戒反馈期限', count: statedDay, owedBy: 'EXECUTING_AGENCY' },
    ...{ starts: ['PUNISHMENT_ORDERED'], ends: ['RESPONDED'], falls: ['BASIS_FELL'] },
    ...{ clause: '联合惩戒任务载明的反馈期限', confidence: 'UNSURE' },
  }),
  rule('2016-01-01', {
    ...{ code: 'RELEASE', name: '联合惩戒解除确认期限', count: workingDays(3), owedBy: 'EXECUTING_AGENCY' },
    ...{ starts: ['PUNISHMENT_RELEASED'], ends: ['RELEASE_CONFIRMED'], confidence: 'UNSURE' },
    clause: '国家发展改革委令第36号第三条；上海市优化营商环境条例第六十七条',
    note: '参照修复结果三个工作日内共享的期限（REP-SYNC）。',
  }),
  rule('2016-01-01', {
    ...{ code: 'OBJECTION-ANSWER', name: '联合惩戒异议答复期限', count: workingDays(5), owedBy: 'REQUESTING_AGENCY' },
    ...{ starts: ['PUNISHMENT_OBJECTED'], ends: ['OBJECTION_ANSWERED'], falls: ['BASIS_FELL'], confidence: 'UNSURE' },
    clause: '联合惩戒发起、响应、反馈机制',
    note: '没有法定期限；异议待答复时执行期限中止，故定五个工作日，为参数。',
  }),
]
