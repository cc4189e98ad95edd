import { setTimeout as sleep } from 'node:timers/promises'
import type { TcpProxy } from '../support/tcp-proxy.ts'

export type Weather = Readonly<{
  proxy: TcpProxy | undefined
  kill: (() => Promise<void>) | undefined
  everyMs: number // Between two kills.
  seed: number
  stop: AbortSignal
}>

/** Bad weather until `stop`, fair afterwards. Answers with how often there was what. */
export async function makeWeather({ proxy, kill, everyMs, seed, stop }: Weather): Promise<Record<string, number>> {
  const counts = { cut: 0, delay: 0, halfOpen: 0, kill: 0 }
  const die = dieOf(seed)
  await Promise.all([shaking(), killing()])
  proxy?.heal()
  return counts

  async function shaking(): Promise<void> {
    while (proxy !== undefined && !stop.aborted) {
      await pause(200 + die(1_500))
      const what = (['cut', 'cut', 'delay', 'halfOpen'] as const)[die(4)] ?? 'cut'
      counts[what]++
      if (what === 'cut') proxy.cut()
      if (what === 'delay') proxy.delay(10 + die(100))
      if (what === 'halfOpen') proxy.halfOpen()
      if (what !== 'cut') await pause(500 + die(3_000))
      proxy.heal()
    }
  }

  async function killing(): Promise<void> {
    while (kill !== undefined && !stop.aborted) {
      await pause(everyMs)
      if (stop.aborted) return
      counts.kill++
      await kill()
    }
  }

  function pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: stop }).catch(() => undefined)
  }
}

/** Numbers that look thrown, and are the same ones for the same seed (xorshift). */
function dieOf(seed: number): (sides: number) => number {
  let state = (seed | 0) ^ 0x2545f491
  return (sides) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % sides
  }
}
