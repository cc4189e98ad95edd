import type { Json } from '../kernel/event.ts'
import { roundAppearsAt } from './beacon.ts'
import { refuseDraw } from './draw-refusals.ts'
import { memberOf, type Members, membersOf, sha256Of, textOf, wholeNumberOf } from './shape.ts'

/** A named party published the SHA-256 of `name=value` beforehand and reveals the value in time (预先承诺、按时揭示). */
export type RevealSource = Readonly<{ name: string; kind: 'reveal'; commitment: string }>

/** Digits of a public throw or lottery that happens after the reveals (公开摇号). */
export type DiceSource = Readonly<{ name: string; kind: 'dice'; source: string }>

/** A round, fixed beforehand, of a public beacon that appears after the reveals (公共随机信标). */
export type BeaconSource = Readonly<{ name: string; kind: 'beacon'; source: string; round: number }>

export type EntropySource = RevealSource | DiceSource | BeaconSource
export type EntropyKind = EntropySource['kind']

/** Reads one entry of the commitment's `entropy`; further members may stand in it. */
export function readEntropySource(value: Json, at: string): EntropySource {
  const members = membersOf(value, at)
  const name = memberOf(members, at, 'name')
  if (typeof name !== 'string' || !isName(name)) throw refuseDraw('ENTROPY_NAME_INVALID', { name: String(name) })
  const kind = memberOf(members, at, 'kind')
  if (kind === 'reveal') return { ...members, name, kind, commitment: sha256At(members, at, 'commitment') }
  if (kind === 'dice') return { ...members, name, kind, source: textAt(members, at, 'source') }
  if (kind === 'beacon') {
    const round = wholeNumberOf(memberOf(members, at, 'round'), `${at}.round`, 1)
    return { ...members, name, kind, source: textAt(members, at, 'source'), round }
  }
  throw refuseDraw('ENTROPY_KIND_UNKNOWN', { name })
}

const textAt = (members: Members, at: string, name: string) => textOf(memberOf(members, at, name), `${at}.${name}`)
const sha256At = (members: Members, at: string, name: string) => sha256Of(memberOf(members, at, name), `${at}.${name}`)

/** A name stands before `=` on a line of the seed, so it can contain neither that sign nor a control character. */
const isName = (name: string): boolean => name !== '' && !name.includes('=') && !/\p{Cc}/u.test(name)

/**
 * Together the sources must leave nobody able to know the seed while he can still act: at least two, each from somewhere
 * else, and last one that nobody knows before the reveals are over.
 */
export function checkEntropy(sources: readonly EntropySource[], revealUntil: string): void {
  if (sources.length < 2) throw refuseDraw('ENTROPY_TOO_FEW')
  const names = new Set<string>()
  const bySource = new Map<string, string>()
  for (const one of sources) {
    if (names.has(one.name)) throw refuseDraw('ENTROPY_NAME_TWICE', { name: one.name })
    names.add(one.name)
    if (one.kind === 'reveal') continue // Its source is the party that is named.
    const other = bySource.get(one.source)
    if (other !== undefined) throw refuseDraw('ENTROPY_SOURCE_TWICE', { name: one.name, other, source: one.source })
    bySource.set(one.source, one.name)
    if (one.kind === 'beacon') checkRound(one, revealUntil)
  }
  if (sources.at(-1)?.kind === 'reveal') throw refuseDraw('ENTROPY_LAST_IS_REVEAL')
}

/** Where the beacon's network is known, so is the second at which a round appears. */
function checkRound(beacon: BeaconSource, revealUntil: string): void {
  const { name, round } = beacon
  const appears = roundAppearsAt(beacon)
  if (appears === undefined || appears * 1000 > Date.parse(revealUntil)) return
  throw refuseDraw('BEACON_ROUND_TOO_EARLY', { name, round, at: new Date(appears * 1000).toISOString() })
}
