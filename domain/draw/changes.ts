import { refuseDraw } from './draw-refusals.ts'
import type { Pair, Pairing, Unpaired } from './pairing.ts'
import type { Winner } from './sample.ts'

/** A subject that cannot be checked (gone, moved away, merged) leaves, and the next of its stratum comes (调整对象). */
export type ObjectChange = Readonly<{
  kind: 'object'
  removed: string
  added: string | null // `null` where the stratum has no subject left.
  pairs: readonly Pair[]
  unpaired: readonly Unpaired[]
  reason: string
  approver: string
}>

/** An officer recused after the draw leaves one visit, and another is drawn into the place (更换检查人员). */
export type InspectorChange = Readonly<{
  kind: 'inspector'
  uscc: string
  agency: string
  removed: string
  added: string | null // `null` where nobody is free: the place stays open.
  reason: string
  approver: string
}>

export type Change = ObjectChange | InspectorChange

/** What a person decides of a change; what comes of it is the rule's. */
export type ChangeWish =
  | Pick<ObjectChange, 'kind' | 'removed' | 'reason' | 'approver'>
  | Pick<InspectorChange, 'kind' | 'uscc' | 'agency' | 'removed' | 'reason' | 'approver'>

/** The draw as it stands between changes: who is on the list, and who would be next in a stratum. */
export type Standing = Readonly<{
  drawn: Map<string, Winner> // By USCC; those that left are gone from it.
  pairing: Pairing
  takeNext: (stratum: string) => Winner | undefined
}>

/** Carries a change out by the rules of protocol 1: the standing moves on, and the change is answered in full. */
export function carryOut(standing: Standing, wish: ChangeWish): Change {
  const said = [wish.reason, wish.approver]
  if (said.some((text) => text.trim() === '' || !text.isWellFormed())) throw refuseDraw('CHANGE_WITHOUT_REASON')
  return wish.kind === 'object' ? changeObject(standing, wish) : changeInspector(standing, wish)
}

function changeObject(
  { drawn, pairing, takeNext }: Standing,
  { removed, reason, approver }: Extract<ChangeWish, { kind: 'object' }>,
): ObjectChange {
  const leaving = drawn.get(removed)
  if (!leaving) throw refuseDraw('OBJECT_NOT_DRAWN', { uscc: removed })
  drawn.delete(removed)
  pairing.cancel(removed)
  const next = takeNext(leaving.stratum)
  if (!next) return { kind: 'object', removed, added: null, pairs: [], unpaired: [], reason, approver }
  drawn.set(next.uscc, next)
  return { kind: 'object', removed, added: next.uscc, ...pairing.pair(next.uscc), reason, approver }
}

function changeInspector(
  { pairing }: Standing,
  { uscc, agency, removed, reason, approver }: Extract<ChangeWish, { kind: 'inspector' }>,
): InspectorChange {
  if (!pairing.isOnVisit(uscc, agency, removed))
    throw refuseDraw('INSPECTOR_NOT_ON_VISIT', { inspectorId: removed, agency, uscc })
  const added = pairing.substitute(uscc, agency, removed)
  return { kind: 'inspector', uscc, agency, removed, added, reason, approver }
}
