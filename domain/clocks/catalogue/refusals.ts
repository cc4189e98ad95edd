import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which the catalogue of calendars can say no. */
export const calendarRefusals = {
  CALENDAR_YEAR_OUT_OF_RANGE: '年份（{year}）应在{earliest}年至{latest}年之间。',
  CALENDAR_DOCUMENT_MISSING: '须写明放假安排通知的文号。',
  CALENDAR_DAY_OF_OTHER_YEAR: '{day}不属于{year}年，也不是上一年12月的日期。',
  CALENDAR_DAY_TWICE: '{day}重复，或者既列为放假又列为上班。',
  CALENDAR_NO_DAYS: '放假安排没有放假日期。',
  CALENDAR_WORKDAY_NOT_WEEKEND: '{day}不是周六或者周日，不能列为调休上班日。',
  CALENDAR_NOTHING_CHANGED: '{year}年的工作日历与已有的相同。',
  CALENDAR_REASON_MISSING: '须写明理由。',
  CALENDAR_ENTRY_ID_TAKEN: '该编号已用于内容不同的另一次录入。',
  CALENDAR_ENTRY_UNKNOWN: '没有这次录入。',
  CALENDAR_ENTRY_WITHDRAWN: '该次录入已于{withdrawnOn}撤回。',
  CALENDAR_ENTRY_PUBLISHED: '该次录入已于{publishedOn}公布，只能另行更正。',
  CALENDAR_ENTRY_OUTDATED: '{year}年的工作日历在录入后已经变动，请重新录入。',
  CALENDAR_OWN_PUBLICATION: '工作日历须由录入人以外的人核对公布。',
} as const

export const refuseCalendar = refuserOf(calendarRefusals)
