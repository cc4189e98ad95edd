import { InvalidInput } from '../../domain/kernel/errors.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import type { ListingCase } from '../../domain/lists/case/state.ts'
import { landCase } from '../system/listing/landing.ts'
import { takeNumber } from '../system/listing/numbering.ts'
import { type CaseOutcome, type Step, takenOutcome, takeStep, tryStep } from '../system/listing/steps.ts'
import { acting, type Ctx, getCase, readCatalogue } from './services.ts'

async function stepOfOne(ctx: Ctx, caseId: string, step: Step): Promise<CaseOutcome> {
  return takenOutcome(await takeStep(ctx.services, caseId, step, acting(ctx), await readCatalogue(ctx.services)))
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
  if (before === undefined) await tryStep(services, known, stepWith('—'), hand, catalogue)
  const { authority, listType } = known.named
  // A decision that puts an earlier one right is numbered among the corrections (异更、严更).
  const numbered = { forId: revocationId, kind: 'CORRECTION', listType, authority } as const
  const number = before ?? (await takeNumber(services, numbered, hand.today, catalogue, hand.context))
  const { changed } = await takeStep(services, caseId, stepWith(number), hand, catalogue)
  return takenOutcome({ ...(await landCase(services, caseId, hand, catalogue)), changed })
}

/** The number under which it was decided already. */
function numberOf({ said }: ListingCase, revocationId: string): string | undefined {
  for (const { type, data } of said) {
    if (type === 'ListingExitRevoked' && data.revocationId === revocationId) return data.decisionNumber
  }
  return undefined
}

export const revocationResolvers = { Mutation: { proposeExitRevocation, returnExitRevocation, revokeListingExit } }
