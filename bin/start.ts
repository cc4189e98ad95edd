import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { demoUsers } from '../api/auth/demo-users.ts'
import { openApi } from '../api/main.ts'
import type { Config } from '../api/system/config.ts'
import { type Installation, openInstallation } from '../api/system/installation.ts'
import { createLog, type Log } from '../api/system/log.ts'
import { startJobs } from '../jobs/main.ts'
import { rebuild } from '../projections/rebuild.ts'
import { growCases } from '../seeds/cases.ts'
import { growInspections } from '../seeds/inspections.ts'
import { districtSize, growSample, smallSize } from '../seeds/sample.ts'
import { endOnSignal } from './ending.ts'
import { PlainError } from './plain-error.ts'

const clock = () => new Date()

/** Starts everything, prints where to go, and ends cleanly on Ctrl-C. */
export async function start(
  config: Config,
  { empty = false, small = false }: { empty?: boolean; small?: boolean },
): Promise<void> {
  const log = createLog({ level: config.logLevel, pretty: process.stdout.isTTY === true })
  await requireFreePort(config)
  const ending = endOnSignal(config.shutdownMs)
  const installation = await openInstallation(config, log, clock)
  try {
    ending.waitingFor(() => '示例的载入')
    if (!empty) await growSampleOnce(installation, config, small, log, ending.signal)
    installation.tell()
    if (ending.signal.aborted) return
    const app = await openApi(installation, { config, log, clock })
    const jobs = startJobs(installation, { log, clock })
    try {
      greet(config, await app.listen({ port: config.port, host: config.host }))
      await ending.asked
      console.log('正在停止……')
      log.info('收到停止信号：不再接受新的请求')
    } finally {
      ending.waitingFor(() => underWay(installation))
      await Promise.all([app.close(), jobs.close()])
    }
  } finally {
    ending.waitingFor(() => '投影的当前一批、与数据库的连接，或者自带数据库的停止')
    await installation.close()
    ending.done()
  }
  log.info('已停止')
  console.log('已停止。')
}

/** What keeps the API from closing. */
async function underWay({ metrics }: Installation): Promise<string> {
  const [requests, imports] = await Promise.all([metrics.requestsUnderWay.get(), metrics.importsRunning.get()])
  const count = (gauge: typeof requests): number => gauge.values[0]?.value ?? 0
  return `处理中的请求 ${count(requests)} 个，进行中的导入 ${count(imports)} 个`
}

/** Before anything is opened: a port in use should not cost a start of the database. */
function requireFreePort({ port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      const reason = taken ? '已被占用' : error.code === 'EACCES' ? '不允许使用' : `不能使用（${error.code}）`
      reject(new PlainError(`端口 ${port}（${host}）${reason}；请停掉占用它的程序，或者用 PORT 换一个端口。`))
    })
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** A file in the data folder says that the sample is being loaded, so that a start cut short is taken up again. */
async function growSampleOnce(
  installation: Installation,
  config: Config,
  small: boolean,
  log: Log,
  signal: AbortSignal,
) {
  const loading = join(config.dataFolder, 'sample.loading')
  const begun = await readFile(loading, 'utf8').catch(() => undefined)
  if (begun === undefined && (await installation.store.head()) !== undefined) return
  const size = begun === undefined ? (small ? smallSize : districtSize) : Number(begun)
  await mkdir(config.dataFolder, { recursive: true })
  await writeFile(loading, String(size))
  const { events } = await growSample(installation, { size, clock, signal })
  if (signal.aborted) return
  const { inspectors } = await growInspections(installation, clock)
  const { cases, punishments } = await growCases(installation, size, clock)
  const { store, readModels, projections } = installation
  await rebuild({ store, pool: readModels.pool, projections })
  await rm(loading)
  log.info({ enterprises: size, events }, '示例已载入')
  console.log(
    `已载入示例：${size} 户企业，${events} 条记录；${inspectors} 名检查人员与当年的抽查计划；${cases} 件列入案件，${punishments} 件联合惩戒。`,
  )
}

function greet({ issuer }: Config, address: string): void {
  const url = `${address}/graphql`
  console.log(`\n一档已就绪：${url}（用浏览器打开即为 GraphiQL）`)
  if (issuer) {
    console.log(`登录：由 ${issuer.issuer} 签发的令牌，放入请求头 Authorization: Bearer …\n`)
    return
  }
  console.log('演示账号（浏览器页面右上角选择，或者用 mutation { signIn(user: "…") { token } } 取得令牌）：')
  for (const { name, title, agency } of demoUsers) console.log(`  ${name.padEnd(10)} ${title} · ${agency.name}`)
  console.log('按 Ctrl-C 停止。\n')
}
