import { ConcurrentChange, Forbidden, InvalidInput, Refused, Unavailable } from '../../domain/kernel/errors.ts'
import type { Context } from '../../domain/store/command.ts'
import type { CommandHandler } from '../../domain/store/handle.ts'
import type { Log } from './log.ts'

type Outcome = Readonly<{ outcome: string; reason?: string; events?: number; revision?: string }>

/**
 * The same handler, which leaves one line for each command and for each batch of them: what it was, on which stream, what
 * came of it. Nothing of its data. An error is told where it is answered, so that here it is only named.
 */
export function loggedCommands(handler: CommandHandler, log: Log): CommandHandler {
  const line = (message: string, began: number, context: Context | undefined, fields: object): void => {
    const { correlationId, actor } = context ?? {}
    log.info({ correlationId, agency: actor?.agency, ...fields, ms: Math.round(performance.now() - began) }, message)
  }
  return {
    async submit(decider, stream, command, context) {
      const began = performance.now()
      const tell = (outcome: Outcome) => line('命令', began, context, { command: command.type, stream, ...outcome })
      try {
        const submitted = await handler.submit(decider, stream, command, context)
        const { events, revision } = submitted
        const outcome = events.length > 0 ? 'appended' : 'unchanged'
        tell({ outcome, events: events.length, revision: String(revision) })
        return submitted
      } catch (error) {
        tell(outcomeOf(error))
        throw error
      }
    },

    async submitBulk(items) {
      const began = performance.now()
      const tell = (outcome: object) =>
        line('批量命令', began, items[0]?.context, { commands: items.length, ...outcome })
      try {
        const verdicts = await handler.submitBulk(items)
        const accepted = verdicts.map((verdict) => ('events' in verdict ? verdict.events : 0))
        const refused = verdicts.filter((verdict) => !('events' in verdict)).length
        tell({ outcome: 'done', events: accepted.reduce((sum, one) => sum + one, 0), refused })
        return verdicts
      } catch (error) {
        tell(outcomeOf(error))
        throw error
      }
    },
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof Refused) return { outcome: 'refused', reason: error.reason }
  if (error instanceof InvalidInput) return { outcome: 'invalid', ...(error.field && { reason: error.field }) }
  if (error instanceof Forbidden) return { outcome: 'forbidden' }
  if (error instanceof ConcurrentChange) return { outcome: 'conflict' }
  return { outcome: error instanceof Unavailable ? 'unavailable' : 'failed' }
}
