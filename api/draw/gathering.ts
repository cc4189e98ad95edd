import type { ItemCatalogue } from '../../domain/draw/items/catalogue.ts'
import { librariesNamed, requireInForce } from '../../domain/draw/items/catalogue.ts'
import { itemDecider, itemStream } from '../../domain/draw/items/decider.ts'
import { gatherObjects } from '../../domain/draw/plan/gather.ts'
import { planDecider, planStream, taskIn } from '../../domain/draw/plan/decider.ts'
import { needsOf } from '../../domain/draw/plan/team-needs.ts'
import type { Plan, PlannedTask } from '../../domain/draw/plan/plan.ts'
import { scopeWithin } from '../../domain/draw/plan/scope.ts'
import { inspectorDirectory } from '../../domain/draw/round/inspector-directory.ts'
import { inspectorStream } from '../../domain/inspectors/decider.ts'
import type { InspectorEvent } from '../../domain/inspectors/events.ts'
import { type Inspector, inspectorOf } from '../../domain/inspectors/inspector.ts'
import { NotFound } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { findInspectors } from '../../projections/draw/draw.queries.ts'
import { objectRows } from '../../projections/draw/object-rows.ts'
import { type DrawServices, readState } from './services.ts'

export const readCatalogue = ({ store }: DrawServices): Promise<ItemCatalogue> =>
  readState(store, itemDecider, itemStream)

/** A task and its plan as they now stand in the log. */
export async function readTask(
  { store }: DrawServices,
  planId: string,
  taskId: string,
): Promise<{ plan: Plan; task: PlannedTask }> {
  const plan = await readState(store, planDecider, planStream(planId))
  if (plan === undefined) throw new NotFound('没有这个年度抽查计划。')
  return { plan, task: taskIn(plan, taskId) }
}

/** Officers as the log has them now, whatever their rows say yet. */
export async function readInspectors(
  { store }: DrawServices,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Inspector>> {
  const streams = await store.readStreams(ids.map(inspectorStream))
  const found = new Map<string, Inspector>()
  for (const events of streams.values()) {
    const inspector = inspectorOf(events as readonly RecordedEvent<InspectorEvent>[])
    if (inspector) found.set(inspector.inspectorId, inspector)
  }
  return found
}

/** The directories of a task as they would be frozen now, and what was gathered on the way. */
export async function gather(services: DrawServices, task: PlannedTask, salt: string, day: PlainDate) {
  const catalogue = await readCatalogue(services)
  const items = requireInForce(catalogue, task.matters, day)
  const scope = scopeWithin(task.scope, items)
  const libraries = librariesNamed(catalogue, scope.libraries)
  const { limits, caps, stratifyBy } = task
  if (stratifyBy.includes('CREDIT_CLASS') || scope.classes.length > 0) await services.freshProfiles()
  const gathering = gatherObjects({ scope, libraries, limits, caps, stratifyBy, salt, day })
  const question = {
    day,
    licences: scope.licences.length > 0 || libraries.some(({ licences }) => licences.length > 0),
    tags: scope.tags.length > 0,
    visits: Object.values({ ...limits, ...caps }).some((limit) => limit !== null),
  }
  let position: string | null = null
  for await (const row of objectRows(services.pool, question, (at) => (position = at))) gathering.see(row)
  const gathered = gathering.end()
  const agencies = task.teams.map(({ agency }) => agency)
  const known = await findInspectors(services.pool, agencies)
  const fresh = await readInspectors(
    services,
    known.map(({ inspectorId }) => inspectorId),
  )
  const needOf = needsOf(task.teams, items, task.matters)
  const sent = inspectorDirectory([...fresh.values()], needOf, agencies, day, gathered.objects)
  const directories = {
    ...{ 'objects.tsv': gathered.objects, 'inspectors.tsv': sent.inspectors, 'conflicts.tsv': sent.conflicts },
  }
  return { directories, gathered, sent, catalogue, inspectors: [...fresh.values()], position }
}
