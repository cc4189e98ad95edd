import type { ListDefinition } from './definition.ts'
import { conditions, creditChina, ground, list, published, seriousEffects, unsettled } from './shipped-line.ts'

type Parts = Omit<Parameters<typeof list>[0], 'from' | 'legalBasis'>

const courtSite = '中国执行信息公开网'
const defaulterGrounds = [
  ground('JD1', '有履行能力而拒不履行生效法律文书确定义务'),
  ground('JD2', '以伪造证据、暴力、威胁等方法妨碍、抗拒执行'),
  ground('JD3', '以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行'),
  ground('JD4', '违反财产报告制度'),
  ground('JD5', '违反限制消费令'),
  ground('JD6', '无正当理由拒不履行执行和解协议'),
]

/** 失信被执行人: only the court enters and deletes; it is mirrored here (domain sheet §3.4). */
const defaulter: Parts = {
  ...{ code: 'JUDGMENT_DEFAULTER', name: '失信被执行人名单', decidedBy: ['COURT'], mirrored: true, notice: null },
  ...{ grounds: defaulterGrounds, term: { kind: 'AS_TOLD' }, publicity: published(courtSite) },
  effects: ['MARKET_ENTRY', 'OFFICE', 'CONSUMPTION', 'EXIT', ...seriousEffects],
}

const courts: readonly ListDefinition[] = [
  list({
    ...{ ...defaulter, from: '2013-10-01', until: '2017-04-30', confidence: 'SOURCED' },
    legalBasis: '最高人民法院关于公布失信被执行人名单信息的若干规定（法释〔2013〕17号）',
  }),
  list({
    ...{ ...defaulter, from: '2017-05-01' },
    legalBasis: '最高人民法院关于公布失信被执行人名单信息的若干规定（法释〔2017〕7号）',
    extension: {
      ...{ monthsMin: 12, monthsMax: 36 },
      grounds: ['以暴力、威胁方法妨碍、抗拒执行情节严重', '具有多项失信行为'],
    },
    note: '期限二年；有妨碍、抗拒执行等情形的可以延长一至三年；有履行能力而拒不履行的无固定期限。以法院公布为准，本系统不认定、不修复。',
  }),
]

/** Six months after payment is done: nothing says in what form, so the months are the rule and the rest conditions. */
const wages = list({
  ...{ code: 'WAGE_ARREARS', name: '拖欠农民工工资失信联合惩戒对象名单', from: '2022-01-01', confidence: 'SOURCED' },
  legalBasis:
    '保障农民工工资支付条例第四十八条；拖欠农民工工资失信联合惩戒对象名单管理暂行办法（人力资源社会保障部令第45号）',
  decidedBy: ['HUMAN_RESOURCES'],
  grounds: [
    ground('WA1', '克扣、无故拖欠农民工工资达到认定拒不支付劳动报酬罪数额标准，经责令限期支付而逾期未支付'),
    ground('WA2', '因拖欠农民工工资违法行为引发群体性事件、极端事件，经责令限期支付而逾期未支付'),
  ],
  term: { kind: 'MONTHS', months: 36, orLongerBan: false },
  earlyExit: { afterMonths: 6, since: 'CORRECTION', conditions: [conditions.CORRECTED, conditions.COMMITTED] },
  publicity: published(creditChina),
  effects: ['MARKET_ENTRY', 'CONSUMPTION', 'HONOURS', 'BENEFITS', ...seriousEffects],
  numbers: { entry: '欠薪入', exit: '欠薪出', correction: '欠薪更' },
})

const tax = list({
  ...{ code: 'MAJOR_TAX_VIOLATION', name: '重大税收违法失信主体', from: '2022-02-01', decidedBy: ['TAX'] },
  legalBasis: '重大税收违法失信主体信息公布管理办法（国家税务总局令第54号）',
  grounds: [
    ground('TX1', '偷税一百万元以上，且占同年应纳税额百分之十以上'),
    ground('TX2', '转移或者隐匿财产，妨碍追缴欠税一百万元以上'),
    ground('TX3', '骗取国家出口退税款'),
    ground('TX4', '以暴力、威胁方法拒不缴纳税款（抗税）'),
    ground('TX5', '虚开增值税专用发票或者用于骗取出口退税、抵扣税款的其他发票'),
    ground('TX6', '虚开增值税普通发票一百份以上或者金额四百万元以上'),
    ground('TX7', '私自印制、伪造、变造发票，非法制造发票防伪专用品，伪造发票监制章'),
    ground('TX8', '走逃（失联）'),
    ground('TX9', '为他人非法提供便利，导致未缴、少缴税款或者骗取出口退税款一百万元以上'),
    ground('TX10', '税务代理人违法造成纳税人未缴或者少缴税款一百万元以上'),
    ground('TX11', '其他性质恶劣、情节严重、社会危害性较大的税收违法行为'),
  ],
  term: { kind: 'MONTHS', months: 36, orLongerBan: false },
  earlyExit: { afterMonths: 6, since: 'CORRECTION', conditions: [conditions.PAID] },
  publicity: published('税务机关网站', null, '自送达之日次月15日内公布。'),
  effects: ['EXIT', 'KEY_SUPERVISION', ...seriousEffects],
  numbers: { entry: '税失信', exit: '税停公', correction: '税更正' },
})

