import type { MeasureRule } from './measure.ts'
import { asDecided, line, listed, seriousAskers, seriousLists, years } from './shipped-line.ts'

const regulators = ['MARKET_REGULATION'] as const
const courts = ['COURT', 'CREDIT_OFFICE'] as const
const tendering = ['DEVELOPMENT_REFORM', 'HOUSING_CONSTRUCTION', 'TRANSPORT'] as const
const wages = ['HUMAN_RESOURCES'] as const
const order44 = '市场监督管理严重违法失信名单管理办法（市场监管总局令第44号）第十五条'
const wageClause = '保障农民工工资支付条例第四十八条'

/** Licences, tenders, and procurement: measures of class I that keep a subject out of a market. */
const marketEntry: readonly MeasureRule[] = [
  line('N-ENTRY-ALL78', {
    ...{ measure: 'MARKET_ENTRY', clause: '行政许可法第七十八条', from: '2004-07-01', term: years(1) },
    cause: { kind: 'OUTSIDE_FILE', what: '申请人隐瞒有关情况或者提供虚假材料申请行政许可，未获许可' },
    ...{ requesting: regulators, executing: regulators, bars: ['LICENCE'], confidence: 'SOURCED' },
    note: '限于直接关系公共安全、人身健康、生命财产安全的事项；未获许可的申请不入档案，不自动生效。',
  }),
  line('N-ENTRY-ALL79', {
    ...{ measure: 'MARKET_ENTRY', clause: '行政许可法第七十九条', from: '2004-07-01', term: years(3) },
    cause: { kind: 'LICENCE_REVOKED', grounds: ['UNLAWFUL_GRANT'] },
    ...{ requesting: regulators, executing: regulators, cautions: ['LICENCE', 'FOOD_LICENCE'], confidence: 'SOURCED' },
    note: '仅以欺骗、贿赂等不正当手段取得且直接关系公共安全的事项三年内不得再次申请；撤销的缘由须由窗口核实。',
  }),
  line('N-ENTRY-TENDER', {
    ...{ measure: 'MARKET_ENTRY', field: 10, clause: '招标投标法第五十三条、第五十四条、第六十条', from: '2000-01-01' },
    cause: { kind: 'PENALTY', kinds: ['RESTRICT_OPERATION', 'OTHER'], laws: ['招标投标法'] },
    ...{ term: asDecided, requesting: tendering, executing: tendering, bars: ['TENDER'], confidence: 'SOURCED' },
    note: '取消投标资格的年限依处罚决定；决定未载明期限的，只作提示。',
  }),
  line('N-ENTRY-PROCUREMENT', {
    ...{ measure: 'MARKET_ENTRY', clause: '政府采购法第七十七条', from: '2003-01-01', confidence: 'SOURCED' },
    ...{ cause: listed('GOVERNMENT_PROCUREMENT'), requesting: ['FINANCE'], executing: ['FINANCE'] },
    ...{ bars: ['GOVERNMENT_PROCUREMENT'], note: '一至三年，依列入决定。' },
  }),
  line('N-ENTRY-FOOD135', {
    ...{ measure: 'MARKET_ENTRY', field: 5, clause: '食品安全法第一百三十五条', from: '2015-10-01', term: years(5) },
    cause: { kind: 'PENALTY', kinds: ['REVOKE_PERMIT'], laws: ['食品安全法'] },
    ...{ requesting: regulators, executing: regulators, bars: ['FOOD_LICENCE'], confidence: 'SOURCED' },
    note: '因食品安全犯罪被判处有期徒刑以上刑罚的终身不得从事，须另行核实。',
  }),
  line('N-ENTRY-WAGES', {
    ...{ measure: 'MARKET_ENTRY', field: 10, cause: listed('WAGE_ARREARS'), clause: wageClause, from: '2020-05-01' },
    ...{ requesting: wages, executing: ['FINANCE', ...tendering], bars: ['GOVERNMENT_PROCUREMENT', 'TENDER'] },
    ...{ cautions: ['LICENCE', 'QUALIFICATION'], confidence: 'SOURCED' },
  }),
  line('N-ENTRY-SERIOUS', {
    ...{ measure: 'MARKET_ENTRY', cause: listed('SERIOUS_VIOLATION'), clause: order44, from: '2021-09-01' },
    ...{ requesting: regulators, executing: [...regulators, 'FINANCE', ...tendering] },
    cautions: ['LICENCE', 'FOOD_LICENCE', 'QUALIFICATION', 'GOVERNMENT_PROCUREMENT', 'TENDER'],
    note: '在审查行政许可、资质、资格、委托承担政府采购项目、工程招投标时作为重要考量因素。',
  }),
  line('N-ENTRY-ABNORMAL', {
    ...{ measure: 'MARKET_ENTRY', cause: listed('ABNORMAL_OPERATIONS'), from: '2014-10-01' },
    ...{ clause: '企业信息公示暂行条例第十八条', requesting: regulators },
    cautions: ['GOVERNMENT_PROCUREMENT', 'TENDER', 'LAND', 'HONOUR'],
    ...{ feedbackWorkingDays: null, note: '作为重要考量因素，由办理机关在窗口掌握，不另发惩戒任务。' },
  }),
  line('N-ENTRY-SAFETY', {
    ...{ measure: 'MARKET_ENTRY', field: 1, cause: listed('WORK_SAFETY'), from: '2023-10-01', confidence: 'SOURCED' },
    ...{ clause: '安全生产严重失信主体名单管理办法（应急管理部令第11号）', requesting: ['EMERGENCY'] },
    ...{ executing: ['EMERGENCY', ...tendering], cautions: ['LICENCE', 'QUALIFICATION', 'TENDER'] },
  }),
  line('N-ENTRY-DEFAULTER', {
    ...{ measure: 'MARKET_ENTRY', cause: listed('JUDGMENT_DEFAULTER'), from: '2017-05-01', requesting: courts },
    clause: '最高人民法院关于公布失信被执行人名单信息的若干规定（法释〔2017〕7号）第八条',
    ...{ executing: ['FINANCE', ...tendering], cautions: ['GOVERNMENT_PROCUREMENT', 'TENDER', 'LAND'] },
  }),
]

