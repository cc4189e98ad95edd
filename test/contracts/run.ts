/**
 * The contract of the event store, held against one store by name:
 *
 *   npm run contract -- --store memory | postgresql | kurrentdb
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const stores = {
  memory: { test: 'test/domain/store/in-memory.test.ts', address: undefined },
  postgresql: { test: 'test/api/system/postgres-store/contract.test.ts', address: 'TEST_DATABASE_URL' },
  kurrentdb: { test: 'test/api/system/kurrent-store/contract.test.ts', address: 'KURRENTDB_URL' },
} as const

const { values } = parseArgs({ options: { store: { type: 'string', default: '' } } })
const store = Object.entries(stores).find(([name]) => name === values.store)?.[1]

if (store === undefined) {
  console.error(`请用 --store 指定事件库：${Object.keys(stores).join('、')}`)
  process.exit(2)
}
if (store.address !== undefined && !process.env[store.address]) {
  console.error(`${store.address} 未设置：请指定要检验的 ${values.store} 服务器`)
  process.exit(2)
}
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter', 'verbose', store.test]
const { status } = spawnSync(process.execPath, vitest, { stdio: 'inherit' })
process.exit(status ?? 1)
