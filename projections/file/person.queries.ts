import type { EntityManager } from '@mikro-orm/postgresql'
import { EnterpriseRow, PersonRow } from '../entities.ts'

/** An entry of a person, and the enterprise in whose file it stands. */
export type PersonEntry = Readonly<{ person: PersonRow; enterpriseName: string | null }>

/** Every entry of a person, in whatever files, by the id of their key; nothing is opened for it. */
export async function findPersonEntries(em: EntityManager, keyId: string): Promise<readonly PersonEntry[]> {
  const persons = await em.find(PersonRow, { keyId }, { orderBy: { uscc: 'asc', recordedOn: 'asc', key: 'asc' } })
  const usccs = [...new Set(persons.map(({ uscc }) => uscc))]
  const enterprises = await em.find(EnterpriseRow, { uscc: { $in: usccs } })
  const names = new Map(enterprises.map(({ uscc, name }) => [uscc, name]))
  return persons.map((person) => ({ person, enterpriseName: names.get(person.uscc) ?? null }))
}

/** The keys of those who are forgotten, by which a restored backup of the keys is made to forget them again. */
export async function findForgottenKeys(em: EntityManager): Promise<readonly string[]> {
  const rows = await em.find(PersonRow, { standing: 'FORGOTTEN' }, { fields: ['keyId'] })
  return [...new Set(rows.map(({ keyId }) => keyId))]
}
