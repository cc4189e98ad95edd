import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import type { RowPerson } from '../../../domain/intake/persons.ts'
import type { RowOrder } from '../../../domain/intake/row.ts'
import type { SealedKind } from '../../../domain/kernel/sealed.ts'
import type { PersonKey } from '../keys/person-key.ts'
import type { PersonKeys } from '../keys/person-keys.ts'

/**
 * The orders of a batch with the persons that their rows name sealed into commands: past this point nothing in the clear
 * is left of them. All keys of a batch are asked for at once.
 */
export async function withPersonsSealed<Read extends Readonly<{ order: RowOrder }>>(
  keys: PersonKeys,
  batch: readonly Read[],
): Promise<readonly Read[]> {
  const named = batch.flatMap((one) => (one.order.persons ?? []).map((person) => ({ one, person })))
  if (named.length === 0) return batch
  const found = await keys.keysOf(named.map(({ one, person }) => ({ ...person, uscc: one.order.uscc })))
  const commands = new Map<Read, EnterpriseCommand[]>()
  for (const [place, { one, person }] of named.entries()) {
    const key = found[place]
    const [first] = one.order.commands
    if (key === undefined || first === undefined) continue
    const { today, agency } = first
    const command: EnterpriseCommand = { type: 'ReportPerson', data: sealed(person, key), today, agency }
    commands.set(one, [...(commands.get(one) ?? []), command])
  }
  return batch.map((one) => {
    const { persons: _persons, ...order } = one.order
    return { ...one, order: { ...order, commands: [...order.commands, ...(commands.get(one) ?? [])] } }
  })
}

function sealed({ name, identityNumber, phone, ...open }: RowPerson, key: PersonKey) {
  const seal = (kind: SealedKind, text: string | null) => (text === null ? null : key.seal(kind, text))
  return {
    ...{ ...open, keyId: key.id, name: seal('NAME', name) },
    ...{ identityNumber: seal('IDENTITY_NUMBER', identityNumber), phone: seal('PHONE', phone) },
  }
}
