import { effectiveFacts, type FileFact } from '../enterprise/facts.ts'
import type { EnterpriseFile } from '../enterprise/file.ts'
import type {
  RegistrationEvent,
  RegistrationStatus,
  RegistrationStatusChanged,
} from '../enterprise/registration/events.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { MeasureRule } from '../punishment/measures/measure.ts'
import { type Basis, correctionIn, type Fall, strikingOf } from './basis.ts'

/** Registration states as a clerk reads them (登记状态). */
export const statusNames: Readonly<Record<RegistrationStatus, string>> = {
  ...{ ACTIVE: '存续', DORMANT: '歇业', LICENCE_REVOKED: '吊销营业执照', ORDERED_CLOSED: '责令关闭' },
  ...{ ANNULLED: '撤销登记', MOVED_OUT: '迁出', DEREGISTERED: '注销' },
}

/**
 * Changes of the registration state as grounds for measures. One falls when the enterprise is in business again, which
 * means that it was undone; whoever is written off after a revocation does not escape what follows from it.
 */
export function* registrationBases(file: EnterpriseFile, day: PlainDate): Generator<Basis> {
  const facts = file.records.get('REGISTRATION/') ?? []
  const changes = facts.filter((fact): fact is FileFact & RegistrationStatusChanged => isChange(fact))
  if (changes.length === 0) return
  const standing = effectiveFacts<RegistrationEvent>(facts, { asOf: day }).filter((fact) => isChange(fact))
  for (const original of changes) {
    const wasCause = (rule: MeasureRule) => causes(original.data, rule)
    const place = standing.findIndex(({ id }) => id === original.id)
    const now = standing[place]
    if (now?.type === 'RegistrationStatusChanged') {
      const eventIds = [now.id, ...(now.correctedBy ?? [])]
      const fall = undone(standing.slice(place + 1) as readonly (FileFact & RegistrationStatusChanged)[])
      yield { ...told(now.data), eventIds, fall, causes: (rule) => causes(now.data, rule), caused: wasCause }
    } else if (original.data.changedOn <= day) {
      const fall = strikingOf(facts, original.id, 'STRUCK_OUT') ?? correctionIn(facts)
      const basis = { ...told(original.data), eventIds: [original.id] }
      if (fall) yield { ...basis, fall, causes: wasCause, caused: wasCause }
    }
  }
}

const isChange = ({ type }: { type: string }): boolean => type === 'RegistrationStatusChanged'

function undone(later: readonly (FileFact & RegistrationStatusChanged)[]): Fall | null {
  const back = later.find(({ data }) => data.to === 'ACTIVE' || data.to === 'DORMANT')
  return back ? { reason: 'STATUS_CHANGED', on: back.data.changedOn, eventIds: [back.id] } : null
}

const told = (data: RegistrationStatusChanged['data']) => ({
  ground: {
    ...{ section: 'REGISTRATION' as const, recordId: '', name: statusNames[data.to] },
    ...{ detail: data.reason ?? '', documentNumber: data.documentNumber },
  },
  ...{ agency: data.authority, from: data.changedOn, until: null, decidedUntil: null, listType: null },
})

const causes = ({ to }: RegistrationStatusChanged['data'], { cause }: MeasureRule): boolean =>
  cause.kind === 'REGISTRATION' && cause.statuses.includes(to)
