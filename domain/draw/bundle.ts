import { AmbiguousJson, canonicalJson, readJson } from '../kernel/canonical-json.ts'
import type { Json } from '../kernel/event.ts'
import { decodeUtf8, encodeUtf8 } from './bytes.ts'
import type { Change } from './changes.ts'
import { type Commitment, commitmentSha256, readCommitment } from './commitment.ts'
import { refuseDraw } from './draw-refusals.ts'
import type { EntropyKind } from './entropy.ts'
import type { Pair, Unpaired } from './pairing.ts'
import type { DrawResult } from './run.ts'
import type { Winner } from './sample.ts'
import type { Contribution } from './seed.ts'
import { listOf, malformed, type Members, memberOf, onlyMembersOf, sha256Of, textOf } from './shape.ts'

/** All that is published of a draw beside its directories (`bundle.json`). */
export type Bundle = Readonly<{
  commitment: Commitment
  commitmentSha256: string
  contributions: readonly Contribution[]
  seed: string
  winners: readonly Winner[]
  pairs: readonly Pair[]
  unpaired: readonly Unpaired[]
  changes: readonly Change[]
}>

export const bundleFile = 'bundle.json'

export const bundleOf = (
  commitment: Commitment,
  contributions: readonly Contribution[],
  result: DrawResult,
  changes: readonly Change[],
): Bundle => ({ commitment, commitmentSha256: commitmentSha256(commitment), contributions, ...result, changes })

/** The bytes of `bundle.json` as we publish it: canonical JSON, so that the same draw is the same file. */
export const formatBundle = (bundle: Bundle): Uint8Array => encodeUtf8(canonicalJson(bundle))

/** Reads `bundle.json`, in any layout of JSON, and refuses whatever is not exactly a bundle of protocol 1. */
export function readBundle(bytes: Uint8Array): Bundle {
  const at = 'bundle'
  const members = onlyMembersOf(jsonOf(bytes), at, [
    ...['commitment', 'commitmentSha256', 'contributions', 'seed', 'winners', 'pairs', 'unpaired', 'changes'],
  ])
  const member = (name: string): [Json, string] => [memberOf(members, at, name), `${at}.${name}`]
  return {
    commitment: readCommitment(...member('commitment')),
    commitmentSha256: sha256Of(...member('commitmentSha256')),
    contributions: listOf(...member('contributions'), readContribution),
    seed: sha256Of(...member('seed')),
    winners: listOf(...member('winners'), readWinner),
    pairs: listOf(...member('pairs'), readPair),
    unpaired: listOf(...member('unpaired'), readUnpaired),
    changes: listOf(...member('changes'), readChange),
  }
}

function jsonOf(bytes: Uint8Array): Json {
  let text: string
  try {
    text = decodeUtf8(bytes)
  } catch {
    throw refuseDraw('NOT_JSON', { file: bundleFile, cause: 'UTF-8' })
  }
  if (text.startsWith('\ufeff')) throw refuseDraw('BYTE_ORDER_MARK', { file: bundleFile })
  try {
    return readJson(text)
  } catch (error) {
    if (!(error instanceof AmbiguousJson)) throw error
    const code = error.kind === 'NOT_JSON' ? 'NOT_JSON' : 'JSON_AMBIGUOUS'
    throw refuseDraw(code, { file: bundleFile, cause: `${error.kind}: ${error.message}` })
  }
}

const textAt = (members: Members, at: string, name: string) => textOf(memberOf(members, at, name), `${at}.${name}`)

const textOrNullAt = (members: Members, at: string, name: string): string | null =>
  memberOf(members, at, name) === null ? null : textAt(members, at, name)

/** What a person wrote, lines and all; that it says anything is asked when the change is carried out. */
function proseAt(members: Members, at: string, name: string): string {
  const prose = memberOf(members, at, name)
  if (typeof prose !== 'string') throw malformed(`${at}.${name}`, '文本')
  return prose
}

function readContribution(value: Json, at: string): Contribution {
  const members = onlyMembersOf(value, at, ['name', 'kind', 'value'])
  const given = memberOf(members, at, 'value')
  if (typeof given !== 'string') throw malformed(`${at}.value`, '文本')
  return { name: textAt(members, at, 'name'), kind: textAt(members, at, 'kind') as EntropyKind, value: given }
}

function readWinner(value: Json, at: string): Winner {
  const members = onlyMembersOf(value, at, ['uscc', 'stratum', 'ticket'])
  const [uscc, stratum] = [textAt(members, at, 'uscc'), textAt(members, at, 'stratum')]
  return { uscc, stratum, ticket: sha256Of(memberOf(members, at, 'ticket'), `${at}.ticket`) }
}

function readPair(value: Json, at: string): Pair {
  const members = onlyMembersOf(value, at, ['uscc', 'agency', 'inspectors'])
  const [uscc, agency] = [textAt(members, at, 'uscc'), textAt(members, at, 'agency')]
  return { uscc, agency, inspectors: listOf(memberOf(members, at, 'inspectors'), `${at}.inspectors`, textOf) }
}

function readUnpaired(value: Json, at: string): Unpaired {
  const members = onlyMembersOf(value, at, ['uscc', 'agency', 'reason'])
  if (memberOf(members, at, 'reason') !== 'TOO_FEW_INSPECTORS') throw malformed(`${at}.reason`, 'TOO_FEW_INSPECTORS')
  return { uscc: textAt(members, at, 'uscc'), agency: textAt(members, at, 'agency'), reason: 'TOO_FEW_INSPECTORS' }
}

const objectMembers = ['kind', 'removed', 'added', 'pairs', 'unpaired', 'reason', 'approver']
const inspectorMembers = ['kind', 'uscc', 'agency', 'removed', 'added', 'reason', 'approver']

function readChange(value: Json, at: string): Change {
  const kind = memberOf(onlyMembersOf(value, at, [...objectMembers, ...inspectorMembers]), at, 'kind')
  if (kind === 'object') return readObjectChange(onlyMembersOf(value, at, objectMembers), at)
  if (kind === 'inspector') return readInspectorChange(onlyMembersOf(value, at, inspectorMembers), at)
  throw malformed(`${at}.kind`, 'object或者inspector')
}

const readObjectChange = (members: Members, at: string): Change => ({
  kind: 'object',
  removed: textAt(members, at, 'removed'),
  added: textOrNullAt(members, at, 'added'),
  pairs: listOf(memberOf(members, at, 'pairs'), `${at}.pairs`, readPair),
  unpaired: listOf(memberOf(members, at, 'unpaired'), `${at}.unpaired`, readUnpaired),
  reason: proseAt(members, at, 'reason'),
  approver: proseAt(members, at, 'approver'),
})

const readInspectorChange = (members: Members, at: string): Change => ({
  kind: 'inspector',
  uscc: textAt(members, at, 'uscc'),
  agency: textAt(members, at, 'agency'),
  removed: textAt(members, at, 'removed'),
  added: textOrNullAt(members, at, 'added'),
  reason: proseAt(members, at, 'reason'),
  approver: proseAt(members, at, 'approver'),
})
