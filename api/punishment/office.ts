import { type EnterpriseFile, fileOf } from '../../domain/enterprise/file.ts'
import { answersFor } from '../../domain/enterprise/person/record.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { normalIdentityNumber } from '../../domain/kernel/identity-number.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { listingIn } from '../../domain/lists/case/basis.ts'
import { type Bar } from '../../domain/window/answer.ts'
import { barsOn } from '../../domain/window/bars-on.ts'
import { rulesOfMatter } from '../../domain/window/rules-of-matter.ts'
import type { PersonRow } from '../../projections/entities.ts'
import { findPersonEntries } from '../../projections/file/person.queries.ts'
import { bookOf } from '../window/check.ts'
import { type Ctx, readFiles } from './services.ts'

type OfficeArgs = { identityNumber: string; asOf?: PlainDate | null; knownAt?: string | null }

/** The matter of the catalogue in which persons are restricted (限制任职). */
const office = 'OFFICE'

/**
 * Whether a person is restricted from office (限制任职): not by their own record, which there is none of, but as one
 * responsible for what an enterprise was listed or punished for, recorded so or named by the decision, as long as that
 * stands. It works on the digest of the number alone; nothing is opened. As windows, it answers with what only cautions,
 * and says by which facts and rules.
 */
export async function officeCheck(_root: unknown, args: OfficeArgs, { services, clock }: Ctx) {
  const [day, knownAt] = [args.asOf ?? dayInChina(clock()), args.knownAt ?? null]
  const identityNumber = normalIdentityNumber(args.identityNumber)
  if (identityNumber.length < 5) throw new InvalidInput('证件号码的写法不对。', 'identityNumber')
  const keyId = await services.keys.find({ identityNumber, uscc: '', name: null, phone: null })
  const entries = keyId === undefined ? [] : await findPersonEntries(services.orm.em.fork(), keyId)
  const answering = entries
    .filter(({ person }) => person.standing === 'RECORDED')
    .filter(({ person }) => knownAt === null || (person.recordedAt ?? '') <= knownAt)
  const usccs = answering.map(({ person }) => person.uscc)
  const [read, { measures, lists }] = await Promise.all([
    readFiles(services.store, usccs),
    bookOf(services.punishment, knownAt),
  ])
  const toldAt = knownAt ?? clock().toISOString()
  const files = new Map([...read].map(([uscc, file]) => [uscc, knownBy(file, knownAt)]))
  const answers = [...files].map(([uscc, file]) => [uscc, barsOn(file, office, day, measures, lists)] as const)
  const told = new Map(answers)
  const restrictions = answering.flatMap(({ person, enterpriseName }) => {
    const { uscc } = person
    const file = files.get(uscc)
    return (told.get(uscc)?.bars ?? [])
      .filter((bar) => file !== undefined && isOfPerson(bar, person, file))
      .map((bar) => viewOf(bar, uscc, enterpriseName ?? ''))
  })
  const isBarred = restrictions.some(({ effect }) => effect === 'BARS')
  return {
    ...{ day, knownAt: toldAt, bars: restrictions, position: lastPosition(files) },
    answer: isBarred ? 'BARRED' : restrictions.length > 0 ? 'CAUTION' : 'CLEAR',
    measuresVersion: rulesOfMatter(measures, office, day).edition.version,
    listVersions: [...new Set(answers.flatMap(([, { ruleVersions }]) => ruleVersions.listTypes))].sort(),
  }
}

const knownBy = (file: EnterpriseFile, knownAt: string | null): EnterpriseFile =>
  knownAt === null ? file : fileOf([...file.entries.values()].filter(({ metadata }) => metadata.recordedAt <= knownAt))

/** How far the log was read of the files concerned; null where the person stands in none. */
function lastPosition(files: ReadonlyMap<string, EnterpriseFile>): string | null {
  const facts = [...files.values()].flatMap(({ entries }) => [...entries.values()]) as readonly Partial<RecordedEvent>[]
  return facts.reduce<string | null>(
    (last, { position }) => ((position ?? '') > (last ?? '') ? (position ?? null) : last),
    null,
  )
}

function isOfPerson({ reaches, ground: { section, recordId } }: Bar, person: PersonRow, file: EnterpriseFile) {
  if (reaches !== 'PERSONS' || section === 'REGISTRATION') return false
  const listing = section === 'LISTING' ? listingIn(file, recordId) : undefined
  return answersFor(person.record, { section, recordId }, listing?.personIds ?? [])
}

const viewOf = (
  { name: measure, effect, ground, clause, note, eventIds, since, until, agency }: Bar,
  uscc: string,
  name: string,
) => ({
  ...{ uscc, name, measure, effect, ground: `${ground.name}：${ground.detail}`, documentNumber: ground.documentNumber },
  ...{ clause, note, eventIds, since, until, agencyName: agency?.name },
})
