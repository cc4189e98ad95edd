import { Unavailable } from '../../domain/kernel/errors.ts'
import type { EventStore } from '../../domain/store/event-store.ts'

/**
 * The same log, which stops waiting once it has been away for longer than a leader takes to change: each call would wait
 * that long again and fail all the same. Only who follows the log goes on waiting for it.
 */
export function withoutWaiting(store: EventStore, awayMs: () => number, awayMsMax = 15_000): EventStore {
  function check(): void {
    if (awayMs() > awayMsMax) throw new Unavailable('事件库暂时无法访问，请稍后重试；现行各行仍可查询')
  }
  return {
    ...store,
    async append(...args) {
      check()
      return store.append(...args)
    },
    async appendBulk(appends) {
      check()
      return store.appendBulk(appends)
    },
    async *readStream(...args) {
      check()
      yield* store.readStream(...args)
    },
    async readStreams(streams) {
      check()
      return store.readStreams(streams)
    },
    async *readAll(options) {
      check()
      yield* store.readAll(options)
    },
  }
}
