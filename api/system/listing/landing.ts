import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import type { FallGround } from '../../../domain/lists/case/events.ts'
import type { ListingCase } from '../../../domain/lists/case/state.ts'
import { isNothingToRemove, tellingOf } from '../../../domain/lists/case/telling.ts'
import type { ListCatalogue } from '../../../domain/lists/catalogue/catalogue.ts'
import { getCase, type ListWorld } from './reading.ts'
import { type Hand, takeStep } from './steps.ts'

/** What a file that refuses an entry says about its case: the basis is gone, or the same entry stands already. */
const fallFor: Readonly<Record<string, FallGround>> = {
  LISTING_BASIS_UNKNOWN: 'BASIS_ANNULLED',
  LISTING_DUPLICATE: 'ALREADY_LISTED',
}

/** The case as it stands then; with the file's refusal where the file does not take what was decided (未能入档). */
export type Landed = Readonly<{ known: ListingCase; fault: Refused | null }>

/**
 * Tells the enterprise's file what was decided (入档), and the case that the file knows. Each of the two says it once
 * however often it is told, so whoever was interrupted begins again. What the file refuses stays decided and to be landed:
 * it is for two persons to cancel it.
 */
export async function landCase(
  services: ListWorld,
  caseId: string,
  hand: Hand,
  catalogue: ListCatalogue,
): Promise<Landed> {
  const known = await getCase(services.store, caseId)
  try {
    return { known: await tellFile(services, known, hand, catalogue), fault: null }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { known: await getCase(services.store, caseId), fault: error }
  }
}

async function tellFile(
  services: ListWorld,
  known: ListingCase,
  hand: Hand,
  catalogue: ListCatalogue,
): Promise<ListingCase> {
  const telling = tellingOf(known, catalogue, hand.today)
  const { decision, named } = known
  if (telling === undefined || decision === null) return known
  const { listingId } = decision
  const own = { ...hand, agency: named.authority.code }
  try {
    await services.handler.submit(enterpriseDecider, enterpriseStream(named.uscc as Uscc), telling, hand.context)
  } catch (error) {
    if (telling.type === 'EnterListing') return letFall(services, known, own, catalogue, error)
    if (!isNothingToRemove(error)) throw error // Where nothing stands any more, that only has to be noted.
  }
  const type = telling.type === 'EnterListing' ? 'RecordListingLanded' : 'RecordRemovalLanded'
  return (await takeStep(services, named.caseId, { type, data: { listingId } }, own, catalogue)).known
}

/** An entry that the file refuses falls with its basis; where its basis stands, the file's refusal does. */
async function letFall(
  services: ListWorld,
  { named: { caseId } }: ListingCase,
  hand: Hand,
  catalogue: ListCatalogue,
  refusal: unknown,
): Promise<ListingCase> {
  const ground = refusal instanceof Refused ? fallFor[refusal.reason] : undefined
  if (ground === undefined) throw refusal
  try {
    return (await takeStep(services, caseId, { type: 'LetListingFall', data: { ground } }, hand, catalogue)).known
  } catch (error) {
    throw error instanceof Refused ? refusal : error
  }
}
