import { describe, expect, test } from 'vitest'
import { deadlinesFrom, mayAct } from '../../../domain/clocks/deadlines.ts'
import { shippedCalendars } from '../../../domain/clocks/calendars.ts'
import { clockRules } from '../../../domain/clocks/rules.ts'
import { listingIdOf } from '../../../domain/enterprise/listing/commands.ts'
import { reportIdOf } from '../../../domain/enterprise/report/commands.ts'
import { calendarYear } from '../../../domain/kernel/working-days.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { command, day } from '../../support/given.ts'
import {
  agency,
  annul,
  change,
  correct,
  details,
  enter,
  fileReport,
  grant,
  impose,
  inspect,
  open,
  penaltyId,
  register,
  remove,
  status,
  strike,
} from '../../support/wishes.ts'
import { clock, clocks, ended, fileImported, fileRecorded, registered, started } from './world.ts'

describe('publication', () => {
  test('of a licence is done when it stands in the file, in seven working days or late', () => {
    const inTime = fileRecorded(registered, [grant({}, '2021-01-01'), '2021-01-12'])
    expect(clock(inTime, 'PUB-DOUBLE', '2021-01-11')).toMatchObject({ state: 'OPEN', dueOn: '2021-01-12', daysLeft: 1 })
    expect(clock(inTime, 'PUB-DOUBLE', '2026-01-01')).toMatchObject({
      state: 'DONE',
      endedOn: '2021-01-12',
      daysLate: 0,
    })
    const late = fileRecorded(registered, [grant({}, '2021-01-01'), '2021-01-15'])
    expect(clock(late, 'PUB-DOUBLE', '2021-01-13')).toMatchObject({ state: 'LATE', daysLate: 1, endedOn: null })
    expect(clock(late, 'PUB-DOUBLE', '2021-01-15')).toMatchObject({
      ...{ state: 'DONE_LATE', daysLate: 3, owedBy: 'DECIDING_AGENCY', owner: agency, officer: 'ann' },
      ...{ record: { section: 'LICENCE' }, startedOn: '2021-01-01', eventIds: ['e1'], endedBy: 'e1' },
    })
  })

  test('of a penalty of the market regulator has both terms; summary procedure and warnings have none', () => {
    const file = fileRecorded(registered, [impose(), '2025-03-07'])
    expect(clock(file, 'PUB-DOUBLE', '2025-04-30')).toMatchObject({ state: 'DONE', dueOn: '2025-03-17' })
    expect(clock(file, 'PUB-SAMR', '2025-04-30')).toMatchObject({ state: 'DONE', dueOn: '2025-04-03' })
    expect(clock(file, 'PUB-SAMR-X', '2025-04-30')).toBeUndefined()
    const warned = fileRecorded(registered, [impose({ kinds: ['WARNING'], fine: 0 as never }), '2025-03-07'])
    expect(clocks(warned, 'PUB-DOUBLE', '2025-04-30')).toEqual([])
    const { data } = impose() as Extract<ReturnType<typeof impose>, { type: 'ImposePenalty' }>
    const summary = command('ImposePenalty', { ...data, summaryProcedure: true })
    expect(clocks(fileRecorded(registered, [summary, '2025-03-07']), 'PUB-DOUBLE', '2025-04-30')).toEqual([])
    const tax = command('ImposePenalty', { ...data, authority: { ...agency, name: '国家税务总局上海市税务局' } })
    expect(clocks(fileRecorded(registered, [tax, '2025-03-07']), 'PUB-SAMR', '2025-04-30')).toEqual([])
  })

  test('of a penalty from another province is pushed there, and displayed here', () => {
    const registrar = { code: '11330100MA1X00011A', name: '杭州市市场监督管理局' }
    const file = fileRecorded(
      [register({ details: { ...details, registrar } }), '2020-01-03'],
      [impose(), '2025-03-24'],
    )
    expect(clock(file, 'PUB-SAMR', '2025-04-30')).toBeUndefined()
    expect(clock(file, 'PUB-SAMR-X', '2025-04-30')).toMatchObject({
      ...{ dueOn: '2025-03-20', state: 'LATE', daysLate: 41, owner: agency }, // That it stands here is no push.
    })
    const pushed = ended('PUSHED', '2025-03-24', { record: { section: 'PENALTY', recordId: penaltyId } })
    expect(clock(file, 'PUB-SAMR-X', '2025-04-30', { elsewhere: { started: [], ended: [pushed] } })).toMatchObject({
      ...{ state: 'DONE_LATE', daysLate: 4 },
    })
    expect(clock(file, 'PUB-SAMR-Y', '2025-04-30')).toMatchObject({
      ...{ startedOn: '2025-03-24', dueOn: '2025-04-08', state: 'DONE', owner: registrar },
    })
  })

  test('of a penalty of a subject that the register here does not hold waits for its push', () => {
    const file = fileRecorded([open(), '2025-03-01'], [impose(), '2025-03-07'])
    expect(clock(file, 'PUB-SAMR-X', '2025-03-25')).toMatchObject({ state: 'LATE', presumed: true })
    const pushed = ended('PUSHED', '2025-03-18', { record: { section: 'PENALTY', recordId: penaltyId } })
    const elsewhere = { started: [], ended: [pushed] }
    expect(clock(file, 'PUB-SAMR-X', '2025-03-25', { elsewhere })).toMatchObject({ state: 'DONE' })
  })

  test('of registration is the registrar’s, twenty working days after each of its facts', () => {
    const file = fileRecorded(registered, [change({ name: '新名' }), '2021-03-05'])
    const found = clocks(file, 'PUB-ENT', '2026-01-01')
    expect(found.map(({ startedOn, dueOn, state }) => [startedOn, dueOn, state])).toEqual([
      ['2020-01-02', '2020-02-06', 'DONE'],
      ['2021-03-04', '2021-04-01', 'DONE'],
    ])
    expect(found[0]).toMatchObject({ owedBy: 'REGISTRAR', owner: agency })
  })

  test('is withdrawn three working days after the penalty fell, here with its recording', () => {
    const file = fileRecorded(registered, [impose(), '2025-03-07'], [annul('2025-05-01'), '2025-05-12'])
    expect(clock(file, 'WITHDRAW', '2025-05-08')).toMatchObject({ state: 'OPEN', dueOn: '2025-05-08', daysLeft: 0 })
    expect(clock(file, 'WITHDRAW', '2025-05-12')).toMatchObject({ state: 'DONE_LATE', daysLate: 4, owner: agency })
  })

  test('that was still owed falls with the decision', () => {
    const file = fileRecorded(registered, [impose(), '2025-05-10'], [annul('2025-05-01'), '2025-05-12'])
    expect(clock(file, 'PUB-DOUBLE', '2025-05-12')).toMatchObject({ state: 'FALLEN', endedOn: '2025-05-01' })
  })

  test('of a spot check is the inspecting agency’s, whatever plan it names', () => {
    const visit = inspect(['1'])
    const file = fileRecorded(registered, [visit, '2025-06-05'])
    expect(clock(file, 'INSP-PUB', '2025-07-30')).toMatchObject({ dueOn: '2025-06-30', state: 'DONE' })
    const { data } = visit as Extract<ReturnType<typeof inspect>, { type: 'RecordInspection' }>
    const planned = fileRecorded(registered, [command('RecordInspection', { ...data, planId: '抽1' }), '2025-06-05'])
    expect(clock(planned, 'INSP-PUB', '2025-07-30')).toMatchObject({ dueOn: '2025-06-30', state: 'DONE' })
  })
})

