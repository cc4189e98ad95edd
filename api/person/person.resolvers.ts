import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import type { EnterpriseEvent } from '../../domain/enterprise/events.ts'
import { recordOf } from '../../domain/enterprise/facts.ts'
import type { Authority } from '../../domain/enterprise/parties.ts'
import type { AnsweredRecord, DocumentKind, PersonRole } from '../../domain/enterprise/person/events.ts'
import type { PersonRecord } from '../../domain/enterprise/person/record.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { Forbidden, InvalidInput } from '../../domain/kernel/errors.ts'
import { isIdentityNumber, normalIdentityNumber } from '../../domain/kernel/identity-number.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Sealed, SealedKind } from '../../domain/kernel/sealed.ts'
import { squeeze, tidy } from '../../domain/kernel/text.ts'
import { inspectUscc, type Uscc } from '../../domain/kernel/uscc.ts'
import { findPersonEntries } from '../../projections/file/person.queries.ts'
import { may } from '../auth/viewer.ts'
import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import type { EnterpriseView } from '../enterprise/views.ts'
import { type Forgetting, type Forgotten, forget } from './forget.ts'
import { requireNothingPersonal } from './personal.ts'
import type { PersonServices } from './services.ts'

type Ctx = Context<EnterpriseServices & PersonServices>

/** A person of a file, on their way to a viewer: sealed still. */
type ToldPerson = PersonRecord & Readonly<{ id: string; personId: string }>

async function persons(view: EnterpriseView): Promise<readonly object[]> {
  return (await view.section('persons')).map((row) => {
    const record = row.record as unknown as PersonRecord
    return {
      ...{ ...record, id: row.key, eventId: row.event_id, recordedAt: row.recorded_at, source: row.source },
      ...{ corrected: row.corrected, personId: record.keyId },
      ...{ recordSection: record.record?.section ?? null, recordId: record.record?.recordId ?? null },
    }
  })
}

const mask = '***'

/** Opened for who may see it; for everybody else not even the key is fetched. A destroyed key leaves nothing to show. */
const opened =
  (kind: SealedKind, sealedIn: (person: ToldPerson) => Sealed | null) =>
  async (person: ToldPerson, _args: object, { viewer, services }: Ctx): Promise<string | null> => {
    const sealed = sealedIn(person)
    if (sealed === null) return null
    if (!may(viewer, 'person:open')) return mask
    return (await services.personKey(sealed.keyId))?.open(kind, sealed) ?? null
  }

async function personFiles(_root: unknown, args: { identityNumber: string }, { services }: Ctx) {
  const identityNumber = numberFrom(args.identityNumber)
  const keyId = await services.keys.find({ identityNumber, uscc: '', name: null, phone: null })
  if (keyId === undefined) return null
  const entries = await findPersonEntries(services.orm.em.fork(), keyId)
  return {
    personId: keyId,
    entries: entries.map(({ person, enterpriseName }) => ({ ...person, id: person.key, enterpriseName })),
  }
}

/** The number as it is sealed; the sentence of a refusal does not repeat it. */
function numberFrom(text: string): string {
  const number = normalIdentityNumber(text)
  if (number.length < 5 || !/^[0-9A-Z()]+$/.test(number))
    throw new InvalidInput('证件号码的写法不对。', 'identityNumber')
  return number
}

type RecordInput = Readonly<{
  uscc: string
  role: PersonRole
  record?: AnsweredRecord | null
  name: string
  documentKind?: DocumentKind | null
  identityNumber?: string | null
  phone?: string | null
  recordedOn: PlainDate
  authority?: Authority | null
}>

async function recordPerson(_root: unknown, { input }: { input: RecordInput }, context: Ctx) {
  const { role, recordedOn, authority } = input
  const uscc = wellFormed(input.uscc)
  const name = tidy(input.name)
  if (name === '') throw new InvalidInput('缺少姓名。', 'name')
  const identityNumber = input.identityNumber ? numberFrom(input.identityNumber) : null
  const phone = input.phone ? phoneFrom(input.phone) : null
  const [key] = await context.services.keys.keysOf([{ identityNumber, uscc, name, phone }])
  if (key === undefined) throw new Error('no key was made')
  const kind = input.documentKind ?? (identityNumber && isIdentityNumber(identityNumber) ? 'IDENTITY_CARD' : 'OTHER')
  const own = context.viewer.kind === 'OFFICER' ? context.viewer.agency : null
  return submit(uscc, context, 'RecordPerson', {
    ...{ role, record: input.record ? { ...input.record } : null, keyId: key.id, name: key.seal('NAME', name) },
    identityNumber: identityNumber === null ? null : key.seal('IDENTITY_NUMBER', identityNumber),
    documentKind: identityNumber === null ? null : kind,
    phone: phone === null ? null : key.seal('PHONE', phone),
    ...{ recordedOn, authority: authority ?? own },
  })
}

function phoneFrom(text: string): string {
  if (!/^\+?[\d()（）-]{5,20}(转\d+)?$/.test(squeeze(text))) throw new InvalidInput('电话的写法不对。', 'phone')
  return text
}

type RemoveInput = Readonly<{ uscc: string; id: string; removedOn: PlainDate; reason: string }>

async function removePerson(_root: unknown, { input }: { input: RemoveInput }, context: Ctx) {
  const { id: personId, removedOn, reason } = input
  requireNothingPersonal(reason, 'reason')
  return submit(wellFormed(input.uscc), context, 'RemovePerson', { personId, removedOn, reason })
}

async function forgetPerson(_root: unknown, { input }: { input: Forgetting }, context: Ctx): Promise<Forgotten> {
  if (context.viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  return forget({ ...input }, context.viewer, context)
}

type DataOf<T extends EnterpriseCommand['type']> = Extract<EnterpriseCommand, { type: T }>['data']

async function submit<T extends 'RecordPerson' | 'RemovePerson'>(
  uscc: Uscc,
  { viewer, services, clock, correlationId }: Ctx,
  type: T,
  data: DataOf<T>,
) {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const agency = viewer.roles.includes('ADMINISTRATOR') ? null : viewer.agency.code
  const command = { type, data, today: dayInChina(clock()), agency } as unknown as EnterpriseCommand
  const { events, revision } = await services.handler.submit(enterpriseDecider, enterpriseStream(uscc), command, {
    ...{ clock, newId: services.newId, correlationId },
    actor: { agency: viewer.agency.code, officer: viewer.officer, role: viewer.roles.join(',') },
    source: { agency: viewer.agency.code, agencyName: viewer.agency.name },
  })
  const recordIds = [...new Set(events.map((event) => recordOf(event as EnterpriseEvent).recordId))]
  return { uscc, revision, changed: events.length > 0, eventIds: events.map(({ id }) => id), recordIds }
}

function wellFormed(text: string): Uscc {
  const inspected = inspectUscc(text)
  if (inspected.kind === 'MALFORMED') throw new InvalidInput(inspected.reason, 'uscc')
  return inspected.code
}

export const personResolvers = {
  Query: { personFiles },
  Mutation: { recordPerson, removePerson, forgetPerson },
  Enterprise: { persons },
  Person: {
    masked: (_person: ToldPerson, _args: object, { viewer }: Ctx) => !may(viewer, 'person:open'),
    name: opened('NAME', ({ name }) => name),
    identityNumber: opened('IDENTITY_NUMBER', ({ identityNumber }) => identityNumber),
    phone: opened('PHONE', ({ phone }) => phone),
  },
}
