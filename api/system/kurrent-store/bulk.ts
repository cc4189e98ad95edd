import type { Position } from '../../../domain/kernel/event.ts'
import type { BulkVerdict } from '../../../domain/store/event-store.ts'
import { bytesOf } from '../../../domain/store/event-text.ts'
import { type Answer, type Flight, openFlight } from './flight.ts'
import type { JudgedAppend } from './messages.ts'
import { findHead } from './reading.ts'
import type { Session } from './session.ts'

const inFlightMax = { appends: 256, bytes: 4_000_000 }

/**
 * Many appends in their order, on one stream of messages that the server takes up one after the other: while it works on
 * some, the next are on their way. Where the stream breaks off, what was not answered is sent again as it was.
 */
export async function sendBulk(session: Session, appends: readonly JudgedAppend[]): Promise<readonly BulkVerdict[]> {
  if (appends.length === 0) return []
  const before = await findHead(session)
  const answers = new Array<Answer | undefined>(appends.length)
  const enough = session.patience()
  while (answers.includes(undefined)) {
    try {
      await sendMissing(session, appends, answers, enough.renew)
    } catch (error) {
      await enough.after(error)
    }
  }
  return verdictsOf(session, appends, answers, before)
}

/** Sends whatever has no answer yet. Throws the first trouble, once everything in flight has come down. */
async function sendMissing(
  session: Session,
  appends: readonly JudgedAppend[],
  answers: (Answer | undefined)[],
  renew: () => void,
): Promise<void> {
  const flight: Flight = await openFlight(session, (place, answer) => {
    answers[place] = answer
    renew()
  })
  try {
    for (const [place, append] of appends.entries()) {
      if (answers[place] !== undefined) continue
      await flight.room(inFlightMax.appends, inFlightMax.bytes)
      if (flight.hasFailed()) break
      flight.send(place, append, bytesOf(append.texts))
    }
    await flight.landed()
  } catch (error) {
    forgetDoubtful(answers, flight.firstFailed())
    throw error
  } finally {
    flight.close()
  }
}

/** A conflict behind an append that failed may only be one because that one is missing. */
function forgetDoubtful(answers: (Answer | undefined)[], failed: number): void {
  for (let place = failed + 1; place < answers.length; place++) {
    if (answers[place]?.verdict === 'CONFLICT') answers[place] = undefined
  }
}

/**
 * The server answers a repetition as it answered the first time. What stood before has a position that the log had
 * already reached; what comes twice in here, a revision that was already given.
 */
function verdictsOf(
  session: Session,
  appends: readonly JudgedAppend[],
  answers: readonly (Answer | undefined)[],
  before: Position | undefined,
): readonly BulkVerdict[] {
  const given = new Map<string, bigint>()
  return answers.map((answer, place): BulkVerdict => {
    const stream = appends[place]?.stream ?? ''
    if (answer === undefined) throw new Error(`append ${place} of ${appends.length} has no answer`)
    if (answer.verdict === 'CONFLICT') return answer
    const { revision, position } = answer
    const isOld = (before !== undefined && position <= before) || revision <= (given.get(stream) ?? -1n)
    if (isOld) return { verdict: 'DUPLICATE', revision, position }
    given.set(stream, revision)
    session.edges.tell(stream, revision)
    return { verdict: 'APPENDED', revision, position }
  })
}
