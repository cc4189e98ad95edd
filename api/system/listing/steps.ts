import { Refused } from '../../../domain/kernel/errors.ts'
import type { PlainDate } from '../../../domain/kernel/plain-date.ts'
import { listingCaseStream } from '../../../domain/lists/case/codec.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { listingCaseDecider } from '../../../domain/lists/case/decider.ts'
import { type CaseStage, stageNames } from '../../../domain/lists/case/stages.ts'
import { type ListingCase, withListingCaseEvent } from '../../../domain/lists/case/state.ts'
import type { ListCatalogue } from '../../../domain/lists/catalogue/catalogue.ts'
import type { Context as CommandContext } from '../../../domain/store/command.ts'
import { findCase, getCase, type ListWorld, worldFor } from './reading.ts'

/** On whose behalf a step is taken, and on which day. */
export type Hand = Readonly<{ today: PlainDate; agency: string | null; context: CommandContext }>

/** What became of one case: its stage, or why its rules refused the step; and why its file does not take it, where so. */
export type CaseOutcome = Readonly<{
  caseId: string
  changed: boolean
  stage: CaseStage | null
  stageName: string | null
  refusal: string | null
  message: string | null
  toLand: ListingCase['toLand']
  landingRefusal: string | null
  landingMessage: string | null
}>

/** A step that was taken: the case as it stands then, and the file's refusal where the file had to be told. */
export type Taken = Readonly<{ known: ListingCase; changed: boolean; fault?: Refused | null }>

export type Step = {
  [T in ListingCaseCommand['type']]: Pick<Extract<ListingCaseCommand, { type: T }>, 'type' | 'data'>
}[ListingCaseCommand['type']]

/** Takes one step of one case, with everything that its rules look up. */
export async function takeStep(
  services: ListWorld,
  caseId: string,
  step: Step,
  { today, agency, context }: Hand,
  catalogue: ListCatalogue,
): Promise<Taken> {
  const before = await findCase(services.store, caseId)
  const uscc = 'uscc' in step.data ? step.data.uscc : (before?.named.uscc ?? '')
  const world = await worldFor(services, uscc, today, catalogue)
  const command = { ...step, today, agency, world } as ListingCaseCommand
  const stream = listingCaseStream(caseId)
  const { events, revision } = await services.handler.submit(listingCaseDecider, stream, command, context)
  const known = events.reduce<ListingCase | undefined>((state, event) => withListingCaseEvent(state, event), before)
  const isWhole = known !== undefined && BigInt(known.said.length) === revision + 1n // Nobody else was faster.
  return { known: isWhole ? known : await getCase(services.store, caseId), changed: events.length > 0 }
}

/** What a step would come to: nothing is recorded. */
export async function tryStep(
  services: ListWorld,
  known: ListingCase,
  step: Step,
  { today, agency }: Hand,
  catalogue: ListCatalogue,
): Promise<Taken> {
  const world = await worldFor(services, known.named.uscc, today, catalogue)
  const events = listingCaseDecider.decide({ ...step, today, agency, world } as ListingCaseCommand, known)
  return { known, changed: events.length > 0 }
}

export const takenOutcome = ({ known, changed, fault }: Taken): CaseOutcome => ({
  ...{ caseId: known.named.caseId, changed, stage: known.stage, stageName: stageNames[known.stage] },
  ...{ refusal: null, message: null, toLand: known.toLand },
  ...{ landingRefusal: fault?.reason ?? null, landingMessage: fault?.message ?? null },
})

export const refusedOutcome = (caseId: string, reason: string, message: string): CaseOutcome => ({
  ...{ caseId, changed: false, stage: null, stageName: null, refusal: reason, message },
  ...{ toLand: null, landingRefusal: null, landingMessage: null },
})

/** One step of one case as it is answered: a refusal is an answer, too, where many are handled at once. */
export async function outcomeOf(caseId: string, work: () => Promise<Taken>): Promise<CaseOutcome> {
  try {
    return takenOutcome(await work())
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusedOutcome(caseId, error.reason, error.message)
  }
}

const atOnce = 8 // Streams are written by themselves; more at once only wait for the log.

/** Work on many, some at once, in the order in which they were given. */
export async function eachOf<T, R>(items: readonly T[], work: (item: T, place: number) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += atOnce) {
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map((item, n) => work(item, at + n)))))
  }
  return results
}
