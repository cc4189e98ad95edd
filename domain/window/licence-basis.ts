import { effectiveFacts, type FileFact } from '../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../enterprise/file.ts'
import type { LicenceEvent, LicenceGranted, LicenceRevoked } from '../enterprise/licence/events.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { MeasureRule } from '../punishment/measures/measure.ts'
import { type Basis, correctionIn, strikingOf } from './basis.ts'
import type { PenaltyStand } from './penalty-basis.ts'

/** Revocations of licences (撤销、吊销许可) as grounds for measures. */
export function* licenceBases(
  file: EnterpriseFile,
  day: PlainDate,
  penalty: (penaltyId: string) => PenaltyStand,
): Generator<Basis> {
  for (const [, facts] of recordsOf(file, 'LICENCE')) {
    const revocations = facts.filter((fact): fact is FileFact & LicenceRevoked => fact.type === 'LicenceRevoked')
    if (revocations.length === 0) continue
    const standing = effectiveFacts<LicenceEvent>(facts, { asOf: day })
    const granted = standing.find((fact): fact is FileFact & LicenceGranted => fact.type === 'LicenceGranted')
    for (const original of revocations) {
      const wasCause = (rule: MeasureRule) => causes(original.data, rule)
      const now = standing.find(({ id }) => id === original.id)
      if (now?.type === 'LicenceRevoked') {
        const under = now.data.penaltyId === null ? null : penalty(now.data.penaltyId)
        const eventIds = [now.id, ...(now.correctedBy ?? []), ...(under?.fall ? [] : (under?.eventIds ?? []))]
        const basis = { ...told(now.data, granted), eventIds, fall: under?.fall ?? null }
        yield { ...basis, causes: (rule) => causes(now.data, rule), caused: wasCause }
      } else if (original.data.revokedOn <= day) {
        const fall = strikingOf(facts, original.id, 'STRUCK_OUT') ?? correctionIn(facts)
        const basis = { ...told(original.data, granted), eventIds: [original.id] }
        if (fall) yield { ...basis, fall, causes: wasCause, caused: wasCause }
      }
    }
  }
}

const told = (data: LicenceRevoked['data'], granted: LicenceGranted | undefined) => ({
  ground: {
    ...{ section: 'LICENCE' as const, recordId: data.licenceId, name: '撤销、吊销许可' },
    detail: granted?.data.terms.certificateName ?? granted?.data.terms.content ?? '',
    documentNumber: data.documentNumber,
  },
  ...{ agency: granted?.data.terms.authority ?? null, from: data.revokedOn, until: null, decidedUntil: null },
  listType: null,
})

const causes = ({ ground }: LicenceRevoked['data'], { cause }: MeasureRule): boolean =>
  cause.kind === 'LICENCE_REVOKED' && cause.grounds.includes(ground)
