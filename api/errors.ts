import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { ConcurrentChange, Forbidden, InvalidInput, NotFound, Refused, Unavailable } from '../domain/kernel/errors.ts'

export type ErrorLog = Readonly<{ error(fields: object, message: string): void }>

/** What the library makes of an error: compiled queries build theirs without the class, so only the shape counts. */
type Located = Error & Pick<GraphQLFormattedError, 'locations' | 'path'> & { originalError?: Error | null }

/**
 * What a client is told of an error, the one place that says so. What nobody foresaw is hidden, logged once, and found
 * again by its correlation id.
 */
export function toClientError(error: Error, correlationId: string, log: ErrorLog): GraphQLFormattedError {
  const { originalError, locations, path } = error as Located
  const isLocated = error instanceof GraphQLError || locations !== undefined
  const cause = originalError ?? (isLocated ? undefined : error)
  if (cause === undefined || cause instanceof GraphQLError) return told(error, codeOf(cause ?? error))
  if (cause instanceof InvalidInput) return told(error, 'BAD_USER_INPUT', { field: cause.field, ...cause.details })
  if (cause instanceof Refused) return told(error, 'REFUSED', { reason: cause.reason, details: cause.details })
  if (cause instanceof Forbidden) return told(error, 'FORBIDDEN')
  if (cause instanceof NotFound) return told(error, 'NOT_FOUND')
  if (cause instanceof ConcurrentChange) return told(error, 'CONFLICT')
  if (cause instanceof Unavailable) return told(error, 'UNAVAILABLE')
  if (isConnectionError(cause)) return told(error, 'UNAVAILABLE', {}, '数据库暂时不可用，请稍后重试。')
  log.error({ err: cause, correlationId, path }, '未预料的错误')
  return told(error, 'INTERNAL', { correlationId }, '系统内部错误，请凭编号联系管理员。')
}

/** An error of the library's own: what was asked does not parse, does not fit the schema, or has a bad variable. */
function codeOf(error: Error): string {
  const { extensions } = error as { extensions?: { code?: unknown } } // Compiled queries' errors may have none.
  return typeof extensions?.code === 'string' ? extensions.code : 'BAD_USER_INPUT'
}

function told(error: Error, code: string, more: object = {}, message = error.message): GraphQLFormattedError {
  const { locations, path } = error as Located
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: { code, ...more } }
}

const connectionCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[123]|08\w{3}|53300)$/

/** The database went away, is shutting down, or has no connection left. */
const isConnectionError = (error: Error): boolean =>
  ('code' in error && connectionCodes.test(String(error.code))) ||
  /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
