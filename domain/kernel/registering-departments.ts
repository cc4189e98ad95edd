import type { Uscc } from './uscc.ts'

type Department = Readonly<{
  department: string
  categories: Readonly<Record<string, string>>
}>

/** The first two characters of a code: the department that registers, and its kinds of subject (GB 32100-2015). */
const departments: Readonly<Record<string, Department>> = {
  '1': {
    department: '机构编制',
    categories: {
      '1': '机关',
      '2': '事业单位',
      '3': '编办直接管理机构编制的群众团体',
      '9': '其他',
    },
  },
  '2': {
    department: '外交',
    categories: { '1': '外国常驻新闻机构', '9': '其他' },
  },
  '3': {
    department: '司法行政',
    categories: {
      '1': '律师执业机构',
      '2': '公证处',
      '3': '基层法律服务所',
      '4': '司法鉴定机构',
      '5': '仲裁委员会',
      '9': '其他',
    },
  },
  '4': {
    department: '文化',
    categories: { '1': '外国在华文化中心', '9': '其他' },
  },
  '5': {
    department: '民政',
    categories: {
      '1': '社会团体',
      '2': '民办非企业单位',
      '3': '基金会',
      '9': '其他',
    },
  },
  '6': {
    department: '旅游',
    categories: {
      '1': '外国旅游部门常驻代表机构',
      '2': '港澳台地区旅游部门常驻内地（大陆）代表机构',
      '9': '其他',
    },
  },
  '7': {
    department: '宗教',
    categories: { '1': '宗教活动场所', '2': '宗教院校', '9': '其他' },
  },
  '8': { department: '工会', categories: { '1': '基层工会', '9': '其他' } },
  '9': {
    department: '市场监督管理',
    categories: { '1': '企业', '2': '个体工商户', '3': '农民专业合作社' },
  },
  A: {
    department: '中央军委改革和编制办公室',
    categories: { '1': '军队事业单位', '9': '其他' },
  },
  N: {
    department: '农业农村',
    categories: {
      '1': '组级集体经济组织',
      '2': '村级集体经济组织',
      '3': '乡镇级集体经济组织',
      '9': '其他',
    },
  },
  Y: { department: '其他', categories: { '1': '其他' } },
}

/**
 * Which department registered the subject (登记管理部门) and as what (机构类别), as far as the code tells: later editions
 * of the table may know a pair that this one does not, and such a code is none the less good.
 */
export function registeringDepartmentOf(
  code: Uscc,
): Readonly<{ department: string | undefined; category: string | undefined }> {
  const entry = departments[code.charAt(0)]
  return {
    department: entry?.department,
    category: entry?.categories[code.charAt(1)],
  }
}
