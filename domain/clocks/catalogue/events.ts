import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'

/** Who did something about the calendar: an account of an agency, never a name. */
export type CalendarOfficer = Readonly<{ agency: string; officer: string }>

/** What a notice says about the weeks of its year (节假日安排), in the order of the days. */
export type CalendarNotice = Readonly<{
  year: number
  holidays: readonly PlainDate[] // 放假的日期
  workingWeekends: readonly PlainDate[] // 调休上班的周六、周日
  documentNumber: string // 通知文号, e.g. 国办发明电〔2025〕7号
}>

/** A year's notice was entered (录入年度工作日历); it counts once another person has compared it with the document. */
export type CalendarYearEntered = DomainEvent<
  'CalendarYearEntered',
  CalendarNotice & {
    entryId: string
    corrects: boolean // The calendar of the year was known already.
    reason: string | null // Why it is corrected.
    enteredOn: PlainDate
    enteredBy: CalendarOfficer
  }
>

/** A year whose calendar was not known has one from this day on (公布年度工作日历): provisional dates are settled. */
export type CalendarYearPublished = DomainEvent<
  'CalendarYearPublished',
  CalendarNotice & {
    entryId: string
    enteredBy: CalendarOfficer
    publishedBy: CalendarOfficer
    publishedOn: PlainDate
  }
>

/** The calendar of a year was put right (更正年度工作日历); clocks that have ended keep the day they had. */
export type CalendarYearCorrected = DomainEvent<
  'CalendarYearCorrected',
  CalendarNotice & {
    entryId: string
    reason: string
    enteredBy: CalendarOfficer
    publishedBy: CalendarOfficer
    publishedOn: PlainDate
  }
>

/** An entry was withdrawn before it counted (撤回录入). */
export type CalendarEntryWithdrawn = DomainEvent<
  'CalendarEntryWithdrawn',
  { entryId: string; reason: string; withdrawnOn: PlainDate; withdrawnBy: CalendarOfficer }
>

export type CalendarEvent = CalendarYearEntered | CalendarYearPublished | CalendarYearCorrected | CalendarEntryWithdrawn