describe('publication of what was decided before there was this log, or came by an import', () => {
  const keptSince = day('2026-01-05')
  const old = [impose(), '2026-01-05'] as const // Decided on 2025-03-06.

  test('is unknown on every day, in words, and never late', () => {
    for (const [file, ground] of [
      [fileRecorded([register(), '2026-01-05'], old), { keptSince }],
      [fileImported([register(), '2026-01-05'], old), {}],
    ] as const) {
      for (const on of ['2025-03-06', '2025-03-10', '2025-06-01', '2026-01-04', '2026-01-05', '2026-11-23']) {
        for (const code of ['PUB-DOUBLE', 'PUB-SAMR'] as const)
          expect(clock(file, code, on, ground)).toMatchObject({
            ...{ state: 'UNKNOWN', endedOn: null, endedBy: null, daysLeft: 0, daysLate: 0, alert: null },
            note: expect.stringContaining('公示日期不详'),
          })
      }
      expect(clock(file, 'PUB-DOUBLE', '2026-11-23', ground)?.dueOn).toBe('2025-03-17')
      expect(clock(file, 'PUB-ENT', '2026-11-23', ground)?.state).toBe('UNKNOWN')
      const shown = clock(file, 'PUB-SAMR', '2026-11-23', ground)
      expect(shown && mayAct(shown, day('2027-11-23'))).toBe(false)
    }
  })

  test('is late as ever where the log was kept by then and the record was entered here', () => {
    const file = fileRecorded(registered, old)
    expect(clock(file, 'PUB-DOUBLE', '2026-11-23', { keptSince: day('2025-03-06') })?.state).toBe('DONE_LATE')
    expect(clock(file, 'PUB-DOUBLE', '2026-11-23')?.state).toBe('DONE_LATE')
  })

  test('is in time where the record came in time, whatever it came by', () => {
    const imported = fileImported(registered, [impose(), '2025-03-07'])
    expect(clock(imported, 'PUB-DOUBLE', '2025-03-06')).toMatchObject({ state: 'OPEN' })
    expect(clock(imported, 'PUB-DOUBLE', '2025-03-07')).toMatchObject({ state: 'DONE', endedOn: '2025-03-07' })
    const begun = fileRecorded(registered, [impose(), '2025-03-10'])
    expect(clock(begun, 'PUB-DOUBLE', '2025-04-01', { keptSince: day('2025-03-10') })).toMatchObject({ state: 'DONE' })
  })

  test('is as late as somebody shows who knows the day', () => {
    const registrar = { code: '11330100MA1X00011A', name: '杭州市市场监督管理局' }
    const file = fileImported([register({ details: { ...details, registrar } }), '2026-01-05'], old)
    expect(clock(file, 'PUB-SAMR-X', '2026-02-01')).toMatchObject({ state: 'UNKNOWN' })
    expect(clock(file, 'PUB-SAMR-Y', '2026-02-01')).toMatchObject({ state: 'UNKNOWN', presumed: true })
    const record = { section: 'PENALTY', recordId: penaltyId }
    const elsewhere = { started: [], ended: [ended('PUSHED', '2025-03-24', { record })] }
    expect(clock(file, 'PUB-SAMR-X', '2025-03-23', { elsewhere })).toMatchObject({ state: 'LATE', daysLate: 3 })
    expect(clock(file, 'PUB-SAMR-X', '2026-02-01', { elsewhere })).toMatchObject({ state: 'DONE_LATE', daysLate: 4 })
  })

  test('was owed no more where the decision fell before it was due, and is unknown where it fell later', () => {
    const soon = fileImported([register(), '2026-01-05'], old, [annul('2025-03-10'), '2026-01-05'])
    expect(clock(soon, 'PUB-DOUBLE', '2025-03-09')).toMatchObject({ state: 'OPEN' })
    expect(clock(soon, 'PUB-DOUBLE', '2026-02-01')).toMatchObject({ state: 'FALLEN', endedOn: '2025-03-10' })
    const later = fileImported([register(), '2026-01-05'], old, [annul('2025-05-01'), '2026-01-05'])
    expect(clock(later, 'PUB-DOUBLE', '2025-04-30')).toMatchObject({ state: 'UNKNOWN' })
    expect(clock(later, 'PUB-DOUBLE', '2026-02-01')).toMatchObject({ state: 'UNKNOWN' })
    expect(clock(later, 'WITHDRAW', '2026-02-01')).toMatchObject({ state: 'UNKNOWN' })
  })

  test('of an abnormal listing starts the time to object from its entry, presumed', () => {
    const entered = [enter(), '2026-01-05'] as const
    const known = clock(fileRecorded(registered, entered), 'ABN-OBJ', '2026-01-20')
    expect(known).toMatchObject({ startedOn: '2026-01-05', presumed: false, state: 'OPEN' })
    const unknown = clock(fileImported(registered, entered), 'ABN-OBJ', '2026-01-20')
    expect(unknown).toMatchObject({ presumed: true, state: 'LAPSED' })
    expect(unknown && mayAct(unknown, day('2026-11-23'))).toBe(false)
  })
})

