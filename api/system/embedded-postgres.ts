import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DataFolderError, explained, prepareDataFolder } from './data-folder.ts'
import { type Account, accountFor, assertWithinReach } from './embedded-postgres/account.ts'
import { type Binaries, findBinaries } from './embedded-postgres/binaries.ts'
import { type Cluster, clusterPath, openCluster } from './embedded-postgres/cluster.ts'
import { failureOf, refusalOf } from './embedded-postgres/failure.ts'
import {
  findPostmaster,
  hasEnded,
  lastPort,
  type Postmaster,
  removeEmptyPidFile,
  type Starting,
  signalPostmaster,
  startPostmaster,
} from './embedded-postgres/postmaster.ts'
import { connectionUrl, enter, type Presence } from './embedded-postgres/presence.ts'
import { turnServerLog } from './embedded-postgres/server-log.ts'
import type { Log } from './log.ts'

/** Yidang's own database (自带数据库), of which whoever needs no other server uses as much as one given by its URL. */
export type EmbeddedPostgres = Readonly<{
  url: string
  adopted: boolean // It was running already: another command's, or one whose starter was killed.
  /** To be called when all other connections are closed. The last process to leave stops the server. */
  stop(): Promise<void>
}>

type House = Readonly<{ cluster: Cluster; binaries: Binaries; account: Account; log: Log }>
type Entered = Readonly<{ presence: Presence; postmaster: Postmaster; adopted: boolean }>

/** The PostgreSQL of a data folder (数据文件夹): made on the first call, started where it is not running, else joined. */
export async function openEmbeddedPostgres(options: Readonly<{ folder: string; log: Log }>): Promise<EmbeddedPostgres> {
  const { log } = options
  const began = performance.now()
  const folder = resolve(options.folder)
  await prepareDataFolder(folder)
  const binaries = findBinaries()
  const account = await accountFor(clusterPath(folder))
  for (const directory of [folder, binaries.folder]) await assertWithinReach(directory, account)
  const cluster = await openCluster(folder, binaries, account, log)
  const house = { cluster, binaries, account, log }

  const entered = await enterServer(house, reenter)
  const { postmaster, adopted } = entered
  let current: Promise<Entered | undefined> = Promise.resolve(entered)
  let enteredAt = Number.NEGATIVE_INFINITY // Once it was back; before that nobody else has to come back.
  let stopping: Promise<void> | undefined
  log.info({ port: postmaster.port, adopted, ms: Math.round(performance.now() - began) }, '自带数据库已就绪')
  const turning = setInterval(() => {
    turnServerLog(cluster.path).catch((error) => log.warn({ err: error }, '自带数据库的日志没能收短'))
  }, turnEveryMs).unref()

  /**
   * The server throws everybody out when one of its processes crashes, and is back a moment later. One that was killed as
   * a whole is brought back by whoever misses it first, on the port that all of them know.
   */
  function reenter(error: Error): void {
    log.warn({ err: error }, '与自带数据库的连接中断，正在重新连接')
    current = enterServer(house, reenter, postmaster.port).then(
      (again) => {
        enteredAt = performance.now()
        if (again.postmaster.port === postmaster.port) log.info({ port: postmaster.port }, '自带数据库已恢复')
        else log.error({ port: again.postmaster.port }, '自带数据库换了端口，请重新启动本程序')
        return again
      },
      (cause) => void log.error({ err: cause }, '自带数据库没有恢复'),
    )
  }
  return {
    url: connectionUrl(postmaster, cluster.password),
    adopted,
    stop() {
      clearInterval(turning)
      stopping ??= current.then(async (present) => {
        if (present === undefined) return
        await delay(Math.max(0, enteredAt + returnMs - performance.now()))
        await leaveServer(house, present)
      })
      return stopping
    },
  }
}

const turnEveryMs = 10 * 60_000
/** For so long after it came back others may still be on their way, and nobody who leaves is the last. */
const returnMs = 2_000

/** Recovery after a power failure reads at most `max_wal_size` again; that is a matter of minutes on the slowest disk. */
const patienceMs = 5 * 60_000
const noticeMs = 5_000
const pauseMs = 20

async function enterServer(house: House, onLost: (error: Error) => void, port?: number): Promise<Entered> {
  const { cluster, binaries, log } = house
  const running: { starting?: Starting } = {}
  const notice = setTimeout(() => {
    log.warn({ path: cluster.path }, '自带数据库还没有就绪，可能正在恢复上次没有写完的内容，请稍候')
  }, noticeMs)
  try {
    return await startOrJoin(house, running, onLost, port)
  } catch (error) {
    if (running.starting) await giveUp(running.starting, binaries)
    throw explained(error, cluster.path)
  } finally {
    clearTimeout(notice)
  }
}

