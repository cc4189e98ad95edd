import { createHash } from 'node:crypto'
import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { canonicalJson } from '../../domain/kernel/canonical-json.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { Json, RecordedEvent } from '../../domain/kernel/event.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { inspectUscc, type Uscc } from '../../domain/kernel/uscc.ts'
import { requireList } from '../../domain/lists/catalogue/catalogue.ts'
import type { ListDefinition } from '../../domain/lists/catalogue/definition.ts'
import { emptyMirror, type Mirror, mirrorDecider, mirrorStream, partsOf } from '../../domain/lists/mirror/decider.ts'
import type { MirrorCommand } from '../../domain/lists/mirror/decider.ts'
import { changesOfDelta, changesOfFull, type DeltaLine } from '../../domain/lists/mirror/entry.ts'
import type { MirrorChanges, MirrorEntry, MirrorRemoval } from '../../domain/lists/mirror/entry.ts'
import type { MirrorEvent } from '../../domain/lists/mirror/events.ts'
import { type Landing, landEntry, landRemoval } from '../../domain/lists/mirror/landing.ts'
import { eachOf, type Hand } from './case-desk.ts'
import { acting, type Ctx, type ListServices, readCatalogue, readFile } from './services.ts'

/** The mirror as it now stands, or as it stood before one of its files. */
async function readMirror({ store }: ListServices, stream: string, before?: string): Promise<Mirror> {
  let mirror = emptyMirror
  for await (const event of store.readStream(stream)) {
    const { type, data } = event as RecordedEvent<MirrorEvent>
    if (type === 'MirrorFileOpened' && data.fileId === before) break
    mirror = mirrorDecider.evolve(mirror, event as RecordedEvent<MirrorEvent>)
  }
  return mirror
}

type Place = { listType: string; source: string }

async function listMirror(_root: unknown, { listType, source }: Place, { services }: Ctx) {
  const { last, entries } = await readMirror(services, mirrorStream(listType, requireSource(source)))
  return { listType, source, lastSequence: last?.sequence, asOf: last?.asOf, entryCount: entries.size }
}

function requireSource(source: string): string {
  if (!/^[A-Za-z0-9._]{1,60}$/.test(source)) throw new InvalidInput('来源代码应为60个以内的字母、数字', 'source')
  return source
}

type EntryInput = Omit<MirrorEntry, 'termUntil' | 'authority'> & {
  termUntil?: PlainDate | null
  authorityCode: string
  authorityName: string
}
type FileInput = Place & {
  requestId: string
  full: boolean
  sequence: number
  asOf: PlainDate
  fileName: string
  entries: readonly EntryInput[]
  removals?: readonly Readonly<{ key: string; removedOn: PlainDate; reason: string }>[] | null
}

const linesMax = 20_000

function checkInput({ requestId, full, entries, removals: said }: FileInput): void {
  const removals = said ?? []
  if (!isUlid(requestId)) throw new InvalidInput('请求编号应为 ULID', 'requestId')
  if (entries.length + removals.length > linesMax) throw new InvalidInput(`一次最多${linesMax}条`, 'entries')
  if (full && removals.length > 0) throw new InvalidInput('全量文件只列在列的各条', 'removals')
  const wrong = entries.find(({ uscc }) => inspectUscc(uscc).kind === 'MALFORMED')
  if (wrong) throw new InvalidInput(`“${wrong.uscc}”不是有效的统一社会信用代码`, 'entries')
}

const entryOf = ({ authorityCode, authorityName, termUntil = null, ...said }: EntryInput): MirrorEntry => ({
  ...{ ...said, termUntil, authority: { code: authorityCode, name: authorityName } },
})