describe('the abnormal list', () => {
  const enterForReport = enter({
    ...{
      groundCode: 'AB1',
      groundText: '年报',
      reportYear: 2023,
      enteredOn: day('2024-07-10'),
      decisionNumber: '异入2号',
    },
  })

  test('is to be entered ten working days after a report’s last day, by the registrar', () => {
    const file = fileRecorded(registered, ...reports(2020, 2021, 2022))
    expect(clock(file, 'ABN-IN', '2024-06-29')).toBeUndefined()
    expect(clock(file, 'ABN-IN', '2024-07-12')).toMatchObject({
      ...{ startedOn: '2024-06-30', dueOn: '2024-07-12', state: 'OPEN', owedBy: 'REGISTRAR', owner: agency },
      ...{ record: { section: 'REPORT', recordId: reportIdOf(2023) } },
    })
    expect(clock(file, 'ABN-IN', '2024-07-15')).toMatchObject({ state: 'LATE', daysLate: 3 })
    const listed = fileRecorded(registered, ...reports(2020, 2021, 2022), [enterForReport, '2024-07-10'])
    expect(clock(listed, 'ABN-IN', '2024-07-15')).toMatchObject({ state: 'DONE', endedOn: '2024-07-10' })
    const cured = fileRecorded(registered, ...reports(2020, 2021, 2022), [fileReport(2023, '2024-07-03'), '2024-07-03'])
    expect(clock(cured, 'ABN-IN', '2024-07-15')).toMatchObject({ state: 'FALLEN', endedOn: '2024-07-03' })
  })

  test('is left five working days after what the file shows to be a cure, presumed until it is verified', () => {
    const file = fileRecorded(
      registered,
      [enterForReport, '2024-07-10'],
      [fileReport(2023, '2024-08-01'), '2024-08-01'],
    )
    const cure = clock(file, 'ABN-OUT', '2024-08-09')
    expect(cure).toMatchObject({ startedOn: '2024-08-01', dueOn: '2024-08-08', state: 'LATE', presumed: true })
    expect(cure && mayAct(cure, day('2024-08-09'))).toBe(false)
    const recordId = listingIdOf('ABNORMAL_OPERATIONS', agency.code, '异入2号', 'AB1')
    const verified = started('CURE_VERIFIED', '2024-08-05', { record: { section: 'LISTING', recordId } })
    expect(clock(file, 'ABN-OUT', '2024-08-09', { elsewhere: { started: [verified], ended: [] } })).toMatchObject({
      ...{ startedOn: '2024-08-05', dueOn: '2024-08-12', state: 'OPEN', presumed: false },
    })
  })

  test('is left after a new address, and the clock ends with the removal', () => {
    const file = fileRecorded(
      registered,
      [enter(), '2024-07-03'],
      [change({ address: '新路2号' }, '2024-08-26'), '2024-08-26'],
      [remove(), '2024-09-01'],
    )
    expect(clock(file, 'ABN-OUT', '2024-08-31')).toMatchObject({ dueOn: '2024-09-02', state: 'OPEN' })
    expect(clock(file, 'ABN-OUT', '2024-09-03')).toMatchObject({ state: 'DONE', endedOn: '2024-09-01' })
    const renamed = fileRecorded(
      registered,
      [enter(), '2024-07-03'],
      [change({ name: '乙' }, '2024-08-26'), '2024-08-26'],
    )
    expect(clocks(renamed, 'ABN-OUT', '2024-12-31')).toEqual([])
  })

  test('may be objected to for thirty days, and then no longer', () => {
    const file = fileRecorded(registered, [enter(), '2024-07-05'])
    expect(clock(file, 'ABN-OBJ', '2024-08-05')).toMatchObject({
      ...{ startedOn: '2024-07-05', dueOn: '2024-08-05', state: 'OPEN', owedBy: 'ENTERPRISE', owner: null },
    })
    const lost = clock(file, 'ABN-OBJ', '2024-08-06')
    expect(lost).toMatchObject({ state: 'LAPSED', endedOn: '2024-08-05', daysLate: 0 })
    expect(lost && mayAct(lost, day('2024-08-06'))).toBe(true)
    const objected = ended('OBJECTED', '2024-07-20', {
      record: { section: 'LISTING', recordId: listingIdOf('ABNORMAL_OPERATIONS', agency.code, '异入1号', 'AB4') },
    })
    expect(clock(file, 'ABN-OBJ', '2024-08-06', { elsewhere: { started: [], ended: [objected] } })?.state).toBe('DONE')
  })
})

