import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A network between a client and a server that can be made as bad as networks are. */
export type TcpProxy = Readonly<{
  port: number
  cut(): void // Every connection breaks at once; new ones are let through.
  halfOpen(): void // Connections stay up and carry nothing any more, neither those there are nor new ones.
  heal(): void // New connections are sound again; those that were half open stay dead.
  delay(ms: number): void // From now on every packet takes this long.
  close(): Promise<void>
}>

type Pair = { near: Socket; far: Socket; isDead: boolean }
type Packet = Readonly<{ due: number; pass(): void }>

export async function openTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  let delayMs = 0
  let isHalfOpen = false

  const server = createServer((near) => {
    const pair = { near, far: connect(port, host), isDead: isHalfOpen }
    pairs.add(pair)
    for (const [from, to] of [
      [pair.near, pair.far],
      [pair.far, pair.near],
    ] as const) {
      from.setNoDelay(true)
      const carry = carrier(pair)
      from.on('data', (bytes: Buffer) => carry(() => to.write(bytes)))
      from.on('end', () => carry(() => to.end()))
      from.on('error', () => breakOff(pair)) // A broken network is what this is for.
      from.on('close', () => breakOff(pair))
    }
  })

  /** One direction of a connection: however the delay changes, its packets stay in order. */
  function carrier(pair: Pair): (pass: () => void) => void {
    const waiting: Packet[] = []

    function drain(): void {
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        const waitMs = next.due - performance.now()
        if (waitMs > 0) {
          setTimeout(drain, waitMs)
          return
        }
        waiting.shift()
        if (!pair.isDead) next.pass()
      }
    }

    return (pass) => {
      if (pair.isDead) return
      if (delayMs === 0 && waiting.length === 0) pass()
      else if (waiting.push({ due: performance.now() + delayMs, pass }) === 1) drain()
    }
  }

  function breakOff(pair: Pair): void {
    pairs.delete(pair)
    pair.near.destroy()
    pair.far.destroy()
  }

  function cut(): void {
    for (const pair of pairs) breakOff(pair)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    halfOpen() {
      isHalfOpen = true
      for (const pair of pairs) pair.isDead = true
    },
    heal() {
      isHalfOpen = false
      delayMs = 0
    },
    delay(ms) {
      delayMs = ms
    },
    async close() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}