/** Restriction of office (限制任职): it reaches persons, and names them only by the ids of their sealed entries. */
const office: readonly MeasureRule[] = [
  line('N-OFFICE-REVOKED', {
    ...{ measure: 'OFFICE', clause: '公司法（2023修订）第一百七十八条', from: '2024-07-01', term: years(3) },
    cause: { kind: 'REGISTRATION', statuses: ['LICENCE_REVOKED', 'ORDERED_CLOSED'] },
    ...{ requesting: regulators, executing: regulators, cautions: ['OFFICE'], reaches: 'PERSONS' },
    ...{ confidence: 'SOURCED', note: '法定代表人负有个人责任的，三年内不得任职；个人责任须由登记机关认定。' },
  }),
  line('N-OFFICE-DEFAULTER', {
    ...{ measure: 'OFFICE', clause: '公司法（2023修订）第一百七十八条', from: '2024-07-01', requesting: courts },
    ...{ cause: listed('JUDGMENT_DEFAULTER'), executing: regulators, cautions: ['OFFICE'], reaches: 'PERSONS' },
    ...{ confidence: 'SOURCED', note: '限于个人被列为失信被执行人的在列期间；单位被列入的，须核实其人员是否被列入。' },
  }),
  line('N-OFFICE-SERIOUS', {
    ...{ measure: 'OFFICE', clause: '企业信息公示暂行条例第十七条', from: '2014-10-01', term: years(3) },
    ...{ cause: listed('SERIOUS_VIOLATION'), requesting: regulators, executing: regulators, bars: ['OFFICE'] },
    ...{
      reaches: 'PERSONS',
      confidence: 'SOURCED',
      note: '法定代表人、负责人三年内不得担任其他企业的法定代表人、负责人。',
    },
  }),
  line('N-OFFICE-SAFETY', {
    ...{ measure: 'OFFICE', field: 1, clause: '安全生产法第九十四条', from: '2021-09-01', term: years(5) },
    ...{ cause: listed('WORK_SAFETY'), requesting: ['EMERGENCY'], executing: regulators, cautions: ['OFFICE'] },
    ...{
      reaches: 'PERSONS',
      confidence: 'SOURCED',
      note: '受刑事处罚或者撤职处分的主要负责人五年、情节特别严重的终身；须核实。',
    },
  }),
  line('N-OFFICE-FOOD', {
    ...{ measure: 'OFFICE', field: 5, clause: '食品安全法第一百三十五条', from: '2015-10-01', term: years(5) },
    cause: { kind: 'PENALTY', kinds: ['REVOKE_PERMIT'], laws: ['食品安全法'] },
    ...{ requesting: regulators, executing: regulators, cautions: ['OFFICE'], reaches: 'PERSONS' },
    ...{ confidence: 'SOURCED', note: '五年内不得从事食品生产经营管理工作、担任食品安全管理人员；限于食品行业。' },
  }),
]

