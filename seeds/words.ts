/** The thirteen streets and towns of Xuhui (街镇), nine digits of the statistical division code, and rough weights. */
export const streets: readonly Readonly<{ code: string; name: string; weight: number }>[] = [
  { code: '310104003', name: '天平路街道', weight: 6 },
  { code: '310104004', name: '湖南路街道', weight: 5 },
  { code: '310104007', name: '斜土路街道', weight: 7 },
  { code: '310104008', name: '枫林路街道', weight: 8 },
  { code: '310104010', name: '长桥街道', weight: 9 },
  { code: '310104011', name: '田林街道', weight: 9 },
  { code: '310104012', name: '虹梅路街道', weight: 12 },
  { code: '310104013', name: '康健新村街道', weight: 6 },
  { code: '310104014', name: '徐家汇街道', weight: 14 },
  { code: '310104015', name: '凌云路街道', weight: 6 },
  { code: '310104016', name: '龙华街道', weight: 8 },
  { code: '310104017', name: '漕河泾街道', weight: 10 },
  { code: '310104103', name: '华泾镇', weight: 9 },
]

/** Trades of the sample: industry class (GB/T 4754-2017), how a name says it, the licence it needs, and a weight. */
export const trades: readonly Readonly<{
  industry: string
  words: readonly [string, ...string[]]
  scope: string
  licence: string | null
  violation: readonly [kind: string, basis: string]
  weight: number
}>[] = [
  {
    industry: '6210',
    words: ['餐饮管理', '餐饮'],
    scope: '餐饮服务；食品销售',
    licence: '食品经营许可证',
    violation: ['食品安全', '《中华人民共和国食品安全法》第一百二十四条'],
    weight: 12,
  },
  {
    industry: '5211',
    words: ['商贸', '贸易', '百货'],
    scope: '日用百货、服装鞋帽销售',
    licence: null,
    violation: ['产品质量', '《中华人民共和国产品质量法》第四十九条'],
    weight: 16,
  },
  {
    industry: '5225',
    words: ['食品', '食品销售'],
    scope: '食品销售',
    licence: '食品经营许可证',
    violation: ['食品安全', '《中华人民共和国食品安全法》第一百二十四条'],
    weight: 8,
  },
  {
    industry: '6510',
    words: ['信息科技', '网络科技', '软件'],
    scope: '软件开发；信息系统集成服务',
    licence: null,
    violation: ['广告', '《中华人民共和国广告法》第五十五条'],
    weight: 16,
  },
  {
    industry: '7590',
    words: ['科技发展', '技术服务'],
    scope: '技术开发、技术咨询、技术服务',
    licence: null,
    violation: ['广告', '《中华人民共和国广告法》第五十九条'],
    weight: 10,
  },
  {
    industry: '7241',
    words: ['企业管理咨询', '商务咨询'],
    scope: '企业管理咨询；商务信息咨询',
    licence: null,
    violation: ['登记', '《中华人民共和国市场主体登记管理条例》第四十六条'],
    weight: 10,
  },
  {
    industry: '8391',
    words: ['教育科技', '教育培训'],
    scope: '教育咨询；职业技能培训',
    licence: '民办学校办学许可证',
    violation: ['广告', '《中华人民共和国广告法》第五十八条'],
    weight: 4,
  },
  {
    industry: '8415',
    words: ['门诊部', '医疗管理'],
    scope: '医疗服务',
    licence: '医疗机构执业许可证',
    violation: ['医疗', '《医疗机构管理条例》第四十六条'],
    weight: 2,
  },
  {
    industry: '5154',
    words: ['医疗器械', '医疗科技'],
    scope: '第二类医疗器械销售',
    licence: '医疗器械经营许可证',
    violation: ['医疗器械', '《医疗器械监督管理条例》第八十四条'],
    weight: 3,
  },
  {
    industry: '8111',
    words: ['汽车维修', '汽车服务'],
    scope: '机动车维修',
    licence: null,
    violation: ['计量', '《中华人民共和国计量法》第二十六条'],
    weight: 3,
  },
  {
    industry: '7020',
    words: ['物业管理'],
    scope: '物业管理',
    licence: null,
    violation: ['价格', '《中华人民共和国价格法》第四十二条'],
    weight: 3,
  },
  {
    industry: '5010',
    words: ['建筑装饰', '装饰工程'],
    scope: '建筑装饰装修工程',
    licence: null,
    violation: ['产品质量', '《中华人民共和国产品质量法》第五十条'],
    weight: 5,
  },
  {
    industry: '8810',
    words: ['文化传播', '文化艺术'],
    scope: '组织文化艺术交流活动；会议及展览服务',
    licence: null,
    violation: ['广告', '《中华人民共和国广告法》第五十七条'],
    weight: 6,
  },
  {
    industry: '8051',
    words: ['美容', '生活服务'],
    scope: '美容服务',
    licence: '公共场所卫生许可证',
    violation: ['公共场所卫生', '《公共场所卫生管理条例实施细则》第三十五条'],
    weight: 2,
  },
]

/** Characters of made-up brand names; any likeness to a real enterprise is chance. */
export const brand = [
  ...'嘉禾润泽启明瑞安宏远景行德馨和畅达元亨通源茂盛新辰汇智立信博雅清言若川沐阳青岚云知拾光悦诚凡远序',
] as [string, ...string[]]
/** Family names and given characters of made-up representatives. */
export const families = [...'王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗'] as [string, ...string[]]
export const given = [...'文博思远嘉怡晨阳子涵宇轩雅静志强明慧建国丽华海燕'] as [string, ...string[]]

export const marketRegulator = { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' } as const

/** Reports begin with the year 2013; the sample looks back no further. */
export const firstReportYear = 2013
