import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The text of a schema file beside a module. */
export const readSdl = (moduleUrl: string, path: string): string =>
  readFileSync(fileURLToPath(new URL(path, moduleUrl)), 'utf8')