const safety = list({
  ...{ code: 'WORK_SAFETY', name: '安全生产严重失信主体名单', from: '2023-10-01', confidence: 'SOURCED' },
  legalBasis: '安全生产严重失信主体名单管理办法（应急管理部令第11号）',
  ...{ decidedBy: ['EMERGENCY'], penalty: 'ANY', ownPenalty: true },
  term: { kind: 'MONTHS', months: 36, orLongerBan: false },
  earlyExit: { afterMonths: 12, since: 'ENTRY', conditions: [conditions.CORRECTED, conditions.COMMITTED] },
  publicity: published(creditChina),
  effects: ['MARKET_ENTRY', 'OFFICE', 'KEY_SUPERVISION', ...seriousEffects],
  numbers: { entry: '安失入', exit: '安失出', correction: '安失更' },
  note: '列入情形以办法为准（某省细则为九项），由认定机关写明。',
})

const procurement = list({
  ...{ code: 'GOVERNMENT_PROCUREMENT', name: '政府采购严重违法失信行为记录名单', from: '2014-08-31' },
  ...{ legalBasis: '政府采购法第七十七条', decidedBy: ['FINANCE'], penalty: 'ANY', confidence: 'SOURCED' },
  term: { kind: 'AS_DECIDED', monthsMin: 12, monthsMax: 36 },
  publicity: published('中国政府采购网'),
  effects: ['MARKET_ENTRY', ...seriousEffects],
  numbers: { entry: '采失入', exit: '采失出', correction: '采失更' },
})

const customs = list({
  ...{ code: 'CUSTOMS', name: '海关失信企业', legalBasis: '海关注册登记和备案企业信用管理办法', from: '2021-11-01' },
  ...{ decidedBy: ['CUSTOMS'], mirrored: true, notice: null, term: { kind: 'AS_TOLD' } },
  ...{ publicity: unsettled('中国海关企业进出口信用信息公示平台'), effects: ['KEY_SUPERVISION'] },
  ...{ confidence: 'UNSURE', note: '期限约二年，待核实。' },
})

/**
 * Lists of which only that they exist was read: their terms are ranges, and until an edition settles their basis nobody is
 * entered or published, and no measure follows.
 */
const sector = (code: string, name: string, legalBasis: string, decidedBy: string, word: string): ListDefinition =>
  list({
    ...{ code, name, legalBasis, decidedBy: [decidedBy], from: '2021-01-01', confidence: 'UNSURE' },
    ...{ term: { kind: 'AS_DECIDED', monthsMin: 6, monthsMax: 36 }, publicity: unsettled(creditChina) },
    ...{ numbers: { entry: `${word}入`, exit: `${word}出`, correction: `${word}更` } },
    note: '依据、期限、公示与惩戒措施均待核实：期限为六个月至三年，由认定机关在决定中载明；核实前不认定、不公示，不带惩戒措施。',
  })

const sectors: readonly ListDefinition[] = [
  sector('STATISTICS', '统计严重失信企业名单', '统计法及其实施条例', 'STATISTICS', '统失'),
  sector('ENVIRONMENT', '生态环境保护严重失信名单', '生态环境主管部门有关规定', 'ECOLOGY', '环失'),
  sector('FIRE_SAFETY', '消防安全严重失信名单', '消防救援机构有关规定', 'FIRE_RESCUE', '消失'),
  sector('MEDICAL_INSURANCE', '医疗保障领域严重失信名单', '医疗保障主管部门有关规定', 'MEDICAL_INSURANCE', '医失'),
  sector(
    'INTELLECTUAL_PROPERTY',
    '知识产权领域严重失信名单',
    '知识产权主管部门有关规定',
    'INTELLECTUAL_PROPERTY',
    '知失',
  ),
  sector('HOUSEKEEPING', '家政服务领域失信名单', '商务主管部门有关规定', 'COMMERCE', '家失'),
]

export const sectorLists: readonly ListDefinition[] = [...courts, wages, tax, safety, procurement, customs, ...sectors]
