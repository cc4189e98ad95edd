import { describe, expect, test } from 'vitest'
import { addDays } from '../../../domain/kernel/plain-date.ts'
import { initialLists, type ListCatalogue, listOn } from '../../../domain/lists/catalogue/catalogue.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import { listEffectsOf, listEffectsOn } from '../../../domain/window/list-effects.ts'
import { day } from '../../support/given.ts'

/** Two later editions: one without the customs list and with other effects, and a third that was withdrawn again. */
const changed = shippedLists.lists
  .filter(({ code }) => code !== 'CUSTOMS')
  .map((list) => (list.code === 'WAGE_ARREARS' ? { ...list, effects: ['FUNDS'] } : list))
const version = (number: number, from: string, withdrawn: string | null, lists = changed) => ({
  ...{ version: number, edition: { version: number, name: 'x', effectiveFrom: day(from), lists }, proposedOn: null },
  ...{ proposedBy: null, effectiveFrom: day(from), enactedOn: day(from), enactedBy: null },
  withdrawnOn: withdrawn === null ? null : day(withdrawn),
})
const catalogue: ListCatalogue = {
  versions: [...initialLists.versions, version(2, '2026-01-01', null), version(3, '2026-06-01', '2026-09-01', [])],
}

describe('the effects of a list', () => {
  const effects = listEffectsOf(catalogue)
  test('are on every day those of the edition in force', () => {
    for (let on = day('2013-01-01'); on < '2027-06-01'; on = addDays(on, 17))
      for (const { code } of shippedLists.lists)
        expect(listEffectsOn(effects, code, on)?.effects, `${code} on ${on}`).toEqual(
          listOn(catalogue, code, on)?.definition.effects,
        )
  })
  test('of an entry are those of the day of entry, also where a later edition has the list no longer', () => {
    expect(listEffectsOn(effects, 'CUSTOMS', day('2025-12-31'))?.effects).toEqual(['KEY_SUPERVISION'])
    expect(listEffectsOn(effects, 'CUSTOMS', day('2026-01-01'))).toBeUndefined()
    expect(listEffectsOn(effects, 'WAGE_ARREARS', day('2026-01-01'))?.effects).toEqual(['FUNDS'])
    expect(listEffectsOn(effects, 'WAGE_ARREARS', day('2026-07-01'))).toBeUndefined()
    expect(listEffectsOn(effects, 'WAGE_ARREARS', day('2026-09-01'))?.effects).toEqual(['FUNDS'])
  })
})
