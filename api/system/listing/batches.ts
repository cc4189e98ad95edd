import { NotFound, Unavailable } from '../../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../../domain/kernel/event.ts'
import { dayInChina, type PlainDate } from '../../../domain/kernel/plain-date.ts'
import {
  isProposed,
  type ListBatch,
  memberNumber,
  membersOf,
  withBatchEvent,
} from '../../../domain/lists/batch/batch.ts'
import { batchDecider, batchStream, type ListBatchCommand } from '../../../domain/lists/batch/decider.ts'
import type { BatchMember, ListBatchEvent, RefusedMember } from '../../../domain/lists/batch/events.ts'
import type { ListCatalogue } from '../../../domain/lists/catalogue/catalogue.ts'
import type { ListOfficer } from '../../../domain/lists/officer.ts'
import type { Context } from '../../../domain/store/command.ts'
import { landCase } from './landing.ts'
import { decisionStep, proposalStep, returnStep } from './members.ts'
import { takeNumber } from './numbering.ts'
import { getCase, type ListWorld, readCatalogue } from './reading.ts'
import {
  type CaseOutcome,
  eachOf,
  type Hand,
  outcomeOf,
  refusedOutcome,
  type Step,
  type Taken,
  takeStep,
  tryStep,
} from './steps.ts'

export async function findBatch({ store }: Pick<ListWorld, 'store'>, batchId: string): Promise<ListBatch | undefined> {
  let batch: ListBatch | undefined
  for await (const event of store.readStream(batchStream(batchId))) {
    batch = withBatchEvent(batch, event as RecordedEvent<ListBatchEvent>)
  }
  return batch
}

export async function getBatch(world: Pick<ListWorld, 'store'>, batchId: string): Promise<ListBatch> {
  const batch = await findBatch(world, batchId)
  if (batch === undefined) throw new NotFound('没有这批列入决定。')
  return batch
}

/** Goes on wherever a batch was interrupted; one that was not stays as it is. */
export async function carryOn(world: ListWorld, batchId: string, context: Context): Promise<void> {
  await proposeMembers(world, batchId, context)
  await giveBackMembers(world, batchId, context)
  await finishBatch(world, batchId, context)
}

/** Proposes of every member what the batch says; whom its rules refuse by now is dropped before anybody decides. */
export async function proposeMembers(
  world: ListWorld,
  batchId: string,
  context: Context,
): Promise<readonly CaseOutcome[]> {
  const batch = await getBatch(world, batchId)
  const { members, leftOut, drawnUpOn } = batch.drawnUp
  if (isProposed(batch)) {
    const refused = [...leftOut, ...(batch.proposed?.dropped ?? [])]
    return [...(await asTheyStand(world, membersOf(batch))), ...refused.map(refusal)]
  }
  const hand = handOf(batch, drawnUpOn, context)
  const outcomes = await turnsOf(world, members, hand, (member) => proposalStep(batch.drawnUp, member))
  await submitOf(world, batch, context)({ type: 'RecordBatchProposed', data: { dropped: refusedOf(outcomes) } })
  return [...outcomes, ...leftOut.map(refusal)]
}

/** Gives every member's proposal back; what was proposed again since by another batch is not touched. */
export async function giveBackMembers(
  world: ListWorld,
  batchId: string,
  context: Context,
  isFirst = false, // An older batch does not say that all was given back: afterwards, it is taken for so.
): Promise<readonly CaseOutcome[]> {
  const batch = await getBatch(world, batchId)
  const { returned, givenBack, drawnUp } = batch
  if (returned === null) return []
  const members = membersOf(batch)
  const isDone = givenBack !== null || (drawnUp.proposal === null && !isFirst)
  if (isDone) return asTheyStand(world, members)
  const outcomes = await turnsOf(world, members, handOf(batch, returned.returnedOn, context), async (member) =>
    returnStep(batch, member, await getCase(world.store, member.caseId), returned),
  )
  await submitOf(world, batch, context)({ type: 'RecordBatchGivenBack', data: { refused: refusedOf(outcomes) } })
  return outcomes
}

