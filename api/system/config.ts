import { resolve } from 'node:path'

/** How an installation is set up. `.env.example` is its manual. */
export type Config = Readonly<{
  port: number
  host: string
  dataFolder: string
  databaseUrl: string | undefined // Without it the installation brings its own PostgreSQL.
  kurrentUrl: string | undefined // Without it the log stands in PostgreSQL, beside the rows.
  issuer: Readonly<{ jwksUrl: string; issuer: string; audience: string }> | undefined // Without it demo users sign in.
  logLevel: string
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
  if (env.KURRENTDB_URL !== undefined && !/^(esdb|kurrentdb)(\+discover)?:\/\/.+/.test(env.KURRENTDB_URL)) {
    faults.push('KURRENTDB_URL 应以 esdb:// 或者 kurrentdb:// 开头')
  }
  const logLevel = env.LOG_LEVEL ?? 'warn'
  if (!logLevels.includes(logLevel)) faults.push(`LOG_LEVEL“${logLevel}”应为 ${logLevels.join('、')} 之一`)
  const issuer = issuerOf(env, faults)
  const production = env.NODE_ENV === 'production'
  if (production && issuer === undefined) {
    faults.push('NODE_ENV=production 时不提供演示账号，须设置 YIDANG_JWKS_URL、YIDANG_ISSUER、YIDANG_AUDIENCE')
  }
  if (faults.length > 0) throw new ConfigError(`配置有误：${faults.join('；')}。说明见 .env.example。`)
  return {
    ...{ port, host: env.HOST ?? '127.0.0.1', dataFolder: resolve(env.YIDANG_DATA ?? '.yidang') },
    ...{ databaseUrl: env.DATABASE_URL, kurrentUrl: env.KURRENTDB_URL, issuer, logLevel, production },
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
