import { canonicalJson } from '../kernel/canonical-json.ts'
import { Refused } from '../kernel/errors.ts'
import type { Json } from '../kernel/event.ts'
import type { BeaconProof, VerifySignature } from './beacon.ts'
import { type Bundle, bundleFile, readBundle } from './bundle.ts'
import { checkDirectoryHashes, checkQuotasCover, commitmentSha256 } from './commitment.ts'
import { type Directories, type DirectoryBytes, readDirectories } from './directories.ts'
import { type DrawRefusalCode, refuseDraw } from './draw-refusals.ts'
import { type DirectoryFile, directoryFiles } from './lines.ts'
import { runDraw } from './run.ts'
import { checkContributions, seedOf } from './seed.ts'

/** The files of a published draw as they were found. */
export type BundleFiles = Readonly<Partial<Record<DirectoryFile | typeof bundleFile, Uint8Array>>>

/**
 * `same`: whoever redoes the draw from its published inputs gets what was published. `beacons` tells of each beacon
 * whether its value is proved by a signature. Otherwise the first difference, by code and sentence.
 */
export type Verdict =
  | Readonly<{ same: true; beacons: readonly Readonly<{ name: string; proof: BeaconProof }>[] }>
  | Readonly<{ same: false; code: string; message: string }>

/** Redoes a published draw from nothing but its files, and compares. */
export function verifyDraw(files: BundleFiles, verify?: VerifySignature): Verdict {
  try {
    const directoryBytes = {
      'objects.tsv': fileOf(files, 'objects.tsv'),
      'inspectors.tsv': fileOf(files, 'inspectors.tsv'),
      'conflicts.tsv': fileOf(files, 'conflicts.tsv'),
    }
    const bundle = readBundle(fileOf(files, bundleFile))
    const directories = readDirectories(directoryBytes)
    const proofs = checkInputs(bundle, directoryBytes, directories, verify)
    checkResult(bundle, directories)
    const beacons = bundle.commitment.entropy.filter(({ kind }) => kind === 'beacon')
    return { same: true, beacons: beacons.map(({ name }) => ({ name, proof: proofs.get(name) ?? 'NOT_PROVED' })) }
  } catch (error) {
    if (error instanceof Refused) return { same: false, code: error.reason, message: error.message }
    throw error
  }
}

function fileOf(files: BundleFiles, file: DirectoryFile | typeof bundleFile): Uint8Array {
  const bytes = files[file]
  if (!bytes) throw refuseDraw('FILE_MISSING', { file })
  return bytes
}

/** What was fixed and given before the draw: the commitment, the directories it names, and the contributions. */
function checkInputs(
  bundle: Bundle,
  directoryBytes: DirectoryBytes,
  { objects }: Directories,
  verify: VerifySignature | undefined,
): ReadonlyMap<string, BeaconProof> {
  const { commitment, contributions } = bundle
  const expected = commitmentSha256(commitment)
  if (expected !== bundle.commitmentSha256)
    throw refuseDraw('COMMITMENT_SHA256_DIFFERS', { expected, found: bundle.commitmentSha256 })
  checkDirectoryHashes(commitment, directoryBytes)
  checkQuotasCover(commitment, objects)
  const proofs = checkContributions(commitment, contributions, verify)
  const seed = seedOf(expected, contributions)
  if (seed !== bundle.seed) throw refuseDraw('SEED_DIFFERS', { expected: seed, found: bundle.seed })
  return proofs
}

/** What came of it: winners, pairs, and every change in its order. */
function checkResult(bundle: Bundle, directories: Directories): void {
  const { commitment, contributions, changes } = bundle
  const stood = changes.filter(({ kind }) => kind === 'object').length
  const run = runDraw(commitment, directories, contributions, stood)
  compare('WINNERS_DIFFER', run.result.winners, bundle.winners)
  compare('PAIRS_DIFFER', run.result.pairs, bundle.pairs)
  compare('UNPAIRED_DIFFER', run.result.unpaired, bundle.unpaired)
  for (const [index, found] of changes.entries()) {
    const expected = run.change(found)
    compareOne('CHANGE_DIFFERS', index + 1, expected, found)
  }
}

function compare(code: DrawRefusalCode, expected: readonly Json[], found: readonly Json[]): void {
  const places = Math.max(expected.length, found.length)
  for (let index = 0; index < places; index++) compareOne(code, index + 1, expected[index], found[index])
}

function compareOne(code: DrawRefusalCode, place: number, expected: Json | undefined, found: Json | undefined): void {
  const [one, other] = [textOf(expected), textOf(found)]
  if (one !== other) throw refuseDraw(code, { place, expected: one, found: other })
}

const textOf = (item: Json | undefined): string => (item === undefined ? '无' : canonicalJson(item))

export const bundleFiles = [...directoryFiles, bundleFile] as const