/** A server that could not be entered is not left behind. One that crashes on and on may not heed the milder order. */
async function giveUp({ pid, hasEnded }: Starting, binaries: Binaries): Promise<void> {
  const ended = async () => hasEnded()
  for (const order of ['INT', 'QUIT'] as const) {
    if (pid === undefined || hasEnded()) return
    await signalPostmaster(binaries, pid, order)
    await within(smartMs, ended)
  }
}

async function startOrJoin(
  house: House,
  running: { starting?: Starting },
  onLost: (error: Error) => void,
  port?: number, // Only there, as whoever asks this way would not find it anywhere else.
): Promise<Entered> {
  const { cluster, binaries, account } = house
  const until = performance.now() + patienceMs
  let refused = ''
  let wanted = port ?? (await lastPort(cluster.path))
  while (performance.now() < until) {
    const attempt = await tryToEnter(house, onLost)
    if (attempt.presence) return { ...attempt, adopted: attempt.postmaster.pid !== running.starting?.pid }
    refused = attempt.refused ?? refused
    if (!attempt.postmaster) running.starting ??= await startPostmaster(cluster, binaries, account, wanted)
    const output = await running.starting?.failure()
    if (output !== undefined) {
      const failure = await failureOf(output, cluster.path, binaries)
      if (failure) throw failure
      if (/could not bind IPv4/.test(output)) wanted = port // Another program's by now.
      if (/lock file .* is empty/.test(output)) await removeEmptyPidFile(cluster.path)
      delete running.starting
    }
    await delay(pauseMs)
  }
  const minutes = `${patienceMs / 60_000} 分钟内没有就绪`
  throw new DataFolderError('NOT_STARTING', cluster.path, refused ? `${minutes}：${refused}` : minutes)
}

type Attempt =
  Omit<Entered, 'adopted'> | Readonly<{ postmaster: Postmaster | undefined; presence?: undefined; refused?: string }>

/** A server on its way up or down refuses in many ways; only what waiting cannot cure is an error. */
async function tryToEnter({ cluster }: House, onLost: (error: Error) => void): Promise<Attempt> {
  const postmaster = await findPostmaster(cluster.path)
  if (!postmaster?.ready) return { postmaster } // To knock earlier would only fill its log.
  try {
    const presence = await enter(postmaster, cluster.password, onLost)
    if (!presence) return { postmaster }
    if (await isServing(cluster, postmaster)) return { postmaster, presence }
    await presence.end() // It was told to stop after we connected and before we were in.
    return { postmaster }
  } catch (cause) {
    const refusal = refusalOf(cause, cluster.path)
    if (refusal) throw refusal
    return { postmaster, refused: String(cause) }
  }
}

const smartMs = 5_000
const fastMs = 120_000

/**
 * The last to leave stops the server, whoever started it: so a command ends what it started unless another has come to
 * use it meanwhile, and nobody has to know of anybody else. A smart shutdown alone would not do: between two connections
 * of its pool a process has none, and would be shut out.
 */
async function leaveServer(house: House, { postmaster, presence }: Entered): Promise<void> {
  const { binaries, cluster, log } = house
  if (!(await presence.leave())) {
    log.info({ port: postmaster.port }, '自带数据库还有其他程序在用，保持运行')
    return presence.end()
  }
  const began = performance.now()
  await signalPostmaster(binaries, postmaster.pid, 'TERM')
  await within(smartMs, async () => !(await isServing(cluster, postmaster))) // Until it shuts its door, our lock does.
  await presence.end()
  const ended = () => hasEnded(cluster.path, postmaster.pid)
  if (!(await within(smartMs, ended))) {
    log.warn({ waitedMs: smartMs }, '自带数据库上还有未关闭的连接，现在断开它们')
    await signalPostmaster(binaries, postmaster.pid, 'INT')
    if (!(await within(fastMs, ended))) {
      throw new Error(`自带数据库在 ${fastMs / 1000} 秒内没有停下（进程 ${postmaster.pid}）`)
    }
  }
  log.info({ ms: Math.round(performance.now() - began) }, '自带数据库已停止')
}

/** Whether it still lets new connections in: no longer from the moment it was told to stop. */
async function isServing({ path }: Cluster, { pid }: Postmaster): Promise<boolean> {
  const running = await findPostmaster(path)
  return running?.pid === pid && running.ready
}

async function within(ms: number, condition: () => Promise<boolean>): Promise<boolean> {
  const until = performance.now() + ms
  while (performance.now() < until) {
    if (await condition()) return true
    await delay(pauseMs)
  }
  return false
}
