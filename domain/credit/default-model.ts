import { plainDate } from '../kernel/plain-date.ts'
import { basicIndicators } from './default-model/basic.ts'
import { dynamicsIndicators } from './default-model/dynamics.ts'
import { defaultOverrides } from './default-model/overrides.ts'
import { penaltyIndicators } from './default-model/penalties.ts'
import { relationsAndSocialIndicators } from './default-model/relations-and-social.ts'
import { supervisionIndicators } from './default-model/supervision.ts'
import type { CreditModel } from './model.ts'

/**
 * The model that ships (通用型企业信用风险分类模型, version 1), in the five groups of the general system. The weights of
 * the national system are not public: every number here is a choice of policy, tuned on the sample district to the split
 * that one city published (A 65.4, B 25.3, C 7.7, D 1.5 %), and is meant to be replaced by an enacted version.
 */
export const defaultModel: CreditModel = {
  name: '通用型企业信用风险分类模型',
  version: 1,
  effectiveFrom: plainDate('2014-10-01'),
  baseScore: 1_000,
  scoreMin: 0,
  scoreMax: 1_200,
  cutOffs: { A: 1_015, B: 900, C: 860 },
  indicators: [
    ...basicIndicators,
    ...dynamicsIndicators,
    ...penaltyIndicators,
    ...supervisionIndicators,
    ...relationsAndSocialIndicators,
  ],
  overrides: defaultOverrides,
  note: '各项分值、时间窗口、衰减与分数线均为政策选择，依据国市监信发〔2022〕6号所列五类一级指标设置。',
}
