import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyDrandSignature } from '../../api/system/drand.ts'
import { refuseDraw } from '../../domain/draw/draw-refusals.ts'
import { type BundleFiles, bundleFiles, type Verdict, verifyDraw } from '../../domain/draw/verify.ts'
import { Refused } from '../../domain/kernel/errors.ts'

type Tell = Readonly<{ out: (line: string) => void; err: (line: string) => void }>

const toTerminal: Tell = { out: (line) => console.log(line), err: (line) => console.error(line) }

/**
 * `yidang verify <folder>`: redoes a published draw from its folder alone, without a server or a database. Answers `same`
 * and 0, or `differs: ` with the first difference and 1. What cannot be proved offline is told beside the answer.
 */
export async function verifyCommand(folder: string, tell: Tell = toTerminal): Promise<number> {
  const verdict = await verdictOn(folder)
  if (!verdict.same) {
    tell.out(`differs: ${verdict.code} ${verdict.message}`)
    return 1
  }
  tell.out('same')
  for (const { name, proof } of verdict.beacons)
    if (proof === 'NOT_PROVED')
      tell.err(`说明：公共信标“${name}”的值没有附可验证的签名，请向信标网络查询该轮次，核对是否一致。`)
  return 0
}

async function verdictOn(folder: string): Promise<Verdict> {
  const files: Partial<Record<keyof BundleFiles, Uint8Array>> = {}
  try {
    for (const file of bundleFiles) files[file] = await bytesOf(folder, file)
  } catch (error) {
    if (error instanceof Refused) return { same: false, code: error.reason, message: error.message }
    throw error
  }
  return verifyDraw(files, verifyDrandSignature)
}

async function bytesOf(folder: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, file))
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? String(error)
    if (cause === 'ENOENT' || cause === 'ENOTDIR') throw refuseDraw('FILE_MISSING', { file })
    throw refuseDraw('FILE_UNREADABLE', { file, cause })
  }
}
