import { describe, expect, test } from 'vitest'
import { inspectionIdOf } from '../../../../domain/draw/visit/decider.ts'
import { filingOf } from '../../../../domain/draw/visit/filing.ts'
import { publicationOf, publicationTerm } from '../../../../domain/draw/visit/publication.ts'
import { partStageOf, type Visit } from '../../../../domain/draw/visit/visit.ts'
import { shippedCalendars } from '../../../../domain/clocks/calendars.ts'
import { officialCalendar } from '../../../../domain/kernel/calendar.ts'
import { calendarYear } from '../../../../domain/kernel/working-days.ts'
import { given as fileGiven } from '../../../support/given.ts'
import { command as fileCommand, fileAfter } from '../../../support/given.ts'
import { inspector } from '../../../support/rounds.ts'
import {
  command,
  day,
  dispatch,
  file,
  given,
  inspectors,
  member,
  publish,
  record,
  result,
  review,
  today,
  uscc,
} from '../../../support/visits.ts'

const stageOf = (visit: Visit | undefined, agency = 'A') => (visit ? partStageOf(visit, agency) : undefined)

describe('a visit', () => {
  test('is one visit with a team from each agency, and each agency’s part goes its own way', () => {
    const { state } = given(dispatch(), record(), review())
    expect([stageOf(state), stageOf(state, 'B')]).toEqual(['APPROVED', 'TO_RECORD'])
    const { state: published } = given(dispatch(), record(), review(), file, publish())
    expect([stageOf(published), stageOf(published, 'B')]).toEqual(['PUBLISHED', 'TO_RECORD'])
  })

  test('is dispatched once, and every step after it is taken once', () => {
    const life = [dispatch(), record(), review(), file, publish()]
    for (const again of life)
      given(...life)
        .when(again)
        .thenNothing()
  })

  test('is not dispatched with fewer than two officers of an agency, nor without matters', () => {
    const teams = [{ authority: { code: 'A', name: '市监' }, inspectors: [member(1), member(1)] }]
    given().when(dispatch({ teams })).thenRefused('VISIT_TOO_FEW_INSPECTORS')
    given()
      .when(dispatch({ matters: [] }))
      .thenRefused('VISIT_MATTERS_EMPTY')
    given().when(record()).thenRefused('VISIT_UNKNOWN')
  })

  test('is not dispatched to an officer whose certificate ran out, who is away, or who has an interest', () => {
    const rest = inspectors.slice(1)
    const expired = inspector(1, { certificate: { number: 'x', issuer: 'x', expiresOn: day('2026-05-06') } })
    given()
      .when(dispatch({ inspectors: [expired, ...rest] }))
      .thenRefused('VISIT_CERTIFICATE_EXPIRED')
    const away = inspector(1, { leaves: [{ leaveId: 'l', from: day('2026-05-01'), until: today }] })
    given()
      .when(dispatch({ inspectors: [away, ...rest] }))
      .thenRefused('VISIT_INSPECTOR_NOT_ELIGIBLE')
    const interest = { interestId: 'i', uscc, ground: 'KIN', from: day('2026-01-01'), until: null } as const
    given()
      .when(dispatch({ inspectors: [inspector(1, { interests: [interest] }), ...rest] }))
      .thenRefused('VISIT_INSPECTOR_HAS_INTEREST')
    given()
      .when(dispatch({ inspectors: rest }))
      .thenRefused('NOT_ON_VISIT')
  })

  test('changes an officer as the draw decided, and is withdrawn only while nothing was found', () => {
    const change = command('ChangeVisitTeam', {
      agency: 'A',
      removed: 'I1',
      added: member(3),
      reason: '回避',
      inspectors,
    })
    const { state } = given(dispatch(), change)
    expect(state?.teams[0]?.inspectors.map(({ inspectorId }) => inspectorId)).toEqual(['I3', 'I2'])
    given(dispatch(), change).when(change).thenNothing()
    given(dispatch(), change).when(record()).thenRefused('NOT_ON_VISIT')
    const open = command('ChangeVisitTeam', { agency: 'A', removed: 'I1', added: null, reason: '回避', inspectors })
    given(dispatch(), open)
      .when(record({ inspectorId: 'I2', recordedBy: { agency: 'A', officer: 'officer2' } }))
      .thenRefused('VISIT_TOO_FEW_INSPECTORS')
    const cancel = command('CancelVisit', { reason: '迁出' })
    given(dispatch(), cancel).when(record()).thenRefused('VISIT_CANCELLED')
    given(dispatch(), record()).when(cancel).thenRefused('VISIT_RESULT_RECORDED')
  })
})

