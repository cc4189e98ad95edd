import { type BeaconProof, networkOf, proveBeacon, type VerifySignature } from './beacon.ts'
import { type Commitment, commitmentSha256, isInstant } from './commitment.ts'
import { refuseDraw } from './draw-refusals.ts'
import type { EntropyKind, EntropySource } from './entropy.ts'
import { sha256Hex } from './hash.ts'

/** What one source gave. A reveal that did not come in time stands with the empty value. */
export type Contribution = Readonly<{ name: string; kind: EntropyKind; value: string }>

/** What a party publishes before the draw: the SHA-256 of `name=value`. */
export const revealCommitment = (name: string, value: string): string => sha256Hex(`${name}=${value}`)

/** The seed of a draw: the hash of its commitment and, line by line, of what the sources gave in the committed order. */
export function seedOf(committedSha256: string, contributions: readonly Contribution[]): string {
  const given = contributions.map(({ name, value }) => `${name}=${value}\n`).join('')
  return sha256Hex(`yidang-draw-1\n${committedSha256}\n${given}`)
}

/** Refuses a value that its source cannot have given; tells of a beacon's whether it is proved. */
export function checkContribution(source: EntropySource, value: string, verify?: VerifySignature): BeaconProof {
  const { name } = source
  if (value === '' || /\p{Cc}/u.test(value) || !value.isWellFormed()) throw refuseDraw('VALUE_INVALID', { name })
  switch (source.kind) {
    case 'reveal':
      if (revealCommitment(name, value) !== source.commitment) throw refuseDraw('REVEAL_FALSE', { name })
      if (!/^[0-9a-f]{32,}$/i.test(value)) throw refuseDraw('REVEAL_TOO_SHORT', { name })
      return 'PROVED'
    case 'dice':
      if (!/^[0-9]+$/.test(value)) throw refuseDraw('DICE_NOT_DIGITS', { name })
      return 'NOT_PROVED'
    case 'beacon':
      return proveBeacon(source, value, verify)
  }
}

/** When a contribution reached the register: instants. */
export type Receipt = Readonly<{ committedAt: string; receivedAt: string }>

/**
 * Whether a contribution may be received now, given those before it: it was committed to, comes once and in its time, and
 * is not false. A known network's beacon must bring its signature, since afterwards nobody could tell it from a lie.
 */
export function receiveContribution(
  commitment: Commitment,
  before: readonly Contribution[],
  given: Contribution,
  receipt: Receipt,
  verify: VerifySignature,
): void {
  const { name, kind } = given
  const source = commitment.entropy.find((one) => one.name === name && one.kind === kind)
  if (!source) throw refuseDraw('CONTRIBUTION_UNKNOWN', { name, kind })
  if (before.some((one) => one.name === name)) throw refuseDraw('CONTRIBUTION_TWICE', { name })
  const { revealUntil } = commitment
  const committed = millisecondsAt(receipt.committedAt)
  const received = millisecondsAt(receipt.receivedAt)
  const until = millisecondsAt(revealUntil)
  if (received <= committed)
    throw refuseDraw('CONTRIBUTION_BEFORE_COMMITMENT', { name, receivedAt: receipt.receivedAt })
  if (source.kind === 'reveal' && received >= until) throw refuseDraw('REVEAL_TOO_LATE', { name, revealUntil })
  if (source.kind !== 'reveal' && received <= until) throw refuseDraw('CONTRIBUTION_TOO_EARLY', { name, revealUntil })
  const proof = checkContribution(source, given.value, verify)
  if (source.kind === 'beacon' && proof === 'NOT_PROVED' && networkOf(source.source))
    throw refuseDraw('BEACON_NOT_PROVED', { name, round: source.round })
}

function millisecondsAt(instant: string): number {
  if (!isInstant(instant)) throw new RangeError(`not an instant: ${instant}`) // NaN would let everything pass.
  return Date.parse(instant)
}

/** All contributions in the committed order: a withheld reveal is empty, and without dice or beacon there is no draw. */
export function completeContributions(commitment: Commitment, received: readonly Contribution[]): Contribution[] {
  return commitment.entropy.map(({ name, kind }) => {
    const value = received.find((one) => one.name === name)?.value
    if (value === undefined && kind !== 'reveal') throw refuseDraw('CONTRIBUTION_MISSING', { name })
    return { name, kind, value: value ?? '' }
  })
}

/** Published contributions are those that were committed to, in that order, and none is false. */
export function checkContributions(
  commitment: Commitment,
  contributions: readonly Contribution[],
  verify: VerifySignature | undefined,
): ReadonlyMap<string, BeaconProof> {
  const proofs = new Map<string, BeaconProof>()
  const places = Math.max(commitment.entropy.length, contributions.length)
  for (let place = 0; place < places; place++) {
    const [source, given] = [commitment.entropy[place], contributions[place]]
    if (source?.name !== given?.name || source?.kind !== given?.kind)
      throw refuseDraw('CONTRIBUTION_OUT_OF_ORDER', {
        place: place + 1,
        expected: labelOf(source),
        found: labelOf(given),
      })
    if (!source || !given) continue
    const withheld = source.kind === 'reveal' && given.value === ''
    if (!withheld) proofs.set(source.name, checkContribution(source, given.value, verify))
  }
  return proofs
}

const labelOf = (one: Readonly<{ name: string; kind: EntropyKind }> | undefined): string =>
  one ? `${one.name}（${one.kind}）` : '无'

export const seedOfDraw = (commitment: Commitment, contributions: readonly Contribution[]): string =>
  seedOf(commitmentSha256(commitment), contributions)
