import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { ConfigError, readConfig, readNextMasterKey } from '../api/system/config.ts'
import { DataFolderError, isDiskFull } from '../api/system/data-folder.ts'
import { InvalidInput, Unavailable } from '../domain/kernel/errors.ts'
import { PlainError } from './plain-error.ts'

/** What the driver says of a connection that was lost. */
const driverFaults = /Connection terminated|has encountered a connection error|ECONNRESET/

const program = new Command('yidang')
  .description('一档：一户一档的企业监管与信用系统')
  .configureHelp({ helpWidth: 100 })
  .helpOption('-h, --help', '显示帮助')
  .helpCommand(false)

program
  .command('start', { isDefault: true })
  .description('启动：数据库、投影、接口；首次启动载入示例')
  .option('--small', '只载入几十户示例企业')
  .option('--empty', '不载入示例')
  .action(async (options: { empty?: boolean; small?: boolean }) => {
    const { start } = await import('./start.ts')
    await start(readConfig(), options)
  })

program
  .command('import')
  .description('导入许可、处罚记录（双公示）或者主体登记：CSV、XLSX、NDJSON')
  .argument('<file>', '文件')
  .option('--verdicts <file>', '把每行的结论写入 CSV（row,verdict,field,reason）')
  .option('--kind <kind>', '记录种类：licence、penalty、register；不填由表头识别')
  .action(async (file: string, options: { verdicts?: string; kind?: string }) => {
    const { importCommand } = await import('../jobs/cli/import.ts')
    process.exitCode = await importCommand(readConfig(), file, options)
  })

program
  .command('verify')
  .description('核验一次双随机抽取：只凭公开的文件夹重做一遍，不用服务器和数据库')
  .argument('<folder>', '公开的抽取文件夹')
  .action(async (folder: string) => {
    const { verifyCommand } = await import('../jobs/cli/verify.ts')
    process.exitCode = await verifyCommand(folder)
  })

program
  .command('copy-log')
  .description('把事件库搬到另一处并核对：自带的或者现有的 PostgreSQL、KurrentDB，两个方向都行；中断后再执行即接着搬')
  .requiredOption('--from <log>', '来源：embedded、postgres://…、esdb://…')
  .requiredOption('--to <log>', '目标：同上；应为空，或者是上次没有搬完的')
  .action(async (names: { from: string; to: string }) => {
    const { copyLogCommand } = await import('../jobs/cli/copy-log.ts')
    process.exitCode = await copyLogCommand(readConfig(), names)
  })

program
  .command('verify-page')
  .description('写出核验网页：单个文件，用浏览器打开即可核验，断网也能用')
  .argument('<file>', '写到哪里，如 verify.html')
  .action(async (file: string) => {
    const { verifyPage } = await import('../api/verify-page.ts')
    await writeFile(file, await verifyPage())
    console.log(`已写出 ${file}，用浏览器打开即可。`)
  })

program
  .command('rebuild')
  .description('重建投影：在现有各表旁重新讲述，再一次切换')
  .argument('[names...]', '投影名称，不填为全部')
  .action(async (names: string[]) => {
    const { rebuildCommand } = await import('../jobs/cli/rebuild.ts')
    process.exitCode = await rebuildCommand(readConfig(), names)
  })

program
  .command('rotate-master-key')
  .description('更换主密钥：以新主密钥重新包裹各人的密钥，不重新密封')
  .action(async () => {
    const { rotateMasterKeyCommand } = await import('../jobs/cli/rotate-master-key.ts')
    process.exitCode = await rotateMasterKeyCommand(readConfig(), readNextMasterKey())
  })

try {
  await program.parseAsync()
} catch (error) {
  const told = await inOneSentence(error)
  // What a person can put right is one sentence; anything else is ours to mend and is shown whole.
  if (told === undefined) console.error(error)
  else console.error(told)
  process.exitCode = 1
}

async function inOneSentence(error: unknown): Promise<string | undefined> {
  if (error instanceof ConfigError || error instanceof DataFolderError || error instanceof PlainError)
    return error.message
  if (error instanceof InvalidInput && error.field === 'url') return `KURRENTDB_URL：${error.message}。`
  const { databaseUrl, dataFolder, kurrentUrl } = readConfig()
  const { code, cause } = error as { code?: string; cause?: { code?: string } }
  const diskFull = [code, cause?.code].some((one) => one === '53100' || one === 'ENOSPC')
  const ownDisk = databaseUrl === undefined && (await isDiskFull(dataFolder).catch(() => false))
  if (diskFull || ownDisk) return new DataFolderError('DISK_FULL', dataFolder).message
  const unreachable = [code, cause?.code].some((one) => one === 'ECONNREFUSED' || one === 'ENOTFOUND')
  const isOver = error instanceof Unavailable || /^(57P|08)/.test(code ?? '') || driverFaults.test(String(error))
  if (kurrentUrl && error instanceof Unavailable)
    return '够不着 KURRENTDB_URL 所指的事件库；请检查地址、证书，以及各节点是否在运行。'
  if (isOver || (unreachable && databaseUrl === undefined))
    return '数据库中断，没有做完；等它恢复后再运行一次即可，已经写入的不会重复。'
  if (unreachable) return '连接不上 DATABASE_URL 所指的 PostgreSQL；请检查地址、端口，以及它是否在运行。'
  if (code === '28P01' || code === '28000') return 'DATABASE_URL 的用户名或者密码不对。'
  return undefined
}
