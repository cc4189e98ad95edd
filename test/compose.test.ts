import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { addressOf } from '../api/system/kurrent-store/address.ts'
import { readConfig } from '../api/system/config.ts'

const root = join(import.meta.dirname, '..')
const compose = await readFile(join(root, 'docker-compose.yml'), 'utf8')
const manual = await readFile(join(root, 'docs', 'operations.md'), 'utf8')

type Service = {
  profiles: string[]
  restart: string
  environment?: Record<string, string | number>
  depends_on?: Record<string, object>
  volumes: string[]
}
const { services, volumes } = parse(compose, { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, null>
}

/** What the server's own options are called (23.10); a name that is none of them would be passed over in silence. */
const serverOptions = new Set(
  [
    ...['CLUSTER_SIZE', 'DISCOVER_VIA_DNS', 'GOSSIP_SEED', 'NODE_IP', 'REPLICATION_IP', 'INSECURE', 'TELEMETRY_OPTOUT'],
    ...[
      'NODE_HOST_ADVERTISE_AS',
      'REPLICATION_HOST_ADVERTISE_AS',
      'TRUSTED_ROOT_CERTIFICATES_PATH',
      'CERTIFICATE_FILE',
    ],
    ...['CERTIFICATE_PRIVATE_KEY_FILE', 'DEFAULT_ADMIN_PASSWORD', 'DEFAULT_OPS_PASSWORD'],
  ].map((name) => `EVENTSTORE_${name}`),
)

const nodes = Object.entries(services).filter(([name]) => /^node\d$/.test(name))
const filled = (text: string | number | undefined): string =>
  String(text).replace(/\$\{(\w+):-([^}]*)\}/g, (_all, name, otherwise) => (otherwise === '' ? `${name}1` : otherwise))

describe('the installation in containers', () => {
  test('has three nodes that know each other and come back by themselves', () => {
    expect(nodes.length).toBe(3)
    for (const [name, { environment = {}, restart, profiles }] of nodes) {
      const others = nodes.map(([other]) => `${other}:2113`).filter((other) => !other.startsWith(name))
      expect(String(environment.EVENTSTORE_GOSSIP_SEED).split(',')).toEqual(others)
      expect(environment.EVENTSTORE_NODE_HOST_ADVERTISE_AS).toBe(name)
      expect({ restart, profiles }).toEqual({ restart: 'always', profiles: ['cluster'] })
    }
  })

  test('names options that the server has', () => {
    const named = Object.values(services).flatMap(({ environment = {} }) =>
      Object.keys(environment).filter((name) => name.startsWith('EVENTSTORE_')),
    )
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((name) => !serverOptions.has(name))).toEqual([])
  })

  test.each(['yidang', 'yidang-try'])('%s has a configuration that the program takes', (name) => {
    const { environment = {}, depends_on: needs = {} } = services[name] ?? { environment: {} }
    const env = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value)]))
    if (name === 'yidang') {
      env.NODE_ENV = 'production' // As the image sets it.
      env.YIDANG_MASTER_KEY = 'ab'.repeat(32)
      env.YIDANG_JWKS_URL = 'https://sso.example.gov.cn/jwks.json'
    }
    const config = readConfig(env)
    expect(config.kurrentUrl).toBeDefined()
    expect(addressOf(config.kurrentUrl ?? '').leader).toMatch(/^esdb:\/\//)
    for (const [host] of (config.kurrentUrl ?? '').matchAll(/(node\d|kurrent)(?=:2113)/g))
      expect(Object.keys(needs)).toContain(host)
  })

  test('keeps what it stores in volumes that are declared', () => {
    for (const { volumes: mounted = [] } of Object.values(services)) {
      const named = mounted.map((one) => one.split(':')[0] ?? '').filter((one) => !one.startsWith('.'))
      for (const one of named) expect(Object.keys(volumes)).toContain(one)
    }
  })

  test('is told in the manual, every variable of it', () => {
    const variables = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? '')
    for (const name of new Set(variables)) expect(manual).toContain(`\`${name}\``)
  })
})
