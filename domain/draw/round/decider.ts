import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decider } from '../../kernel/decider.ts'
import { Forbidden } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'
import type { VerifySignature } from '../beacon.ts'
import { formatBundle } from '../bundle.ts'
import { directoryHashes, isInstant } from '../commitment.ts'
import { refuseDraw } from '../draw-refusals.ts'
import { checkEntropy, type EntropySource, readEntropySource } from '../entropy.ts'
import { sha256Hex } from '../hash.ts'
import { isSameOfficer } from '../officer.ts'
import { receiveContribution } from '../seed.ts'
import type {
  AbandonDraw,
  ApproveChange,
  CommitDraw,
  DrawCommand,
  ExecuteDraw,
  PlanDraw,
  ProposeChange,
  PublishBundle,
  ReceiveContribution,
  ResizeDraw,
} from './commands.ts'
import { commitTo } from './commit.ts'
import { commitmentOf, type Draw, isSeedKnown, withDrawEvent } from './draw.ts'
import type { DrawEvent } from './events.ts'
import { bundleOfDraw, redo } from './redo.ts'
import { refuseRound } from './refusals.ts'

export const drawPrefix = 'draw-'
export const drawStream = (drawId: string): string => `${drawPrefix}${drawId}`

/**
 * The rules of one draw (双随机抽取): planned by one officer, committed by another, and then nobody's to steer. `verify`
 * checks beacons' signatures, for which the domain has no curves.
 */
export const drawDecider = (verify: VerifySignature): Decider<DrawCommand, Draw | undefined, DrawEvent> => ({
  initialState: undefined,
  decide(command, draw) {
    if (command.type === 'PlanDraw') return plan(command, draw)
    if (draw === undefined) throw refuseRound('DRAW_UNKNOWN')
    if (command.type === 'ReceiveContribution') return receive(command, draw, verify)
    if (command.agency !== null && command.agency !== draw.planned.agency)
      throw new Forbidden('只能办理本机关组织的抽取。')
    if (draw.abandoned && command.type !== 'AbandonDraw') throw refuseRound('DRAW_ABANDONED')
    switch (command.type) {
      case 'ResizeDraw':
        return resize(command, draw)
      case 'CommitDraw':
        return commit(command, draw)
      case 'ExecuteDraw':
        return execute(command, draw)
      case 'ProposeChange':
        return propose(command, draw)
      case 'ApproveChange':
        return approveChange(command, draw)
      case 'PublishBundle':
        return publish(command, draw)
      case 'AbandonDraw':
        return abandon(command, draw)
    }
  },
  evolve: withDrawEvent,
})

function plan({ data: { at, ...data }, agency, today }: PlanDraw, draw: Draw | undefined): readonly DrawEvent[] {
  if (agency !== null && agency !== data.agency) throw new Forbidden('只能办理本机关组织的抽取。')
  if (draw) {
    const { plannedOn: _on, quotas: _q, loadCap: _l, salt: _s, ...before } = draw.planned
    const { quotas: _q2, loadCap: _l2, salt: _s2, ...now } = data
    if (canonicalJson(before as unknown as Json) === canonicalJson(now as unknown as Json)) return []
    throw refuseRound('DRAW_ID_TAKEN')
  }
  if (data.matters.length === 0) throw refuseRound('DRAW_MATTERS_EMPTY')
  if (data.teams.length === 0 || data.teams.some(({ inspectors }) => inspectors < 2))
    throw refuseRound('DRAW_TOO_FEW_PER_VISIT')
  const { revealUntil } = data
  if (!isInstant(revealUntil)) throw refuseDraw('MEMBER_MALFORMED', { at: 'revealUntil', expected: '一个时刻' })
  if (Date.parse(revealUntil) <= Date.parse(at)) throw refuseRound('REVEAL_TERM_OVER', { revealUntil, at })
  const entropy = data.entropy.map((one, place) => readEntropySource(one as unknown as Json, `entropy[${place}]`))
  checkEntropy(entropy, revealUntil)
  for (const source of entropy) requireStillUnknown(source, heldAtOf(source), revealUntil)
  return [{ type: 'DrawPlanned', data: { ...data, entropy, plannedOn: today } }]
}

/** A source may say when it will take place (`heldAt`); a beacon's own times are checked by the protocol. */
const heldAtOf = (source: EntropySource): string | null => {
  const { heldAt } = source as { heldAt?: unknown }
  return typeof heldAt === 'string' ? heldAt : null
}

/** What was known when the reveals closed would let the last to reveal choose the seed. */
function requireStillUnknown(
  { name, kind }: Pick<EntropySource, 'name' | 'kind'>,
  heldAt: string | null,
  until: string,
) {
  if (kind === 'reveal' || heldAt === null) return
  if (!isInstant(heldAt) || Date.parse(heldAt) <= Date.parse(until))
    throw refuseRound('ENTROPY_ALREADY_KNOWN', { name, heldAt, revealUntil: until })
}

/** The size may be set until the commitment, in which it stands. */
function resize({ data, today }: ResizeDraw, draw: Draw): readonly DrawEvent[] {
  const { quotas, loadCap } = draw.planned
  if (canonicalJson([data.quotas, data.loadCap] as Json) === canonicalJson([quotas, loadCap] as Json)) return []
  if (isSeedKnown(draw)) throw refuseRound('SIZE_AFTER_SEED')
  if (draw.committed) throw refuseRound('SIZE_AFTER_COMMITMENT')
  return [{ type: 'DrawResized', data: { ...data, resizedOn: today } }]
}

