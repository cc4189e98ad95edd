import type { AppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { Appended, BulkVerdict } from '../../../domain/store/event-store.ts'
import { noStream } from '../../../domain/store/event-store.ts'
import { sentOf } from './envelope.ts'
import { appendRequests, type JudgedAppend } from './messages.ts'
import { positionOf } from './position.ts'
import { entryAt } from './reading.ts'
import type { Session } from './session.ts'

/**
 * One append, sent until it is answered: always the same ids behind the same exact revision, which is what makes the
 * server take a repetition for what it is. It answers a repetition like the first time, though; where this process
 * cannot know that it was the first, it looks who wrote the event that stands there.
 */
export async function sendAppend(session: Session, append: JudgedAppend): Promise<BulkVerdict> {
  const { stream, expected } = append
  const sent = session.newSending()
  const requests = appendRequests(append, sent)
  const isEdge = session.edges.take(stream, expected)
  let tries = 0
  const answer = await session.patiently(() => {
    tries++
    return session.connection.append(requests)
  })
  if (answer.hasWrongExpectedVersion()) {
    const actual = actualOf(answer)
    session.edges.tell(stream, actual)
    return { verdict: 'CONFLICT', actual }
  }
  const end = endOf(answer)
  const isOurs = (isEdge && tries === 1) || sentOf(await entryAt(session, stream, end.revision)) === sent
  if (isOurs) session.edges.tell(stream, end.revision)
  return { verdict: isOurs ? 'APPENDED' : 'DUPLICATE', ...end }
}

function endOf(answer: AppendResp): Pick<Appended, 'revision' | 'position'> {
  const success = answer.getSuccess()
  const place = success?.getPosition()
  if (success === undefined || place === undefined) throw new Error('an append was answered without its position')
  const position = positionOf(place.getCommitPosition(), place.getPreparePosition())
  return { revision: BigInt(success.getCurrentRevision()), position }
}

function actualOf(answer: AppendResp): bigint {
  const refusal = answer.getWrongExpectedVersion()
  return refusal?.hasCurrentRevision() ? BigInt(refusal.getCurrentRevision()) : noStream
}
