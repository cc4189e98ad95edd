import type { BulkVerdict } from '../../../domain/store/event-store.ts'
import { sentOf } from './envelope.ts'
import type { JudgedAppend } from './messages.ts'
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
  const isEdge = session.edges.take(stream, expected)
  let tries = 0
  const answer = await session.patiently(async () => {
    tries++
    const lane = await session.connection.lane()
    return lane.send(append, sent)
  })
  if (answer.verdict === 'CONFLICT') {
    session.edges.tell(stream, answer.actual)
    return answer
  }
  const { revision, position } = answer
  const isOurs = (isEdge && tries === 1) || sentOf(await entryAt(session, stream, revision)) === sent
  if (isOurs) session.edges.tell(stream, revision)
  return { verdict: isOurs ? 'APPENDED' : 'DUPLICATE', revision, position }
}
