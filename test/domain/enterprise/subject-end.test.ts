import { describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { listingStanding } from '../../../domain/enterprise/listing/record.ts'
import { endedWithSubject, subjectEndsIn } from '../../../domain/enterprise/listing/subject-end.ts'
import { initialLists, requireList } from '../../../domain/lists/catalogue/catalogue.ts'
import { endsWithSubjectOf } from '../../../domain/lists/catalogue/definition.ts'
import { listingIn } from '../../../domain/lists/case/basis.ts'
import { day, fileAfter, today } from '../../support/given.ts'
import { reportAfter } from '../../support/reports.ts'
import { asked } from '../../support/window.ts'
import { enter, listingId, register, remove, status, strike } from '../../support/wishes.ts'

const ending = endsWithSubjectOf(requireList(initialLists, 'ABNORMAL_OPERATIONS', today).definition)
const listed = [register(), enter({ enteredOn: day('2025-03-03') })]
const revoked = status('LICENCE_REVOKED', '2025-06-02')

/** Where the entry stands on a day, and by what it ended. */
function on(when: string, ...after: readonly EnterpriseCommand[]) {
  const { file } = fileAfter([...listed, ...after])
  const recorded = listingIn(file, listingId)
  if (recorded === undefined) throw new Error('nothing was entered')
  const record = endedWithSubject(recorded, subjectEndsIn(file, day(when))(ending))
  return [listingStanding(record, day(when)), record.removalGround, record.removedOn]
}

describe('an entry on the list of abnormal operations', () => {
  test('ends by itself on the day on which the licence is revoked or the subject is written off', () => {
    expect(on('2025-06-01', revoked)).toEqual(['LISTED', null, null])
    expect(on('2025-06-02', revoked)).toEqual(['REMOVED', 'DEREGISTERED', '2025-06-02'])
    const gone = [revoked, status('DEREGISTERED', '2025-09-01')]
    expect(on('2025-10-01', ...gone)).toEqual(['REMOVED', 'DEREGISTERED', '2025-06-02'])
    expect(on('2025-10-01', status('DORMANT', '2025-06-02'))).toEqual(['LISTED', null, null])
  })

  test('stands again where the revocation was undone or was recorded in error', () => {
    const back = [revoked, status('ACTIVE', '2025-08-01')]
    expect(on('2025-07-31', ...back)[0]).toBe('REMOVED')
    expect(on('2025-08-01', ...back)).toEqual(['LISTED', null, null])
    expect(on('2025-07-31', revoked, strike('e2'))).toEqual(['LISTED', null, null])
  })

  test('keeps the end that came before, and was never there where it was wrong', () => {
    const cured = remove({ removedOn: day('2025-05-01') })
    expect(on('2025-07-01', cured, revoked)).toEqual(['REMOVED', 'CURED', '2025-05-01'])
    const wrong = remove({ removedOn: day('2025-09-01'), ground: 'CANCELLED_AS_WRONG' })
    expect(on('2025-10-01', revoked, wrong)[1]).toBe('CANCELLED_AS_WRONG')
  })

  test('bars nobody from then on, and the window names the change of the registration', () => {
    const { facts } = fileAfter([...listed, revoked])
    const before = asked(facts, 'SIMPLE_DEREGISTRATION', '2025-06-01')
    expect(before.answer).toBe('BARRED')
    const { fallen } = asked(facts, 'SIMPLE_DEREGISTRATION', '2025-06-02')
    const [first] = fallen.filter(({ ground }) => ground.section === 'LISTING')
    expect(first).toMatchObject({ reason: 'DEREGISTERED', on: '2025-06-02' })
    expect(first?.eventIds).toContain(fileOf(facts).records.get('REGISTRATION/')?.at(-1)?.id)
  })

  test('is in no report any more', () => {
    expect(reportAfter([enter()], 'SUBJECT').listings).toHaveLength(1)
    expect(reportAfter([enter(), status('DEREGISTERED', '2026-09-01')], 'SUBJECT').listings).toEqual([])
  })
})
