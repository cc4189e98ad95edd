import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Json } from '../kernel/event.ts'
import { isPlainDate } from '../kernel/plain-date.ts'
import type { DirectoryBytes, ObjectDirectory } from './directories.ts'
import { refuseDraw } from './draw-refusals.ts'
import { checkEntropy, type EntropySource, readEntropySource } from './entropy.ts'
import { sha256Hex } from './hash.ts'
import { directoryFiles } from './lines.ts'
import { listOf, malformed, memberOf, membersOf, sha256Of, textOf, wholeNumberOf } from './shape.ts'

/** How many of a stratum are drawn: a share, rounded up, or a number. */
export type Quota = Readonly<
  | { stratum: string; ratio: readonly [numerator: number, denominator: number]; count?: never }
  | { stratum: string; count: number; ratio?: never }
>

/** How many officers an agency sends to each visit. */
export type Team = Readonly<{ agency: string; inspectors: number }>

/** What is fixed before anybody can know the seed (抽查承诺). Further members may stand in it; they are hashed with it. */
export type Commitment = Readonly<{
  protocol: 1
  drawId: string
  day: string
  matters: readonly string[] // Codes of the matters to be checked (抽查事项).
  objectsSha256: string
  inspectorsSha256: string
  conflictsSha256: string
  quotas: readonly Quota[]
  teams: readonly Team[] // In the order in which they are filled.
  loadCap: number // How many visits one officer may have.
  entropy: readonly EntropySource[]
  revealUntil: string // An instant (揭示截止时间).
  ruleSets: Readonly<Record<string, string | number>> // Name to version.
  [further: string]: Json | undefined
}>

/** Reads a commitment and refuses, with a code of its own, what protocol 1 does not allow. */
export function readCommitment(value: Json, at = 'commitment'): Commitment {
  const members = membersOf(value, at)
  const member = (name: string): [Json, string] => [memberOf(members, at, name), `${at}.${name}`]
  if (member('protocol')[0] !== 1) throw refuseDraw('PROTOCOL_UNKNOWN')
  const commitment: Commitment = {
    ...members,
    protocol: 1,
    drawId: textOf(...member('drawId')),
    day: dayOf(...member('day')),
    matters: listOf(...member('matters'), textOf),
    objectsSha256: sha256Of(...member('objectsSha256')),
    inspectorsSha256: sha256Of(...member('inspectorsSha256')),
    conflictsSha256: sha256Of(...member('conflictsSha256')),
    quotas: listOf(...member('quotas'), readQuota),
    teams: listOf(...member('teams'), readTeam),
    loadCap: wholeNumberOf(...member('loadCap'), 1),
    entropy: listOf(...member('entropy'), readEntropySource),
    revealUntil: instantOf(...member('revealUntil')),
    ruleSets: versionsOf(...member('ruleSets')),
  }
  refuseTwice(
    commitment.quotas,
    ({ stratum }) => stratum,
    (stratum) => refuseDraw('QUOTA_TWICE', { stratum }),
  )
  refuseTwice(
    commitment.teams,
    ({ agency }) => agency,
    (agency) => refuseDraw('TEAM_TWICE', { agency }),
  )
  checkEntropy(commitment.entropy, commitment.revealUntil)
  checkCanonical(value)
  return commitment
}

/** Further members too must have one text, or two readers could hash the same commitment differently. */
function checkCanonical(value: Json): void {
  try {
    canonicalJson(value)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw refuseDraw('COMMITMENT_NOT_CANONICAL', { cause: error.message })
  }
}

function readQuota(value: Json, at: string): Quota {
  const members = membersOf(value, at)
  const stratum = textOf(memberOf(members, at, 'stratum'), `${at}.stratum`)
  const { ratio, count } = members
  if ((ratio === undefined) === (count === undefined)) throw refuseDraw('QUOTA_AMBIGUOUS', { stratum })
  if (count !== undefined) return { ...members, stratum, count: wholeNumberOf(count, `${at}.count`, 0) } as Quota
  const parts = listOf(ratio ?? null, `${at}.ratio`, (item, itemAt) => wholeNumberOf(item, itemAt, 0))
  const [numerator, denominator] = parts
  if (parts.length !== 2 || numerator === undefined || denominator === undefined || denominator === 0)
    throw malformed(`${at}.ratio`, '[分子, 分母]两个整数，分母不为零')
  return { ...members, stratum, ratio: [numerator, denominator] } as Quota
}

function readTeam(value: Json, at: string): Team {
  const members = membersOf(value, at)
  const agency = textOf(memberOf(members, at, 'agency'), `${at}.agency`)
  return { ...members, agency, inspectors: wholeNumberOf(memberOf(members, at, 'inspectors'), `${at}.inspectors`, 1) }
}

function dayOf(value: Json, at: string): string {
  if (typeof value !== 'string' || !isPlainDate(value)) throw malformed(at, '一个日期（YYYY-MM-DD）')
  return value
}

const instantShape =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

export const isInstant = (text: string): boolean => isPlainDate(instantShape.exec(text)?.[1] ?? '')

function instantOf(value: Json, at: string): string {
  if (typeof value !== 'string' || !isInstant(value)) throw malformed(at, '一个时刻（如2026-03-02T09:30:00Z）')
  return value
}

function versionsOf(value: Json, at: string): Readonly<Record<string, string | number>> {
  const members = membersOf(value, at)
  for (const [name, version] of Object.entries(members))
    if (typeof version !== 'string' && typeof version !== 'number') throw malformed(`${at}.${name}`, '一个版本')
  return members as Readonly<Record<string, string | number>>
}

function refuseTwice<T>(items: readonly T[], key: (item: T) => string, refusal: (key: string) => Error): void {
  const seen = new Set<string>()
  for (const item of items) {
    if (seen.has(key(item))) throw refusal(key(item))
    seen.add(key(item))
  }
}

/** The SHA-256 of the commitment's canonical JSON: what is published before the draw. */
export const commitmentSha256 = (commitment: Commitment): string => sha256Hex(canonicalJson(commitment))

/** Which member of the commitment states the hash of which file. */
const hashMembers = {
  'objects.tsv': 'objectsSha256',
  'inspectors.tsv': 'inspectorsSha256',
  'conflicts.tsv': 'conflictsSha256',
} as const

/** The three hashes that a commitment states of its directories. */
export const directoryHashes = (bytes: DirectoryBytes) => ({
  objectsSha256: sha256Hex(bytes['objects.tsv']),
  inspectorsSha256: sha256Hex(bytes['inspectors.tsv']),
  conflictsSha256: sha256Hex(bytes['conflicts.tsv']),
})

/** The directories are those that were committed to, byte for byte. */
export function checkDirectoryHashes(commitment: Commitment, bytes: DirectoryBytes): void {
  const hashes = directoryHashes(bytes)
  for (const file of directoryFiles) {
    const [expected, found] = [hashes[hashMembers[file]], commitment[hashMembers[file]]]
    if (expected !== found) throw refuseDraw('DIRECTORY_SHA256_DIFFERS', { file, expected, found })
  }
}

/** Every stratum that occurs has its quota; one for a stratum without objects is allowed and draws none. */
export function checkQuotasCover(commitment: Commitment, objects: ObjectDirectory): void {
  const named = new Set(commitment.quotas.map(({ stratum }) => stratum))
  const missing = objects.strata.find((stratum) => !named.has(stratum))
  if (missing !== undefined) throw refuseDraw('QUOTA_MISSING', { stratum: missing })
}
