// node test/support/write-draw-golden.ts: writes test/golden/draw anew. Only ever run on purpose: these folders are the
// promise that a draw published today is still verified tomorrow.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { goldenDraws } from './draw-golden.ts'

for (const [name, publish] of Object.entries(goldenDraws)) {
  const folder = join(fileURLToPath(new URL('../golden/draw', import.meta.url)), name)
  mkdirSync(folder, { recursive: true })
  for (const [file, bytes] of Object.entries(publish())) writeFileSync(join(folder, file), bytes)
}
