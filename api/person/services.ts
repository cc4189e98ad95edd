import { batched } from '../batched.ts'
import type { PersonKey } from '../system/keys/person-key.ts'
import type { PersonKeys } from '../system/keys/person-keys.ts'

/** What the resolvers of persons work with, besides the file's own. */
export type PersonServices = Readonly<{
  keys: PersonKeys
  personKey: (id: string) => Promise<PersonKey | undefined> // Undefined where it was destroyed.
}>

/** Keys by id, gathered over one turn of the event loop and kept no longer. */
export const personLoader = (keys: PersonKeys): PersonServices['personKey'] =>
  batched(async (ids: readonly string[]) => {
    const found = await keys.load(ids)
    return (id: string): PersonKey | undefined => found.get(id)
  })
