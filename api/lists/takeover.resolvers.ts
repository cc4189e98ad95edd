import type { EnterpriseFile } from '../../domain/enterprise/file.ts'
import { factsOf } from '../../domain/enterprise/file.ts'
import { listingIdOf } from '../../domain/enterprise/listing/commands.ts'
import type { ListingEntered } from '../../domain/enterprise/listing/events.ts'
import type { RegistrationEvent } from '../../domain/enterprise/registration/events.ts'
import { registrationRecord } from '../../domain/enterprise/registration/record.ts'
import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { naturalId } from '../../domain/kernel/ids.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { authorityKindsOf, decidingKind } from '../../domain/lists/authority-kind.ts'
import { listOn } from '../../domain/lists/catalogue/catalogue.ts'
import { listingIn } from '../../domain/lists/case/basis.ts'
import { eachOf, outcomeOf, takeStep } from './case-desk.ts'
import { casesMax, requireMany } from './case.resolvers.ts'
import { landCase } from '../system/listing/landing.ts'
import { acting, type Acting, type Ctx, getCase, readCatalogue, readFile } from './services.ts'

type Past = {
  uscc: string
  listingId?: string | null
  listType?: string | null
  groundCode?: string | null
  groundText?: string | null
  reportYear?: number | null
  penaltyIds?: readonly string[] | null
  decisionNumber?: string | null
  enteredOn?: PlainDate | null
  termUntil?: PlainDate | null
}
type Entry = Omit<ListingEntered['data'], 'listingId'>

/** One case for each entry; the same entry taken over again is the same case. */
async function takeOverListings(_root: unknown, { input }: { input: { listings: readonly Past[] } }, ctx: Ctx) {
  const { listings } = input
  if (listings.length < 1 || listings.length > casesMax)
    throw new InvalidInput(`一次可承接1至${casesMax}条`, 'listings')
  const hand = acting(ctx)
  const { services } = ctx
  const catalogue = await readCatalogue(services)
  const kinds = authorityKindsOf(hand.authority, services.agencies.book())
  return eachOf(listings, async (past) => {
    const { uscc } = past
    const file = await readFile(services.store, uscc)
    const { authority, ...entry } = entryOf(past, file, hand)
    const listingId = listingIdOf(entry.listType, authority.code, entry.decisionNumber, entry.groundCode)
    const caseId = naturalId('listing-takeover', uscc, listingId)
    const decidedBy = listOn(catalogue, entry.listType, entry.enteredOn)?.definition.decidedBy ?? []
    const authorityKind = decidingKind(kinds, decidedBy)
    const subject = registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))
    const data = {
      ...{ ...entry, authority, caseId, uscc, subjectName: subject?.details.name ?? '', authorityKind },
      ...{ heavierFines: [], namedBy: hand.officer },
    }
    return outcomeOf(caseId, () => takeStep(services, caseId, { type: 'TakeOverListing', data }, hand, catalogue))
  })
}

/** What the file has of an entry is taken from there; of another, its document has to say everything. */
function entryOf(past: Past, file: EnterpriseFile, { authority }: Acting): Entry {
  const { uscc: _uscc, listingId, listType, groundCode, groundText, decisionNumber, enteredOn } = past
  if (listingId != null) {
    const known = listingIn(file, listingId)
    if (known === undefined) throw new NotFound(`档案中没有列入“${listingId}”。`)
    const { reportYear, penaltyIds, personIds, termUntil } = known
    return {
      ...{ listType: known.listType, groundCode: known.groundCode, groundText: known.groundText, reportYear },
      ...{ penaltyIds, personIds, decisionNumber: known.decisionNumber, enteredOn: known.enteredOn, termUntil },
      authority: known.authority,
    }
  }
  if (!listType || !groundCode || !groundText || !decisionNumber || !enteredOn) {
    throw new InvalidInput('档案中没有的列入，须写明名录、事由、文号、列入日期', 'listings')
  }
  const { reportYear = null, penaltyIds, termUntil = null } = past
  const said = { listType, groundCode, groundText, reportYear, decisionNumber, enteredOn, termUntil }
  return { ...said, penaltyIds: penaltyIds ?? [], personIds: [], authority }
}

/** The second person's comparison puts the entries into their files, or finds them there. */
async function confirmTakenOverListings(_root: unknown, { caseIds }: { caseIds: readonly string[] }, ctx: Ctx) {
  const { services } = ctx
  const hand = acting(ctx)
  const catalogue = await readCatalogue(services)
  return eachOf(requireMany(caseIds), (caseId) =>
    outcomeOf(caseId, async () => {
      const { past } = await getCase(services.store, caseId)
      const data = { listingId: past?.listingId ?? '', confirmedBy: hand.officer }
      const { changed } = await takeStep(services, caseId, { type: 'ConfirmTakeover', data }, hand, catalogue)
      return { ...(await landCase(services, caseId, hand, catalogue)), changed }
    }),
  )
}

export const takeoverResolvers = { Mutation: { takeOverListings, confirmTakenOverListings } }
