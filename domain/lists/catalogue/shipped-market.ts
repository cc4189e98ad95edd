import type { CureReason, ListDefinition } from './definition.ts'
import { conditions, ground, list, markets, published, publicitySystem, seriousEffects } from './shipped-line.ts'

const cure = (code: string, name: string): CureReason => ({ code, name })
const after = (from: string) => ({ from, workingDays: 10 })
const regulation = '企业信息公示暂行条例第十七条；企业经营异常名录管理暂行办法'

/** 经营异常名录: four reasons, each cured by itself (domain sheet §3.2; `abnormal_exit_reason.csv`). */
const abnormal = list({
  ...{ code: 'ABNORMAL_OPERATIONS', name: '经营异常名录', legalBasis: regulation, from: '2014-10-01' },
  ...{ decidedBy: markets, term: { kind: 'UNTIL_CURED' }, confidence: 'SOURCED' },
  grounds: [
    ground('AB1', '未按规定期限公示年度报告', {
      ...{ once: 'REPORT_YEAR', clock: after('年度报告期限（6月30日）届满') },
      cures: [cure('1', '已补报年度报告')],
    }),
    ground('AB2', '未在责令的期限内公示有关企业信息', {
      clock: after('责令公示的期限（10日）届满'),
      cures: [cure('2', '已履行公示义务')],
    }),
    ground('AB3', '公示信息隐瞒真实情况、弄虚作假', { clock: after('查实'), cures: [cure('3', '已更正公示信息')] }),
    ground('AB4', '通过登记的住所或者经营场所无法联系', {
      ...{ once: 'WHILE_OPEN', clock: after('查实') },
      cures: [cure('4', '已变更登记住所'), cure('5', '已重新取得联系')],
    }),
  ],
  endsWithSubject: ['DEREGISTERED', 'LICENCE_REVOKED'], // Without a decision document.
  publicity: published(publicitySystem),
  effects: [
    ...['MARKET_ENTRY', 'BENEFITS', 'SH_KEY_REVIEW', 'SH_FUNDS', 'SH_NO_FACILITATION', 'SH_TRADING_POINTS'],
    'SH_MORE_SUPERVISION',
  ],
  numbers: { entry: '异入', exit: '异出', correction: '异更' },
  note: '通过登记的住所无法联系：两次挂号信间隔15至30日无人签收，或者实地核查记录。2021年9月起列入满三年不再转入严重违法名单。',
})

const before2021 = (code: string, name: string) => ground(code, name, { replayOnly: true })

/** 严重违法失信企业名单 of Order 83, repealed: it stands for histories alone (`serious_violation_reason.csv`). */
const seriousBefore2021 = list({
  ...{ code: 'SERIOUS_VIOLATION', name: '严重违法失信企业名单', from: '2016-04-01', until: '2021-08-31' },
  legalBasis: '严重违法失信企业名单管理暂行办法（原工商总局令第83号）',
  ...{ decidedBy: markets, term: { kind: 'MONTHS', months: 60, orLongerBan: false }, confidence: 'SOURCED' },
  grounds: [
    before2021('OLD1', '被列入经营异常名录届满3年仍未履行相关义务'),
    before2021('OLD2', '提交虚假材料或者采取其他欺诈手段取得公司变更或者注销登记，被撤销登记'),
    before2021('OLD3', '组织策划传销，或者因为传销行为提供便利条件两年内受到三次以上行政处罚'),
    before2021('OLD4', '因直销违法行为两年内受到三次以上行政处罚'),
    before2021('OLD5', '因不正当竞争行为两年内受到三次以上行政处罚'),
    before2021('OLD6', '严重侵害消费者权益，两年内受到三次以上行政处罚'),
    before2021('OLD7', '因发布虚假广告两年内受到三次以上行政处罚，或者造成严重后果'),
    before2021('OLD8', '因商标侵权行为五年内受到两次以上行政处罚'),
    before2021('OLD9', '两年内累计受到三次以上行政处罚'),
    before2021('OLD10', '其他违反工商行政管理法律、行政法规且情节严重'),
  ],
  publicity: published(publicitySystem),
  effects: ['OFFICE', ...seriousEffects],
  numbers: { entry: '严入', exit: '严出', correction: '严更' },
  note: '只用于还原历史。事由共十项，其中九项见于省级系统代码表，第十项待核实。',
})

/** 严重违法失信名单 of Order 44: a heavier penalty, and vile conduct in one of the areas of Articles 5 to 11. */
const serious = list({
  ...{ code: 'SERIOUS_VIOLATION', name: '严重违法失信名单', from: '2021-09-01' },
  legalBasis: '市场监督管理严重违法失信名单管理办法（市场监管总局令第44号）',
  ...{ decidedBy: markets, penalty: 'HEAVIER', ownPenalty: true },
  grounds: [
    ground('SV5', '食品安全领域', { clause: '第五条' }),
    ground('SV6', '药品、医疗器械、化妆品领域', { clause: '第六条' }),
    ground('SV7', '质量安全领域', { clause: '第七条' }),
    ground('SV8', '侵害消费者权益', { clause: '第八条' }),
    ground('SV9', '破坏公平竞争秩序和扰乱市场秩序', { clause: '第九条' }),
    ground('SV10', '未依法取得许可、骗取登记、抗拒检查', { clause: '第十条' }),
    ground('SV11', '拒不履行行政决定', { clause: '第十一条' }),
  ],
  weighing: ['主观恶意', '违法频次', '持续时间', '处罚类型', '罚没款数额', '产品货值金额', '危害后果', '社会影响'],
  term: { kind: 'MONTHS', months: 36, orLongerBan: true },
  earlyExit: {
    ...{ afterMonths: 12, since: 'ENTRY' },
    conditions: [conditions.PERFORMED, conditions.HARM_REMOVED, conditions.NO_FURTHER_PENALTY],
  },
  publicity: published(publicitySystem, 20),
  effects: ['MARKET_ENTRY', 'OFFICE', 'HONOURS', 'BENEFITS', 'KEY_SUPERVISION', ...seriousEffects],
  numbers: { entry: '严入', exit: '严出', correction: '严更' },
  note: '列入前告知的期限（5个工作日）取自2025年修订征求意见稿，待核实；县级、设区的市级机关认定须经上级同意的规定，征求意见稿已删去。',
})

export const marketLists: readonly ListDefinition[] = [abnormal, seriousBefore2021, serious]