const persons: readonly MeasureRule[] = [
  line('N-CONSUMPTION-DEFAULTER', {
    ...{ measure: 'CONSUMPTION', cause: listed('JUDGMENT_DEFAULTER'), from: '2015-07-22', requesting: courts },
    clause: '最高人民法院关于限制被执行人高消费及有关消费的若干规定（法释〔2015〕17号）第一条',
    ...{ executing: ['COURT'], bars: ['HIGH_CONSUMPTION'], reaches: 'PERSONS' },
    note: '由人民法院会同铁路、民航、宾馆等执行。',
  }),
  line('N-CONSUMPTION-WAGES', {
    ...{ measure: 'CONSUMPTION', cause: listed('WAGE_ARREARS'), clause: wageClause, from: '2020-05-01' },
    ...{ requesting: wages, cautions: ['HIGH_CONSUMPTION'], reaches: 'PERSONS', confidence: 'SOURCED' },
    note: '条例规定在交通出行方面依法依规限制；具体由法院或者有权机关另行决定。',
  }),
  line('N-EXIT-DEFAULTER', {
    ...{ measure: 'EXIT', cause: listed('JUDGMENT_DEFAULTER'), clause: '民事诉讼法（2023修正）第二百六十六条' },
    ...{ from: '2024-01-01', requesting: courts, executing: ['IMMIGRATION'], cautions: ['EXIT'], reaches: 'PERSONS' },
    ...{ confidence: 'SOURCED', note: '人民法院可以采取或者通知协助限制出境；以法院决定为准。' },
  }),
  line('N-EXIT-TAX', {
    ...{ measure: 'EXIT', field: 13, cause: listed('MAJOR_TAX_VIOLATION'), clause: '税收征收管理法第四十四条' },
    ...{ from: '2001-05-01', requesting: ['TAX'], executing: ['IMMIGRATION'], cautions: ['EXIT'] },
    ...{
      reaches: 'PERSONS',
      confidence: 'SOURCED',
      note: '未结清税款、滞纳金又不提供担保的，税务机关可以通知阻止出境。',
    },
  }),
  line('N-SCHOOL', {
    ...{ measure: 'SCHOOL', cause: { kind: 'OUTSIDE_FILE', what: '拒绝、逃避服兵役' }, clause: '兵役法' },
    ...{ from: '2021-10-01', requesting: ['EDUCATION'], executing: ['EDUCATION'], bars: ['SCHOOL'] },
    ...{ reaches: 'PERSONS', note: '只适用于自然人，企业档案中没有其事由。' },
  }),
]

