import { Refused } from '../../../domain/kernel/errors.ts'
import type { PlainDate } from '../../../domain/kernel/plain-date.ts'
import { listingCaseStream } from '../../../domain/lists/case/codec.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { listingCaseDecider } from '../../../domain/lists/case/decider.ts'
import { type CaseStage, stageNames } from '../../../domain/lists/case/stages.ts'
import { type ListingCase, withListingCaseEvent } from '../../../domain/lists/case/state.ts'
import type { ListCatalogue } from '../../../domain/lists/catalogue/catalogue.ts'
import type { Context as CommandContext } from '../../../domain/store/command.ts'
import { findCase, type ListWorld, worldFor } from './reading.ts'

/** On whose behalf a step is taken, and on which day. */
export type Hand = Readonly<{ today: PlainDate; agency: string | null; context: CommandContext }>

/** What became of one case: its stage, or why its rules refused the step. */
export type CaseOutcome = Readonly<{
  caseId: string
  changed: boolean
  stage: CaseStage | null
  stageName: string | null
  refusal: string | null
  message: string | null
}>

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
): Promise<Readonly<{ known: ListingCase; changed: boolean }>> {
  const before = await findCase(services.store, caseId)
  const uscc = 'uscc' in step.data ? step.data.uscc : (before?.named.uscc ?? '')
  const world = await worldFor(services, uscc, today, catalogue)
  const command = { ...step, today, agency, world } as ListingCaseCommand
  const { events } = await services.handler.submit(listingCaseDecider, listingCaseStream(caseId), command, context)
  const known = events.reduce<ListingCase | undefined>((state, event) => withListingCaseEvent(state, event), before)
  if (known === undefined) throw new Error(`case ${caseId} has no facts after its step`)
  return { known, changed: events.length > 0 }
}

/** One step of one case as it is answered: a refusal is an answer, too, where many are handled at once. */
export async function outcomeOf(
  caseId: string,
  work: () => Promise<Readonly<{ known: ListingCase; changed: boolean }>>,
): Promise<CaseOutcome> {
  try {
    const { known, changed } = await work()
    const { stage } = known
    return { caseId, changed, stage, stageName: stageNames[stage], refusal: null, message: null }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { caseId, changed: false, stage: null, stageName: null, refusal: error.reason, message: error.message }
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
