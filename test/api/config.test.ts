import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../api/system/config.ts'

test('without any setting the installation serves on its own, with demo users', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    issuer: undefined,
    logLevel: 'warn',
  })
  expect(config.dataFolder).toMatch(/\.yidang$/)
})

test('everything that is wrong is said at once', () => {
  const read = () => readConfig({ PORT: 'abc', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', YIDANG_ISSUER: 'x' })
  expect(read).toThrow(ConfigError)
  for (const part of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'YIDANG_JWKS_URL']) expect(read).toThrow(part)
})

test('a production installation has no demo users', () => {
  expect(() => readConfig({ NODE_ENV: 'production' })).toThrow('不提供演示账号')
  const issuer = { YIDANG_JWKS_URL: 'https://sso/jwks', YIDANG_ISSUER: 'https://sso', YIDANG_AUDIENCE: 'yidang' }
  expect(readConfig({ NODE_ENV: 'production', ...issuer }).issuer).toEqual({
    ...{ jwksUrl: 'https://sso/jwks', issuer: 'https://sso', audience: 'yidang' },
  })
})

test('the manual of the settings names every one of them', () => {
  const manual = readFileSync(fileURLToPath(new URL('../../.env.example', import.meta.url)), 'utf8')
  const source = readFileSync(fileURLToPath(new URL('../../api/system/config.ts', import.meta.url)), 'utf8')
  const names = new Set(
    [...source.matchAll(/\benv\.([A-Z_]+)|\b(YIDANG_[A-Z_]+)/g)].map((found) => found[1] ?? found[2]),
  )
  for (const name of names) expect(manual, name).toContain(`${name}=`)
})

test('what is wrong with the address of KurrentDB is said without its password', () => {
  const read = () => readConfig({ KURRENTDB_URL: 'esdb://admin:secret@one:2113?tlsCa=ca.crt' })
  expect(read).toThrow('KURRENTDB_URL：KurrentDB 连接串没有“tlsCa”这个选项')
  expect(read).not.toThrow('secret')
})
