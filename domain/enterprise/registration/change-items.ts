import type { RegistrationDetails } from './events.ts'

/** Registration change items (变更事项), codes of `change_item.csv`, and the details that each of them covers. */
const itemOf: Readonly<Record<keyof RegistrationDetails, string>> = {
  name: '01',
  address: '02',
  division: '02',
  street: '02',
  legalRepresentative: '03',
  category: '04',
  enterpriseType: '04',
  subjectKind: '04',
  registeredCapital: '05',
  termFrom: '08',
  termTo: '08',
  industry: '11',
  scope: '12',
  registrar: '14',
  establishedOn: '19',
}

/** The change items that a set of changed details amounts to, in order, each once. */
export function changeItemsOf(changes: Partial<RegistrationDetails>): readonly string[] {
  const items = (Object.keys(changes) as (keyof RegistrationDetails)[]).map((name) => itemOf[name])
  return [...new Set(items)].sort()
}
