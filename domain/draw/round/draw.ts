import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Change } from '../changes.ts'
import type { Commitment } from '../commitment.ts'
import type { Officer } from '../officer.ts'
import type { Contribution } from '../seed.ts'
import type { AskedChange, DrawCommitted, DrawEvent, DrawPlanned } from './events.ts'

/** How far a draw has come (抽取进度): 拟定、已承诺、已抽取、已公布、已终止. */
export const drawStages = ['PLANNED', 'COMMITTED', 'EXECUTED', 'PUBLISHED', 'ABANDONED'] as const
export type DrawStage = (typeof drawStages)[number]

/** A draw as its facts tell it. */
export type Draw = Readonly<{
  planned: DrawPlanned['data']
  committed: DrawCommitted['data'] | null
  contributions: readonly (Contribution & Readonly<{ receivedAt: string; heldAt: string | null }>)[]
  executed: Readonly<{
    executionId: string
    seed: string
    winners: number
    pairs: number
    unpaired: number
    resultSha256: string
    executedAt: string
    executedBy: Officer
  }> | null
  proposals: readonly Readonly<{ changeId: string; asked: AskedChange; proposedBy: Officer }>[]
  changes: readonly Readonly<{ changeId: string; change: Change; changedAt: string }>[]
  published: Readonly<{ bundleSha256: string; changes: number; publishedAt: string }> | null
  abandoned: Readonly<{ reason: string; afterReveals: boolean; abandonedAt: string }> | null
  plannedOn: PlainDate
}>

/** The draw with one more fact; undefined before the first. */
export function withDrawEvent(draw: Draw | undefined, event: DrawEvent): Draw | undefined {
  if (event.type === 'DrawPlanned') {
    const { data: planned } = event
    const nothing = {
      committed: null,
      contributions: [],
      executed: null,
      proposals: [],
      changes: [],
      published: null,
      abandoned: null,
    }
    return draw ?? { planned, ...nothing, plannedOn: planned.plannedOn }
  }
  if (draw === undefined) return undefined
  switch (event.type) {
    case 'DrawResized': {
      const { quotas, loadCap } = event.data
      return { ...draw, planned: { ...draw.planned, quotas, loadCap } }
    }
    case 'DrawCommitted':
      return { ...draw, committed: event.data }
    case 'ContributionReceived': {
      const { receivedFrom: _officer, ...contribution } = event.data
      return { ...draw, contributions: [...draw.contributions, contribution] }
    }
    case 'DrawExecuted':
      return { ...draw, executed: event.data }
    case 'ChangeProposed': {
      const { changeId, asked, proposedBy } = event.data
      return { ...draw, proposals: [...draw.proposals, { changeId, asked, proposedBy }] }
    }
    case 'ObjectReplaced':
    case 'InspectorReplaced': {
      const { changeId, change, changedAt } = event.data
      return { ...draw, changes: [...draw.changes, { changeId, change, changedAt }] }
    }
    case 'BundlePublished':
      return { ...draw, published: event.data }
    case 'DrawAbandoned':
      return { ...draw, abandoned: event.data }
  }
}

export const drawOf = (events: Iterable<DrawEvent>): Draw | undefined => {
  let draw: Draw | undefined
  for (const event of events) draw = withDrawEvent(draw, event)
  return draw
}

export function stageOf({ committed, executed, published, abandoned }: Draw): DrawStage {
  if (abandoned) return 'ABANDONED'
  if (published) return 'PUBLISHED'
  if (executed) return 'EXECUTED'
  return committed ? 'COMMITTED' : 'PLANNED'
}

/** The commitment as the protocol reads it; it was checked when it was made. */
export const commitmentOf = ({ commitment }: DrawCommitted['data']): Commitment => commitment as unknown as Commitment

/** Whether all that the seed is made of is here: then its result is as good as known. */
export function isSeedKnown({ committed, contributions }: Draw): boolean {
  if (committed === null) return false
  const last = commitmentOf(committed).entropy.filter(({ kind }) => kind !== 'reveal')
  return last.every(({ name }) => contributions.some((one) => one.name === name))
}
