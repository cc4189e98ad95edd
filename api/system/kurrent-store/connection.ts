import { EventStoreDBClient } from '@eventstore/db-client'
import type { StreamsClient as Streams } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { CallOptions, ClientReadableStream, Metadata } from '@grpc/grpc-js'
import { InvalidInput } from '../../../domain/kernel/errors.ts'
import { type Feed, feedOf } from './feed.ts'
import { type AppendCall, type Lane, laneOf } from './lane.ts'
import { isConnectionLost, Silence } from './trouble.ts'

/** Told of what the store gets over by itself: a lost connection, a leader that changed. */
export type Trouble = (error: unknown) => void

/** The way to the server, over a client that is replaced when it has gone silent. */
export type Connection = Readonly<{
  lane(): Promise<Lane> // The one that single appends share; another one as soon as it is broken.
  ownLane(): Promise<Lane>
  read(request: ReadReq, holdMax: number): Promise<Feed>
  close(): Promise<void>
}>

/**
 * The part of the client that is used here: finding the nodes and the leader, TLS, credentials, connecting anew. The
 * calls themselves are made on its generated service. Its own way of appending has no deadline, hangs together with
 * every other append of the process, and never answers where an event is not JSON; its way of reading loses the filter.
 */
type Client = Readonly<{
  GRPCStreamCreator<T>(service: typeof Streams, name: string, create: (streams: Streams) => T): () => Promise<T>
  callArguments(options: { requiresLeader: boolean }, call: CallOptions): CallArguments
  dispose(): Promise<void>
}>

type CallArguments = [metadata: Metadata, options: CallOptions]

const { StreamsClient } = streamsGrpc

export function openConnection(url: string, requiresLeader: boolean, attemptMs: number): Connection {
  let generation = 0
  let client = openClient(url, generation)
  let channel: Streams | undefined
  let shared: Promise<Lane> | undefined
  const retired = new Set<() => Promise<void>>()

  /** The one before stays for those who still wait on it, who may be luckier. */
  function distrust(suspect: Client): void {
    if (suspect !== client) return
    const [oldClient, oldChannel] = [client, channel]
    client = openClient(url, ++generation)
    channel = undefined
    shared = undefined
    const retire = async () => {
      clearTimeout(timer)
      retired.delete(retire)
      await closeClient(oldClient, oldChannel)
    }
    const timer = setTimeout(retire, attemptMs).unref()
    retired.add(retire)
  }

  /** Opens a call, which includes finding a node. How long the call itself may be silent is for its user to say. */
  async function open<T>(name: string, create: (streams: Streams, ...call: CallArguments) => T): Promise<[T, Client]> {
    const mine = client
    const opening = mine.GRPCStreamCreator(StreamsClient, name, (streams) => {
      if (mine === client) channel = streams
      return create(streams, ...mine.callArguments({ requiresLeader }, { deadline: Number.POSITIVE_INFINITY }))
    })
    try {
      return [await within(attemptMs, opening()), mine]
    } catch (error) {
      if (isConnectionLost(error)) distrust(mine)
      throw error
    }
  }

  async function openLane(onBroken: () => void): Promise<Lane> {
    const [call, mine] = await open<AppendCall>('append', (streams, ...args) => streams.batchAppend(...args))
    return laneOf(call, attemptMs, (error) => {
      onBroken()
      if (isConnectionLost(error)) distrust(mine)
    })
  }

  return {
    lane() {
      if (shared !== undefined) return shared
      const forget = (): void => {
        if (shared === opening) shared = undefined
      }
      const opening = openLane(forget)
      opening.catch(forget)
      shared = opening
      return opening
    },

    ownLane: () => openLane(() => undefined),

    async read(request, holdMax) {
      const [call, mine] = await open<ClientReadableStream<ReadResp>>('read', (streams, ...args) =>
        streams.read(request, ...args),
      )
      return feedOf(call, holdMax, (error) => {
        if (isConnectionLost(error)) distrust(mine)
      })
    },

    async close() {
      await Promise.all([...retired].map((retire) => retire()))
      await closeClient(client, channel)
    },
  }
}

/** The cast is to what the client keeps for its own parts; its version is pinned for it. */
function openClient(url: string, generation: number): Client {
  try {
    return EventStoreDBClient.connectionString(unlikeOthers(url, generation)) as unknown as Client
  } catch (error) {
    const isFile = error instanceof Error && /file/.test(error.message)
    throw new InvalidInput(isFile ? 'KurrentDB 连接串中的证书文件不存在' : 'KurrentDB 连接串无效', 'url')
  }
}

const keepAliveTimeout = /([?&]keep_?-?alive_?-?timeout=)(-?\d+)/i
const keepAliveMs = 10_000

/**
 * All clients of a process whose settings are the same share one connection: a new one would get the dead one's, or its
 * waiting time before the next try, which grows to two minutes. So the settings of each differ by a millisecond.
 */
function unlikeOthers(url: string, generation: number): string {
  if (keepAliveTimeout.test(url)) {
    return url.replace(
      keepAliveTimeout,
      (_all, name: string, ms: string) => name + (Math.max(1, Number(ms)) + generation),
    )
  }
  return `${url}${url.includes('?') ? '&' : '?'}keepAliveTimeout=${keepAliveMs + generation}`
}

async function closeClient(client: Client, channel: Streams | undefined): Promise<void> {
  await client.dispose()
  channel?.close()
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Silence(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, silence])
  } finally {
    clearTimeout(timer)
  }
}
