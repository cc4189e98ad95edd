import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { ClientReadableStream } from '@grpc/grpc-js'

/** What a read brings, message by message, held back as soon as nobody takes it. */
export type Feed = Readonly<{
  /**
   * What has come: at least one message, and where more is on its way as many as `least`. `OVER` at the end, `SILENT`
   * when nothing has come for `waitMs`. Throws what went wrong, but only when everything that came before is taken.
   */
  take(least: number, waitMs: number): Promise<readonly ReadResp[] | 'OVER' | 'SILENT'>
  isEmpty(): boolean
  cancel(): void
  breakOff(error: unknown): void // As if the connection had said so: what has come can still be taken.
}>

const lingerMs = 10

export function feedOf(
  call: ClientReadableStream<ReadResp>,
  holdMax: number,
  onBroken: (error: unknown) => void,
): Feed {
  let held: ReadResp[] = []
  let isOver = false
  let failure: { error: unknown } | undefined
  let wake = nothing

  call.on('data', (message: ReadResp) => {
    held.push(message)
    if (held.length >= holdMax) call.pause()
    wake()
  })
  call.on('end', () => end(undefined))
  call.on('error', (error: unknown) => end({ error }))

  function end(how: typeof failure): void {
    if (isOver) return
    isOver = true
    failure = how
    if (how !== undefined) onBroken(how.error)
    wake()
  }

  /** Wakes not at once: what has come in one packet is taken in one go. */
  function until(isReady: () => boolean, waitMs: number): Promise<void> {
    if (isReady()) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        wake = nothing
        resolve()
      }
      const timer = setTimeout(done, waitMs)
      wake = () => {
        if (!isReady()) return
        wake = nothing
        setImmediate(done)
      }
    })
  }

  return {
    async take(least, waitMs) {
      await until(() => isOver || held.length > 0, waitMs)
      if (held.length > 0) await until(() => isOver || held.length >= least, lingerMs)
      const taken = held
      held = []
      if (call.isPaused()) call.resume()
      if (taken.length > 0) return taken
      if (failure !== undefined) throw failure.error
      return isOver ? 'OVER' : 'SILENT'
    },
    isEmpty: () => held.length === 0,
    cancel() {
      end(undefined)
      call.cancel()
    },
    breakOff(error) {
      end({ error })
      call.cancel()
    },
  }
}

const nothing = (): void => undefined
