import { randomBytes } from 'node:crypto'
import type { Config } from '../../api/system/config.ts'
import { openInstallation } from '../../api/system/installation.ts'
import { createLog } from '../../api/system/log.ts'

/**
 * `yidang rotate-master-key`: wraps every person's key with another master key. A key in a file is replaced there; one
 * given by the environment has to be given by `YIDANG_NEXT_MASTER_KEY` and then put in place by whoever keeps it.
 */
export async function rotateMasterKeyCommand(config: Config, next: Buffer | undefined): Promise<number> {
  if (config.masterKey !== undefined && next === undefined) {
    console.error('主密钥由 YIDANG_MASTER_KEY 给出，请以 YIDANG_NEXT_MASTER_KEY 给出新的主密钥再更换。')
    return 2
  }
  const log = createLog({ level: config.logLevel, pretty: process.stdout.isTTY === true })
  const installation = await openInstallation(config, log, () => new Date())
  try {
    const { keys, inPlace } = await installation.keys.replaceMaster(next ?? randomBytes(32))
    console.log(`已用新主密钥重新包裹 ${keys} 把密钥。`)
    console.log(
      inPlace
        ? '主密钥文件已更换；请把新文件另行备份，旧备份的密钥库仍须旧主密钥。'
        : '请立即把 YIDANG_MASTER_KEY 改为新主密钥，并重新启动各服务进程。',
    )
    return 0
  } finally {
    await installation.close()
  }
}