/** Numbers a decision that was begun, and gives every member its turn, each with its file. */
export async function finishBatch(
  world: ListWorld,
  batchId: string,
  context: Context,
): Promise<readonly CaseOutcome[]> {
  const catalogue = await readCatalogue(world)
  const batch = await numbered(world, await getBatch(world, batchId), catalogue, context)
  const { decided, finished } = batch
  if (decided === null) return []
  const members = membersOf(batch)
  const hand = handOf(batch, decided.decidedOn, context)
  const landing = { ...hand, today: dayInChina(context.clock()) }
  const refused = finished?.refused ?? []
  const open = members.filter(({ caseId }) => refused.every((one) => one.caseId !== caseId))
  const outcomes = await turns(open, async (member) => {
    const { caseId } = member
    const by = { ...decided, number: memberNumber(decided.number, members, caseId) }
    const step = decisionStep(batch, member, await getCase(world.store, caseId), by)
    const { changed } = await takeStep(world, caseId, step, hand, catalogue)
    return { ...(await landCase(world, caseId, landing, catalogue)), changed }
  })
  const said = refusedOf(outcomes)
  const data = { decided: outcomes.length - said.length, refused: said }
  await submitOf(world, batch, context)({ type: 'FinishBatch', data })
  return [...outcomes, ...refused.map(refusal)]
}

async function numbered(
  world: ListWorld,
  batch: ListBatch,
  catalogue: ListCatalogue,
  context: Context,
): Promise<ListBatch> {
  const { begun, decided, drawnUp } = batch
  if (begun === null || decided !== null) return batch
  const { begunOn, decidedBy } = begun
  const { batchId: forId, listType, kind, authority } = drawnUp
  const number = await takeNumber(world, { forId, listType, kind, authority }, begunOn, catalogue, context)
  await submitOf(world, batch, context)({ type: 'DecideBatch', data: { number, decidedBy } })
  return getBatch(world, drawnUp.batchId)
}

/** Why not one member can be decided; undefined as soon as one can. Asked before a number is taken. */
export async function whyNobody(
  world: ListWorld,
  batch: ListBatch,
  decidedBy: ListOfficer,
  hand: Hand,
): Promise<readonly CaseOutcome[] | undefined> {
  const catalogue = await readCatalogue(world)
  const outcomes: CaseOutcome[] = []
  for (const member of membersOf(batch)) {
    const outcome = await outcomeOf(member.caseId, async () => {
      const known = await getCase(world.store, member.caseId)
      const step = decisionStep(batch, member, known, { number: '待编号', decidedBy })
      return tryStep(world, known, step, hand, catalogue)
    })
    if (outcome.refusal === null) return undefined
    outcomes.push(outcome)
  }
  return outcomes
}

async function turnsOf(
  world: ListWorld,
  members: readonly BatchMember[],
  hand: Hand,
  stepOf: (member: BatchMember) => Step | Promise<Step>,
): Promise<readonly CaseOutcome[]> {
  const catalogue = await readCatalogue(world)
  return turns(members, async (member) => takeStep(world, member.caseId, await stepOf(member), hand, catalogue))
}

/** Every member's turn: a fault at one holds no other up, and keeps the batch under way. */
async function turns(
  members: readonly BatchMember[],
  work: (member: BatchMember) => Promise<Taken>,
): Promise<readonly CaseOutcome[]> {
  const faults: unknown[] = []
  const outcomes = await eachOf(members, async (member) =>
    outcomeOf(member.caseId, () => work(member)).catch((error: unknown) => {
      if (error instanceof Unavailable) throw error // Nobody else would fare better.
      faults.push(error)
      return undefined
    }),
  )
  if (faults.length > 0) throw faults[0]
  return outcomes.filter((outcome) => outcome !== undefined)
}

const asTheyStand = ({ store }: ListWorld, members: readonly BatchMember[]): Promise<readonly CaseOutcome[]> =>
  eachOf(members, ({ caseId }) =>
    outcomeOf(caseId, async () => ({ known: await getCase(store, caseId), changed: false })),
  )

const refusedOf = (outcomes: readonly CaseOutcome[]): readonly RefusedMember[] =>
  outcomes.flatMap(({ caseId, refusal: reason, message }) =>
    reason === null ? [] : [{ caseId, reason, message: message ?? '' }],
  )

const refusal = ({ caseId, reason, message }: RefusedMember): CaseOutcome => refusedOutcome(caseId, reason, message)

/** The batch's own authority at work, on the day of what it goes on with. */
const handOf = ({ drawnUp }: ListBatch, today: PlainDate, context: Context): Hand => ({
  ...{ today, agency: drawnUp.authority.code, context },
})

type Wish = { [T in ListBatchCommand['type']]: Pick<Extract<ListBatchCommand, { type: T }>, 'type' | 'data'> }

const submitOf =
  ({ handler }: ListWorld, { drawnUp: { batchId, authority } }: ListBatch, context: Context) =>
  (wish: Wish[ListBatchCommand['type']]): Promise<unknown> => {
    const command = { ...wish, today: dayInChina(context.clock()), agency: authority.code } as ListBatchCommand
    return handler.submit(batchDecider, batchStream(batchId), command, context)
  }
