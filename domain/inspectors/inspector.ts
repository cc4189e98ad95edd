import type { PlainDate } from '../kernel/plain-date.ts'
import type { Certificate, InspectorEvent, InterestGround } from './events.ts'

export type Leave = Readonly<{ leaveId: string; from: PlainDate; until: PlainDate }>
export type Interest = Readonly<{
  interestId: string
  uscc: string
  ground: InterestGround
  from: PlainDate
  until: PlainDate | null // The last day; null while it lasts.
}>

/** An officer as the directory knows them (执法检查人员). */
export type Inspector = Readonly<{
  inspectorId: string
  account: string
  agency: string
  certificate: Certificate
  matters: readonly string[]
  qualifications: readonly string[]
  leaves: readonly Leave[]
  interests: readonly Interest[]
  suspensions: readonly Readonly<{ from: PlainDate; until: PlainDate | null }>[] // `until` is the first day back.
}>

/** The entry with one more fact; undefined before the first. */
export function withInspectorEvent(inspector: Inspector | undefined, event: InspectorEvent): Inspector | undefined {
  if (event.type === 'InspectorEntered') {
    const { enteredOn: _day, ...entry } = event.data
    return inspector ?? { ...entry, leaves: [], interests: [], suspensions: [] }
  }
  if (inspector === undefined) return undefined
  const { leaves, interests, suspensions } = inspector
  switch (event.type) {
    case 'CertificateRenewed':
      return { ...inspector, certificate: event.data.certificate }
    case 'RangeChanged': {
      const { matters, qualifications } = event.data
      return { ...inspector, matters, qualifications }
    }
    case 'LeaveTaken': {
      const { leaveId, from, until } = event.data
      return { ...inspector, leaves: [...leaves, { leaveId, from, until }] }
    }
    case 'LeaveCancelled':
      return { ...inspector, leaves: leaves.filter(({ leaveId }) => leaveId !== event.data.leaveId) }
    case 'InterestDeclared':
      return { ...inspector, interests: [...interests, event.data] }
    case 'InterestEnded': {
      const { interestId, endedOn } = event.data
      const ended = interests.map((one) => (one.interestId === interestId ? { ...one, until: endedOn } : one))
      return { ...inspector, interests: ended }
    }
    case 'InspectorSuspended':
      return { ...inspector, suspensions: [...suspensions, { from: event.data.suspendedOn, until: null }] }
    case 'InspectorReinstated': {
      const { reinstatedOn } = event.data
      return { ...inspector, suspensions: suspensions.map((one) => ({ ...one, until: one.until ?? reinstatedOn })) }
    }
  }
}

export const inspectorOf = (events: Iterable<InspectorEvent>): Inspector | undefined => {
  let inspector: Inspector | undefined
  for (const event of events) inspector = withInspectorEvent(inspector, event)
  return inspector
}

/** What a visit asks of every officer on it. */
export type Need = Readonly<{ matters: readonly string[]; qualifications: readonly string[] }>

/** Why an officer may not be drawn on a day: 证件过期、暂停、请假、事项不在范围、缺少资格. */
export const ineligibilities = [
  'CERTIFICATE_EXPIRED',
  'SUSPENDED',
  'ON_LEAVE',
  'MATTER_OUT_OF_RANGE',
  'QUALIFICATION_MISSING',
] as const
export type Ineligibility = Readonly<{ reason: (typeof ineligibilities)[number]; detail: string }>

/** Every reason why an officer may not carry out a visit on a day; none where they may (行政处罚法 Art. 42). */
export function eligibility(inspector: Inspector, need: Need, day: PlainDate): readonly Ineligibility[] {
  const { certificate, leaves, suspensions, matters, qualifications } = inspector
  const reasons: Ineligibility[] = []
  if (certificate.expiresOn < day) reasons.push({ reason: 'CERTIFICATE_EXPIRED', detail: certificate.expiresOn })
  const suspended = suspensions.find(({ from, until }) => from <= day && (until === null || day < until))
  if (suspended) reasons.push({ reason: 'SUSPENDED', detail: suspended.from })
  const leave = leaves.find(({ from, until }) => from <= day && day <= until)
  if (leave) reasons.push({ reason: 'ON_LEAVE', detail: `${leave.from}/${leave.until}` })
  for (const matter of need.matters)
    if (!matters.includes(matter)) reasons.push({ reason: 'MATTER_OUT_OF_RANGE', detail: matter })
  for (const one of need.qualifications)
    if (!qualifications.includes(one)) reasons.push({ reason: 'QUALIFICATION_MISSING', detail: one })
  return reasons
}

/** The enterprises from which an officer must keep away on a day (应当回避). */
export const conflictsOf = ({ interests }: Inspector, day: PlainDate): readonly Interest[] =>
  interests.filter(({ from, until }) => from <= day && (until === null || day <= until))
