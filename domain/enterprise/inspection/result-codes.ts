/** One code of an inspection result list (检查结果代码). `parent` is the heading under which it stands. */
export type ResultCode = Readonly<{ code: string; parent: string | null; name: string; followUp: boolean }>

/**
 * The lists of result codes by scheme. `SPOT_CHECK_2017` is the national-style list as used by a provincial system in
 * 2017 (domain sheet §5.6, reference `inspection_result.csv`); later national wording is unsure, so a newer list is
 * added here as a scheme of its own and old results keep theirs. `SPOT_CHECK_2014` is the older, publicity-only list.
 */
export const resultSchemes: Readonly<Record<string, readonly ResultCode[]>> = {
  SPOT_CHECK_2017: [
    { code: '1', parent: null, name: '未发现问题', followUp: false },
    { code: 'A', parent: null, name: '发现问题待后续处理', followUp: true },
    { code: '2', parent: 'A', name: '违反工商行政管理相关规定', followUp: true },
    { code: 'B', parent: '2', name: '未按规定公示应当公示的信息', followUp: true },
    { code: 'C', parent: '2', name: '公示信息隐瞒真实情况、弄虚作假', followUp: true },
    { code: '6', parent: '2', name: '通过登记的住所（经营场所）无法联系', followUp: true },
    { code: 'D', parent: '2', name: '违反其他工商行政管理规定', followUp: true },
    { code: '3', parent: 'A', name: '违反食品药品管理相关规定', followUp: true },
    { code: '4', parent: 'A', name: '违反质量技术监督相关规定', followUp: true },
    { code: '5', parent: 'A', name: '违反其他部门相关规定', followUp: true },
    { code: 'G', parent: 'A', name: '违反公安管理相关规定', followUp: true },
    { code: 'E', parent: null, name: '发现问题经责令已改正', followUp: false },
    { code: 'F', parent: null, name: '未发现开展本次抽查涉及的经营活动', followUp: false },
    { code: '7', parent: null, name: '已关闭停业或正在组织清算', followUp: false },
    { code: '8', parent: null, name: '不配合检查情节严重', followUp: true },
    { code: '9', parent: null, name: '注销', followUp: false },
    { code: '10', parent: null, name: '被吊销', followUp: false },
    { code: '11', parent: null, name: '被撤销', followUp: false },
    { code: '12', parent: null, name: '迁出', followUp: false },
  ],
  SPOT_CHECK_2014: [
    { code: '1', parent: null, name: '正常', followUp: false },
    { code: '2', parent: null, name: '未按规定公示应当公示的信息', followUp: true },
    { code: '3', parent: null, name: '未按规定公示年度报告', followUp: true },
    { code: '4', parent: null, name: '通过登记的住所或者经营场所无法联系', followUp: true },
    { code: '5', parent: null, name: '公示信息隐瞒真实情况、弄虚作假', followUp: true },
    { code: '6', parent: null, name: '不予配合情节严重', followUp: true },
    { code: '7', parent: null, name: '注销', followUp: false },
    { code: '8', parent: null, name: '被吊销', followUp: false },
    { code: '9', parent: null, name: '被撤销', followUp: false },
  ],
}

/** Whether `1` (no problem found) shuts out every other code; sure for the 2017 list only. */
export const noProblem = '1'

/** Headings of the 2017 list that say nothing without a detail beneath them. */
export const headings: readonly string[] = ['A', '2']
