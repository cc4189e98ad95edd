import { test } from 'vitest'
import { initialLists } from '../../../domain/lists/catalogue/catalogue.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import { given, listed, publish, step } from './case-world.ts'

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
