import { createHash, randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SealAlgorithm } from '../../../domain/kernel/sealed.ts'
import { sealAlgorithms } from '../../../domain/kernel/sealed.ts'
import { Unavailable } from '../../../domain/kernel/errors.ts'
import { type Config, ConfigError, parseMasterKey } from '../config.ts'
import { codeOf } from '../data-folder.ts'
import { decrypt, derived, encrypt, NotGenuine, secretBytes } from './cipher.ts'

/** The key that wraps all others (主密钥). It stands in no database and no dump. */
export type MasterKey = Readonly<{
  fingerprint: string
  wrap(secret: Buffer, whose: string, algorithm: SealAlgorithm): string
  unwrap(wrapped: string, whose: string): Buffer // Throws `NotGenuine`.
}>

export function masterKey(secret: Buffer): MasterKey {
  const wrapping = derived(secret, 'wrap')
  return {
    fingerprint: createHash('sha256').update(derived(secret, 'fingerprint')).digest('hex').slice(0, 16),
    wrap(key, whose, algorithm) {
      const { nonce, ciphertext, tag } = encrypt(algorithm, wrapping, whose, key)
      return [algorithm, ...[nonce, ciphertext, tag].map((bytes) => bytes.toString('base64'))].join(':')
    },
    unwrap(wrapped, whose) {
      const [name, ...parts] = wrapped.split(':')
      const algorithm = sealAlgorithms.find((one) => one === name)
      const [nonce, ciphertext, tag] = parts.map((text) => Buffer.from(text, 'base64'))
      if (!algorithm || !nonce || !ciphertext || !tag) throw new NotGenuine('not a wrapped key')
      return decrypt(algorithm, wrapping, whose, { nonce, ciphertext, tag })
    },
  }
}

/** Where an installation has its master key from. */
export type MasterSource = Readonly<{
  /** The keys there are: more than one only where a change of the key was cut short. */
  candidates(): Promise<readonly Buffer[]>
  /** The key for an installation that has no keys yet. */
  first(): Promise<Buffer>
  /**
   * Puts another key in place of the one in use, around the work that wraps everything with it; false where that is for
   * the operator. One at a time.
   */
  replace(inUse: string, next: Buffer, rewrap: () => Promise<void>): Promise<boolean>
}>

/** The source that the configuration names: the key itself, a file, or the file in the data folder that is made at need. */
export function masterSource({ masterKey, masterKeyFile, dataFolder }: Pick<Config, MasterConfig>): MasterSource {
  if (masterKey !== undefined) return givenMaster(masterKey)
  return masterKeyFile === undefined
    ? fileMaster(join(dataFolder, 'master.key'), true)
    : fileMaster(masterKeyFile, false)
}
type MasterConfig = 'masterKey' | 'masterKeyFile' | 'dataFolder'

export const givenMaster = (secret: Buffer): MasterSource => ({
  candidates: async () => [secret],
  first: async () => secret,
  async replace(_inUse, _next, rewrap) {
    await rewrap()
    return false
  },
})

/** No master key: nothing can be sealed or opened, and everything else goes on. */
export const noMaster: MasterSource = {
  candidates: () => Promise.reject(new Unavailable('没有配置主密钥，不能密封或者打开个人信息。')),
  first: () => Promise.reject(new Unavailable('没有配置主密钥，不能密封或者打开个人信息。')),
  replace: () => Promise.reject(new Unavailable('没有配置主密钥，不能更换。')),
}

/** A file that its owner alone may read; the one in the data folder is made when the first key is needed. */
export function fileMaster(path: string, isOurs: boolean): MasterSource {
  const next = `${path}.next`

  async function candidates(): Promise<readonly Buffer[]> {
    const found = await Promise.all([readKey(path), readKey(next)])
    return found.filter((key) => key !== undefined)
  }

  return {
    candidates,
    async first() {
      if (isOurs && (await readKey(path)) === undefined) await make(path)
      const key = await readKey(path)
      if (key === undefined) throw new ConfigError(`没有主密钥文件“${path}”。`)
      return key
    },
    async replace(inUse, key, rewrap) {
      const left = await readKey(next) // Of a change that was cut short; it may be the very key in use.
      if (left !== undefined && masterKey(left).fingerprint === inUse) await rename(next, path)
      await rm(next, { force: true })
      await writeSecret(next, key)
      await rewrap() // Cut short here, either file may be the right one, and the fingerprint in the table says which.
      await rename(next, path)
      return true
    },
  }
}

/** Whole or not at all, and never over another one: two processes may start at once. */
async function make(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  await writeSecret(draft, randomBytes(secretBytes))
  try {
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function writeSecret(path: string, key: Buffer): Promise<void> {
  await writeFile(path, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  await chmod(path, 0o600)
}

async function readKey(path: string): Promise<Buffer | undefined> {
  let text: string
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new ConfigError(`主密钥文件“${path}”别人也能读，不予使用；请执行 chmod 600，并考虑更换主密钥。`)
    }
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  const key = parseMasterKey(text)
  if (key === undefined) throw new ConfigError(`主密钥文件“${path}”的内容不是 32 字节的十六进制或者 base64。`)
  return key
}
