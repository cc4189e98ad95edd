import { access, chmod, constants, mkdir, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What can be wrong with the data folder (数据文件夹): one sentence each on what it is, where, and what to do. */
const sentences = {
  FOLDER_IS_A_FILE: (at: string) =>
    `数据文件夹“${at}”的路径上有一个同名文件，不能当作文件夹使用；请移走该文件，或换一个数据文件夹后再启动。`,
  NO_PERMISSION: (at: string) =>
    `当前用户没有权限读写数据文件夹“${at}”；请改用该文件夹的属主启动，或先把它的属主改为当前用户。`,
  CANNOT_BE_MADE: (at: string) => `数据文件夹“${at}”建立不起来；请换一个数据文件夹后再启动。`,
  READ_ONLY: (at: string) =>
    `数据文件夹“${at}”所在的磁盘是只读的，无法保存数据；请改为可读写挂载，或换一个数据文件夹后再启动。`,
  DISK_FULL: (at: string) =>
    `数据文件夹“${at}”所在的磁盘空间已满，数据库无法启动；请腾出空间后再启动，已保存的数据不受影响。`,
  NOT_OUR_DATABASE: (at: string, detail: string) =>
    `文件夹“${at}”不是一档建立的数据库（${detail}），为免损坏其中内容没有启动；请移走它，或换一个数据文件夹后再启动。`,
  OTHER_VERSION: (at: string, detail: string) =>
    `文件夹“${at}”里的数据库版本不符（${detail}）；请用建立它的那一版一档打开，或换一个数据文件夹后再启动。`,
  DAMAGED: (at: string, detail: string) =>
    `数据库“${at}”的文件已损坏（${detail}）；请先把整个文件夹另存一份，再用备份恢复后启动。`,
  WRONG_PASSWORD: (at: string) => `数据库不认密码文件“${at}”里的密码；请把该文件恢复为原来的内容后再启动。`,
  IN_USE_ELSEWHERE: (at: string, detail: string) =>
    `数据库“${at}”是从“${detail}”复制或移来的，而那里的数据库还在运行；请先停止那边的一档再启动。`,
  OUT_OF_REACH: (at: string) =>
    `以 root 启动时数据库改由系统用户 postgres 运行，而它进不了目录“${at}”；请把一档移到人人可进入的目录（如 /opt/yidang），或执行 chmod o+x 放行该目录，或改用普通用户启动。`,
  NO_SYSTEM_USER: (at: string, detail: string) =>
    `数据库“${at}”不能由 root 直接运行，系统用户 postgres 又没能建立（${detail}）；请先执行 useradd --system postgres，或改用普通用户启动。`,
  NOT_INSTALLED: (at: string, detail: string) =>
    `“${at}”里没有可用的 PostgreSQL 程序（${detail}）；请在项目目录重新执行 npm install 后再启动。`,
  NOT_STARTING: (at: string, detail: string) =>
    `数据库“${at}”没能启动（${detail}）；请按旁边的 postgres.log 排除原因后再启动。`,
} as const satisfies Record<string, (at: string, detail: string) => string>

export type DataFolderProblem = keyof typeof sentences

/** The data folder, or the database in it, cannot be used as it stands; the message is for the person who started us. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
  readonly code: DataFolderProblem
  readonly path: string

  constructor(code: DataFolderProblem, path: string, detail = '', options?: ErrorOptions) {
    super(sentences[code](path, detail), options)
    this.code = code
    this.path = path
  }
}

const problems: Readonly<Record<string, DataFolderProblem>> = {
  ENOENT: 'CANNOT_BE_MADE',
  EEXIST: 'FOLDER_IS_A_FILE',
  ENOTDIR: 'FOLDER_IS_A_FILE',
  EACCES: 'NO_PERMISSION',
  EPERM: 'NO_PERMISSION',
  EROFS: 'READ_ONLY',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
}

/** Says in a sentence what the file system refused; an error that is not the file system's stays what it is. */
export function explained(error: unknown, path: string): unknown {
  const problem = problems[codeOf(error) ?? '']
  return problem && !(error instanceof DataFolderError)
    ? new DataFolderError(problem, path, '', { cause: error })
    : error
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** What PostgreSQL's own programs say (in English, whatever the machine speaks) when a disk is full. */
export const saysDiskFull = (output: string): boolean =>
  /No space left on device|Disk quota exceeded|Check free disk space/.test(output)

/** Less than one WAL segment is left: PostgreSQL cannot start, nor write into its log why. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize < 16 * 1024 * 1024
}

/** The folder is there and may be written to. Others may pass through it, as the database may be another user's. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    if (!(await stat(folder)).isDirectory()) throw new DataFolderError('FOLDER_IS_A_FILE', folder)
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw explained(error, folder)
  }
}

/** Step by step and not `recursive`, which tries for ever where a file system answers that the parent is missing. */
async function makeFolder(folder: string): Promise<void> {
  if (await exists(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) await makeFolder(parent)
  await mkdir(folder).catch((error) => {
    if (codeOf(error) !== 'EEXIST') throw error // Another process was quicker.
  })
  await chmod(folder, 0o755)
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error) => {
      if (codeOf(error) === 'ENOENT') return false
      throw error
    },
  )
