import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { beaconNetworks } from '../../../domain/draw/beacon.ts'
import type { Bundle } from '../../../domain/draw/bundle.ts'
import { canonicalJson } from '../../../domain/kernel/canonical-json.ts'

const page = readFileSync(fileURLToPath(new URL('../../../docs/draw-protocol.md', import.meta.url)), 'utf8')
const golden = fileURLToPath(new URL('../../golden/draw/worked-example', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'yidang-protocol-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Each shell block of the page with the block of text that is said to come of it. */
const steps = [...page.matchAll(/```sh\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map(([, lines, said]) => ({
  lines: lines ?? '',
  said: said ?? '',
}))

describe('the worked example of the protocol', () => {
  const mark = '---- next step'
  const script = steps.map(({ lines }) => `${lines}echo '${mark}'\n`).join('')
  const printed = execFileSync('sh', ['-euc', script], { cwd: scratch, encoding: 'utf8' }).split(`${mark}\n`)

  test('prints, with sha256sum and sort alone, what the page says', () => {
    expect(steps).toHaveLength(6)
    expect(printed.slice(0, -1)).toEqual(steps.map(({ said }) => said))
  })

  test('is the draw of the golden folder', () => {
    for (const file of ['objects.tsv', 'inspectors.tsv', 'conflicts.tsv'])
      expect(readFileSync(join(scratch, file), 'utf8')).toBe(readFileSync(join(golden, file), 'utf8'))
    const bundle = JSON.parse(readFileSync(join(golden, 'bundle.json'), 'utf8')) as Bundle
    expect(readFileSync(join(scratch, 'commitment.json'), 'utf8')).toBe(canonicalJson(bundle.commitment))
    expect(steps[2]?.said.trim()).toBe(bundle.commitmentSha256)
    expect(steps[3]?.said.trim()).toBe(bundle.seed)
    expect(steps[4]?.said.trim().split('\n')).toEqual(bundle.winners.map(({ ticket, uscc }) => `${ticket} ${uscc}`))
    const taken = bundle.pairs.flatMap(({ uscc, inspectors }) =>
      inspectors.map((inspector, place) => `${uscc} ${place + 1}: ${inspector}`),
    )
    expect(steps[5]?.said.trim().split('\n')).toEqual(taken)
  })
})

test('the page names the beacon networks whose signatures are verified', () => {
  for (const { name, chainHash } of beaconNetworks) expect(page).toContain(`| ${name} | \`${chainHash}\` |`)
})
