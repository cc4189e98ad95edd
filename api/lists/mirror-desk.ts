import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/kernel/canonical-json.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { Json } from '../../domain/kernel/event.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { requireList } from '../../domain/lists/catalogue/catalogue.ts'
import { type OwnAgency, requireMirrorable } from '../../domain/lists/mirror/authorities.ts'
import { partsOf, stepsOf } from '../../domain/lists/mirror/book.ts'
import { type MirrorCommand, mirrorDecider, mirrorStream } from '../../domain/lists/mirror/decider.ts'
import type { MirrorFileKind } from '../../domain/lists/mirror/entry.ts'
import type { MirrorPlace } from '../../domain/lists/mirror/events.ts'
import { linesOf, type MirrorRow, type RowFault } from '../../domain/lists/mirror/rows.ts'
import type { AgencyServices } from '../agencies/services.ts'
import type { Context } from '../context.ts'
import { landMirror, readMirror, type RefusedEntry } from '../system/mirrors.ts'
import type { Hand } from './case-desk.ts'
import { type Acting, acting, type ListServices, readCatalogue } from './services.ts'

export type MirrorServices = Pick<ListServices, 'store' | 'handler' | 'newId'> & AgencyServices
export type MirrorCtx = Context<MirrorServices>

/** A file of a source as it arrives, before anything about it is known to be true. */
export type ArrivedFile = MirrorPlace &
  Readonly<{
    fileId: string
    kind: MirrorFileKind
    sequence: number
    asOf: PlainDate
    fileName: string
    rows: readonly MirrorRow[]
    unreadable: readonly RowFault[]
  }>

/** What a file came to; the same file sent again comes to the same. */
export type FileOutcome = Readonly<{
  entered: number
  removed: number
  landed: number
  withoutFile: readonly string[]
  refused: readonly RefusedEntry[]
}>

export const rowsMax = 100_000

export function requirePlace({ listType, source }: MirrorPlace): MirrorPlace {
  if (!/^[A-Za-z0-9._]{1,60}$/.test(source)) throw new InvalidInput('来源代码应为60个以内的字母、数字', 'source')
  return { listType, source }
}

/**
 * Takes a file in (接收名单文件): checked whole before anything is written, then into the mirror part by part, then into the
 * files of enterprises. Cut off anywhere, it is sent again, by whomever, and goes on.
 */
export async function takeInFile(arrived: ArrivedFile, ctx: MirrorCtx): Promise<FileOutcome> {
  const { services } = ctx
  const { fileId, kind, sequence, asOf, fileName, rows, unreadable } = arrived
  const place = requirePlace(arrived)
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw new InvalidInput('文件序号应为正整数', 'sequence')
  if (rows.length > rowsMax) throw new InvalidInput(`一份文件最多${rowsMax}行`, 'lines')
  const { officer, ...hand } = acting(ctx)
  const catalogue = await readCatalogue(services)
  const { definition } = requireList(catalogue, place.listType, hand.today)
  const lines = linesOf(rows, unreadable, { listType: place.listType, kind, catalogue, today: hand.today })
  requireMirrorable(definition, lines, ownAgencies(services, hand))

  const sha256 = createHash('sha256')
    .update(canonicalJson(lines as unknown as Json))
    .digest('hex')
  const submit = submitterOf(services, mirrorStream(place), hand)
  const opened = { fileId, kind, sequence, asOf, fileName, sha256, openedBy: officer }
  await submit({ type: 'OpenMirrorFile', data: opened })
  const { mirror, before } = await readMirror(services.store, place, fileId)
  if (!mirror.known.get(fileId)?.closed) {
    for (const [part, changes] of partsOf(stepsOf(before, { kind, asOf, lines })).entries())
      await submit({ type: 'ChangeMirrorEntries', data: { fileId, part, ...changes } })
    await submit({ type: 'CloseMirrorFile', data: { fileId } })
  }
  return outcomeOf(services, place, fileId, hand)
}

async function outcomeOf(
  services: MirrorServices,
  place: MirrorPlace,
  fileId: string,
  { context }: Hand,
): Promise<FileOutcome> {
  const { mirror, concerned } = await readMirror(services.store, place, fileId)
  const { landed, withoutFile, refused } = await landMirror(services, place, mirror.whole, context)
  const { entered = 0, removed = 0 } = mirror.known.get(fileId)?.closed ?? {}
  const its = [...concerned]
  return {
    ...{ entered, removed, landed: its.filter((uscc) => landed.has(uscc)).length },
    ...{ withoutFile: its.filter((uscc) => withoutFile.has(uscc)).sort(), refused },
  }
}

/** The agencies of the directory, whether or not they are still there, and the one for which the officer acts. */
function ownAgencies({ agencies }: AgencyServices, { authority }: Pick<Acting, 'authority'>): readonly OwnAgency[] {
  return [...agencies.book().entries, { agency: authority, kinds: [] }]
}

type Wish = { [T in MirrorCommand['type']]: Pick<Extract<MirrorCommand, { type: T }>, 'type' | 'data'> }

const submitterOf =
  ({ handler }: MirrorServices, stream: string, { today, agency, context }: Hand) =>
  async (wish: Wish[MirrorCommand['type']]): Promise<void> => {
    await handler.submit(mirrorDecider, stream, { ...wish, today, agency } as MirrorCommand, context)
  }