describe('the serious list', () => {
  const entry = enter({
    listType: 'SERIOUS_VIOLATION',
    groundCode: 'SV5',
    enteredOn: day('2023-03-06'),
    termUntil: null,
  })
  const file = fileRecorded(registered, [entry, '2023-03-08'])

  test('is published in twenty working days, and ends three years after entry', () => {
    expect(clock(file, 'SER-PUB', '2023-03-08')).toMatchObject({ dueOn: '2023-04-03', state: 'DONE' })
    expect(clock(file, 'SER-TERM', '2026-03-06')).toMatchObject({ dueOn: '2026-03-06', state: 'OPEN', nature: 'TERM' })
    expect(clock(file, 'SER-TERM', '2026-03-07')).toMatchObject({ state: 'LAPSED', endedOn: '2026-03-06' })
  })

  test('may be left early from a year on', () => {
    expect(clock(file, 'SER-EARLY', '2024-03-05')?.state).toBe('OPEN')
    expect(clock(file, 'SER-EARLY', '2024-03-06')?.state).toBe('LAPSED')
  })

  test('follows a longer ban as the entry states it, and the old rule for an old entry', () => {
    const banned = { listType: 'SERIOUS_VIOLATION', groundCode: 'SV5', enteredOn: day('2023-03-06') } as const
    const longer = fileRecorded(registered, [enter({ ...banned, termUntil: day('2027-09-30') }), '2023-03-08'])
    expect(clock(longer, 'SER-TERM', '2026-03-06')).toMatchObject({ dueOn: '2027-09-30', version: 2 })
    expect(clock(longer, 'SER-EARLY', '2024-03-06')?.state).toBe('LAPSED')
    const old = {
      listType: 'SERIOUS_VIOLATION',
      groundCode: 'OLD9',
      enteredOn: day('2018-05-10'),
      termUntil: null,
    } as const
    const before = fileRecorded(
      [register({ registeredOn: day('2017-01-01') }), '2017-01-01'],
      [enter(old), '2018-05-11'],
    )
    expect(clock(before, 'SER-TERM', '2020-01-01')).toMatchObject({ dueOn: '2023-05-10', version: 1 })
  })
})

