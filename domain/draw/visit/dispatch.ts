import type { Inspector } from '../../inspectors/inspector.ts'
import type { Pair } from '../pairing.ts'
import type { InspectionItem } from '../items/events.ts'
import { needsOf } from '../plan/team-needs.ts'
import type { PlannedTask } from '../plan/plan.ts'
import type { Draw } from '../round/draw.ts'
import type { DispatchVisit } from './commands.ts'
import { visitIdOf } from './decider.ts'
import type { VisitTeam } from './events.ts'

/** An enterprise that was drawn, with the pairs that stand for it. */
export type DrawnVisit = Readonly<{ uscc: string; name: string; pairs: readonly Pair[] }>

/** What the visit to a drawn enterprise is dispatched with: one visit, a team from each agency that could fill one. */
export function dispatchOf(
  draw: Draw,
  task: PlannedTask,
  drawn: DrawnVisit,
  inspectors: ReadonlyMap<string, Inspector>,
  items: readonly Pick<InspectionItem, 'code' | 'specialPosts'>[],
): DispatchVisit['data'] {
  const { drawId, planId, taskId, taskNumber, matters } = draw.planned
  const needOf = needsOf(draw.planned.teams, items, matters)
  const qualifications = items.flatMap(({ specialPosts }) => specialPosts)
  const teams = drawn.pairs.map((pair): VisitTeam => {
    const agencyName = task.teams.find(({ agency }) => agency === pair.agency)?.agencyName ?? pair.agency
    const authority = { code: pair.agency, name: agencyName }
    const divided = draw.planned.teams.some((team) => team.matters !== undefined)
    return {
      ...{ authority, inspectors: membersOf(pair.inspectors, inspectors) },
      ...(divided ? { need: needOf(pair.agency) } : {}),
    }
  })
  const members = drawn.pairs.flatMap((pair) => pair.inspectors)
  return {
    ...{ visitId: visitIdOf(drawId, drawn.uscc), drawId, planId, taskId, taskNumber },
    ...{ uscc: drawn.uscc, name: drawn.name, matters, qualifications, teams, dueOn: task.until },
    inspectors: members.flatMap((id) => inspectors.get(id) ?? []),
  }
}

/** Officers as they stand on a visit: with the account by which they sign in and the certificate that they show. */
export const membersOf = (
  ids: readonly string[],
  inspectors: ReadonlyMap<string, Inspector>,
): VisitTeam['inspectors'] =>
  ids.flatMap((inspectorId) => {
    const known = inspectors.get(inspectorId)
    return known ? [{ inspectorId, account: known.account, certificateNumber: known.certificate.number }] : []
  })
