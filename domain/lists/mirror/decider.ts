import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Command, Decider } from '../../kernel/decider.ts'
import type { Json } from '../../kernel/event.ts'
import { refuserOf } from '../../kernel/refuser.ts'
import { defineCodec } from '../../store/codec.ts'
import { type MirrorChanges, type MirrorEntries, withChanges } from './entry.ts'
import type { MirrorEntriesChanged, MirrorEvent, MirrorFileClosed, MirrorFileOpened } from './events.ts'

export const mirrorPrefix = 'mirror-'

/** One mirror for each list and each source of it, such as the court, or another region's platform. */
export const mirrorStream = (listType: string, source: string): string => `${mirrorPrefix}${listType}-${source}`

export const mirrorCodec = defineCodec<MirrorEvent>({
  MirrorFileOpened: 1,
  MirrorEntriesChanged: 1,
  MirrorFileClosed: 1,
})

export const mirrorRefusals = {
  MIRROR_FILE_OLDER: '该来源已接收到第{last}号文件，第{sequence}号不是更新的文件。',
  MIRROR_DELTA_GAP: '增量文件须紧接第{last}号，收到的是第{sequence}号；请先补收其间的文件，或者接收全量文件。',
  MIRROR_FULL_FIRST: '尚未接收过全量文件，不能接收增量文件。',
  MIRROR_FILE_BUSY: '第{sequence}号文件尚未接收完毕。',
  MIRROR_FILE_UNKNOWN: '没有正在接收的这份文件。',
  MIRROR_DAY_IN_FUTURE: '名单日期（{asOf}）晚于今天（{today}）。',
  MIRROR_PART_MISSING: '应接收第{next}部分，收到的是第{part}部分。',
} as const
export const refuseMirror = refuserOf(mirrorRefusals)

export type Mirror = Readonly<{
  last: MirrorFileOpened['data'] | null // The last file that was taken in whole.
  open: MirrorFileOpened['data'] | null
  parts: number // Of the open file, so far.
  changed: Readonly<{ entered: number; removed: number }>
  entries: MirrorEntries
  known: ReadonlyMap<string, MirrorFileOpened['data']> // Every file, by its id.
}>

export const emptyMirror: Mirror = {
  ...{ last: null, open: null, parts: 0, changed: { entered: 0, removed: 0 } },
  ...{ entries: new Map(), known: new Map() },
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
          known: new Map(mirror.known).set(event.data.fileId, event.data),
        }
      case 'MirrorEntriesChanged': {
        const { entered, removed } = event.data
        const changed = {
          entered: mirror.changed.entered + entered.length,
          removed: mirror.changed.removed + removed.length,
        }
        return { ...mirror, parts: mirror.parts + 1, changed, entries: withChanges(mirror.entries, event.data) }
      }
      case 'MirrorFileClosed':
        return { ...mirror, last: mirror.open, open: null, parts: 0 }
    }
  },
}

function open({ data, today }: OpenMirrorFile, { last, open: busy, known }: Mirror): readonly MirrorEvent[] {
  const before = known.get(data.fileId)
  if (before) {
    const { openedOn: _on, ...said } = before
    if (canonicalJson(said as Json) === canonicalJson(data as Json)) return []
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

const changesPerPart = 500

/** The changes of a file in parts, each small enough for one append. */
export function partsOf({ entered, removed }: MirrorChanges): readonly MirrorChanges[] {
  const parts: MirrorChanges[] = []
  for (let at = 0; at < removed.length; at += changesPerPart) {
    parts.push({ entered: [], removed: removed.slice(at, at + changesPerPart) })
  }
  for (let at = 0; at < entered.length; at += changesPerPart) {
    parts.push({ entered: entered.slice(at, at + changesPerPart), removed: [] })
  }
  return parts
}
