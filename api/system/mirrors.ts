import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { registrationIn } from '../../domain/enterprise/registration/decider.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { type Together, together } from '../../domain/kernel/decider.ts'
import type { RecordedEvent, Source } from '../../domain/kernel/event.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { listsOf } from '../../domain/lists/catalogue/catalogue.ts'
import { listTypeStream } from '../../domain/lists/catalogue/codec.ts'
import type { ListTypeEvent } from '../../domain/lists/catalogue/events.ts'
import { emptyBook, type MirrorBook, type MirrorSpell, standingIn } from '../../domain/lists/mirror/book.ts'
import { emptyMirror, type Mirror, mirrorDecider, mirrorStream } from '../../domain/lists/mirror/decider.ts'
import type { MirrorEvent, MirrorPlace } from '../../domain/lists/mirror/events.ts'
import { landSpell } from '../../domain/lists/mirror/landing.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import {
  type CommandHandler,
  type Context,
  type ItemVerdict,
  type Submission,
  submission,
} from '../../domain/store/handle.ts'

/** A mirror as it now stands, with the share of one of its files: what there was before, and whom the file concerns. */
export type ReadMirror = Readonly<{ mirror: Mirror; before: MirrorBook; concerned: ReadonlySet<string> }>

export async function readMirror(store: EventStore, place: MirrorPlace, fileId?: string): Promise<ReadMirror> {
  let mirror = emptyMirror
  let before = emptyBook
  const concerned = new Set<string>()
  for await (const recorded of store.readStream(mirrorStream(place))) {
    const event = recorded as RecordedEvent<MirrorEvent>
    const { type, data } = event
    if (type === 'MirrorFileOpened' && data.fileId === fileId) before = mirror.book
    if (type === 'MirrorEntriesChanged' && data.fileId === fileId) {
      for (const { key } of data.removed) {
        const entry = standingIn(mirror.book, key)
        if (entry) concerned.add(entry.uscc)
      }
      for (const { uscc } of data.entered) concerned.add(uscc)
    }
    mirror = mirrorDecider.evolve(mirror, event)
  }
  return { mirror, before, concerned }
}

/** An entry that the enterprise's file does not take (档案不接受), and by which rule. */
export type RefusedEntry = Readonly<{ uscc: string; key: string; rule: string; message: string }>

export type Landed = Readonly<{
  told: number // Entries of which files were told something now.
  landed: ReadonlySet<string> // Enterprises whose files say what the source says.
  withoutFile: ReadonlySet<string>
  refused: readonly RefusedEntry[]
  more: boolean // Cut off by its bound or its signal.
}>

type Bounds = Readonly<{ usccs?: ReadonlySet<string> | null; toldMax?: number; signal?: AbortSignal }>

const filesPerPage = 500
const allOrNothing = together(enterpriseDecider)

/**
 * Makes the files of enterprises say what a mirror says (镜像入档), the whole of it or that of some of them: files are
 * compared with all that the source ever listed and not with the last change, so whatever was cut off before, or had no file
 * then, is made good. Whoever is told twice is told once.
 */
export async function landMirror(
  { store, handler }: Readonly<{ store: EventStore; handler: CommandHandler }>,
  place: MirrorPlace,
  { spells }: MirrorBook,
  context: Context,
  { usccs = null, toldMax = Number.POSITIVE_INFINITY, signal }: Bounds = {},
): Promise<Landed> {
  const today = dayInChina(context.clock())
  const catalogue = await listCatalogueIn(store)
  const enterprises = [...spellsByEnterprise(spells, usccs)]
  const [landed, withoutFile, refused] = [new Set<string>(), new Set<string>(), [] as RefusedEntry[]]
  let told = 0
  for (let from = 0; from < enterprises.length; from += filesPerPage) {
    if (signal?.aborted || told >= toldMax) return { told, landed, withoutFile, refused, more: true }
    const page = enterprises.slice(from, from + filesPerPage)
    const streams = await store.readStreams(page.map(([uscc]) => enterpriseStream(uscc as Uscc)))
    const items: Submission[] = []
    const about: MirrorSpell[] = []
    for (const [uscc, its] of page) {
      const stream = enterpriseStream(uscc as Uscc)
      const file = fileOf((streams.get(stream) ?? []) as readonly (FileFact & RecordedEvent)[])
      if (registrationIn(file) === undefined) {
        withoutFile.add(uscc)
        continue
      }
      landed.add(uscc)
      for (const spell of its) {
        const wishes = landSpell(spell, place, catalogue, file, today)
        if (wishes.length === 0) continue
        const commands = wishes.map((wish) => ({ ...wish, today, agency: null }))
        const command = { type: 'Together', data: { commands }, today, agency: null } as Together<EnterpriseCommand>
        items.push(submission(allOrNothing, stream, command, { ...context, source: sourceOf(spell) }))
        about.push(spell)
      }
    }
    for (const [at, verdict] of (await handler.submitBulk(items)).entries()) {
      const entry = about[at]?.entry
      if ('events' in verdict) told += verdict.events > 0 ? 1 : 0
      else if (entry) {
        landed.delete(entry.uscc)
        refused.push({ uscc: entry.uscc, key: entry.key, ...whyOf(verdict) })
      }
    }
  }
  return { told, landed, withoutFile, refused, more: false }
}

/** Where an entry comes from (数据来源单位): from whoever decided, not from the officer who took the file in. */
const sourceOf = ({ entry: { authority, documentNumber } }: MirrorSpell): Source => ({
  ...{ agency: authority.code, agencyName: authority.name, documentNumber },
})

/** Each enterprise's own, in the order in which the source listed them. */
function spellsByEnterprise(
  spells: MirrorBook['spells'],
  usccs: ReadonlySet<string> | null,
): ReadonlyMap<string, MirrorSpell[]> {
  const found = new Map<string, MirrorSpell[]>()
  for (const its of spells.values()) {
    for (const spell of its) {
      const { uscc } = spell.entry
      if (usccs !== null && !usccs.has(uscc)) continue
      const known = found.get(uscc)
      if (known) known.push(spell)
      else found.set(uscc, [spell])
    }
  }
  return found
}

function whyOf(verdict: Exclude<ItemVerdict, { events: number }>): Pick<RefusedEntry, 'rule' | 'message'> {
  if ('refused' in verdict) return { rule: verdict.refused.reason, message: verdict.refused.message }
  if ('forbidden' in verdict) return { rule: 'FORBIDDEN', message: verdict.forbidden.message }
  return { rule: 'BAD_USER_INPUT', message: verdict.invalid.message }
}

async function listCatalogueIn(store: EventStore) {
  const streams = await store.readStreams([listTypeStream])
  return listsOf((streams.get(listTypeStream) ?? []) as readonly RecordedEvent<ListTypeEvent>[])
}
