import type { Command, Decider } from '../../kernel/decider.ts'
import { GrowingMap } from '../../kernel/growing-map.ts'
import { defineCodec } from '../../store/codec.ts'
import { emptyBook, type MirrorBook, withChanges } from './book.ts'
import type { MirrorEntriesChanged, MirrorEvent, MirrorFileClosed, MirrorFileOpened, MirrorPlace } from './events.ts'
import { refuseMirror } from './refusals.ts'

export const mirrorPrefix = 'mirror-'

/** One mirror for each list and each source of it; neither name has a hyphen. */
export const mirrorStream = ({ listType, source }: MirrorPlace): string => `${mirrorPrefix}${listType}-${source}`

export function placeOf(stream: string): MirrorPlace {
  const [listType = '', source = ''] = stream.slice(mirrorPrefix.length).split('-')
  return { listType, source }
}

export const mirrorCodec = defineCodec<MirrorEvent>({
  MirrorFileOpened: 1,
  MirrorEntriesChanged: 1,
  MirrorFileClosed: 1,
})

/** A file as it was taken in; `closed` once all of it was. */
export type KnownFile = Readonly<{ opened: MirrorFileOpened['data']; closed: MirrorFileClosed['data'] | null }>

export type Mirror = Readonly<{
  last: MirrorFileOpened['data'] | null // The last file that was taken in whole.
  open: MirrorFileOpened['data'] | null
  parts: number // Of the open file, so far.
  changed: Readonly<{ entered: number; removed: number }>
  book: MirrorBook // With those parts.
  whole: MirrorBook // As the last whole file left it: what enterprises' files are told.
  known: ReadonlyMap<string, KnownFile> // Every file, by its id.
}>

export const emptyMirror: Mirror = {
  ...{ last: null, open: null, parts: 0, changed: { entered: 0, removed: 0 } },
  ...{ book: emptyBook, whole: emptyBook, known: new Map() },
}

// The day of each is today.
export type OpenMirrorFile = Command<'OpenMirrorFile', Omit<MirrorFileOpened['data'], 'openedOn'>>
export type ChangeMirrorEntries = Command<'ChangeMirrorEntries', MirrorEntriesChanged['data']>
export type CloseMirrorFile = Command<'CloseMirrorFile', Pick<MirrorFileClosed['data'], 'fileId'>>
export type MirrorCommand = OpenMirrorFile | ChangeMirrorEntries | CloseMirrorFile

/** The rules of a mirrored list (镜像名单): files in the source's own order, each whole, none older than the last. */
export const mirrorDecider: Decider<MirrorCommand, Mirror, MirrorEvent> = {
  initialState: emptyMirror,
  decide(command, mirror) {
    switch (command.type) {
      case 'OpenMirrorFile':
        return open(command, mirror)
      case 'ChangeMirrorEntries':
        return change(command, mirror)
      case 'CloseMirrorFile': {
        const { fileId } = command.data
        if (mirror.open?.fileId !== fileId) {
          if (mirror.known.has(fileId)) return []
          throw refuseMirror('MIRROR_FILE_UNKNOWN')
        }
        return [{ type: 'MirrorFileClosed', data: { fileId, ...mirror.changed, closedOn: command.today } }]
      }
    }
  },
  evolve(mirror, event) {
    switch (event.type) {
      case 'MirrorFileOpened':
        return {
          ...{ ...mirror, open: event.data, parts: 0, changed: { entered: 0, removed: 0 } },
          known: GrowingMap.from(mirror.known).with(event.data.fileId, { opened: event.data, closed: null }),
        }
      case 'MirrorEntriesChanged': {
        const { entered, removed } = event.data
        const changed = {
          entered: mirror.changed.entered + entered.length,
          removed: mirror.changed.removed + removed.length,
        }
        return { ...mirror, parts: mirror.parts + 1, changed, book: withChanges(mirror.book, event.data) }
      }
      case 'MirrorFileClosed': {
        const { open: opened, book, known } = mirror
        const closed = opened ? GrowingMap.from(known).with(opened.fileId, { opened, closed: event.data }) : known
        return { ...mirror, last: opened, open: null, parts: 0, whole: book, known: closed }
      }
    }
  },
}

type Said = OpenMirrorFile['data']

/** Whoever sends it, and under whatever name: another officer may go on with what one began. */
const isSameFile = (a: Said, b: Said): boolean =>
  a.kind === b.kind && a.sequence === b.sequence && a.asOf === b.asOf && a.sha256 === b.sha256

function open({ data, today }: OpenMirrorFile, { last, open: busy, known }: Mirror): readonly MirrorEvent[] {
  const before = known.get(data.fileId)?.opened
  if (before) {
    if (isSameFile(before, data)) return []
    throw refuseMirror('MIRROR_FILE_DIFFERS', { sequence: before.sequence, asOf: before.asOf })
  }
  const { sequence, asOf, kind } = data
  if (busy) throw refuseMirror('MIRROR_FILE_BUSY', { sequence: busy.sequence })
  if (asOf > today) throw refuseMirror('MIRROR_DAY_IN_FUTURE', { asOf, today })
  if (last === null && kind === 'DELTA') throw refuseMirror('MIRROR_FULL_FIRST')
  if (last !== null && (sequence <= last.sequence || asOf < last.asOf)) {
    throw refuseMirror('MIRROR_FILE_OLDER', { last: last.sequence, sequence })
  }
  if (last !== null && kind === 'DELTA' && sequence !== last.sequence + 1) {
    throw refuseMirror('MIRROR_DELTA_GAP', { last: last.sequence, sequence })
  }
  return [{ type: 'MirrorFileOpened', data: { ...data, openedOn: today } }]
}

function change({ data }: ChangeMirrorEntries, mirror: Mirror): readonly MirrorEvent[] {
  if (mirror.open?.fileId !== data.fileId) throw refuseMirror('MIRROR_FILE_UNKNOWN')
  if (data.part < mirror.parts) return []
  if (data.part > mirror.parts) throw refuseMirror('MIRROR_PART_MISSING', { next: mirror.parts, part: data.part })
  return [{ type: 'MirrorEntriesChanged', data }]
}
