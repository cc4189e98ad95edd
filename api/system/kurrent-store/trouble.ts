import { InvalidInput, Unavailable } from '../../../domain/kernel/errors.ts'

/** No answer in time: the connection may be half open, so the next try takes a new one. */
export class Silence extends Error {
  override readonly name = 'Silence'
}

/** The server said, in an answer and not by an error, that it could not do it now. */
export class NotNow extends Error {
  override readonly name = 'NotNow'
}

/** The codes of gRPC by which nothing is decided: an append may stand or not, and may be sent again. */
const transient = new Set([
  1, // Cancelled: the connection went away under the call.
  2, // Unknown: what a server says that is shutting down.
  4, // Deadline exceeded.
  8, // Resource exhausted.
  10, // Aborted: the server's own time limit, or a subscriber that was too slow.
  13, // Internal: a stream that was reset.
  14, // Unavailable.
])

const notLeader = 'not-leader'

export function isTransient(error: unknown): boolean {
  if (error instanceof Silence || error instanceof NotNow) return true
  if (!(error instanceof Error)) return false
  if (exceptionOf(error) === notLeader) return true
  if (exceptionOf(error) !== undefined) return false // A refusal that has a name, whatever its code.
  const code = codeOf(error)
  return code === undefined ? discoveryFailed.test(error.message) : transient.has(code)
}

/** Whether the trouble is with the connection, and not with what was asked over it. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof Silence) return true
  const code = codeOf(error)
  if (code !== undefined) return lost.has(code)
  return error instanceof Error && discoveryFailed.test(error.message)
}

const lost = new Set([1, 4, 13, 14])

/** The server lets go of a subscriber that is some dozens of events behind. Daily life, not trouble. */
export const isDropped = (error: unknown): boolean => codeOf(error) === 10

/** What the client says where none of the nodes answered. */
const discoveryFailed = /^Failed to discover|channel (has been )?(shut ?down|closed)/i

/** The error as the port tells it, where it is one of the few that mean something to it. */
export function toldAs(error: unknown): unknown {
  if (isTransient(error)) return new Unavailable('事件库暂时无法访问', { cause: error })
  const exception = exceptionOf(error)
  if (exception === 'maximum-append-size-exceeded') return new InvalidInput('一次写入的事件超过 1 MiB', 'events')
  return error
}

/** What a connection string can be blamed for at the first call, besides what is true of every call. */
export function toldAtOpening(error: unknown): unknown {
  const code = codeOf(error)
  if (code === unauthenticated) return new InvalidInput('KurrentDB 不认连接串里的用户或者密码', 'url')
  if (code === permissionDenied)
    return new InvalidInput('KurrentDB 不许连接串里的用户读取全部事件：须写明管理员的用户与密码', 'url')
  return error
}

const unauthenticated = 16
const permissionDenied = 7

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

/** The server names what it refuses in a header of its own, whatever the code. */
function exceptionOf(error: unknown): string | undefined {
  const headers: unknown = error instanceof Error && 'metadata' in error ? error.metadata : undefined
  if (typeof headers !== 'object' || headers === null || !('get' in headers)) return undefined
  const { get } = headers as { get(name: string): readonly unknown[] }
  const exception = get.call(headers, 'exception')[0]
  return exception === undefined ? undefined : String(exception)
}