describe('the enterprise', () => {
  test('reports on each year by the end of June', () => {
    const file = fileRecorded(registered, ...reports(2020), [fileReport(2021, '2022-08-01'), '2022-08-01'])
    expect(
      clocks(file, 'ANNUAL-REPORT', '2023-08-01').map(({ dueOn, state, daysLate }) => [dueOn, state, daysLate]),
    ).toEqual([
      ['2021-06-30', 'DONE', 0],
      ['2022-06-30', 'DONE_LATE', 32],
      ['2023-06-30', 'LATE', 32],
    ])
  })

  test('owes no report once it is gone', () => {
    const file = fileRecorded(registered, ...reports(2020), [status('DEREGISTERED', '2022-03-01'), '2022-03-01'])
    expect(clocks(file, 'ANNUAL-REPORT', '2026-01-01').map(({ state }) => state)).toEqual(['DONE', 'FALLEN'])
    expect(clocks(file, 'ABN-IN', '2026-01-01')).toEqual([])
  })

  test('corrects what it was ordered to by the day that the order states', () => {
    const order = command('OrderCorrection', {
      ...{
        inspectionId: 'v1',
        orderNumber: '令1',
        orderedOn: day('2025-06-02'),
        dueOn: day('2025-06-20'),
        content: '改',
      },
    })
    const close = command('CloseInspection', {
      inspectionId: 'v1',
      closedOn: day('2025-06-25'),
      corrected: true,
      note: null,
    })
    const file = fileRecorded(registered, [inspect(['8']), '2025-06-01'], [order, '2025-06-02'], [close, '2025-06-25'])
    expect(clock(file, 'CORRECTION', '2025-06-21')).toMatchObject({ dueOn: '2025-06-20', state: 'LATE', daysLate: 1 })
    expect(clock(file, 'CORRECTION', '2025-06-25')).toMatchObject({
      state: 'DONE_LATE',
      daysLate: 5,
      owedBy: 'ENTERPRISE',
    })
  })

  test('may ask for review for sixty days and sue for six months, presumed from the decision until it is served', () => {
    const file = fileRecorded(registered, [impose(), '2025-03-07'])
    expect(clock(file, 'REVIEW', '2025-05-05')).toMatchObject({
      startedOn: '2025-03-06',
      dueOn: '2025-05-06',
      presumed: true,
    })
    expect(clock(file, 'SUIT', '2025-05-05')).toMatchObject({ dueOn: '2025-09-08', state: 'OPEN' })
    const served = started('DECISION_KNOWN', '2025-03-12', { record: { section: 'PENALTY', recordId: penaltyId } })
    const elsewhere = { started: [served], ended: [] }
    expect(clock(file, 'REVIEW', '2025-05-12', { elsewhere })).toMatchObject({ dueOn: '2025-05-12', presumed: false })
    expect(clock(file, 'REVIEW', '2025-05-13', { elsewhere })?.state).toBe('LAPSED')
    const fallen = fileRecorded(registered, [impose(), '2025-03-07'], [annul('2025-04-01'), '2025-04-01'])
    expect(clock(fallen, 'REVIEW', '2025-05-13')).toMatchObject({ state: 'FALLEN', endedOn: '2025-04-01' })
  })

  test('has its commitments checked by the day that they name', () => {
    const made = command('MakeCommitment', {
      ...{ commitmentId: 'p1', kind: 'APPROVAL', matter: '许可', madeOn: day('2025-01-06'), licenceId: null },
      ...{ authority: agency, checkDueOn: day('2025-03-06') },
    } as const)
    const kept = command('KeepCommitment', { commitmentId: 'p1', checkedOn: day('2025-03-01') })
    const file = fileRecorded(registered, [made, '2025-01-06'], [kept, '2025-03-01'])
    expect(clock(file, 'COMMITMENT-CHECK', '2025-02-01')).toMatchObject({ state: 'OPEN', dueOn: '2025-03-06' })
    expect(clock(file, 'COMMITMENT-CHECK', '2025-04-01')?.state).toBe('DONE')
  })
})

