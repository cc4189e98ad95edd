// node bench/draw.ts [objects...]: a whole draw and its verification, each in a process of its own, with the peak memory
// of that process. The limit that they are held against is one SHA-256 a subject, measured in the same run.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleOf, formatBundle } from '../domain/draw/bundle.ts'
import { directoryHashes, readCommitment } from '../domain/draw/commitment.ts'
import { formatConflicts, formatInspectors, formatObjects, readDirectories } from '../domain/draw/directories.ts'
import { sha256Hex } from '../domain/draw/hash.ts'
import { runDraw } from '../domain/draw/run.ts'
import { completeContributions, revealCommitment } from '../domain/draw/seed.ts'
import { verifyDraw } from '../domain/draw/verify.ts'

const strata = ['A|餐饮', 'B|餐饮', 'C|餐饮', 'D|餐饮', 'A|零售', 'B|零售', 'C|零售', 'D|零售']
const agencies = ['11310104MB1X00045W', '11310104MB1X00053Q']
const secret = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'

/** A synthetic district or city: one of a hundred drawn, two agencies of which each sends two, some recusals. */
function prepare(folder: string, count: number): string {
  // A prime modulus makes the codes differ, and scatters them over the strata.
  const usccOf = (place: number) => `91310104MA${String((place * 7_368_787) % 99_999_989).padStart(8, '0')}`
  const objects = Array.from({ length: count }, (_, place) => ({
    uscc: usccOf(place),
    stratum: strata[place % strata.length] ?? '',
  }))
  const inspectors = Array.from({ length: inspectorsFor(count) }, (_, place) => ({
    inspectorId: `I${String(place).padStart(5, '0')}`,
    agency: agencies[place % 2] ?? '',
  }))
  const conflicts = objects
    .filter((_, place) => place % 50 === 0)
    .map(({ uscc }, place) => ({ uscc, inspectorId: inspectors[place % inspectors.length]?.inspectorId ?? '' }))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'objects.tsv'), formatObjects(objects))
  writeFileSync(join(folder, 'inspectors.tsv'), formatInspectors(inspectors))
  writeFileSync(join(folder, 'conflicts.tsv'), formatConflicts(conflicts))
  return folder
}

const inspectorsFor = (count: number): number => (count >= 1_000_000 ? 2000 : 200)

const directoryBytesIn = (folder: string) => ({
  'objects.tsv': readFileSync(join(folder, 'objects.tsv')),
  'inspectors.tsv': readFileSync(join(folder, 'inspectors.tsv')),
  'conflicts.tsv': readFileSync(join(folder, 'conflicts.tsv')),
})

/** From the three files to the published bundle: everything that happens on the day of the draw. */
function draw(folder: string): string {
  const bytes = directoryBytesIn(folder)
  const commitment = readCommitment({
    ...{ protocol: 1, drawId: 'bench', day: '2026-03-02', matters: ['A07'], ...directoryHashes(bytes) },
    quotas: strata.map((stratum) => ({ stratum, ratio: [1, 100] })),
    teams: agencies.map((agency) => ({ agency, inspectors: 2 })),
    loadCap: 200,
    entropy: [
      { name: '区市场监管局', kind: 'reveal', commitment: revealCommitment('区市场监管局', secret) },
      { name: '福利彩票', kind: 'dice', source: '双色球' },
    ],
    ...{ revealUntil: '2026-03-01T08:00:00Z', ruleSets: {} },
  })
  const contributions = completeContributions(commitment, [
    { name: '区市场监管局', kind: 'reveal', value: secret },
    { name: '福利彩票', kind: 'dice', value: '02071118263109' },
  ])
  const { result } = runDraw(commitment, readDirectories(bytes), contributions)
  writeFileSync(join(folder, 'bundle.json'), formatBundle(bundleOf(commitment, contributions, result, [])))
  return `${result.winners.length} winners, ${result.pairs.length} pairs, ${result.unpaired.length} unpaired`
}

function verify(folder: string): string {
  const verdict = verifyDraw({ ...directoryBytesIn(folder), 'bundle.json': readFileSync(join(folder, 'bundle.json')) })
  return verdict.same ? 'same' : `differs: ${verdict.code} ${verdict.message}`
}

/** The least that any draw must do: one hash of 82 bytes for each subject. */
function hashOnly(count: number): string {
  const message = new Uint8Array(82)
  let smallest = 'g'
  for (let place = 0; place < count; place++) {
    message[81] = place & 255
    message[80] = (place >> 8) & 255
    const ticket = sha256Hex(message)
    if (ticket < smallest) smallest = ticket
  }
  return smallest.slice(0, 8)
}

const [step, folder = '', size = '0'] = process.argv.slice(2)
const steps: Readonly<Record<string, () => string>> = {
  prepare: () => prepare(folder, Number(size)),
  draw: () => draw(folder),
  verify: () => verify(folder),
  hash: () => hashOnly(Number(size)),
}
const chosen = steps[step ?? '']

if (chosen) {
  const started = performance.now()
  const answer = chosen()
  const seconds = (performance.now() - started) / 1000
  console.log(JSON.stringify({ seconds, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024), answer }))
} else {
  const counts = process.argv.slice(2).map(Number)
  for (const count of counts.length > 0 ? counts : [38_000, 3_300_000]) measure(count)
}

function measure(count: number): void {
  const scratch = mkdtempSync(join(tmpdir(), 'yidang-draw-'))
  const inOwnProcess = (name: string) => {
    const ran = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, scratch, String(count)])
    if (ran.status !== 0) throw new Error(ran.stderr.toString())
    return JSON.parse(ran.stdout.toString()) as { seconds: number; peakMiB: number; answer: string }
  }
  try {
    inOwnProcess('prepare')
    const limit = inOwnProcess('hash').seconds
    console.log(`${count.toLocaleString('en')} objects, ${inspectorsFor(count)} inspectors`)
    console.log(`  one hash a subject  ${limit.toFixed(2)} s`)
    for (const name of ['draw', 'verify']) {
      const { seconds, peakMiB, answer } = inOwnProcess(name)
      const ratio = (seconds / limit).toFixed(1)
      console.log(
        `  ${name.padEnd(18)}  ${seconds.toFixed(2)} s (${ratio} × the hashes), peak ${peakMiB} MiB: ${answer}`,
      )
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
