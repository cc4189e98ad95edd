import type { EntityManager } from '@mikro-orm/postgresql'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import type { ForgettingGround } from '../../domain/enterprise/person/events.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { InvalidInput, NotFound, Unavailable } from '../../domain/kernel/errors.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { Sealed, SealedKind } from '../../domain/kernel/sealed.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { findForgottenKeys, findPersonEntries } from '../../projections/file/person.queries.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import type { Viewer } from '../auth/viewer.ts'
import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import { NotGenuine } from '../system/keys/cipher.ts'
import type { PersonKey } from '../system/keys/person-key.ts'
import type { PersonKeys } from '../system/keys/person-keys.ts'
import { requireNothingPersonal } from './personal.ts'
import type { PersonServices } from './services.ts'

type Ctx = Context<EnterpriseServices & PersonServices>
type Officer = Extract<Viewer, { kind: 'OFFICER' }>
export type Forgetting = Readonly<{ personId: string; ground: ForgettingGround; reason: string }>
export type Forgotten = Readonly<{ personId: string; destroyed: boolean; uscc: readonly string[] }>

const toldMs = 10_000

/**
 * Destroys a person's key first and records it in every file afterwards: cut short in between, nothing can be opened any
 * more, and asking again records the rest.
 */
export async function forget(forgetting: Forgetting, officer: Officer, context: Ctx): Promise<Forgotten> {
  const { services } = context
  const { personId } = forgetting
  await requireReason(forgetting, services)
  const verdict = await services.keys.destroy(personId, `${officer.agency.code}/${officer.officer}`)
  if (verdict === 'UNKNOWN') throw new NotFound('没有这个人员编号。')
  const usccs: string[] = []
  for (const uscc of await filesOf(personId, services)) {
    if (await recordForgotten(uscc, forgetting, officer, context)) usccs.push(uscc)
  }
  return { personId, destroyed: verdict === 'DESTROYED', uscc: usccs }
}

/** The reason stays in the log for ever, so it may hold nothing of what is being forgotten. */
async function requireReason({ personId, reason }: Forgetting, services: EnterpriseServices & PersonServices) {
  if (reason.trim() === '') throw new InvalidInput('请写明销毁的原因。', 'reason')
  requireNothingPersonal(reason, 'reason')
  const key = await services.personKey(personId)
  const entries = key === undefined ? [] : await findPersonEntries(services.orm.em.fork(), personId)
  for (const { person } of entries) {
    const { name, phone, identityNumber } = person.record
    const said = [readable(key, 'NAME', name), readable(key, 'PHONE', phone)]
    if ([...said, readable(key, 'IDENTITY_NUMBER', identityNumber)].some((value) => value && reason.includes(value))) {
      throw new InvalidInput('原因将永久留存，不得写入要销毁的姓名、号码或者电话。', 'reason')
    }
  }
}

/** The value, where it can be read at all: one that was tampered with keeps nobody from being forgotten. */
function readable(key: PersonKey | undefined, kind: SealedKind, sealed: Sealed | null): string | undefined {
  if (key === undefined || sealed === null) return undefined
  try {
    return key.open(kind, sealed)
  } catch (error) {
    if (error instanceof NotGenuine) return undefined
    throw error
  }
}

/** Every file in which the person stands, those of events recorded a moment ago included. */
async function filesOf(personId: string, { store, pool, orm }: EnterpriseServices): Promise<ReadonlySet<string>> {
  const head = await store.head()
  if (head !== undefined && !(await waitUntilTold(pool, head, toldMs))) {
    throw new Unavailable('密钥已经销毁，但读取尚未跟上，没能在各户档案里全部记下；请再办一次。')
  }
  const entries = await findPersonEntries(orm.em.fork(), personId)
  return new Set(entries.map(({ person }) => person.uscc))
}

async function recordForgotten(
  uscc: string,
  { personId, ground, reason }: Forgetting,
  { agency, officer, roles }: Officer,
  { services, clock, correlationId }: Ctx,
): Promise<boolean> {
  const today = dayInChina(clock())
  const data = { keyId: personId, forgottenOn: today, ground, reason }
  const command = { type: 'ForgetPerson', data, today, agency: null } as const // A person's right reaches every file.
  const { events } = await services.handler.submit(enterpriseDecider, enterpriseStream(uscc as Uscc), command, {
    ...{ clock, newId: services.newId, correlationId },
    actor: { agency: agency.code, officer, role: roles.join(',') },
    source: { agency: agency.code, agencyName: agency.name },
  })
  return events.length > 0
}

/** A backup of the keys that is restored must not bring back whom the log says is forgotten. */
export const forgetAgain = async (em: EntityManager, keys: PersonKeys): Promise<number> =>
  keys.destroyAgain(await findForgottenKeys(em))
