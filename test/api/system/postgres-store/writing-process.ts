import { createLog } from '../../../../api/system/log.ts'
import { openSystem } from '../../../../api/system/open.ts'
import { enterpriseDecider } from '../../../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../../../domain/enterprise/stream.ts'
import type { Uscc } from '../../../../domain/kernel/uscc.ts'
import { plainDate } from '../../../../domain/kernel/plain-date.ts'
import { inspect } from '../../../support/wishes.ts'

/** A process as the API is one: it writes to files that others write to as well, and tells rows if nobody else does. */
const [databaseUrl = '', name = '', commands = '', ...files] = process.argv.slice(2)
const clock = () => new Date('2026-11-23T02:00:00Z')
const system = await openSystem({ databaseUrl, log: createLog({ level: 'silent', pretty: false }), clock })
system.tell()
const { newId, handler } = system
const context = { clock, newId, actor: { agency: 'x', officer: name, role: 'x' }, correlationId: newId() }
const ids: string[] = []
const lanes = 6

await Promise.all(
  Array.from({ length: lanes }, async (_, lane) => {
    for (let n = lane; n < Number(commands); n += lanes) {
      const stream = enterpriseStream(files[n % files.length] as Uscc)
      const command = { ...inspect(['1'], ['a', 'b'], `${name}-${n}`), today: plainDate('2026-11-23'), agency: null }
      for (;;) {
        try {
          const { events } = await handler.submit(enterpriseDecider, stream, command, context)
          ids.push(...events.map(({ id }) => id))
          break
        } catch (error) {
          if ((error as Error).name !== 'ConcurrentChange') throw error // Others were quicker, again and again.
        }
      }
    }
  }),
)
process.send?.(ids)
await system.close()
process.disconnect?.()
