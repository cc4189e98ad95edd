import { catalogueOf } from '../../domain/draw/items/catalogue.ts'
import { itemCodec } from '../../domain/draw/items/codec.ts'
import { itemStream } from '../../domain/draw/items/decider.ts'
import type { ItemEvent } from '../../domain/draw/items/events.ts'
import { planCodec } from '../../domain/draw/plan/codec.ts'
import { planPrefix } from '../../domain/draw/plan/decider.ts'
import type { PlanEvent } from '../../domain/draw/plan/events.ts'
import { planOf } from '../../domain/draw/plan/plan.ts'
import { inspectorCodec } from '../../domain/inspectors/codec.ts'
import { inspectorPrefix } from '../../domain/inspectors/decider.ts'
import type { InspectorEvent } from '../../domain/inspectors/events.ts'
import { inspectorOf } from '../../domain/inspectors/inspector.ts'
import type { Json } from '../../domain/kernel/event.ts'
import { defineStreamProjection } from '../stream-projection.ts'

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }))
const record = { name: 'record', type: 'json' }

/** The list of items, a row for each version, and the special libraries (随机抽查事项清单、专项库). */
export const itemProjection = defineStreamProjection<ItemEvent>({
  ...{ name: 'inspection_item', version: 1, prefix: itemStream, types: itemCodec.types as ItemEvent['type'][] },
  columns: [...text('kind', 'code'), { name: 'version', type: 'integer' }, record],
  *tell(_stream, events) {
    const { items, libraries } = catalogueOf(events)
    for (const [code, versions] of Object.entries(items))
      for (const item of versions) {
        const { version } = item
        yield { key: `${code}@${version}`, row: { kind: 'ITEM', code, version, record: item as Json } }
      }
    for (const [name, library] of Object.entries(libraries)) {
      const { version } = library
      yield { key: `library:${name}`, row: { kind: 'LIBRARY', code: name, version, record: library as Json } }
    }
  },
})

/** The directory of inspectors (执法检查人员名录库). Who may be drawn is a question of the day, answered by its reader. */
export const inspectorProjection = defineStreamProjection<InspectorEvent>({
  ...{
    name: 'inspector',
    version: 1,
    prefix: inspectorPrefix,
    types: inspectorCodec.types as InspectorEvent['type'][],
  },
  columns: [...text('inspector_id', 'account', 'agency'), record],
  *tell(_stream, events) {
    const inspector = inspectorOf(events)
    if (inspector === undefined) return
    const { inspectorId, account, agency } = inspector
    yield { key: '', row: { inspector_id: inspectorId, account, agency, record: inspector as unknown as Json } }
  },
})

/** Annual plans with their tasks (年度抽查工作计划). */
export const planProjection = defineStreamProjection<PlanEvent>({
  ...{ name: 'inspection_plan', version: 1, prefix: planPrefix, types: planCodec.types as PlanEvent['type'][] },
  columns: [...text('plan_id', 'agency'), { name: 'year', type: 'integer' }, ...text('published_on'), record],
  *tell(_stream, events) {
    const plan = planOf(events)
    if (plan === undefined) return
    const { planId, agency, year, publishedOn } = plan
    yield {
      key: '',
      row: { plan_id: planId, agency, year, published_on: publishedOn, record: plan as unknown as Json },
    }
  },
})