describe('a result', () => {
  const refused = (over: Parameters<typeof record>[0], code: string) =>
    given(dispatch()).when(record(over)).thenRefused(code)

  test('is recorded by an officer of the visit, signed in as such', () => {
    refused({ inspectorId: 'I3' }, 'NOT_ON_VISIT')
    refused({ recordedBy: { agency: 'A', officer: 'officer2' } }, 'NOT_OWN_INSPECTOR')
    given(dispatch())
      .when({ ...record(), agency: 'B' })
      .thenForbidden()
    given(dispatch(), record())
      .when(record({ resultId: 'r2' }))
      .thenRefused('RESULT_STANDING')
  })

  test('has codes of its list: several where allowed, “no problem” alone, a heading with its detail', () => {
    given(dispatch())
      .when(record({ results: ['A', '2', 'B', '6'] }))
      .then('ResultRecorded')
    refused({ results: ['1', 'E'] }, 'RESULT_CODE_EXCLUSIVE')
    refused({ results: ['A'] }, 'RESULT_NEEDS_DETAIL')
    refused({ results: ['Z'] }, 'RESULT_CODE_UNKNOWN')
    refused({ results: [] }, 'RESULT_CODE_UNKNOWN')
  })

  test('is of a day between dispatch and today, on which every officer had a valid certificate', () => {
    refused({ inspectedOn: day('2026-05-06') }, 'RESULT_BEFORE_DISPATCH')
    refused({ inspectedOn: day('2026-05-21') }, 'RESULT_IN_FUTURE')
    const ran = inspector(2, { certificate: { number: 'x', issuer: 'x', expiresOn: day('2026-05-17') } })
    refused(
      { inspectors: [ran, ...inspectors.filter(({ inspectorId }) => inspectorId !== 'I2')] },
      'VISIT_CERTIFICATE_EXPIRED',
    )
  })

  test('has a checklist without repetition, evidence by hash, and an order whose days follow each other', () => {
    const line = { item: '营业执照', answer: 'PASS', note: null } as const
    refused({ checklist: [line, line] }, 'CHECKLIST_ITEM_TWICE')
    refused({ evidence: [{ sha256: 'x', kind: '照片', name: '门头' }] }, 'EVIDENCE_HASH_INVALID')
    const order = { orderNumber: '令1号', orderedOn: day('2026-05-18'), dueOn: day('2026-06-01'), content: '改正' }
    refused({ order: { ...order, dueOn: day('2026-05-17') } }, 'ORDER_DAYS_OUT_OF_ORDER')
    refused({ order: { ...order, content: '' } }, 'ORDER_INCOMPLETE')
    given(dispatch())
      .when(record({ order, results: ['A', '2', 'D'] }))
      .then('ResultRecorded')
  })

  test('is reviewed by another person, not of the visit, with an opinion where it goes back', () => {
    const officer = (name: string) => ({ reviewedBy: { agency: 'A', officer: name } })
    given(dispatch(), record())
      .when(review(officer('officer1')))
      .thenRefused('REVIEW_OWN_RESULT')
    given(dispatch(), record())
      .when(review(officer('officer2')))
      .thenRefused('REVIEW_OWN_RESULT')
    given(dispatch(), record())
      .when(review({ verdict: 'RETURNED' }))
      .thenRefused('REVIEW_WITHOUT_OPINION')
    given(dispatch(), record(), review())
      .when(review({ opinion: '好' }))
      .thenRefused('RESULT_ALREADY_REVIEWED')
    const back = review({ verdict: 'RETURNED', opinion: '补充照片' })
    given(dispatch(), record(), back)
      .when(record({ resultId: 'r2' }))
      .then('ResultRecorded')
    given(dispatch()).when(review()).thenRefused('RESULT_UNKNOWN')
  })

  test('is published once it is approved and filed, and says how late it is', () => {
    given(dispatch(), record()).when(publish()).thenRefused('RESULT_NOT_APPROVED')
    given(dispatch(), record()).when(file).thenRefused('RESULT_NOT_APPROVED')
    given(dispatch(), record(), review()).when(publish()).thenRefused('RESULT_NOT_FILED')
    const publishedOn = (on: string) =>
      given(dispatch(), record(), review(), file, publish(day(on))).state?.results[0]?.published
    expect(publishedOn('2026-06-15')).toMatchObject({ dueOn: '2026-06-15', workingDaysLate: 0 })
    expect(publishedOn('2026-06-23')).toMatchObject({ dueOn: '2026-06-15', workingDaysLate: 5 })
  })

  test('has twenty working days to its publication, provisional where a year has no calendar', () => {
    expect(publicationTerm(day('2026-09-21'), day('2026-09-22'), officialCalendar)).toEqual({
      ...{ dueOn: '2026-10-26', workingDaysLate: 0, provisional: [] },
    })
    expect(publicationTerm(day('2026-12-20'), day('2026-12-21'), officialCalendar).provisional).toEqual([2027])
  })

  test('is due by the calendar known on the day, and stays as it was counted once it is published', () => {
    const notice = calendarYear(2027, ['2027-01-01', '2027-01-04'], [])
    const calendars = [
      ...shippedCalendars,
      { since: day('2027-01-02'), calendar: { ...officialCalendar, 2027: notice } },
    ]
    const waiting = { inspectedOn: day('2026-12-21'), published: null }
    const on = (text: string) => publicationOf(waiting, day(text), calendars)
    expect(on('2027-01-01')).toEqual({ dueOn: '2027-01-18', workingDaysLate: 0, provisional: [2027] })
    expect(on('2027-01-20')).toEqual({ dueOn: '2027-01-20', workingDaysLate: 0, provisional: [] })
    const published = { publishedOn: day('2027-01-01'), dueOn: day('2027-01-18'), workingDaysLate: 0 }
    expect(publicationOf({ ...waiting, published }, day('2027-03-01'), calendars)).toEqual(on('2027-01-01'))
  })
})

