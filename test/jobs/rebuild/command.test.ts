import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyWorld, sample, type World } from '../import/world.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const env = { ...process.env, LOG_LEVEL: 'silent' }

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})
afterEach(() => world.close())

function start(...names: readonly string[]) {
  const child = spawn(process.execPath, ['bin/main.ts', 'rebuild', ...names], {
    ...{ cwd: root, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] },
    env: { ...env, DATABASE_URL: world.databaseUrl },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, said })) }
}

test('the command tells the rows anew; stopped by Ctrl-C in the middle it says so, ends with 130, and changes nothing', async () => {
  const { pool } = world.system.readModels
  await world.bring(sample('penalties.csv'))
  const reader = await pool.connect()
  try {
    await reader.query('BEGIN')
    await reader.query('SELECT count(*) FROM told.penalty') // The switch has to wait for this reader.
    const { child, ended } = start('penalty')
    const waits = `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`
    await expect.poll(async () => (await pool.query(waits)).rows[0]?.n, { timeout: 20_000, interval: 5 }).toBe(1)
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 130, said: expect.stringContaining('已停止') })
    expect((await reader.query('SELECT count(*)::int AS n FROM told.penalty')).rows).toEqual([{ n: 0 }])
    await reader.query('COMMIT')
  } finally {
    reader.release()
  }
  expect(await start('penalty').ended).toMatchObject({ code: 0, said: expect.stringContaining('已重建 1 个投影') })
  expect((await pool.query('SELECT count(*)::int AS n FROM told.penalty')).rows[0]?.n).toBeGreaterThan(0)
}, 60_000)
