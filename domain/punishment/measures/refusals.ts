import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which the catalogue of measures (惩戒措施清单) can say no. */
export const measureRefusals = {
  MEASURE_NOT_IN_CATALOGUE: '惩戒措施清单（第{version}版）中没有“{code}”，清单之外不得实施惩戒。',
  MEASURE_NOT_IN_FORCE: '惩戒规则“{code}”在{day}不施行，不得据以实施惩戒。',
  MATTER_UNKNOWN: '清单（第{version}版）中没有办理事项“{matter}”。',
  EDITION_INVALID: '清单有误：{problem}。',
  EDITION_VERSION_NOT_NEW: '清单版本号（{version}）应大于已有的最高版本号（{highest}）。',
  EDITION_VERSION_UNKNOWN: '没有第{version}版清单。',
  EDITION_WITHOUT_REASON: '须写明理由。',
  EDITION_OWN_ENACTMENT: '清单须由提出人以外的人施行。',
  EDITION_ALREADY_ENACTED: '第{version}版清单已自{effectiveFrom}起施行。',
  EDITION_WITHDRAWN: '第{version}版清单已于{withdrawnOn}撤回。',
  EDITION_EFFECTIVE_IN_PAST: '施行日期（{effectiveFrom}）早于今天（{today}），清单不溯及既往。',
  EDITION_EFFECTIVE_NOT_LAST: '施行日期（{effectiveFrom}）应晚于第{version}版的施行日期（{other}）。',
  EDITION_IN_FORCE: '第{version}版清单已自{effectiveFrom}起施行，不能由一人撤回；请由两人提出、施行新的版本取代。',
  EDITION_SHIPPED: '随系统提供的第1版清单不能撤回。',
} as const

export type MeasureRefusalCode = keyof typeof measureRefusals
export const refuseMeasure = refuserOf(measureRefusals)