/** Measures of class II: no loss of rights, but no favours either. */
const management: readonly MeasureRule[] = [
  line('N-FUNDS-SERIOUS', {
    ...{ measure: 'FUNDS', clause: '上海市社会信用条例第三十条', from: '2017-10-01', bars: ['FUNDS'] },
    ...{ cause: listed(...seriousLists), requesting: seriousAskers },
    executing: ['FINANCE', 'DEVELOPMENT_REFORM', 'SCIENCE', 'COMMERCE'],
  }),
  line('N-FUNDS-WAGES', {
    ...{ measure: 'FUNDS', cause: listed('WAGE_ARREARS'), clause: wageClause, from: '2020-05-01', bars: ['FUNDS'] },
    ...{ requesting: wages, executing: ['FINANCE'], confidence: 'SOURCED' },
  }),
  line('N-HONOURS-SERIOUS', {
    ...{ measure: 'HONOURS', cause: listed('SERIOUS_VIOLATION'), clause: order44, from: '2021-09-01' },
    ...{ requesting: regulators, executing: [...regulators, 'HUMAN_RESOURCES'], bars: ['HONOUR'] },
  }),
  line('N-HONOURS-WAGES', {
    ...{ measure: 'HONOURS', cause: listed('WAGE_ARREARS'), clause: wageClause, from: '2020-05-01' },
    ...{ requesting: wages, executing: ['HUMAN_RESOURCES'], bars: ['HONOUR'], confidence: 'SOURCED' },
  }),
  line('N-BENEFITS-SERIOUS', {
    ...{ measure: 'BENEFITS', cause: listed('SERIOUS_VIOLATION'), clause: order44, from: '2021-09-01' },
    ...{ requesting: regulators, executing: [...regulators, 'DEVELOPMENT_REFORM'] },
    ...{ bars: ['COMMITMENT_APPROVAL', 'PREFERENCE'], note: '不适用告知承诺制。' },
  }),
  line('N-BENEFITS-WAGES', {
    ...{ measure: 'BENEFITS', cause: listed('WAGE_ARREARS'), clause: wageClause, from: '2020-05-01' },
    ...{ requesting: wages, executing: ['TAX'], bars: ['PREFERENCE'], confidence: 'SOURCED', note: '税收优惠。' },
  }),
  line('N-BENEFITS-DEREGISTRATION', {
    ...{ measure: 'BENEFITS', clause: '市场主体登记管理条例实施细则第四十八条', from: '2022-03-01' },
    ...{ cause: listed('ABNORMAL_OPERATIONS', 'SERIOUS_VIOLATION'), requesting: regulators },
    ...{ bars: ['SIMPLE_DEREGISTRATION'], note: '登记机关在登记窗口掌握，不另发惩戒任务。' },
  }),
  line('N-SUPERVISION-SERIOUS', {
    ...{ measure: 'KEY_SUPERVISION', cause: listed('SERIOUS_VIOLATION'), clause: order44, from: '2021-09-01' },
    ...{ requesting: regulators, executing: regulators, cautions: ['SUPERVISION'], note: '提高检查频次。' },
  }),
  line('N-SUPERVISION-SAFETY', {
    ...{ measure: 'KEY_SUPERVISION', field: 1, cause: listed('WORK_SAFETY'), from: '2023-10-01' },
    ...{ clause: '安全生产严重失信主体名单管理办法（应急管理部令第11号）', requesting: ['EMERGENCY'] },
    ...{ executing: ['EMERGENCY'], cautions: ['SUPERVISION'], confidence: 'SOURCED' },
  }),
  line('N-SUPERVISION-TAX', {
    ...{ measure: 'KEY_SUPERVISION', field: 13, cause: listed('MAJOR_TAX_VIOLATION'), from: '2022-02-01' },
    ...{ clause: '重大税收违法失信主体信息公布管理办法（国家税务总局令第54号）', requesting: ['TAX'] },
    ...{ executing: ['TAX'], cautions: ['SUPERVISION'], note: '纳税信用级别为D级。' },
  }),
  line('N-SUPERVISION-CUSTOMS', {
    ...{ measure: 'KEY_SUPERVISION', cause: listed('CUSTOMS'), clause: '海关注册登记和备案企业信用管理办法' },
    ...{ from: '2021-11-01', requesting: ['CUSTOMS', 'CREDIT_OFFICE'], executing: ['CUSTOMS'] },
    ...{ cautions: ['SUPERVISION'], confidence: 'UNSURE', note: '提高查验率；条款与期限待核实。' },
  }),
]

/** Measures of class III: organisations act of their own will, so nobody is ordered to do anything. */
const voluntary: readonly MeasureRule[] = [
  line('N-REPORT-PUBLIC', {
    ...{ measure: 'CREDIT_REPORT', cause: listed(...seriousLists), clause: '征信业管理条例', from: '2013-03-15' },
    ...{ requesting: seriousAskers, cautions: ['LOAN'], note: '限于依法公示的名单。' },
  }),
  line('N-CREDIT-PUBLIC', {
    ...{ measure: 'CREDIT_CAUTION', cause: listed(...seriousLists), from: '2021-12-16', cautions: ['LOAN'] },
    ...{ clause: '全国失信惩戒措施基础清单', requesting: seriousAskers, note: '由金融机构自主决定。' },
  }),
]

/** The rules of the national base list with the laws that they rest on, as far as the domain sheet gives them. */
export const nationalRules: readonly MeasureRule[] = [
  ...marketEntry,
  ...office,
  ...persons,
  ...management,
  ...voluntary,
]
