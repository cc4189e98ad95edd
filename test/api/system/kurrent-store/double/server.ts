import type { GossipService as Gossip } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js'
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { BatchAppendReq, BatchAppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js'
import { answerTo, appendOf, timeoutTo } from './appends.ts'
import { type DoubleLog, doubleLog, type Entry } from './log.ts'
import { checkpointMessage, entriesFor, eventMessage, passesOf, wordMessage } from './reads.ts'

/**
 * What happens to an append in place of being applied and answered: the connection breaks or the server falls silent,
 * before it has applied it or after; or it says that its own time ran out, with the append applied or not.
 */
export type AppendFault =
  'BREAK_BEFORE' | 'BREAK_AFTER' | 'SILENT_BEFORE' | 'SILENT_AFTER' | 'TIMEOUT_BEFORE' | 'TIMEOUT_AFTER' | 'NOT_LEADER'

/** A node that speaks KurrentDB's protocol by the client's own definitions of it, over a log in memory. */
export type Double = Readonly<{
  log: DoubleLog
  port: number
  url: string
  faults: AppendFault[] // One for each append to come; none is left when all goes well again.
  readFaults: ('BREAK' | 'SILENT')[] // After the first event of each read to come.
  counts: { appends: number; reads: number; subscriptions: number }
  dropSubscribers(): void
  setLeader(port: number): void // Who leads, as this node tells it.
  close(): Promise<void>
}>

const liveBehindMax = 32
const windowSize = 32

export async function openDouble(log: DoubleLog = doubleLog()): Promise<Double> {
  const faults: AppendFault[] = []
  const readFaults: Double['readFaults'] = []
  const counts = { appends: 0, reads: 0, subscriptions: 0 }
  const subscribers = new Set<() => void>()
  let leader = 0

  function batchAppend(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    let isBroken = false
    call.on('data', (request: BatchAppendReq) => {
      if (isBroken) return
      counts.appends++
      const fault = faults.shift()
      const { stream, expected, events } = appendOf(request)
      const isApplied = fault === undefined || fault.endsWith('AFTER')
      const outcome = isApplied ? log.append(stream, expected, events) : undefined
      if (fault === undefined && outcome) call.write(answerTo(request, outcome))
      else if (fault?.startsWith('TIMEOUT')) call.write(timeoutTo(request))
      else if (fault === 'NOT_LEADER') call.emit('error', notLeader(leader))
      else if (fault?.startsWith('BREAK')) call.emit('error', { code: status.UNAVAILABLE, details: 'broken off' })
      isBroken = fault !== undefined && !fault.startsWith('TIMEOUT')
    })
    call.on('end', () => call.end())
  }

  function read(call: ServerWritableStream<ReadReq, ReadResp>): void {
    const options = call.request.getOptions()
    if (options === undefined) throw new Error('a read without options')
    if (options.hasSubscription()) follow(call, options)
    else readOnce(call, options)
  }

  function readOnce(call: ServerWritableStream<ReadReq, ReadResp>, options: ReadReq.Options): void {
    counts.reads++
    const entries = entriesFor(log, options)
    if (entries === undefined) call.write(wordMessage('STREAM_NOT_FOUND'))
    for (const entry of entries ?? []) {
      call.write(eventMessage(entry))
      const fault = readFaults.shift()
      if (fault === 'BREAK') call.emit('error', { code: status.UNAVAILABLE, details: 'broken off' })
      if (fault !== undefined) return
    }
    call.end()
  }

  /** Catches up, goes live, and lets go of whoever is too far behind then. */
  function follow(call: ServerWritableStream<ReadReq, ReadResp>, options: ReadReq.Options): void {
    counts.subscriptions++
    const isPassed = passesOf(options)
    const place = options.getAll()?.getPosition()
    const after = place ? BigInt(place.getCommitPosition()) : -1n
    const marksEvery = windowSize * (options.getFilter()?.getCheckpointintervalmultiplier() ?? 1)
    let looked = 0

    function look(entry: Entry): void {
      if (entry.position <= after) return
      if (isPassed(entry)) call.write(eventMessage(entry))
      if (++looked % marksEvery === 0) call.write(checkpointMessage(entry.position))
    }

    function drop(): void {
      forget()
      call.emit('error', {
        code: status.ABORTED,
        details: 'Operation timed out: Consumer too slow to handle event',
      })
    }

    const unlisten = log.listen((added) => {
      if (added.length > liveBehindMax) drop()
      else for (const entry of added) look(entry)
    })
    const forget = (): void => {
      unlisten()
      subscribers.delete(drop)
    }
    subscribers.add(drop)
    call.on('cancelled', forget)
    call.write(wordMessage('CONFIRMATION'))
    for (const entry of [...log.entries]) look(entry)
    call.write(wordMessage('CAUGHT_UP'))
  }

  function gossip(_call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>): void {
    const member = new gossipPb.MemberInfo()
    member.setState(gossipPb.MemberInfo.VNodeState.LEADER)
    member.setIsAlive(true)
    const endpoint = new gossipPb.EndPoint()
    endpoint.setAddress('127.0.0.1')
    endpoint.setPort(leader)
    member.setHttpEndPoint(endpoint)
    const cluster = new gossipPb.ClusterInfo()
    cluster.setMembersList([member])
    answer(null, cluster)
  }

  const server = new Server()
  server.addService(streamsGrpc.StreamsService, { read, batchAppend })
  server.addService((gossipGrpc as { GossipService: typeof Gossip }).GossipService, { read: gossip })
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  leader = port
  return {
    ...{
      log,
      port,
      faults,
      readFaults,
      counts,
      url: `esdb://127.0.0.1:${port}?tls=false`,
    },
    dropSubscribers() {
      for (const drop of [...subscribers]) drop()
    },
    setLeader(leading) {
      leader = leading
    },
    async close() {
      server.forceShutdown()
    },
  }
}

function notLeader(port: number) {
  const metadata = new Metadata()
  metadata.set('exception', 'not-leader')
  metadata.set('leader-endpoint-host', '127.0.0.1')
  metadata.set('leader-endpoint-port', String(port))
  return { code: status.NOT_FOUND, details: 'Leader info available', metadata }
}