describe('an entry put right', () => {
  test('moves its clocks, and one struck out has none', () => {
    const file = fileRecorded(
      registered,
      [impose(), '2025-03-20'],
      [correct('e1', { decidedOn: '2025-03-14' }), '2026-11-20'],
    )
    expect(clock(file, 'PUB-DOUBLE', '2026-11-20')).toMatchObject({ dueOn: '2025-03-25', state: 'DONE' })
    const struck = fileRecorded(registered, [impose(), '2025-03-20'], [strike('e1'), '2026-11-20'])
    expect(clocks(struck, 'PUB-DOUBLE', '2026-11-20')).toEqual([])
  })
})

describe('clocks that the file does not start', () => {
  const chain = [
    ['REP-ACCEPT', 'REPAIR_APPLIED', 'REPAIR_ANSWERED', '2026-09-21'],
    ['REP-DECIDE', 'REPAIR_ACCEPTED', 'REPAIR_CLOSED', '2026-09-29'],
    ['REP-CC', 'CREDIT_CHINA_APPLIED', 'REPAIR_CLOSED', '2026-10-09'],
    ['REP-SYNC', 'REPAIR_DECIDED', 'REPAIR_SYNCED', '2026-09-22'],
    ['OBJ-MARK', 'OBJECTION_RECEIVED', 'OBJECTION_MARKED', '2026-09-20'],
    ['OBJ-FWD', 'OBJECTION_FOR_PROVIDER', 'OBJECTION_PASSED_ON', '2026-09-21'],
    ['OBJ-DEC', 'OBJECTION_FORWARDED', 'OBJECTION_DECIDED', '2026-09-24'],
    ['DUAL-CLAIM', 'REGISTRATION_PUSHED', 'CLAIMED', '2026-10-15'],
    ['INFO-QUERY', 'INFORMATION_DOUBTED', 'ANSWERED', '2026-10-22'],
    ['CRIME-DEC', 'CRIME_REPORTED', 'TRANSFER_SETTLED', '2026-09-21'],
    ['CRIME-MOVE', 'TRANSFER_APPROVED', 'TRANSFERRED', '2026-09-19'],
    ['CRIME-CHECK', 'TRANSFER_RECEIVED', 'POLICE_DECIDED', '2026-09-21'],
    ['ABN-IN', 'ABNORMALITY_VERIFIED', 'LISTED', '2026-10-09'],
    ['PUB-SAMR-Y', 'SAMR_PENALTY_RECEIVED', 'PUBLISHED', '2026-10-09'],
    ['INSP-PUB', 'INSPECTION_ENDED', 'PUBLISHED', '2026-10-22'],
    ['RESPONSE', 'PUNISHMENT_ORDERED', 'RESPONDED', '2026-09-30'],
  ] as const

  test.each(chain)('%s starts when told that it did, and ends likewise', (code, kind, end, due) => {
    const one = started(kind, '2026-09-18', { statedUntil: day('2026-09-30') })
    const at = (on: string, facts = [ended(end, '2026-11-02')]) =>
      deadlinesFrom({ started: [one], ended: facts }, clockRules, shippedCalendars, day(on)).find(
        (d) => d.code === code,
      )
    expect(at('2026-09-18')).toMatchObject({ state: 'OPEN', dueOn: due })
    expect(at('2026-11-01')).toMatchObject({ state: 'LATE' })
    expect(at('2026-11-03')).toMatchObject({ state: 'DONE_LATE', endedOn: '2026-11-02', endedBy: 'x1' })
    expect(at('2026-11-03', [ended(end, '2026-09-18')])?.state).toBe('DONE')
    expect(at('2026-11-03', [ended(end, '2026-09-18', { startId: 'other' })])?.state).toBe('LATE')
  })

  test('a claim is marked yellow after seven working days and red after ten', () => {
    const facts = { started: [started('REGISTRATION_PUSHED', '2026-09-18')], ended: [] }
    const alertOn = (on: string) => deadlinesFrom(facts, clockRules, shippedCalendars, day(on))[0]?.alert
    expect(['2026-09-29', '2026-09-30', '2026-10-09', '2026-10-10', '2026-12-01'].map(alertOn)).toEqual([
      ...[null, 'YELLOW', 'YELLOW', 'RED', 'RED'],
    ])
  })

  test('a provisional day loses nobody a right, and nothing irrevocable rests on it', () => {
    const facts = { started: [started('DECISION_KNOWN', '2026-11-20')], ended: [] }
    const review = (on: string, calendars = shippedCalendars) =>
      deadlinesFrom(facts, clockRules, calendars, day(on)).find(({ code }) => code === 'REVIEW')
    const open = review('2027-02-01')
    expect(open).toMatchObject({ state: 'OPEN', dueOn: '2027-01-19', provisional: [2027] })
    expect(open && mayAct(open, day('2027-02-01'))).toBe(false)
    const notice = calendarYear(2027, ['2027-01-01', '2027-01-19'], [])
    const known = [...shippedCalendars, { since: day('2027-01-25'), calendar: { ...officialCalendar, 2027: notice } }]
    const lost = review('2027-02-01', known)
    expect(lost).toMatchObject({ state: 'LAPSED', dueOn: '2027-01-20', provisional: [] })
    expect(lost && mayAct(lost, day('2027-02-01'))).toBe(true)
    expect(review('2027-01-24', known)).toMatchObject({ state: 'OPEN', provisional: [2027] })
  })

  test('a right that still ran when the calendar was corrected runs by the corrected one', () => {
    const facts = { started: [started('DECISION_KNOWN', '2026-11-20')], ended: [] }
    const off = (...days: readonly string[]) => ({ ...officialCalendar, 2027: calendarYear(2027, days, []) })
    const calendars = [
      ...shippedCalendars,
      { since: day('2026-12-01'), calendar: off('2027-01-19') },
      { since: day('2027-01-20'), calendar: off('2027-01-19', '2027-01-20', '2027-01-21') },
    ]
    const review = (on: string) =>
      deadlinesFrom(facts, clockRules, calendars, day(on)).find(({ code }) => code === 'REVIEW')
    expect(review('2027-01-19')).toMatchObject({ state: 'OPEN', dueOn: '2027-01-20' })
    expect(review('2027-01-25')).toMatchObject({ state: 'LAPSED', dueOn: '2027-01-22' })
  })

  test('what was done on the day on which its ground fell was done', () => {
    const endings = [ended('BASIS_FELL', '2026-09-21'), ended('REPAIR_ANSWERED', '2026-09-21', { eventId: 'x2' })]
    for (const some of [endings, endings.toReversed()]) {
      const facts = { started: [started('REPAIR_APPLIED', '2026-09-18')], ended: some }
      expect(deadlinesFrom(facts, clockRules, shippedCalendars, day('2026-10-01'))[0]).toMatchObject({
        ...{ state: 'DONE', endedBy: 'x2' },
      })
    }
  })
})

function reports(...years: readonly number[]) {
  return years.map((year) => [fileReport(year, `${year + 1}-03-01`), `${year + 1}-03-01`] as const)
}
