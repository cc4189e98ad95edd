import { setImmediate as nextTurn } from 'node:timers/promises'
import { effectiveFacts, type FileFact } from '../../domain/enterprise/facts.ts'
import { type EnterpriseFile, factsOf, fileOf } from '../../domain/enterprise/file.ts'
import type { RegistrationEvent, RegistrationStatus } from '../../domain/enterprise/registration/events.ts'
import { registrationRecord, registrationStatusOn } from '../../domain/enterprise/registration/record.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { WindowAnswer } from '../../domain/window/answer.ts'
import { barsOn, together } from '../../domain/window/bars-on.ts'
import { rulesOfMatter } from '../../domain/window/rules-of-matter.ts'
import type { PunishmentBook } from '../system/punishment-rules.ts'
import { type FoundFile, type Match, type Matched, matchFiles } from './matching.ts'
import type { Ctx } from './services.ts'

/** From where it is asked: a legal day, an instant of knowledge, and a revision of the file that somebody has seen. */
export type Vantage = Readonly<{ asOf?: PlainDate | null; knownAt?: string | null; revision?: bigint | null }>
export type ChecksArgs = Vantage & Readonly<{ numbers: readonly string[]; matter: string }>

/** Why a match is to be confirmed by a person (存疑). */
export const doubtOf: Readonly<Partial<Record<Match, string>>> = {
  NAME: '仅凭名称匹配，请核对代码',
  FORMER_NAME: '仅凭曾用名匹配，请核对代码',
  DOUBTFUL: '可能是几户之一，须人工确认',
}

/** One answer, and of which file in which state it is. */
export type Check = Omit<Matched, 'files'> &
  Readonly<{
    matter: string
    day: PlainDate
    knownAt: string // The instant of the answer.
    uscc: string | null
    name: string | null
    formerNames: readonly string[]
    formerUsccs: readonly string[] // Whose files were read together with it.
    status: RegistrationStatus | null
    statusSince: PlainDate | null
    told: WindowAnswer | null // null where no single file was found.
    revision: bigint | null
    position: string | null
  }>

export const numbersMax = 5_000
const filesPerTurn = 200 // Others' requests are answered in between.
const askedMax = 500

export async function checksOf(
  { numbers, matter, ...vantage }: ChecksArgs,
  { services, clock }: Ctx,
): Promise<readonly Check[]> {
  const { asOf, knownAt = null, revision = null } = vantage
  const day = asOf ?? dayInChina(clock())
  for (const number of numbers) requireReadable(number)
  const [book, found] = await Promise.all([
    bookOf(services.punishment, knownAt),
    matchFiles(services.lookups, services.store, numbers),
  ])
  const toldAt = knownAt ?? clock().toISOString()
  rulesOfMatter(book.measures, matter, day) // An unknown matter is refused, whoever is asked about.
  const checks: Check[] = []
  for (const [place, one] of found.entries()) {
    if (place > 0 && place % filesPerTurn === 0) await nextTurn()
    checks.push({ ...checkOf(one, { matter, day, knownAt, revision }, book), knownAt: toldAt })
  }
  return checks
}

/** Neither PostgreSQL nor any register has a place for what stands here. */
function requireReadable(number: string): void {
  const fault = unreadable(number)
  if (fault !== null) throw new InvalidInput(fault, 'number')
}

export function unreadable(text: string): string | null {
  if (/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/.test(text)) return '号码或者名称含有无法识别的字符'
  return text.length > askedMax ? `号码或者名称超过${askedMax}个字` : null
}

export const bookOf = (rules: Ctx['services']['punishment'], knownAt: string | null): Promise<PunishmentBook> =>
  knownAt === null ? rules.current() : rules.knownAt(knownAt)

type Seen = Readonly<{ matter: string; day: PlainDate; knownAt: string | null; revision: bigint | null }>

/** Corrections stay among the facts, so that whoever is clear can be told of an entry that was put right. */
function checkOf(
  { files, ...matched }: Matched,
  { matter, day, knownAt, revision }: Seen,
  book: PunishmentBook,
): Omit<Check, 'knownAt'> {
  const asked = { matter, day }
  const known = files.map(({ uscc, facts }, place) => ({
    uscc,
    facts: knownBy(facts, knownAt, place === 0 ? revision : null),
  }))
  const [own, ...formers] = known.filter(({ facts }) => facts.length > 0)
  const file = own && fileOf(own.facts)
  const subject = file && subjectOf(file, day)
  if (own === undefined || file === undefined || subject === undefined) {
    const match = matched.match === 'DOUBTFUL' ? matched.match : ('NOT_FOUND' as const)
    return { ...matched, ...asked, match, ...nobody }
  }
  const answers = [file, ...formers.map(({ facts }) => fileOf(facts))].map((one) =>
    barsOn(one, matter, day, book.measures, book.lists),
  )
  const last = own.facts.at(-1) as (FileFact & RecordedEvent) | undefined
  const positions = [own, ...formers].map(
    ({ facts }) => (facts.at(-1) as (FileFact & RecordedEvent) | undefined)?.position,
  )
  const position =
    positions
      .filter((one) => one !== undefined)
      .sort()
      .at(-1) ?? null
  const formerUsccs = formers.map(({ uscc }) => uscc)
  return {
    ...matched,
    ...asked,
    ...subject,
    formerUsccs,
    told: together(answers),
    revision: last?.revision ?? null,
    position,
  }
}

const nobody = {
  ...{ uscc: null, name: null, formerNames: [], formerUsccs: [], status: null, statusSince: null },
  ...{ told: null, revision: null, position: null },
}

function knownBy(facts: FoundFile['facts'], knownAt: string | null, revision: bigint | null): FoundFile['facts'] {
  if (knownAt === null && revision === null) return facts
  return facts.filter(
    (fact) =>
      (knownAt === null || fact.metadata.recordedAt <= knownAt) && (revision === null || fact.revision <= revision),
  )
}

/** The name as it now is, by which the subject is recognised; the registration state as it was on the day. */
function subjectOf(file: EnterpriseFile, day: PlainDate) {
  const record = registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))
  if (record === undefined) return undefined
  const facts = file.records.get('REGISTRATION/') ?? []
  const then = registrationRecord(effectiveFacts<RegistrationEvent>(facts, { asOf: day }))
  return {
    ...{ uscc: record.uscc, name: record.details.name, formerNames: record.formerNames },
    status: then ? registrationStatusOn(then, day) : null,
    statusSince: then?.statusSince ?? null,
  }
}
