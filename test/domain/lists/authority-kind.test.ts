import { describe, expect, test } from 'vitest'
import type { AgencyEntry } from '../../../domain/agencies/entry.ts'
import { agencyKindsOf } from '../../../domain/agencies/kinds.ts'
import { markOfName, signingMark } from '../../../domain/agencies/mark.ts'
import { authorityKindsOf, decidingKind } from '../../../domain/lists/authority-kind.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import { agencyKinds } from '../../../domain/punishment/agency-kinds.ts'
import { day } from '../../support/given.ts'

const [code, otherCode] = ['11310104MA10700746', '11310104MA10700821']
const entry = (name: string, changes: Partial<AgencyEntry> = {}): AgencyEntry => ({
  ...{ agency: { code, name }, kinds: ['TRANSPORT'], mark: null, enteredOn: day('2026-01-05'), leftOn: null },
  ...changes,
})

describe('an agency', () => {
  test('is of the kinds that the directory says, and only where it is not there of those that its name tells', () => {
    const commission = { code, name: '上海市徐汇区行政服务中心' }
    expect(authorityKindsOf(commission, { entries: [] })).toEqual([])
    expect(authorityKindsOf(commission, { entries: [entry(commission.name)] })).toEqual(['TRANSPORT'])
    const finance = { code, name: '上海市徐汇区财政局' }
    expect(authorityKindsOf(finance, { entries: [] })).toEqual(['FINANCE'])
    expect(authorityKindsOf(finance, { entries: [entry(finance.name)] })).toEqual(['TRANSPORT'])
    const left = entry(finance.name, { leftOn: day('2026-02-01') })
    expect(authorityKindsOf(finance, { entries: [left] })).toEqual([])
  })

  test('decides as the one of its kinds that the list names', () => {
    expect(decidingKind(['DEVELOPMENT_REFORM', 'CREDIT_OFFICE'], ['CREDIT_OFFICE'])).toBe('CREDIT_OFFICE')
    expect(decidingKind(['FINANCE'], ['TAX'])).toBe('FINANCE')
    expect(decidingKind([], ['TAX'])).toBe('')
  })

  test('exists for every list that the catalogue lets somebody decide', () => {
    const names = ['市场监督管理局', '人力资源和社会保障局', '税务局', '应急管理局', '财政局', '统计局', '生态环境局']
    const more = ['消防救援支队', '医疗保障局', '知识产权局', '商务委员会', '海关', '人民法院']
    const known = [...names, ...more].flatMap((name) => agencyKindsOf(`上海市徐汇区${name}`))
    const wanted = shippedLists.lists.flatMap(({ decidedBy }) => decidedBy)
    expect(wanted.filter((kind) => !known.some((one) => one === kind))).toEqual([])
    expect(wanted.filter((kind) => !agencyKinds.some((one) => one === kind))).toEqual([])
  })
})

describe('the mark in document numbers', () => {
  test('is told by the name of an agency of Shanghai, and by no other', () => {
    expect(markOfName('上海市徐汇区市场监督管理局')).toBe('徐市监')
    expect(markOfName('上海市徐汇区人力资源和社会保障局')).toBe('徐人社')
    expect(markOfName('上海市市场监督管理局')).toBe('沪市监')
    expect(markOfName('国家税务总局上海市徐汇区税务局')).toBe('徐税')
    expect(markOfName('石嘴山市大武口区市场监督管理局')).toBeUndefined()
    expect(markOfName('上海市徐汇区行政服务中心')).toBeUndefined()
  })

  test('is the one that the directory has, and never the same for two', () => {
    const bureau = { code, name: '国家税务总局上海市徐汇区税务局' }
    const branch = entry('国家税务总局上海市徐汇区税务局稽查局', {
      agency: { code: otherCode, name: `${bureau.name}稽查局` },
    })
    const refusal = (entries: readonly AgencyEntry[]) => expect(() => signingMark(bureau, entries))
    expect(signingMark(bureau, [entry(bureau.name)])).toBe('徐税')
    refusal([entry(bureau.name), branch]).toThrow(expect.objectContaining({ reason: 'AGENCY_MARK_SHARED' }))
    expect(signingMark(bureau, [entry(bureau.name, { mark: '沪税徐' }), branch])).toBe('沪税徐')
    expect(signingMark(bureau, [entry(bureau.name), { ...branch, mark: '徐税稽' }])).toBe('徐税')
    const strange = { code, name: '石嘴山市大武口区市场监督管理局' }
    expect(() => signingMark(strange, [])).toThrow(expect.objectContaining({ reason: 'AGENCY_MARK_MISSING' }))
  })
})
