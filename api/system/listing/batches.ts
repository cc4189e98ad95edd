import { NotFound } from '../../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../../domain/kernel/event.ts'
import { dayInChina, yearOf } from '../../../domain/kernel/plain-date.ts'
import { authorityMarkOf } from '../../../domain/lists/authority-kind.ts'
import { batchDecider, batchStream, type ListBatch, memberNumber } from '../../../domain/lists/batch/decider.ts'
import type { ListBatchEvent, RefusedMember } from '../../../domain/lists/batch/events.ts'
import { type ListCatalogue, requireList } from '../../../domain/lists/catalogue/catalogue.ts'
import { numberDecider, numberStream, wordOf } from '../../../domain/lists/numbers/decider.ts'
import type { Context as CommandContext } from '../../../domain/store/command.ts'
import { findUnfinishedBatches, findUnlanded } from '../../../projections/lists/lists.queries.ts'
import { landCase } from './landing.ts'
import { getCase, type ListWorld, readCatalogue } from './reading.ts'
import { type CaseOutcome, eachOf, type Hand, outcomeOf, type Step, takeStep } from './steps.ts'

export async function getBatch({ store }: Pick<ListWorld, 'store'>, batchId: string): Promise<ListBatch> {
  let batch: ListBatch | undefined
  for await (const event of store.readStream(batchStream(batchId))) {
    batch = batchDecider.evolve(batch, event as RecordedEvent<ListBatchEvent>)
  }
  if (batch === undefined) throw new NotFound('没有这批列入决定。')
  return batch
}

export async function takeNumber(
  services: ListWorld,
  { drawnUp }: ListBatch,
  catalogue: ListCatalogue,
  context: CommandContext,
): Promise<string> {
  const { batchId, listType, kind, authority } = drawnUp
  const today = dayInChina(context.clock())
  const { numbers, name } = requireList(catalogue, listType, today).definition
  if (numbers === null) throw new NotFound(`“${name}”不在此决定。`)
  const stream = numberStream({ authorityCode: authority.code, listType, kind, year: yearOf(today) })
  const data = { forId: batchId, mark: authorityMarkOf(authority.name), word: wordOf(numbers, kind) }
  await services.handler.submit(
    numberDecider,
    stream,
    { type: 'TakeListNumber', data, today, agency: authority.code },
    context,
  )
  for await (const { data: taken } of services.store.readStream(stream)) {
    const { forId, number } = taken as Readonly<{ forId: string; number: string }>
    if (forId === batchId) return number
  }
  throw new NotFound('没有编到文号。')
}

/** Gives every member of a decided batch its turn; begun again after an interruption, it goes on where it stood. */
export async function finishBatch(
  services: ListWorld,
  batchId: string,
  context: CommandContext,
): Promise<readonly CaseOutcome[]> {
  const batch = await getBatch(services, batchId)
  const { drawnUp, decided, finished } = batch
  if (decided === null) return []
  const { members, authority } = drawnUp
  const catalogue = await readCatalogue(services)
  const hand: Hand = { today: decided.decidedOn, agency: authority.code, context }
  const landing: Hand = { ...hand, today: dayInChina(context.clock()) }
  const open = finished
    ? members.filter(({ caseId }) => finished.refused.every((one) => one.caseId !== caseId))
    : members
  const outcomes = await eachOf(open, ({ caseId }) =>
    outcomeOf(caseId, async () => {
      const { changed } = await takeStep(services, caseId, await decisionFor(services, batch, caseId), hand, catalogue)
      return { ...(await landCase(services, caseId, landing, catalogue)), changed }
    }),
  )
  const refused = outcomes.flatMap(({ caseId, refusal, message }): RefusedMember[] =>
    refusal === null ? [] : [{ caseId, reason: refusal, message: message ?? '' }],
  )
  const data = { decided: outcomes.length - refused.length, refused }
  const command = { type: 'FinishBatch', data, ...{ today: landing.today, agency: authority.code } } as const
  await services.handler.submit(batchDecider, batchStream(batchId), command, context)
  return outcomes
}

async function decisionFor({ store }: ListWorld, { drawnUp, decided }: ListBatch, caseId: string): Promise<Step> {
  const { batchId, members, kind, drawnUpBy } = drawnUp
  const decisionNumber = memberNumber(decided?.number ?? '', members, caseId)
  const by = { decisionNumber, decidedBy: decided?.decidedBy ?? drawnUpBy }
  if (kind === 'ENTRY') return { type: 'DecideListing', data: { decisionId: batchId, ...by } }
  const { exitId } = await getCase(store, caseId)
  return { type: 'DecideExit', data: { exitId: exitId ?? batchId, ...by } }
}

const unlandedMax = 10_000

/** What was decided and interrupted before every file knew (补办入档): taken up again when the program starts. */
export async function finishLeftOver(services: ListWorld, context: CommandContext): Promise<number> {
  let done = 0
  for (const batchId of await findUnfinishedBatches(services.pool)) {
    done += (await finishBatch(services, batchId, context)).length
  }
  const catalogue = await readCatalogue(services)
  const hand: Hand = { today: dayInChina(context.clock()), agency: null, context }
  for (const caseId of await findUnlanded(services.pool, unlandedMax)) {
    await landCase(services, caseId, hand, catalogue)
    done++
  }
  return done
}
