import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import { yearOf } from '../../domain/kernel/plain-date.ts'
import { authorityMarkOf } from '../../domain/lists/authority-kind.ts'
import type { ListingCaseCommand } from '../../domain/lists/case/commands.ts'
import { listingCaseDecider } from '../../domain/lists/case/decider.ts'
import { stageNames } from '../../domain/lists/case/stages.ts'
import type { ListingCase } from '../../domain/lists/case/state.ts'
import { type ListCatalogue, requireList } from '../../domain/lists/catalogue/catalogue.ts'
import { numberDecider, numberStream, wordOf } from '../../domain/lists/numbers/decider.ts'
import { type CaseOutcome, type Step, takeStep } from './case-desk.ts'
import { landCase } from './landing.ts'
import { acting, type Acting, type Ctx, getCase, type ListServices, readCatalogue, worldFor } from './services.ts'

const outcomeOf = ({ named, stage }: ListingCase, changed: boolean): CaseOutcome => ({
  ...{ caseId: named.caseId, changed, stage, stageName: stageNames[stage], refusal: null, message: null },
})

async function stepOfOne(ctx: Ctx, caseId: string, step: Step): Promise<CaseOutcome> {
  const { known, changed } = await takeStep(ctx.services, caseId, step, acting(ctx), await readCatalogue(ctx.services))
  return outcomeOf(known, changed)
}

type ProposalInput = { requestId: string; caseId: string; findings: string; months?: number | null }
function proposeExitRevocation(_root: unknown, { input }: { input: ProposalInput }, ctx: Ctx) {
  const { requestId: revocationId, caseId, findings, months = null } = input
  if (!isUlid(revocationId)) throw new InvalidInput('请求编号应为 ULID', 'requestId')
  const data = { revocationId, findings, months, proposedBy: acting(ctx).officer }
  return stepOfOne(ctx, caseId, { type: 'ProposeExitRevocation', data })
}

type ReturnArgs = { caseId: string; revocationId: string; reason: string }
const returnExitRevocation = (_root: unknown, { caseId, ...returned }: ReturnArgs, ctx: Ctx) =>
  stepOfOne(ctx, caseId, { type: 'ReturnExitRevocation', data: { ...returned, returnedBy: acting(ctx).officer } })

type RevokeArgs = { caseId: string; revocationId: string }
/** The rules first, then the number, then the decision and the file: who may not decide takes no number. */
async function revokeListingExit(_root: unknown, { caseId, revocationId }: RevokeArgs, ctx: Ctx): Promise<CaseOutcome> {
  const { services } = ctx
  const hand = acting(ctx)
  const catalogue = await readCatalogue(services)
  const known = await getCase(services.store, caseId)
  const stepWith = (decisionNumber: string): Step => {
    return { type: 'RevokeExit', data: { revocationId, decisionNumber, decidedBy: hand.officer } }
  }
  const before = numberOf(known, revocationId)
  if (before === undefined) {
    const world = await worldFor(services, known.named.uscc, hand.today, catalogue)
    const asked = { ...stepWith('—'), today: hand.today, agency: hand.agency, world } as ListingCaseCommand
    listingCaseDecider.decide(asked, known)
  }
  const number = before ?? (await takeNumber(services, known, revocationId, catalogue, hand))
  const { changed } = await takeStep(services, caseId, stepWith(number), hand, catalogue)
  return outcomeOf(await landCase(services, caseId, hand, catalogue), changed)
}

/** The number under which it was decided already. */
function numberOf({ said }: ListingCase, revocationId: string): string | undefined {
  for (const { type, data } of said) {
    if (type === 'ListingExitRevoked' && data.revocationId === revocationId) return data.decisionNumber
  }
  return undefined
}

/** A decision that puts an earlier one right is numbered among the corrections (异更、严更). */
async function takeNumber(
  { store, handler }: ListServices,
  { named: { authority, listType } }: ListingCase,
  forId: string,
  catalogue: ListCatalogue,
  { today, context }: Acting,
): Promise<string> {
  const { numbers, name } = requireList(catalogue, listType, today).definition
  if (numbers === null) throw new NotFound(`“${name}”不在此决定。`)
  const kind = 'CORRECTION'
  const stream = numberStream({ authorityCode: authority.code, listType, kind, year: yearOf(today) })
  const data = { forId, mark: authorityMarkOf(authority.name), word: wordOf(numbers, kind) }
  const command = { type: 'TakeListNumber', data, today, agency: authority.code } as const
  await handler.submit(numberDecider, stream, command, context)
  for await (const { data: taken } of store.readStream(stream)) {
    const { forId: of, number } = taken as Readonly<{ forId: string; number: string }>
    if (of === forId) return number
  }
  throw new NotFound('没有编到文号。')
}

export const revocationResolvers = { Mutation: { proposeExitRevocation, returnExitRevocation, revokeListingExit } }
