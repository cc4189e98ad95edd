/** In what a clock counts (计算单位): 工作日、日、月、年、小时, or not at all, because the record states the day (载明). */
export const clockUnits = ['WORKING_DAY', 'DAY', 'MONTH', 'YEAR', 'HOUR', 'STATED'] as const
export type ClockUnit = (typeof clockUnits)[number]

/** How a clock counts. */
export type Count = Readonly<{
  unit: ClockUnit
  number: number // 0 where the record states the day.
  from: 'DAY_AFTER' | 'SAME_DAY' // 次日起算 (民法典 Art. 201), or 当日起算.
  roll: boolean // A last day that is a day of rest gives way to the next working day (民法典 Art. 203).
}>

/** So many working days (工作日) from the day after. */
export const workingDays = (number: number): Count => ({ unit: 'WORKING_DAY', number, from: 'DAY_AFTER', roll: false })

/** So many days, months, or years from the day after; a last day of rest gives way. */
export const calendarTerm = (number: number, unit: 'DAY' | 'MONTH' | 'YEAR'): Count => ({
  ...{ unit, number, from: 'DAY_AFTER', roll: true },
})

/** The day stands in the record itself. */
export const statedDay: Count = { unit: 'STATED', number: 0, from: 'DAY_AFTER', roll: false }
