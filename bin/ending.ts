import { setTimeout as sleep } from 'node:timers/promises'

/** An ending that was asked for: what is begun is finished, within a bound. */
export type Ending = Readonly<{
  signal: AbortSignal // Aborted as soon as somebody asks.
  asked: Promise<void>
  /** Names what is being waited for, for the case that it takes too long. */
  waitingFor(what: () => string | Promise<string>): void
  /** All is finished: nothing is given up any more. */
  done(): void
}>

type Host = Readonly<{ on(signal: NodeJS.Signals, told: () => void): unknown; exit(code: number): void }>

const tellMs = 1_000

/**
 * Listens for SIGTERM and SIGINT. From the first on, all has to be finished within the bound; whatever is left then is
 * named and given up, and the process ends with 1. Nothing acknowledged is lost by that: the log has it. Whoever asks
 * twice wants it at once.
 */
export function endOnSignal(boundMs: number, host: Host = process): Ending {
  const ending = new AbortController()
  let left: () => string | Promise<string> = () => '启动'
  let timer: NodeJS.Timeout | undefined

  async function giveUp(): Promise<void> {
    const what = await Promise.race([Promise.resolve().then(left), sleep(tellMs, '')]).catch(() => '')
    console.error(`${boundMs / 1_000} 秒内没有停完，不再等待：${what || '原因不明'}。已确认的记录都在事件库里。`)
    host.exit(1)
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    host.on(signal, () => {
      if (ending.signal.aborted) host.exit(130)
      else {
        ending.abort()
        timer = setTimeout(() => void giveUp(), boundMs)
      }
    })
  }
  return {
    signal: ending.signal,
    asked: new Promise((resolve) => ending.signal.addEventListener('abort', () => resolve(), { once: true })),
    waitingFor(what) {
      left = what
    },
    done: () => clearTimeout(timer),
  }
}
