import { resolve } from 'node:path'
import { type SealAlgorithm, sealAlgorithms } from '../../domain/kernel/sealed.ts'
import { addressFault } from './kurrent-store/address.ts'

/** How an installation is set up. `.env.example` is its manual. */
export type Config = Readonly<{
  port: number
  host: string
  dataFolder: string
  publicUrl: string // Where the public reaches the service: it is printed on credit reports.
  databaseUrl: string | undefined // Without it the installation brings its own PostgreSQL.
  kurrentUrl: string | undefined // Without it the log stands in PostgreSQL, beside the rows.
  issuer: Readonly<{ jwksUrl: string; issuer: string; audience: string }> | undefined // Without it demo users sign in.
  masterKey: Buffer | undefined // Wraps the keys of persons; without it, it stands in a file.
  masterKeyFile: string | undefined // Without it, in the data folder, where it is made at need.
  sealAlgorithm: SealAlgorithm
  logLevel: string
  metrics: Readonly<{ served: boolean; token: string | undefined }> // Without a token whoever reaches the port may read.
  shutdownMs: number // How long an ending may take before what is left is given up.
  production: boolean
}>

/** Everything that is wrong with the configuration, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Reads the configuration; the only reader of `process.env`. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const faults: string[] = []
  const portText = env.PORT ?? '3000'
  const port = Number(portText)
  if (!/^\d+$/.test(portText) || port > 65_535) faults.push(`PORT“${portText}”不是端口号（0 至 65535）`)
  if (env.DATABASE_URL !== undefined && !/^postgres(ql)?:\/\/.+/.test(env.DATABASE_URL)) {
    faults.push('DATABASE_URL 应以 postgres:// 开头')
  }
  const kurrentFault = env.KURRENTDB_URL === undefined ? undefined : addressFault(env.KURRENTDB_URL)
  if (kurrentFault !== undefined) faults.push(`KURRENTDB_URL：${kurrentFault}`)
  const logLevel = env.LOG_LEVEL ?? 'warn'
  if (!logLevels.includes(logLevel)) faults.push(`LOG_LEVEL“${logLevel}”应为 ${logLevels.join('、')} 之一`)
  const metrics = env.METRICS ?? 'on'
  if (metrics !== 'on' && metrics !== 'off') faults.push(`METRICS“${metrics}”应为 on 或者 off`)
  const shutdownText = env.SHUTDOWN_SECONDS ?? '25'
  const shutdownSeconds = Number(shutdownText)
  if (!/^\d+$/.test(shutdownText) || shutdownSeconds < 1 || shutdownSeconds > 3_600)
    faults.push(`SHUTDOWN_SECONDS“${shutdownText}”应为 1 至 3600 的整数`)
  const publicUrl = (env.YIDANG_PUBLIC_URL ?? `http://127.0.0.1:${portText}`).replace(/\/+$/, '')
  if (!/^https?:\/\//.test(publicUrl) || !URL.canParse(publicUrl))
    faults.push(`YIDANG_PUBLIC_URL“${publicUrl}”应为 http:// 或者 https:// 开头的网址`)
  const issuer = issuerOf(env, faults)
  const masterKey = masterKeyOf(env, 'YIDANG_MASTER_KEY', faults)
  const masterKeyFile = env.YIDANG_MASTER_KEY_FILE
  if (masterKey && masterKeyFile) faults.push('YIDANG_MASTER_KEY 与 YIDANG_MASTER_KEY_FILE 只能设置一个')
  const cipher = env.YIDANG_CIPHER ?? 'AES-256-GCM'
  const sealAlgorithm = sealAlgorithms.find((one) => one === cipher.toUpperCase())
  if (sealAlgorithm === undefined) faults.push(`YIDANG_CIPHER“${cipher}”应为 ${sealAlgorithms.join('、')} 之一`)
  const production = env.NODE_ENV === 'production'
  if (production && issuer === undefined) {
    faults.push('NODE_ENV=production 时不提供演示账号，须设置 YIDANG_JWKS_URL、YIDANG_ISSUER、YIDANG_AUDIENCE')
  }
  if (faults.length > 0 || sealAlgorithm === undefined)
    throw new ConfigError(`配置有误：${faults.join('；')}。说明见 .env.example。`)
  return {
    ...{ port, host: env.HOST ?? '127.0.0.1', dataFolder: resolve(env.YIDANG_DATA ?? '.yidang'), publicUrl },
    ...{ databaseUrl: env.DATABASE_URL, kurrentUrl: env.KURRENTDB_URL, issuer, logLevel, production },
    ...{
      metrics: { served: metrics === 'on', token: env.METRICS_TOKEN || undefined },
      shutdownMs: shutdownSeconds * 1_000,
    },
    ...{ masterKey, masterKeyFile: masterKeyFile ? resolve(masterKeyFile) : undefined, sealAlgorithm },
  }
}

function issuerOf(env: Readonly<Record<string, string | undefined>>, faults: string[]): Config['issuer'] {
  const { YIDANG_JWKS_URL: jwksUrl, YIDANG_ISSUER: issuer, YIDANG_AUDIENCE: audience } = env
  if (jwksUrl === undefined && issuer === undefined && audience === undefined) return undefined
  if (!jwksUrl || !issuer || !audience) {
    faults.push('YIDANG_JWKS_URL、YIDANG_ISSUER、YIDANG_AUDIENCE 须一起设置')
    return undefined
  }
  if (!URL.canParse(jwksUrl)) faults.push(`YIDANG_JWKS_URL“${jwksUrl}”不是网址`)
  return { jwksUrl, issuer, audience }
}

/** 32 bytes, as 64 hex digits or in base64. A fault never repeats the value. */
function masterKeyOf(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  faults: string[],
): Buffer | undefined {
  const text = env[name]
  if (text === undefined) return undefined
  const key = parseMasterKey(text)
  if (key === undefined) faults.push(`${name} 应为 32 字节，写作 64 位十六进制或者 base64`)
  return key
}

/** 32 bytes, written as 64 hex digits or in base64; undefined where the text is neither. */
export function parseMasterKey(text: string): Buffer | undefined {
  const given = text.trim()
  if (/^[0-9a-f]{64}$/i.test(given)) return Buffer.from(given, 'hex')
  const bytes = /^[A-Za-z0-9+/]{43}=?$/.test(given) ? Buffer.from(given, 'base64') : undefined
  return bytes?.length === 32 ? bytes : undefined
}

/** The master key that is to take the place of the present one, for `yidang rotate-master-key` alone. */
export function readNextMasterKey(env: Readonly<Record<string, string | undefined>> = process.env): Buffer | undefined {
  const faults: string[] = []
  const key = masterKeyOf(env, 'YIDANG_NEXT_MASTER_KEY', faults)
  if (faults.length > 0) throw new ConfigError(`配置有误：${faults.join('；')}。`)
  return key
}
