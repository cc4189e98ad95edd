#!/usr/bin/env node
// The programs are TypeScript, which Node 24 runs as it is. On an older host the Node of our own dependencies takes over.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = join(dirname(fileURLToPath(import.meta.url)), 'main.ts')

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main)
} else {
  const own = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node')
  const child = spawn(own, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.on('SIGINT', () => {}) // Ctrl-C reaches both of us; the program that was started ends us by ending itself.
  process.on('SIGTERM', () => child.kill('SIGTERM')) // From a supervisor it reaches us alone.
  child.once('exit', (status) => process.exit(status ?? 1))
}
