import type { Pool } from 'pg'
import type { MeasureCatalogue } from '../../domain/punishment/measures/catalogue.ts'
import { lineStageNames } from '../../domain/punishment/case/steps.ts'
import { findOrdersBeside, type OrderBeside, type OrderRow } from '../../projections/punishment/punishment.queries.ts'

const released: readonly string[] = ['RELEASED', 'CONFIRMED']
const ended: readonly string[] = [...released, 'EXCUSED']

const measuresIn = ({ versions }: MeasureCatalogue, { edition, rules }: OrderBeside) => {
  const known = versions.find(({ version }) => version === edition)?.edition
  const codes = new Set(known?.rules.filter(({ code }) => rules.includes(code)).map(({ measure }) => measure))
  return known?.measures.filter(({ code }) => codes.has(code)) ?? []
}

/**
 * Orders with those of other cases that ask the same agency for the same measure against the same enterprise and still
 * stand (另有依据仍须执行): where one ground fell, whoever lifts the measure must not lift what another upholds.
 */
export async function withOthers<Row extends OrderRow>(pool: Pool, rows: readonly Row[], measures: MeasureCatalogue) {
  const lifted = rows.filter(({ stage }) => released.includes(stage))
  const found = lifted.length === 0 ? [] : await findOrdersBeside(pool, lifted)
  return rows.map((row) => {
    if (!released.includes(row.stage)) return { ...row, otherOrders: [] }
    const beside = found.filter(({ agency, uscc }) => agency === row.agency && uscc === row.uscc)
    const isOwn = (one: OrderBeside) => one.caseId === row.caseId && one.lineId === row.lineId
    const own = new Set(beside.filter(isOwn).flatMap((one) => measuresIn(measures, one).map(({ code }) => code)))
    const otherOrders = beside.flatMap((one) => {
      const shared = measuresIn(measures, one).filter(({ code }) => own.has(code))
      if (isOwn(one) || ended.includes(one.stage) || shared.length === 0) return []
      const { caseId, lineId, decisionNumber, stage } = one
      const names = shared.map(({ name }) => name)
      return [{ caseId, lineId, decisionNumber, stage, stageName: lineStageNames[stage], measures: names }]
    })
    return { ...row, otherOrders }
  })
}