describe('a finding', () => {
  test('“unreachable” or “seriously uncooperative” opens a lead once it is approved, and lists nobody by itself', () => {
    given(dispatch(), record({ results: ['A', '2', '6'] }))
      .when(review())
      .then('ResultReviewed', 'LeadOpened')
    given(dispatch(), record({ results: ['8'] }))
      .when(review())
      .then('ResultReviewed', 'LeadOpened')
    given(dispatch(), record({ results: ['A', '2', '6', '8'] }))
      .when(review())
      .then('ResultReviewed', 'LeadOpened', 'LeadOpened')
    const old = record({ resultScheme: 'SPOT_CHECK_2014', results: ['4'] })
    expect(given(dispatch(), old, review()).state?.leads.map(({ ground }) => ground)).toEqual(['UNREACHABLE'])
    given(dispatch(), record({ results: ['8'] }))
      .when(review({ verdict: 'RETURNED', opinion: 'x' }))
      .then('ResultReviewed')
  })

  test('is a lead until the list officer has dealt with it', () => {
    const found = [dispatch(), record({ results: ['8'] }), review()]
    const leadId = given(...found).state?.leads[0]?.leadId ?? ''
    const close = (note: string, id = leadId) =>
      command('CloseLead', { leadId: id, listed: true, note, closedBy: { agency: 'A', officer: 'listing' } })
    given(...found)
      .when(close(''))
      .thenRefused('LEAD_WITHOUT_NOTE')
    given(...found)
      .when(close('x', 'y'))
      .thenRefused('LEAD_UNKNOWN')
    given(...found, close('已列入'))
      .when(close('已列入'))
      .thenNothing()
  })
})

test('an approved result lands in the enterprise’s file once, with its order', () => {
  const order = { orderNumber: '令1号', orderedOn: day('2026-05-18'), dueOn: day('2026-06-01'), content: '改正' }
  const { state } = given(dispatch(), record({ ...result, order, results: ['A', '2', 'D'] }), review())
  const [standing] = state?.results ?? []
  if (!state || !standing) return expect.fail('no result')
  const commands = filingOf(state, standing, day('2026-11-23'))
  const open = fileCommand('OpenFile', {
    uscc,
    name: '样例公司',
    subjectKind: 'LEGAL_PERSON',
    openedOn: day('2020-01-01'),
  } as never)
  const { facts } = fileAfter([open, ...commands])
  expect(facts.map(({ type }) => type)).toEqual(['FileOpened', 'InspectionRecorded', 'CorrectionOrdered'])
  expect(facts[1]?.data).toMatchObject({ inspectionId: inspectionIdOf('V1', 'A'), form: 'RANDOM', planId: '1号' })
  for (const again of commands)
    fileGiven(open, ...commands)
      .when(again)
      .thenNothing()
})