/** Takes a file in: what it changes into the mirror, part by part, and then into the files of those whom it concerns. */
async function takeInListFile(_root: unknown, { input }: { input: FileInput }, ctx: Ctx) {
  checkInput(input)
  const { services } = ctx
  const { officer, ...hand } = acting(ctx)
  const { listType, source, requestId: fileId, sequence, asOf, fileName, full } = input
  const { definition } = requireList(await readCatalogue(services), listType, hand.today)
  const stream = mirrorStream(listType, requireSource(source))
  const [entries, removals] = [input.entries.map(entryOf), input.removals ?? []]
  const sha256 = createHash('sha256')
    .update(canonicalJson([entries, removals] as unknown as Json))
    .digest('hex')
  const opened = { fileId, kind: full ? ('FULL' as const) : ('DELTA' as const), sequence, asOf, fileName, sha256 }
  await submit(services, stream, { type: 'OpenMirrorFile', data: { ...opened, openedBy: officer } }, hand)
  const before = await readMirror(services, stream, fileId)
  const lines: readonly DeltaLine[] = [
    ...removals.map((removal): DeltaLine => ({ kind: 'REMOVE', ...removal })),
    ...entries.map((entry): DeltaLine => ({ kind: 'ENTER', entry })),
  ]
  const changes = full ? changesOfFull(before.entries, entries, asOf) : changesOfDelta(before.entries, lines)
  for (const [part, some] of partsOf(changes).entries()) {
    const isIn = (await readMirror(services, stream)).last?.fileId === fileId
    if (!isIn) await submit(services, stream, { type: 'ChangeMirrorEntries', data: { fileId, part, ...some } }, hand)
  }
  await submit(services, stream, { type: 'CloseMirrorFile', data: { fileId } }, hand)
  const { last } = await readMirror(services, stream)
  const landed = last?.fileId === fileId ? await landChanges(services, before, changes, definition, fileId, hand) : none
  return { entered: changes.entered.length, removed: changes.removed.length, ...landed }
}

type Changed = Readonly<{ uscc: string; entry: MirrorEntry; removal: MirrorRemoval | null }>

const none = { landed: 0, withoutFile: [] as readonly string[] }

type Wish = { [T in MirrorCommand['type']]: Pick<Extract<MirrorCommand, { type: T }>, 'type' | 'data'> }

async function submit(
  { handler }: ListServices,
  stream: string,
  wish: Wish[MirrorCommand['type']],
  { today, agency, context }: Hand,
): Promise<void> {
  await handler.submit(mirrorDecider, stream, { ...wish, today, agency } as MirrorCommand, context)
}

/** Tells every file what changed for it; the source's own authority decided, so nobody here writes in its name. */
async function landChanges(
  services: ListServices,
  before: Mirror,
  { entered, removed }: MirrorChanges,
  definition: ListDefinition,
  fileId: string,
  hand: Hand,
) {
  const withoutFile = new Set<string>()
  let landed = 0
  const changed: Changed[] = entered.map((entry) => ({ uscc: entry.uscc, entry, removal: null }))
  for (const removal of removed) {
    const entry = before.entries.get(removal.key)
    if (entry) changed.unshift({ uscc: entry.uscc, entry, removal })
  }
  const wishes = Map.groupBy(changed, ({ uscc }) => uscc)
  await eachOf([...wishes], async ([uscc, of]) => {
    for (const one of of) {
      const file = await readFile(services.store, uscc)
      if (file.entries.size === 0) {
        withoutFile.add(uscc)
        return
      }
      const landings =
        one.removal === null
          ? landEntry(one.entry, definition, file, fileId, hand.today)
          : landRemoval(one.removal, one.entry, definition, file)
      for (const landing of landings) await tell(services, uscc as Uscc, landing, hand)
    }
    landed++
  })
  return { landed, withoutFile: [...withoutFile].sort() }
}

const tell = ({ handler }: ListServices, uscc: Uscc, landing: Landing, { today, context }: Hand) =>
  handler.submit(
    enterpriseDecider,
    enterpriseStream(uscc),
    { ...landing, today, agency: null } as EnterpriseCommand,
    context,
  )

export const mirrorResolvers = { Query: { listMirror }, Mutation: { takeInListFile } }
