import type { EnterpriseFile } from '../../domain/enterprise/file.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { EventStore } from '../../domain/store/event-store.ts'

/** Since when there is this log (启用日): the day on which its first event was recorded. */
export type LogSince = Readonly<{
  day(): PlainDate | undefined // As seen so far; undefined while the log was still empty then.
  look(): Promise<PlainDate | undefined>
}>

export function logSince(store: EventStore): LogSince {
  let since: PlainDate | undefined
  return {
    day: () => since,
    async look() {
      if (since !== undefined) return since
      for await (const { metadata } of store.readAll({ countMax: 1 })) since = dayInChina(new Date(metadata.recordedAt))
      return since
    },
  }
}

/** The day of a file's first recording, which is the log's own as long as the log has only just begun. */
export function fileSince({ entries }: EnterpriseFile): PlainDate | undefined {
  for (const { metadata } of entries.values()) return dayInChina(new Date(metadata.recordedAt))
  return undefined
}
