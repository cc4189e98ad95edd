import { test } from 'vitest'
import { initialLists } from '../../../domain/lists/catalogue/catalogue.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import { given, listed, name, newList, publish, step } from './case-world.ts'

test('nobody is named for a list whose basis nobody has verified', () => {
  const unsure = { ...newList, confidence: 'UNSURE' as const }
  const catalogue = {
    versions: initialLists.versions.map((one) => ({ ...one, edition: { ...one.edition, lists: [unsure] } })),
  }
  const wish = { listType: 'NEW_LIST', groundCode: 'N1', authorityKind: 'COMMERCE', penaltyIds: [] }
  given().when(name(wish, { catalogue })).then('LIST_UNSURE')
})

test('a list that is not public publishes nobody', () => {
  const closed = shippedLists.lists.map((one) => ({ ...one, publicity: { ...one.publicity, isPublic: false } }))
  const catalogue = {
    versions: initialLists.versions.map((one) => ({ ...one, edition: { ...one.edition, lists: closed } })),
  }
  const { data } = publish()
  given(...listed)
    .when(step('PublishListing', data as never, { on: '2026-04-02', catalogue }))
    .then('LIST_NOT_PUBLIC')
  given(...listed)
    .when(publish())
    .then('PUBLISHED')
})
