import type { EnterpriseCommand } from '../enterprise/commands.ts'
import { type EnterpriseFile, factsOf } from '../enterprise/file.ts'
import { licenceIdOf } from '../enterprise/licence/commands.ts'
import type { LicenceEvent } from '../enterprise/licence/events.ts'
import { licenceRecord } from '../enterprise/licence/record.ts'
import { penaltyIdOf } from '../enterprise/penalty/commands.ts'
import type { PenaltyEvent, PenaltyKind } from '../enterprise/penalty/events.ts'
import { penaltyRecord } from '../enterprise/penalty/record.ts'
import { formatYuan } from '../kernel/fen.ts'

/** Kinds of penalty in the words of 行政处罚法 Art. 9. */
const kindNames2021: Readonly<Record<PenaltyKind, string>> = {
  ...{ WARNING: '警告', CIRCULATED_CRITICISM: '通报批评', FINE: '罚款', CONFISCATE_GAINS: '没收违法所得' },
  ...{ CONFISCATE_PROPERTY: '没收非法财物', SUSPEND_PERMIT: '暂扣许可证件', DOWNGRADE_QUALIFICATION: '降低资质等级' },
  ...{ REVOKE_PERMIT: '吊销许可证件', RESTRICT_OPERATION: '限制开展生产经营活动', ORDER_SUSPENSION: '责令停产停业' },
  ...{ ORDER_CLOSURE: '责令关闭', RESTRICT_EMPLOYMENT: '限制从业', DETENTION: '行政拘留', OTHER: '其他' },
}

type Difference = Readonly<{ field: string; reason: string }>

/** In what a row that names a recorded decision differs from the record, if in anything that matters. */
export function differenceFrom(file: EnterpriseFile, commands: readonly EnterpriseCommand[]): Difference | undefined {
  for (const command of commands) {
    if (command.type === 'ImposePenalty') return penaltyDifference(file, command.data)
    if (command.type === 'ReportLicence') return licenceDifference(file, command.data)
  }
  return undefined
}

const kept = (field: string, what: string, here: string, there: string): Difference => ({
  field,
  reason: `同一决定已经入档，但${what}不同（在档：${here}，本行：${there}）；在档内容未改动，确有变更的请办理变更或者更正`,
})

type PenaltyData = Extract<EnterpriseCommand, { type: 'ImposePenalty' }>['data']

function penaltyDifference(file: EnterpriseFile, data: PenaltyData): Difference | undefined {
  const penaltyId = penaltyIdOf(data.authority.code, data.decisionNumber)
  const record = penaltyRecord(factsOf<PenaltyEvent>(file, 'PENALTY', penaltyId))
  if (record === undefined) return undefined
  const { terms } = record
  if (terms.fine !== data.terms.fine)
    return kept('CF_NR_FK', '罚款金额', formatYuan(terms.fine), formatYuan(data.terms.fine))
  if (terms.confiscated !== data.terms.confiscated) {
    return kept('CF_NR_WFFF', '没收金额', formatYuan(terms.confiscated), formatYuan(data.terms.confiscated))
  }
  if (record.decidedOn !== data.decidedOn) return kept('CF_JDRQ', '处罚决定日期', record.decidedOn, data.decidedOn)
  if (terms.kinds.join() !== data.terms.kinds.join()) {
    const said = (kinds: readonly PenaltyKind[]): string => kinds.map((kind) => kindNames2021[kind]).join('、')
    return kept('CF_CFLB', '处罚类别', said(terms.kinds), said(data.terms.kinds))
  }
  return undefined
}

type LicenceData = Extract<EnterpriseCommand, { type: 'ReportLicence' }>['data']

function licenceDifference(file: EnterpriseFile, { terms, decidedOn }: LicenceData): Difference | undefined {
  const licenceId = licenceIdOf(terms.authority.code, terms.documentNumber, terms.licenceNumber)
  const record = licenceRecord(factsOf<LicenceEvent>(file, 'LICENCE', licenceId))
  if (record === undefined) return undefined
  if (record.decidedOn !== decidedOn) return kept('XK_JDRQ', '许可决定日期', record.decidedOn, decidedOn)
  const [here, there] = [record.terms.validUntil ?? '长期', terms.validUntil ?? '长期']
  return here === there ? undefined : kept('XK_YXQZI', '有效期至', here, there)
}
