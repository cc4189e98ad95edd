/**
 * All measurements, one after the other, each in a process of its own (性能测量). With names, only those:
 *
 *   npm run bench [-- event-store district start draw credit window clocks punishment kurrent]
 *
 * Run it on a machine that does nothing else. `KURRENTDB_URL` adds the log in KurrentDB.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

const names = [
  'event-store',
  'district',
  'start',
  'draw',
  'credit',
  'window',
  'clocks',
  'punishment',
  'kurrent',
] as const
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(names as readonly string[]).includes(name))
if (unknown.length > 0) {
  console.error(`没有这项测量：${unknown.join('、')}。可选：${names.join('、')}。`)
  process.exit(1)
}

const gib = (bytes: number): string => `${Math.round(bytes / 2 ** 30)} GiB`
console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, ${gib(totalmem())}, Node ${process.version}`)

const here = import.meta.dirname
const peers = join(here, 'peers')
let failed = false
for (const name of names) {
  if (asked.length > 0 && !asked.includes(name)) continue
  if (name === 'kurrent' && process.env.KURRENTDB_URL === undefined) {
    if (asked.includes(name)) console.log('\n## kurrent\n\n未设置 KURRENTDB_URL，略过。')
    continue
  }
  if ((name === 'district' || name === 'window') && !existsSync(join(peers, 'node_modules', 'postgraphile'))) {
    console.log('\n安装对照程序（只用于测量）：npm ci --prefix bench/peers')
    const installed = spawnSync('npm', ['ci', '--prefix', peers], { stdio: ['ignore', 'ignore', 'inherit'] })
    if (installed.status !== 0) {
      failed = true
      continue
    }
  }
  console.log(`\n## ${name}\n`)
  const { KURRENTDB_URL, ...rest } = process.env
  const env = name === 'kurrent' ? { ...rest, KURRENTDB_URL } : rest
  const { status } = spawnSync(process.execPath, [join(here, `${name}.ts`)], { stdio: 'inherit', env })
  if (status !== 0) failed = true
}
process.exitCode = failed ? 1 : 0
