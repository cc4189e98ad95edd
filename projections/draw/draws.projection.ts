import { drawCodec } from '../../domain/draw/round/codec.ts'
import { drawPrefix } from '../../domain/draw/round/decider.ts'
import { drawOf, stageOf } from '../../domain/draw/round/draw.ts'
import type { DrawEvent } from '../../domain/draw/round/events.ts'
import { visitCodec } from '../../domain/draw/visit/codec.ts'
import { visitPrefix } from '../../domain/draw/visit/decider.ts'
import type { VisitEvent } from '../../domain/draw/visit/events.ts'
import { partStageOf, visitOf } from '../../domain/draw/visit/visit.ts'
import type { Json } from '../../domain/kernel/event.ts'
import { defineStreamProjection } from '../stream-projection.ts'

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }))
const json = (...names: string[]) => names.map((name) => ({ name, type: 'json' }))
const boolean = (...names: string[]) => names.map((name) => ({ name, type: 'boolean' }))

/** Draws (抽取). */
export const drawProjection = defineStreamProjection<DrawEvent>({
  ...{ name: 'draw', version: 1, prefix: drawPrefix, types: drawCodec.types as DrawEvent['type'][] },
  columns: [...text('draw_id', 'plan_id', 'task_id', 'agency', 'stage'), ...json('record')],
  *tell(_stream, events) {
    const draw = drawOf(events)
    if (draw === undefined) return
    const { drawId, planId, taskId, agency } = draw.planned
    const own = { draw_id: drawId, plan_id: planId, task_id: taskId, agency }
    yield { key: '', row: { ...own, stage: stageOf(draw), record: draw as unknown as Json } }
  },
})

const types = visitCodec.types as VisitEvent['type'][]

/** Visits (入企检查), one to each drawn enterprise. */
export const visitProjection = defineStreamProjection<VisitEvent>({
  ...{ name: 'visit', version: 1, prefix: visitPrefix, types },
  columns: [
    ...text('visit_id', 'draw_id', 'uscc', 'dispatched_on'),
    ...boolean('cancelled', 'filed'),
    ...json('record'),
  ],
  *tell(_stream, events) {
    const visit = visitOf(events)
    if (visit === undefined) return
    const { visitId, drawId, uscc, dispatchedOn } = visit.dispatched
    const filed = visit.results.some(({ inspectionId }) => inspectionId !== null)
    const own = { visit_id: visitId, draw_id: drawId, uscc, dispatched_on: dispatchedOn }
    yield { key: '', row: { ...own, cancelled: visit.cancelled !== null, filed, record: visit as unknown as Json } }
  },
})

/** Each agency's part of a visit, from its task to its published result (检查结果录入、审核、公示). */
export const visitPartProjection = defineStreamProjection<VisitEvent>({
  ...{ name: 'visit_part', version: 2, prefix: visitPrefix, types },
  columns: [...text('visit_id', 'draw_id', 'uscc', 'agency', 'stage', 'due_on', 'inspected_on'), ...json('result')],
  *tell(_stream, events) {
    const visit = visitOf(events)
    if (visit === undefined) return
    const { visitId, drawId, uscc, dueOn } = visit.dispatched
    for (const { authority } of visit.teams) {
      const agency = authority.code
      const result = visit.results.find((one) => one.agency === agency)
      const own = { visit_id: visitId, draw_id: drawId, uscc, agency, stage: partStageOf(visit, agency), due_on: dueOn }
      const inspectedOn = result?.inspectedOn ?? null
      yield { key: agency, row: { ...own, inspected_on: inspectedOn, result: (result ?? null) as Json } }
    }
  },
})

/** What lies in each inspector's task box (执法人员任务箱). */
export const visitTaskProjection = defineStreamProjection<VisitEvent>({
  ...{ name: 'visit_task', version: 1, prefix: visitPrefix, types },
  columns: text('visit_id', 'draw_id', 'uscc', 'agency', 'inspector_id', 'account', 'stage', 'due_on'),
  *tell(_stream, events) {
    const visit = visitOf(events)
    if (visit === undefined) return
    const { visitId, drawId, uscc, dueOn } = visit.dispatched
    for (const { authority, inspectors } of visit.teams) {
      const agency = authority.code
      const own = { visit_id: visitId, draw_id: drawId, uscc, agency, stage: partStageOf(visit, agency), due_on: dueOn }
      for (const { inspectorId, account } of inspectors)
        yield { key: `${agency}/${inspectorId}`, row: { ...own, inspector_id: inspectorId, account } }
    }
  },
})

/** Leads for the officer of the lists (线索). */
export const leadProjection = defineStreamProjection<VisitEvent>({
  ...{ name: 'lead', version: 1, prefix: visitPrefix, types },
  columns: [
    ...text('lead_id', 'visit_id', 'uscc', 'name', 'agency', 'ground', 'opened_on', 'closed_on'),
    ...json('closed'),
  ],
  *tell(_stream, events) {
    const visit = visitOf(events)
    if (visit === undefined) return
    const { visitId, uscc, name } = visit.dispatched
    for (const { leadId, agency, ground, openedOn, closed } of visit.leads) {
      const own = { lead_id: leadId, visit_id: visitId, uscc, name, agency, ground, opened_on: openedOn }
      yield { key: leadId, row: { ...own, closed_on: closed?.closedOn ?? null, closed: closed as Json } }
    }
  },
})
