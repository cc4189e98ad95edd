import { setTimeout as sleep } from 'node:timers/promises'
import { calendarEventTitles, calendarStream } from '../../domain/clocks/catalogue/codec.ts'
import type { CalendarEvent } from '../../domain/clocks/catalogue/events.ts'
import { calendarsOf } from '../../domain/clocks/catalogue/state.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { type CalendarBook, calendarBook } from '../../projections/clocks/calendar-book.ts'

/** The working-day calendar as it now stands, followed through the log (工作日历). */
export type Calendars = Readonly<{
  book: () => CalendarBook
  /** Reads the catalogue now: whoever has just written to it sees it at once. */
  refresh(): Promise<CalendarBook>
  /** The calendar as it was known at an instant. */
  knownAt(instant: string): Promise<CalendarBook>
  /** Follows what others write, and says when the book is another one. */
  follow(signal: AbortSignal, onChange: () => void): Promise<void>
}>

const types = Object.keys(calendarEventTitles)
const retryMs = 1_000

export async function openCalendars(store: EventStore): Promise<Calendars> {
  let book = calendarBook(calendarsOf(await read()))

  async function read(): Promise<readonly RecordedEvent<CalendarEvent>[]> {
    const events: RecordedEvent<CalendarEvent>[] = []
    for await (const event of store.readStream(calendarStream)) events.push(event as RecordedEvent<CalendarEvent>)
    return events
  }

  async function refresh(): Promise<CalendarBook> {
    const fresh = calendarBook(calendarsOf(await read()))
    book = fresh
    return fresh
  }

  return {
    book: () => book,
    refresh,
    async knownAt(instant) {
      const events = await read()
      return calendarBook(calendarsOf(events.filter(({ metadata }) => metadata.recordedAt <= instant)))
    },
    async follow(signal, onChange) {
      while (!signal.aborted) {
        try {
          const after = await store.head()
          await refresh()
          onChange()
          for await (const { events } of store.subscribeAll({ types, signal, ...(after && { after }) })) {
            if (events.length === 0) continue
            await refresh()
            onChange()
          }
        } catch {
          // The log is away: its own follower says so, and what is known of the calendar holds meanwhile.
        }
        await sleep(retryMs, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}