/** One commitment a draw; sent twice with the same directories by the same officer, it is the same one. */
function commit(command: CommitDraw, draw: Draw): readonly DrawEvent[] {
  if (draw.committed === null) return [commitTo(draw.planned, command)]
  const { committedAt, approvedBy } = draw.committed
  const { objectsSha256, inspectorsSha256, conflictsSha256 } = commitmentOf(draw.committed)
  const frozen = { objectsSha256, inspectorsSha256, conflictsSha256 }
  const given = directoryHashes(command.data.directories)
  if (canonicalJson(frozen) === canonicalJson(given) && isSameOfficer(approvedBy, command.data.approvedBy)) return []
  throw refuseRound('DRAW_ALREADY_COMMITTED', { committedAt })
}

function receive({ data }: ReceiveContribution, draw: Draw, verify: VerifySignature): readonly DrawEvent[] {
  const { name, kind, value, heldAt, at, receivedFrom } = data
  if (draw.abandoned) throw refuseRound('DRAW_ABANDONED')
  if (draw.committed === null) throw refuseDraw('CONTRIBUTION_BEFORE_COMMITMENT', { name, receivedAt: at })
  const known = draw.contributions.find((one) => one.name === name)
  if (known?.value === value && known.kind === kind) return []
  if (known) throw refuseRound('CONTRIBUTION_DIFFERS', { name })
  const commitment = commitmentOf(draw.committed)
  const receipt = { committedAt: draw.committed.committedAt, receivedAt: at }
  receiveContribution(commitment, draw.contributions, { name, kind, value }, receipt, verify)
  if (kind === 'dice' && heldAt === null) throw refuseRound('ENTROPY_TIME_MISSING', { name })
  requireStillUnknown({ name, kind }, heldAt, commitment.revealUntil)
  return [{ type: 'ContributionReceived', data: { name, kind, value, receivedAt: at, heldAt, receivedFrom } }]
}

function execute({ data }: ExecuteDraw, draw: Draw): readonly DrawEvent[] {
  const { executionId, directories, at, executedBy } = data
  if (draw.executed?.executionId === executionId) return []
  if (draw.executed) throw refuseRound('DRAW_ALREADY_EXECUTED', { executedAt: draw.executed.executedAt })
  const run = redo(draw, directories)
  const { seed, winners, pairs, unpaired } = run.result
  const resultSha256 = sha256Hex(formatBundle(bundleOfDraw(draw, run, false)))
  const counts = { winners: winners.length, pairs: pairs.length, unpaired: unpaired.length }
  return [{ type: 'DrawExecuted', data: { executionId, seed, ...counts, resultSha256, executedAt: at, executedBy } }]
}

function propose({ data }: ProposeChange, draw: Draw): readonly DrawEvent[] {
  const { changeId, asked, at, proposedBy } = data
  const known = draw.proposals.find((one) => one.changeId === changeId)
  if (known && canonicalJson(known.asked) === canonicalJson(asked)) return []
  if (known) throw refuseRound('CHANGE_ID_TAKEN')
  if (draw.executed === null) throw refuseRound('DRAW_NOT_EXECUTED')
  if (asked.reason.trim() === '') throw refuseDraw('CHANGE_WITHOUT_REASON')
  return [{ type: 'ChangeProposed', data: { changeId, asked, proposedAt: at, proposedBy } }]
}

/** Who comes in is the rule's; who leaves is decided by two officers together. */
function approveChange({ data }: ApproveChange, draw: Draw): readonly DrawEvent[] {
  const { changeId, directories, at, approvedBy } = data
  if (draw.changes.some((one) => one.changeId === changeId)) return []
  const proposal = draw.proposals.find((one) => one.changeId === changeId)
  if (proposal === undefined) throw refuseRound('CHANGE_UNKNOWN')
  if (isSameOfficer(proposal.proposedBy, approvedBy)) throw refuseRound('CHANGE_OWN_APPROVAL')
  const done = redo(draw, directories).change({ ...proposal.asked, approver: approvedBy.officer })
  const more = { changeId, changedAt: at, approvedBy }
  return done.kind === 'object'
    ? [{ type: 'ObjectReplaced', data: { ...more, change: done } }]
    : [{ type: 'InspectorReplaced', data: { ...more, change: done } }]
}

function publish({ data }: PublishBundle, draw: Draw): readonly DrawEvent[] {
  if (draw.executed === null) throw refuseRound('DRAW_NOT_EXECUTED')
  if (draw.published?.changes === draw.changes.length) return []
  const { directories, at, publishedBy } = data
  const bundleSha256 = sha256Hex(formatBundle(bundleOfDraw(draw, redo(draw, directories))))
  const changes = draw.changes.length
  return [{ type: 'BundlePublished', data: { bundleSha256, changes, publishedAt: at, publishedBy } }]
}

/** A draw whose result can be worked out is carried out, whoever likes it; before that it may be given up, in public. */
function abandon({ data }: AbandonDraw, draw: Draw): readonly DrawEvent[] {
  if (draw.abandoned) return []
  if (draw.executed) throw refuseRound('DRAW_ALREADY_EXECUTED', { executedAt: draw.executed.executedAt })
  if (isSeedKnown(draw)) throw refuseRound('ABANDON_AFTER_SEED')
  const { reason, at, abandonedBy } = data
  if (reason.trim() === '') throw refuseRound('ABANDON_WITHOUT_REASON')
  const afterReveals = draw.committed !== null && Date.parse(at) >= Date.parse(draw.planned.revealUntil)
  return [{ type: 'DrawAbandoned', data: { reason, afterReveals, abandonedAt: at, abandonedBy } }]
}
