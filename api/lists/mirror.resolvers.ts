import { InvalidInput } from '../../domain/kernel/errors.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { MirrorPlace } from '../../domain/lists/mirror/events.ts'
import type { MirrorColumn } from '../../domain/lists/mirror/rows.ts'
import { readMirror } from '../system/mirrors.ts'
import { type MirrorCtx, requirePlace, takeInFile } from './mirror-desk.ts'

async function listMirror(_root: unknown, asked: MirrorPlace, { services }: MirrorCtx) {
  const { mirror } = await readMirror(services.store, requirePlace(asked))
  const { last, whole } = mirror
  return { ...asked, lastSequence: last?.sequence, asOf: last?.asOf, entryCount: whole.standing }
}

type FileInput = MirrorPlace & {
  requestId: string
  full: boolean
  sequence: number
  asOf: PlainDate
  fileName: string
  lines: readonly Readonly<Partial<Record<MirrorColumn, string | null>>>[]
}

async function takeInListFile(_root: unknown, { input }: { input: FileInput }, ctx: MirrorCtx) {
  const { requestId: fileId, full, lines, ...file } = input
  if (!isUlid(fileId)) throw new InvalidInput('请求编号应为 ULID', 'requestId')
  const rows = lines.map((line, place) => ({
    row: place + 1,
    said: Object.fromEntries(Object.entries(line).map(([column, value]) => [column, value ?? ''])),
  }))
  return takeInFile({ ...file, fileId, kind: full ? 'FULL' : 'DELTA', rows, unreadable: [] }, ctx)
}

export const mirrorResolvers = { Query: { listMirror }, Mutation: { takeInListFile } }
