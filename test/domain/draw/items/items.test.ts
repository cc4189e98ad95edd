import { describe, expect, test } from 'vitest'
import { itemOn, requireInForce } from '../../../../domain/draw/items/catalogue.ts'
import { itemDecider } from '../../../../domain/draw/items/decider.ts'
import type { ItemCommand, PublishItem } from '../../../../domain/draw/items/commands.ts'
import { plainDate } from '../../../../domain/kernel/plain-date.ts'
import { decisionsOf, refusalOf } from '../../../support/decisions.ts'

const given = decisionsOf(itemDecider)
const today = plainDate('2026-03-01')
const by = { agency: 'A', officer: 'o' }
const day = plainDate

const command = <T extends ItemCommand['type']>(
  type: T,
  data: Extract<ItemCommand, { type: T }>['data'],
  on = today,
): ItemCommand => ({ type, data, today: on, agency: null }) as ItemCommand
const item: PublishItem['data'] = {
  ...{ code: 'A07', name: '公示信息抽查', basis: '企业信息公示暂行条例第十四条', subject: '市场监管部门' },
  ...{
    objectKinds: ['ENTERPRISE'],
    ratio: [3, 100],
    frequencyPerYear: 1,
    methods: ['1'],
    specialPosts: [],
    libraries: [],
  },
  ...{ effectiveFrom: day('2026-04-01'), effectiveUntil: day('2026-12-31'), publishedBy: by },
}
const publish = (over: Partial<PublishItem['data']> = {}, on = today) =>
  command('PublishItem', { ...item, ...over }, on)
const withdraw = (reason = '事项取消', on = day('2026-06-01')) =>
  command('WithdrawItem', { code: 'A07', reason, withdrawnBy: by }, on)

describe('the list of random inspections', () => {
  test('says what is in force on a day: from its first day to its last, and not once withdrawn', () => {
    const { state } = given(publish())
    expect(itemOn(state, 'A07', day('2026-03-31'))).toBeUndefined()
    expect(itemOn(state, 'A07', day('2026-04-01'))?.version).toBe(1)
    expect(itemOn(state, 'A07', day('2026-12-31'))?.version).toBe(1)
    expect(itemOn(state, 'A07', day('2027-01-01'))).toBeUndefined()
    const withdrawn = given(publish(), withdraw()).state
    expect(itemOn(withdrawn, 'A07', day('2026-05-31'))?.version).toBe(1)
    expect(itemOn(withdrawn, 'A07', day('2026-06-01'))).toBeUndefined()
  })

  test('keeps an old version in force until the first day of the new one', () => {
    const second = publish({ ratio: [5, 100], effectiveFrom: day('2026-07-01') }, day('2026-05-01'))
    const { state } = given(publish(), second)
    expect(itemOn(state, 'A07', day('2026-06-30'))?.ratio).toEqual([3, 100])
    expect(itemOn(state, 'A07', day('2026-07-01'))?.ratio).toEqual([5, 100])
  })

  test('refuses to have drawn what is not in force, with a code of its own', () => {
    const { state } = given(publish())
    expect(refusalOf(() => requireInForce(state, ['A07'], day('2026-03-31')))).toBe('ITEM_NOT_IN_FORCE')
    expect(refusalOf(() => requireInForce(state, ['A07', 'Z99'], day('2026-05-01')))).toBe('ITEM_UNKNOWN')
    expect(requireInForce(state, ['A07'], day('2026-05-01'))).toHaveLength(1)
  })

  test('publishes and withdraws once, however often it is sent', () => {
    given(publish()).when(publish()).thenNothing()
    given(publish(), withdraw()).when(withdraw()).thenNothing()
    given(publish(), withdraw())
      .when(publish({ effectiveFrom: day('2026-08-01') }, day('2026-06-02')))
      .then('ItemPublished')
  })

  test('never reaches back, and says all that an item must say', () => {
    given()
      .when(publish({}, day('2026-04-02')))
      .thenRefused('ITEM_EFFECTIVE_IN_PAST')
    given()
      .when(publish({ effectiveUntil: day('2026-03-30') }))
      .thenRefused('ITEM_DAYS_OUT_OF_ORDER')
    given()
      .when(publish({ basis: ' ' }))
      .thenRefused('ITEM_INCOMPLETE')
    given()
      .when(publish({ objectKinds: [] }))
      .thenRefused('ITEM_INCOMPLETE')
    given()
      .when(publish({ ratio: [3, 2] }))
      .thenRefused('ITEM_RATIO_INVALID')
    given()
      .when(publish({ libraries: ['餐饮'] }))
      .thenRefused('LIBRARY_UNKNOWN')
    given(publish()).when(withdraw(' ')).thenRefused('ITEM_WITHDRAWAL_WITHOUT_REASON')
    given().when(withdraw()).thenRefused('ITEM_UNKNOWN')
  })

  test('defines special libraries, each with a rule', () => {
    const library = { name: '餐饮', industries: ['H62'], licences: [], members: [], definedBy: by }
    given().when(command('DefineLibrary', library)).then('LibraryDefined')
    given(command('DefineLibrary', library)).when(command('DefineLibrary', library)).thenNothing()
    given()
      .when(command('DefineLibrary', { ...library, industries: [] }))
      .thenRefused('LIBRARY_WITHOUT_RULE')
  })
})
