import { effectiveFacts, type FileFact } from '../../enterprise/facts.ts'
import type { LicenceEvent } from '../../enterprise/licence/events.ts'
import type { Authority } from '../../enterprise/parties.ts'
import type { PenaltyEvent, PenaltyImposed } from '../../enterprise/penalty/events.ts'
import type { ClockRecord } from '../started.ts'
import { type AnyFact, end, fromPublication, type Gathering, isFromElsewhere, published, start } from './gather.ts'

type Imposed = Extract<AnyFact, { type: 'PenaltyImposed' }>

/** Clocks of a licence (许可): the decision, its changes and renewals are each published; its loss may be contested. */
export function gatherLicence(gathering: Gathering, recordId: string, all: readonly FileFact[]): void {
  const record = { section: 'LICENCE', recordId }
  const facts = effectiveFacts<LicenceEvent>(all)
  const granted = facts.find((fact) => fact.type === 'LicenceGranted')
  if (granted?.type !== 'LicenceGranted') return
  const { authority } = granted.data.terms
  for (const fact of facts) {
    if (fact.type === 'LicenceGranted' || fact.type === 'LicenceChanged' || fact.type === 'LicenceRenewed') {
      start(gathering, 'LICENCE_DECIDED', record, fact, authority)
      published(gathering, 'PUBLISHED', record, fact)
    } else if (fact.type === 'LicenceRevoked' && fact.data.ground !== 'REPORTED_INVALID') {
      start(gathering, 'DECISION_KNOWN', record, fact, authority, { presumed: true })
    }
  }
}

/** Clocks of a penalty (处罚): publication, withdrawal when it is changed or falls, review and suit. */
export function gatherPenalty(gathering: Gathering, recordId: string, all: readonly FileFact[]): void {
  const record = { section: 'PENALTY', recordId }
  const facts = effectiveFacts<PenaltyEvent>(all)
  const imposed = facts.find((fact) => fact.type === 'PenaltyImposed')
  if (imposed?.type !== 'PenaltyImposed') return
  const { authority } = imposed.data
  start(gathering, 'DECISION_KNOWN', record, imposed, authority, { presumed: true })
  const isPublic = isPublished(imposed.data)
  if (isPublic) publish(gathering, record, imposed)
  for (const fact of facts) {
    if (fact.type === 'PenaltyAnnulled') end(gathering, 'BASIS_FELL', record, fact, null)
    if (fact.type !== 'PenaltyAnnulled' && fact.type !== 'PenaltyAmended') continue
    if (!isPublic) continue
    start(gathering, 'DECISION_WITHDRAWN', record, fact, authority)
    published(gathering, 'WITHDRAWN', record, fact)
  }
}

/** Summary procedure is not published (简易程序), nor is a decision of nothing but a warning (Order 45 Art. 2). */
const isPublished = ({ summaryProcedure, terms }: PenaltyImposed['data']): boolean =>
  summaryProcedure !== true && terms.kinds.some((kind) => kind !== 'WARNING')

/** 双公示 leaves out a decision of nothing but warnings and circulated criticism (发改委令第58号). */
const isDoublyPublished = ({ terms }: PenaltyImposed['data']): boolean =>
  terms.kinds.some((kind) => kind !== 'WARNING' && kind !== 'CIRCULATED_CRITICISM')

function publish(gathering: Gathering, record: ClockRecord, imposed: Imposed): void {
  const { authority } = imposed.data
  if (isDoublyPublished(imposed.data)) start(gathering, 'PENALTY_DECIDED', record, imposed, authority)
  published(gathering, 'PUBLISHED', record, imposed)
  if (!isMarketRegulator(authority)) return
  const { subject } = gathering
  const home = subject && provinceOfSubject(subject.details)
  if (subject?.provisional !== false) {
    // The register here does not hold the subject, so it is taken for one of another province.
    return start(gathering, 'SAMR_PENALTY_DECIDED_ELSEWHERE', record, imposed, authority, { presumed: true })
  }
  if (home == null || home === provinceOfAuthority(authority)) {
    return start(gathering, 'SAMR_PENALTY_DECIDED', record, imposed, authority)
  }
  start(gathering, 'SAMR_PENALTY_DECIDED_ELSEWHERE', record, imposed, authority)
  // That it was pushed is a matter of its own (跨省推送); of what is older than that nobody knows.
  if (isFromElsewhere(gathering, imposed)) published(gathering, 'PUSHED', record, imposed)
  const received = fromPublication(gathering, imposed)
  start(gathering, 'SAMR_PENALTY_RECEIVED', record, imposed, subject.details.registrar, received)
}

/** Market regulators, and the offices they were made of in 2018, by their names: records carry no other mark of them. */
const isMarketRegulator = ({ name }: Authority): boolean =>
  /市场监督管理|市场监管|工商行政管理|食品药品监督管理|质量技术监督/.test(name)

/** The first two digits of the division of a subject: where its registrar is, else where it lies. */
const provinceOfSubject = ({ registrar, division }: { registrar: Authority | null; division: string | null }) =>
  registrar === null ? (division?.slice(0, 2) ?? null) : provinceOfAuthority(registrar)

const provinceOfAuthority = ({ code }: Authority): string => code.slice(2, 4)
