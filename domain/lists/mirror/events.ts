import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListOfficer } from '../officer.ts'
import type { MirrorChanges, MirrorFileKind } from './entry.ts'

/** One list of one source, such as the court, or another region's platform. */
export type MirrorPlace = Readonly<{ listType: string; source: string }>

/** A file of the source began to be taken in (接收名单文件). */
export type MirrorFileOpened = DomainEvent<
  'MirrorFileOpened',
  {
    fileId: string
    kind: MirrorFileKind
    sequence: number // Of the source; a delta follows the file right before it.
    asOf: PlainDate // For which day the source wrote it.
    fileName: string
    sha256: string
    openedOn: PlainDate
    openedBy: ListOfficer
  }
>

/** One part of what the file changes; many parts, because an append has a bound. */
export type MirrorEntriesChanged = DomainEvent<'MirrorEntriesChanged', MirrorChanges & { fileId: string; part: number }>

/** All parts are in (接收完毕): from here on the mirror stands where the file does. */
export type MirrorFileClosed = DomainEvent<
  'MirrorFileClosed',
  { fileId: string; entered: number; removed: number; closedOn: PlainDate }
>

export type MirrorEvent = MirrorFileOpened | MirrorEntriesChanged | MirrorFileClosed
