import { expect, test } from 'vitest'
import { caseView } from '../../../api/lists/views.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import * as w from '../../domain/lists/case-world.ts'

const shown = (known: ReturnType<typeof w.standing>, calendar = officialCalendar) => {
  const { statementUntil, provisionalYears } = caseView(known, calendar)
  return [statementUntil, provisionalYears]
}

test('until when a statement may be made is shown by the calendar of today, and as it was said once one was made', () => {
  const named = [w.name({}, { on: '2026-12-29' }), w.serve('2026-12-29')]
  const said = w.standing(...named)
  const promised = [said.notice?.statementUntil, [2027]]
  expect(shown(said)).toEqual(promised)
  const notice = { ...officialCalendar, 2027: { off: [w.dayOf('2027-01-01'), w.dayOf('2027-01-04')], work: [] } }
  expect(shown(said, notice)).toEqual([w.dayOf('2027-01-07'), []])
  expect(shown(w.standing(...named, w.waive('2026-12-30')), notice)).toEqual(promised)
})

test('a later calendar never takes from the time that a notice promised', () => {
  const known = w.standing(w.name(), w.serve())
  const moreWork = {
    ...officialCalendar,
    2026: { off: [], work: [w.dayOf('2026-03-07'), w.dayOf('2026-03-08')] },
  }
  expect(shown(known, moreWork)).toEqual([w.dayOf('2026-03-10'), []])
})
