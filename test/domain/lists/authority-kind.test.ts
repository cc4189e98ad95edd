import { describe, expect, test } from 'vitest'
import { authorityKindOf, authorityMarkOf } from '../../../domain/lists/authority-kind.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'

describe('an agency', () => {
  test('is of the kind that its official name says, or of none', () => {
    expect(authorityKindOf('上海市徐汇区市场监督管理局')).toBe('MARKET_REGULATION')
    expect(authorityKindOf('国家税务总局上海市徐汇区税务局')).toBe('TAX')
    expect(authorityKindOf('上海市徐汇区人民法院')).toBe('COURT')
    expect(authorityKindOf('上海铁路运输法院')).toBe('COURT')
    expect(authorityKindOf('上海市徐汇区行政服务中心')).toBeUndefined()
  })

  test('exists for every list that the catalogue lets somebody decide', () => {
    const names = ['市场监督管理局', '人力资源和社会保障局', '税务局', '应急管理局', '财政局', '统计局', '生态环境局']
    const more = ['消防救援支队', '医疗保障局', '知识产权局', '商务委员会', '海关', '人民法院']
    const known = new Set([...names, ...more].map((name) => authorityKindOf(`上海市徐汇区${name}`)))
    const wanted = shippedLists.lists.flatMap(({ decidedBy }) => decidedBy)
    expect(wanted.filter((kind) => !known.has(kind))).toEqual([])
  })

  test('has its own sign in document numbers', () => {
    expect(authorityMarkOf('上海市徐汇区市场监督管理局')).toBe('徐市监')
    expect(authorityMarkOf('上海市徐汇区人力资源和社会保障局')).toBe('徐人社')
    expect(authorityMarkOf('上海市市场监督管理局')).toBe('沪市监')
    expect(authorityMarkOf('国家税务总局上海市徐汇区税务局')).toBe('徐税')
  })
})
