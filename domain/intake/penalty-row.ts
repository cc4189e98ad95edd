import { type PenaltyKind, penaltyKinds } from '../enterprise/penalty/events.ts'
import { penaltyIdOf } from '../enterprise/penalty/commands.ts'
import { squeeze } from '../kernel/text.ts'
import { personsOfDecision } from './persons.ts'
import {
  type FieldReader,
  type Fields,
  fieldReader,
  noAmount,
  type RowContext,
  RowFault,
  type RowOrder,
  subjectOf,
} from './row.ts'

/** Names of kinds of penalty: those of the law of 2021 and of the standard of 2018 that mean one kind. */
const kindNames: Readonly<Record<string, PenaltyKind>> = {
  警告: 'WARNING',
  通报批评: 'CIRCULATED_CRITICISM',
  罚款: 'FINE',
  没收违法所得: 'CONFISCATE_GAINS',
  没收非法财物: 'CONFISCATE_PROPERTY',
  暂扣许可证件: 'SUSPEND_PERMIT',
  暂扣许可证: 'SUSPEND_PERMIT',
  暂扣执照: 'SUSPEND_PERMIT',
  暂扣营业执照: 'SUSPEND_PERMIT',
  降低资质等级: 'DOWNGRADE_QUALIFICATION',
  吊销许可证件: 'REVOKE_PERMIT',
  吊销许可证: 'REVOKE_PERMIT',
  吊销执照: 'REVOKE_PERMIT',
  吊销营业执照: 'REVOKE_PERMIT',
  限制开展生产经营活动: 'RESTRICT_OPERATION',
  责令停产停业: 'ORDER_SUSPENSION',
  责令关闭: 'ORDER_CLOSURE',
  限制从业: 'RESTRICT_EMPLOYMENT',
  行政拘留: 'DETENTION',
}

/** What a decision may order beside a penalty, and which is none (行政处罚法 Art. 28, 33). */
const noPenalties: Readonly<Record<string, string>> = {
  责令改正: '责令改正不是行政处罚（行政处罚法第二十八条）',
  责令限期改正: '责令限期改正不是行政处罚（行政处罚法第二十八条）',
  不予处罚: '不予处罚不是行政处罚（行政处罚法第三十三条）',
  不予行政处罚: '不予行政处罚不是行政处罚（行政处罚法第三十三条）',
}

/** Reads a penalty record (行政处罚信息, domain sheet §2.2) into what records it; throws `RowFault`. */
export function penaltyOrder(fields: Fields, context: RowContext): RowOrder {
  const read = fieldReader('PENALTY', fields)
  const { today, agency } = context
  const { uscc, name, subjectKind } = subjectOf('CF', fields, read, context)
  const decisionNumber = read.required('CF_WSH')
  const violation = read.expected('CF_WFXW') || read.text('CF_CFMC')
  const facts = read.expected('CF_SY')
  const basis = read.expected('CF_YJ')
  const kinds = kindsOf(
    [read.required('CF_CFLB'), read.text('CF_CFLB2')],
    `${read.text('CF_NR_ZKDX')} ${read.text('CF_NR')}`,
  )
  const content = read.expected('CF_NR')
  const fine = read.amount('CF_NR_FK')
  if (kinds.includes('FINE') && !fine) throw new RowFault('CF_NR_FK', '处罚类别含罚款，但没有罚款金额')
  if (!kinds.includes('FINE') && fine) throw new RowFault('CF_NR_FK', '有罚款金额，但处罚类别不含罚款')
  const confiscated = read.amount('CF_NR_WFFF') ?? noAmount
  const decidedOn = read.pastDay('CF_JDRQ', today)
  const validUntil = read.end('CF_YXQ', decidedOn, '处罚决定日期')
  const publicUntil = read.end('CF_GSJZQ', decidedOn, '处罚决定日期')
  requireStanding(read)
  const authority = read.authority('CF_CFJGDM', 'CF_CFJG', 'CF_SJLYDM', 'CF_SJLY')
  const terms = {
    ...{ kinds, fine: fine ?? noAmount, confiscated, permitAffected: read.text('CF_NR_ZKDX') || null },
    ...{ violation, facts, basis, content, validUntil, publicUntil },
  }
  const data = { decisionNumber, decidedOn, summaryProcedure: null, terms, authority, remark: read.text('BZ') || null }
  return {
    uscc,
    commands: [
      { type: 'OpenFile', data: { uscc, name, subjectKind, openedOn: decidedOn }, today, agency },
      { type: 'ImposePenalty', data, today, agency },
    ],
    persons: personsOfDecision('CF', read, subjectKind, {
      record: { section: 'PENALTY', recordId: penaltyIdOf(authority.code, decisionNumber) },
      ...{ recordedOn: decidedOn, authority },
    }),
    source: sourceOf(read.text('CF_SJLYDM') || authority.code, read.text('CF_SJLY') || authority.name, decisionNumber),
  }
}

/**
 * The state that columns of 2015 carry (unsure, sheet §2.2): 0 正常, 1 撤销, 2 异议, 3 其他. A decision reported as withdrawn
 * must not enter the file as one in force, and the feed does not say when and why it fell.
 */
function requireStanding(read: FieldReader): void {
  const given = squeeze(read.text('CF_ZT'))
  if (/^(1|撤销|已撤销)$/.test(given)) {
    throw new RowFault('CF_ZT', '来源标注该处罚已经撤销，不作为有效处罚收录；已经入档的请办理撤销处罚决定')
  }
  if (!/^(|0|2|3|正常|异议|其他)$/.test(given)) throw new RowFault('CF_ZT', `不认识的当前状态“${read.text('CF_ZT')}”`)
}

export const sourceOf = (agency: string, agencyName: string, documentNumber: string) => ({
  agency: squeeze(agency),
  agencyName,
  documentNumber,
})

/** The kinds in one or two fields; orders that are no penalty may stand beside one, but not alone. */
function kindsOf(texts: readonly string[], details: string): readonly PenaltyKind[] {
  const names = texts.flatMap((text) => splitKinds(text)).filter((name) => name !== '')
  const penalties = names.filter((name) => noPenalties[name] === undefined)
  const [first] = names
  if (penalties.length === 0) throw new RowFault('CF_CFLB', noPenalties[first ?? ''] ?? '缺少处罚类别')
  const kinds = penalties.map((name) => kindOf(name, details))
  return penaltyKinds.filter((kind) => kinds.includes(kind))
}

/** Several kinds are joined by a semicolon or a comma; brackets of a note on "other" may hold either. */
const splitKinds = (text: string): readonly string[] =>
  squeeze(text)
    .replace(/[(（][^)）]*[)）]/g, '')
    .split(/[;；、,，|/]/)

function kindOf(name: string, details: string): PenaltyKind {
  const kind = kindNames[name]
  if (kind) return kind
  if (name.startsWith('其他')) return 'OTHER'
  if (/^暂扣或者?吊销/.test(name)) {
    // One name of 2018 for two kinds of the law: what the decision did says which.
    const [suspended, revoked] = [/暂扣/.test(details), /吊销/.test(details)]
    if (suspended !== revoked) return revoked ? 'REVOKE_PERMIT' : 'SUSPEND_PERMIT'
    throw new RowFault('CF_CFLB', `“${name}”须写明是暂扣还是吊销`)
  }
  throw new RowFault('CF_CFLB', `不认识的处罚类别“${name}”`)
}
