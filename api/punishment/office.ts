import type { EnterpriseFile } from '../../domain/enterprise/file.ts'
import { answersFor } from '../../domain/enterprise/person/record.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import { normalIdentityNumber } from '../../domain/kernel/identity-number.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { listingIn } from '../../domain/lists/case/basis.ts'
import { type Bar } from '../../domain/window/answer.ts'
import { barsOn } from '../../domain/window/bars-on.ts'
import type { PersonRow } from '../../projections/entities.ts'
import { findPersonEntries } from '../../projections/file/person.queries.ts'
import { type Ctx, readFiles } from './services.ts'

type OfficeArgs = { identityNumber: string; asOf?: PlainDate | null }

/** The matter of the catalogue in which persons are restricted (限制任职). */
const office = 'OFFICE'

/**
 * Whether a person is restricted from office (限制任职): not by their own record, which there is none of, but as one
 * responsible for what an enterprise was listed or punished for, recorded so or named by the decision, as long as that
 * stands. It works on the digest of the
 * number alone; nothing is opened.
 */
export async function officeCheck(_root: unknown, args: OfficeArgs, { services, clock }: Ctx) {
  const day = args.asOf ?? dayInChina(clock())
  const identityNumber = normalIdentityNumber(args.identityNumber)
  if (identityNumber.length < 5) throw new InvalidInput('证件号码的写法不对。', 'identityNumber')
  const keyId = await services.keys.find({ identityNumber, uscc: '', name: null, phone: null })
  const entries = keyId === undefined ? [] : await findPersonEntries(services.orm.em.fork(), keyId)
  const answering = entries.filter(({ person }) => person.standing === 'RECORDED')
  const files = await readFiles(
    services.store,
    answering.map(({ person }) => person.uscc),
  )
  const { measures, lists } = services.punishment.book()
  const bars = answering.flatMap(({ person, enterpriseName }) => {
    const file = files.get(person.uscc)
    if (file === undefined) return []
    return barsOn(file, office, day, measures, lists)
      .bars.filter((bar) => isOfPerson(bar, person, file))
      .map((bar) => viewOf(bar, person.uscc, enterpriseName ?? ''))
  })
  return { day, answer: bars.length > 0 ? 'BARRED' : 'CLEAR', bars }
}

function isOfPerson({ reaches, effect, ground: { section, recordId } }: Bar, person: PersonRow, file: EnterpriseFile) {
  if (reaches !== 'PERSONS' || effect !== 'BARS' || section === 'REGISTRATION') return false
  const listing = section === 'LISTING' ? listingIn(file, recordId) : undefined
  return answersFor(person.record, { section, recordId }, listing?.personIds ?? [])
}

const viewOf = (
  { name: measure, ground, clause, eventIds, since, until, agency }: Bar,
  uscc: string,
  name: string,
) => ({
  ...{ uscc, name, measure, ground: `${ground.name}：${ground.detail}`, documentNumber: ground.documentNumber },
  ...{ clause, eventIds, since, until, agencyName: agency?.name },
})
