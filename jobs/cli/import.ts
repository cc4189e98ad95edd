import { realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { SingleBar } from 'cli-progress'
import type { Config } from '../../api/system/config.ts'
import { type ImportCounts, runImport } from '../../api/system/import/run-import.ts'
import { openVerdictFile } from '../../api/system/import/verdict-file.ts'
import { openInstallation } from '../../api/system/installation.ts'
import { createLog } from '../../api/system/log.ts'
import { type RecordKind, recordKinds } from '../../domain/intake/columns.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import { waitUntilTold } from '../../projections/runner.ts'

const clock = () => new Date()
const tellMs = 120_000

/**
 * `yidang import <file>`: brings a file of records in, beside a running server or without one. Ends with 0 when the file
 * was read to its end, whatever the verdicts, with 2 when it cannot be read as records at all.
 */
export async function importCommand(
  config: Config,
  path: string,
  options: Readonly<{ verdicts?: string; kind?: string }>,
): Promise<number> {
  const kind = options.kind?.toUpperCase() as RecordKind | undefined
  if (kind !== undefined && !recordKinds.includes(kind)) {
    console.error(`--kind 应为 ${recordKinds.map((one) => one.toLowerCase()).join('、')} 之一`)
    return 2
  }
  const fault = options.verdicts === undefined ? undefined : await verdictsFault(path, options.verdicts)
  if (fault) {
    console.error(fault)
    return 2
  }
  const log = createLog({ level: config.logLevel, pretty: process.stdout.isTTY === true })
  const installation = await openInstallation(config, log, clock)
  const bar = new SingleBar({
    format: '导入 {bar} {percentage}%  {rows} 行：接收 {accepted}，重复 {duplicate}，拒绝 {refused}',
    hideCursor: true,
  })
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())
  try {
    installation.tell() // A row without a code is found by numbers that earlier rows recorded.
    await toldAll(installation)
    const verdicts = options.verdicts === undefined ? undefined : await openVerdictFile(options.verdicts)
    let started = false
    const counts = await runImport({
      ...{ path, clock, newId: installation.newId, handler: installation.handler, store: installation.store },
      ...(kind ? { kind } : {}),
      ...{
        pool: installation.readModels.pool,
        keys: installation.keys,
        agency: null,
        correlationId: installation.newId(),
        signal: ending.signal,
      },
      actor: { agency: 'system', officer: 'operator', role: 'OPERATOR' },
      onVerdict: (verdict) => verdicts?.write(verdict),
      onProgress: ({ bytesRead, bytes, counts }) => {
        if (process.stdout.isTTY !== true) return
        if (!started) bar.start(bytes, 0, { ...counts })
        started = true
        bar.update(Math.min(bytes, bytesRead), { ...counts })
      },
    }).finally(() => {
      if (started) bar.stop()
    })
    await verdicts?.close()
    await toldAll(installation)
    console.log(summary(counts, ending.signal.aborted))
    return ending.signal.aborted ? 130 : 0
  } catch (error) {
    if (!(error instanceof InvalidInput) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    console.error(error instanceof InvalidInput ? `无法导入“${path}”：${error.message}` : `没有“${path}”这个文件。`)
    return 2
  } finally {
    await installation.close()
  }
}

/** Why the verdicts cannot go where they are told to: above all never over the records themselves. */
async function verdictsFault(records: string, verdicts: string): Promise<string | undefined> {
  const [from, to] = await Promise.all([records, verdicts].map((path) => realpath(path).catch(() => resolve(path))))
  if (from === to) return '--verdicts 不能指向要导入的文件本身，否则文件会被覆盖。'
  const folder = await stat(dirname(resolve(verdicts))).catch(() => undefined)
  return folder?.isDirectory() ? undefined : `--verdicts 所在的文件夹“${dirname(resolve(verdicts))}”不存在。`
}

async function toldAll({ store, readModels }: Awaited<ReturnType<typeof openInstallation>>): Promise<void> {
  const head = await store.head()
  if (head !== undefined) await waitUntilTold(readModels.pool, head, tellMs)
}

const summary = ({ rows, accepted, duplicate, refused }: ImportCounts, cut: boolean): string =>
  `${cut ? '已中断；再次导入同一文件即可继续。' : ''}共 ${rows} 行：接收 ${accepted}，重复 ${duplicate}，拒绝 ${refused}。`
