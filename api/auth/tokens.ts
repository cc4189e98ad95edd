import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  type CryptoKey,
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { Authority } from '../../domain/enterprise/parties.ts'
import { Forbidden } from '../../domain/kernel/errors.ts'
import type { DemoUser } from './demo-users.ts'
import { type Checked, remembered } from './remembered.ts'
import { type Role, roles } from './roles.ts'
import type { Viewer } from './viewer.ts'

/** Reads who a bearer token speaks for; throws `Forbidden` where it is not to be believed. */
export type Tokens = Readonly<{
  verify(token: string): Promise<Viewer>
  sign: ((user: DemoUser) => Promise<string>) | undefined // Only where demo users may sign in.
}>

type Verified = (token: string) => Promise<JWTPayload>

const issuer = 'yidang-demo'
const validFor = '12h'

/** Tokens of a configured issuer, checked against its published keys (JWKS). */
export function issuedTokens(
  config: Readonly<{ jwksUrl: string; issuer: string; audience: string }>,
  clock: () => Date,
): Tokens {
  const keys = createRemoteJWKSet(new URL(config.jwksUrl))
  const { issuer, audience } = config
  return {
    verify: remembered(
      viewerBy(async (token) => (await jwtVerify(token, keys, { issuer, audience, currentDate: clock() })).payload),
      clock,
    ),
    sign: undefined,
  }
}

/** Tokens of demo users, signed with a key of this installation that is made at the first start. */
export async function demoTokens(keyFile: string, clock: () => Date): Promise<Tokens> {
  const { publicKey, privateKey } = await demoKeys(keyFile)
  return {
    verify: remembered(
      viewerBy(async (token) => (await jwtVerify(token, publicKey, { issuer, currentDate: clock() })).payload),
      clock,
    ),
    sign: ({ name, roles, agency }) =>
      new SignJWT({ roles, agency: agency.code, agency_name: agency.name })
        .setProtectedHeader({ alg: 'ES256' })
        .setSubject(name)
        .setIssuer(issuer)
        .setIssuedAt(clock())
        .setExpirationTime(new Date(clock().getTime() + hours(validFor)))
        .sign(privateKey),
  }
}

const hours = (text: string): number => Number.parseInt(text, 10) * 3_600_000

async function demoKeys(file: string): Promise<{ publicKey: CryptoKey; privateKey: CryptoKey }> {
  const stored = await readFile(file, 'utf8').catch(() => undefined)
  if (stored !== undefined) {
    const { d, ...open } = JSON.parse(stored)
    const [publicKey, privateKey] = await Promise.all([importJWK(open, 'ES256'), importJWK({ ...open, d }, 'ES256')])
    return { publicKey: publicKey as CryptoKey, privateKey: privateKey as CryptoKey }
  }
  const pair = await generateKeyPair('ES256', { extractable: true })
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(await exportJWK(pair.privateKey)), { mode: 0o600 })
  await chmod(file, 0o600)
  return pair
}

const viewerBy =
  (verified: Verified) =>
  async (token: string): Promise<Checked> => {
    const payload = await verified(token).catch(() => {
      throw new Forbidden('登录凭证无效或者已过期，请重新登录。')
    })
    const held = (Array.isArray(payload.roles) ? payload.roles : []).filter(isRole)
    const agency: Authority = { code: String(payload.agency ?? ''), name: String(payload.agency_name ?? '') }
    // Under that name the program itself acts: no person may.
    if (agency.code === 'system') throw new Forbidden('登录凭证载明的机关无效。')
    if (payload.sub === undefined || agency.code === '') throw new Forbidden('登录凭证没有载明账号或者机关。')
    const viewer: Viewer = { kind: 'OFFICER', officer: payload.sub, agency, roles: held }
    return { viewer, endsAt: payload.exp === undefined ? Number.POSITIVE_INFINITY : payload.exp * 1_000 }
  }

const isRole = (role: unknown): role is Role => (roles as readonly unknown[]).includes(role)
