import type { Position } from '../../../domain/kernel/event.ts'
import type { BulkVerdict } from '../../../domain/store/event-store.ts'
import { bytesOf } from '../../../domain/store/event-text.ts'
import type { Answer } from './lane.ts'
import type { JudgedAppend } from './messages.ts'
import { findHead } from './reading.ts'
import type { Session } from './session.ts'

const inFlightMax = { appends: 256, bytes: 4_000_000 }

/**
 * Many appends in their order, on a lane of their own: while the server works on some, the next are on their way. Where
 * the lane breaks, what was not answered is sent again as it was.
 */
export async function sendBulk(session: Session, appends: readonly JudgedAppend[]): Promise<readonly BulkVerdict[]> {
  if (appends.length === 0) return []
  const before = await findHead(session)
  const answers = new Array<Answer | undefined>(appends.length).fill(undefined)
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

/** Sends whatever has no answer yet. Throws the first trouble, when nothing is on its way any more. */
async function sendMissing(
  session: Session,
  appends: readonly JudgedAppend[],
  answers: (Answer | undefined)[],
  onAnswer: () => void,
): Promise<void> {
  const lane = await session.connection.ownLane()
  const flight = flightOf()
  let [failed, failure]: [number, unknown] = [Number.POSITIVE_INFINITY, undefined]
  try {
    for (const [place, append] of appends.entries()) {
      if (answers[place] !== undefined) continue
      await flight.room()
      if (failed < Number.POSITIVE_INFINITY) break
      const sending = lane.send(append, session.newSending()).then(
        (answer) => {
          answers[place] = answer
          onAnswer()
        },
        (error: unknown) => {
          if (place < failed) [failed, failure] = [place, error]
        },
      )
      flight.add(sending, bytesOf(append.texts))
    }
    await flight.landed()
  } finally {
    lane.close()
  }
  if (failed === Number.POSITIVE_INFINITY) return
  forgetDoubtful(answers, failed)
  throw failure
}

/** A conflict behind an append that failed may only be one because that one is missing. */
function forgetDoubtful(answers: (Answer | undefined)[], failed: number): void {
  for (let place = failed + 1; place < answers.length; place++) {
    if (answers[place]?.verdict === 'CONFLICT') answers[place] = undefined
  }
}

/** How much is on its way. */
function flightOf() {
  let [appends, bytes] = [0, 0]
  let wake = (): void => undefined

  async function until(isReady: () => boolean): Promise<void> {
    while (!isReady()) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  return {
    add(sending: Promise<void>, size: number): void {
      appends++
      bytes += size
      void sending.then(() => {
        appends--
        bytes -= size
        wake()
      })
    },
    room: () => until(() => appends < inFlightMax.appends && bytes < inFlightMax.bytes),
    landed: () => until(() => appends === 0),
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
