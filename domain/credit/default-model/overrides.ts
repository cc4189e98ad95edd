import type { RegistrationStatus } from '../../enterprise/registration/events.ts'
import type { Counts } from '../counts.ts'
import { type OverridingRule, policyChoice } from '../model.ts'

const usual = '直接判定规则的通常做法，文本待核。'
const opinion = '国市监信发〔2022〕6号'

const rule = (
  code: string,
  name: string,
  noBetterThan: OverridingRule['noBetterThan'],
  counts: Counts,
  more: Partial<Pick<OverridingRule, 'clause' | 'windowMonths' | 'note'>> = {},
): OverridingRule => ({
  ...{
    code,
    name,
    counts,
    noBetterThan,
    windowMonths: null,
    clause: opinion,
    confidence: 'UNSURE',
    note: usual,
    ...more,
  },
})
const status = (...statuses: RegistrationStatus[]): Counts => ({ section: 'REGISTRATION', what: 'STATUS', statuses })
const listed = (...lists: string[]): Counts => ({ section: 'LISTING', what: 'LISTED', lists, grounds: null })
const policy = { clause: policyChoice, note: null }

/** Facts that outweigh the score (domain sheet §6.1): the serious lists and a revoked licence D, the abnormal list C. */
export const defaultOverrides: readonly OverridingRule[] = [
  rule('IS_REVOKED', '营业执照被吊销未注销', 'D', status('LICENCE_REVOKED')),
  rule('IS_ORDERED_CLOSED', '被责令关闭', 'D', status('ORDERED_CLOSED')),
  rule('IS_ANNULLED', '登记被撤销', 'D', status('ANNULLED'), policy),
  rule('ON_SERIOUS_LIST', '在严重违法失信名单', 'D', listed('SERIOUS_VIOLATION')),
  rule('ON_DEFAULTER_LIST', '在失信被执行人名单', 'D', listed('JUDGMENT_DEFAULTER')),
  rule('ON_OTHER_SERIOUS_LIST', '在其他领域严重失信主体名单', 'D', {
    ...{ section: 'LISTING', what: 'LISTED', grounds: null },
    lists: ['WAGE_ARREARS', 'MAJOR_TAX_VIOLATION', 'WORK_SAFETY', 'GOVERNMENT_PROCUREMENT'],
  }),
  rule(
    'PERMIT_REVOKED',
    '行政许可被吊销',
    'D',
    { section: 'LICENCE', what: 'REVOKED', grounds: ['PENALTY'] },
    {
      windowMonths: 36,
    },
  ),
  rule('ON_ABNORMAL_LIST', '在经营异常名录', 'C', listed('ABNORMAL_OPERATIONS')),
  rule('ON_CUSTOMS_LIST', '海关失信企业', 'C', listed('CUSTOMS'), policy),
  rule('PERMIT_SUSPENDED', '行政许可被暂扣', 'C', { section: 'LICENCE', what: 'SUSPENDED' }, policy),
  rule(
    'REPAIR_COMMITMENT_BROKEN',
    '违反信用修复承诺',
    'C',
    { section: 'COMMITMENT', what: 'BROKEN', kinds: ['REPAIR'] },
    {
      ...policy,
      windowMonths: 36,
    },
  ),
  rule('IS_PROVISIONAL', '未归集到登记信息', 'B', { section: 'REGISTRATION', what: 'PROVISIONAL' }, policy),
]
