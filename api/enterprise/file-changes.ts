import type { EnterpriseEvent } from '../../domain/enterprise/events.ts'
import { legalDayOf, recordOf } from '../../domain/enterprise/facts.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { eventTitles } from '../../domain/enterprise/titles.ts'
import { NotFound } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { findUsccs } from '../../projections/file/enterprise.queries.ts'
import type { Context } from '../context.ts'
import { isShown } from './enterprise.resolvers.ts'
import type { EnterpriseServices } from './services.ts'

/** What comes into a file from now on (档案动态). Whoever reads after it asks with its revision. */
const fileChanged = {
  async subscribe(_root: unknown, { number }: { number: string }, { services, viewer }: Context<EnterpriseServices>) {
    const [uscc] = await findUsccs(services.orm.em.fork(), number)
    if (uscc === undefined) throw new NotFound('没有这户企业的档案。')
    const stream = enterpriseStream(uscc as Uscc)
    return services.live.listen(
      (event) => event.stream === stream && isShown(event as RecordedEvent<EnterpriseEvent>, viewer),
    )
  },
  resolve(event: RecordedEvent<EnterpriseEvent>) {
    return {
      ...{ eventId: event.id, revision: event.revision, type: event.type, title: eventTitles[event.type] },
      ...recordOf(event),
      ...{ day: legalDayOf(event), recordedAt: event.metadata.recordedAt },
    }
  },
}

export const fileChangeResolvers = { Subscription: { fileChanged } }
