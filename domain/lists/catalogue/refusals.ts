import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which the catalogue of lists (名录清单) can say no. */
export const listTypeRefusals = {
  LIST_NOT_IN_FORCE:
    '名录“{list}”在{day}不在施行的名录清单（第{version}版）之内。名录、名单须由法律、法规或者中央政策文件设定并列入清单（国办发〔2020〕49号），清单之外不得认定。',
  LIST_EDITION_INVALID: '名录清单有误：{problem}。',
  LIST_EDITION_NOT_NEW: '清单版本号（{version}）应大于已有的最高版本号（{highest}）。',
  LIST_EDITION_UNKNOWN: '没有第{version}版名录清单。',
  LIST_EDITION_WITHOUT_REASON: '须写明理由。',
  LIST_EDITION_OWN_ENACTMENT: '清单须由提出人以外的人施行。',
  LIST_EDITION_ALREADY_ENACTED: '第{version}版名录清单已自{effectiveFrom}起施行。',
  LIST_EDITION_WITHDRAWN: '第{version}版名录清单已于{withdrawnOn}撤回。',
  LIST_EDITION_IN_PAST: '施行日期（{effectiveFrom}）早于今天（{today}），清单不溯及既往。',
  LIST_EDITION_NOT_LAST: '施行日期（{effectiveFrom}）应晚于第{version}版的施行日期（{other}）。',
  LIST_EDITION_IN_FORCE:
    '第{version}版名录清单已自{effectiveFrom}起施行，不能由一人撤回；请由两人提出、施行新的版本取代。',
  LIST_EDITION_SHIPPED: '随系统提供的第1版名录清单不能撤回。',
} as const

export type ListTypeRefusalCode = keyof typeof listTypeRefusals
export const refuseListType = refuserOf(listTypeRefusals)
