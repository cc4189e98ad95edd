import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { entryOf, removalOf, typesOf } from '../../../domain/lists/case/landing.ts'
import type { FallGround } from '../../../domain/lists/case/events.ts'
import type { ListingCase } from '../../../domain/lists/case/state.ts'
import type { ListCatalogue } from '../../../domain/lists/catalogue/catalogue.ts'
import { type Hand, takeStep } from './steps.ts'
import { getCase, type ListWorld } from './reading.ts'

/** What a file that refuses an entry says about its case: the basis is gone, or the same entry stands already. */
const fallFor: Readonly<Record<string, FallGround>> = {
  LISTING_BASIS_UNKNOWN: 'BASIS_ANNULLED',
  LISTING_DUPLICATE: 'ALREADY_LISTED',
}

/**
 * Tells the enterprise's file what was decided (入档), and the case that the file knows. Each of the two says it once
 * however often it is told, so whoever was interrupted begins again.
 */
export async function landCase(
  services: ListWorld,
  caseId: string,
  hand: Hand,
  catalogue: ListCatalogue,
): Promise<ListingCase> {
  const known = await getCase(services.store, caseId)
  const { toLand, decision, named } = known
  if (toLand === null || decision === null) return known
  const { listingId } = decision
  const own = { ...hand, agency: named.authority.code }
  const types = typesOf(known, catalogue)
  const tell = (wish: Pick<EnterpriseCommand, 'type' | 'data'>) =>
    services.handler.submit(
      enterpriseDecider,
      enterpriseStream(named.uscc as Uscc),
      { ...wish, types, today: own.today, agency: own.agency } as EnterpriseCommand,
      hand.context,
    )
  if (toLand === 'REMOVAL') {
    await tell({ type: 'RemoveListing', data: removalOf(known) }).catch(unless('LISTING_REMOVED'))
    const landed = { type: 'RecordRemovalLanded', data: { listingId } } as const
    return (await takeStep(services, caseId, landed, own, catalogue)).known
  }
  try {
    await tell({ type: 'EnterListing', data: entryOf(known) })
  } catch (error) {
    const ground = error instanceof Refused ? fallFor[error.reason] : undefined
    if (ground === undefined) throw error
    const fallen = { type: 'LetListingFall', data: { ground } } as const
    return (await takeStep(services, caseId, fallen, own, catalogue)).known
  }
  const landed = { type: 'RecordListingLanded', data: { listingId } } as const
  return (await takeStep(services, caseId, landed, own, catalogue)).known
}

/** Somebody else told the file of the end already: then it only has to be noted. */
const unless =
  (reason: string) =>
  (error: unknown): void => {
    if (!(error instanceof Refused && error.reason === reason)) throw error
  }
