import { describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { penaltyKinds } from '../../../domain/enterprise/penalty/events.ts'
import { type RegistrationStatus, registrationStatuses } from '../../../domain/enterprise/registration/events.ts'
import { registrationRecord, registrationStatusOn } from '../../../domain/enterprise/registration/record.ts'
import { effectiveFacts, type Vantage } from '../../../domain/enterprise/facts.ts'
import { licenceRecord, licenceStanding } from '../../../domain/enterprise/licence/record.ts'
import { listingRecord, listingStanding } from '../../../domain/enterprise/listing/record.ts'
import { penaltyRecord } from '../../../domain/enterprise/penalty/record.ts'
import { fen } from '../../../domain/kernel/fen.ts'
import { command, day, fileAfter, given } from '../../support/given.ts'
import {
  agency,
  annul,
  change,
  correct,
  correctMirrored,
  details,
  enter,
  fileReport,
  grant,
  impose,
  inspect,
  licenceId,
  listingId,
  open,
  penaltyId,
  perform,
  register,
  remove,
  report,
  status,
  strike,
  strikeMirrored,
} from '../../support/wishes.ts'

const penaltyFrom = (commands: Parameters<typeof fileAfter>[0], vantage: Vantage = {}) =>
  penaltyRecord(effectiveFacts(fileAfter(commands).file.records.get(`PENALTY/${penaltyId}`) ?? [], vantage) as never)
const registrationFrom = (commands: Parameters<typeof fileAfter>[0], vantage: Vantage = {}) =>
  registrationRecord(effectiveFacts(fileAfter(commands).file.records.get('REGISTRATION/') ?? [], vantage) as never)

describe('the file', () => {
  test('is open before anything else is recorded in it', () => {
    for (const one of [grant(), impose(), inspect(['1']), enter(), fileReport(2020, '2021-05-01')]) {
      given().when(one).thenRefused('FILE_NOT_OPEN')
    }
    given().when(open()).then('FileOpened')
    given(open()).when(open()).thenNothing()
  })
  test('records nothing whose legal day has not come', () => {
    given(register()).when(fileReport(2025, '2026-12-01')).thenRefused('DAY_IN_FUTURE')
    given(register())
      .when(change({ name: '新名' }, '2026-11-24'))
      .thenRefused('DAY_IN_FUTURE')
  })
  test('is written by an officer only in the name of their own agency, follow-ups included', () => {
    const other = '11310104MA1070023X'
    given(register())
      .when({ ...impose(), agency: other })
      .thenForbidden()
    given(register())
      .when({ ...impose(), agency: agency.code })
      .then('PenaltyImposed')
    given(register(), impose())
      .when({ ...perform(), agency: other })
      .thenForbidden()
    given(register(), impose())
      .when({ ...correct('e1', { remark: 'x' }), agency: other })
      .thenForbidden()
    given(register(), impose())
      .when({ ...perform(), agency: null })
      .then('PenaltyPerformed')
  })
})

describe('registration', () => {
  test('completes a provisional file, and says nothing new the second time', () => {
    given(open()).when(register()).then('EnterpriseRegistered')
    given(open(), register()).when(register()).thenNothing()
    given(register())
      .when(register({ details: { ...details, name: '别的名称' } }))
      .thenRefused('ALREADY_REGISTERED')
  })
  test('is changed only where something differs, once for each request', () => {
    given(register())
      .when(change({ name: '新名' }))
      .then('RegistrationChanged')
    given(register())
      .when(change({ name: details.name }))
      .thenRefused('NOTHING_CHANGED')
    given(register(), change({ name: '新名' }))
      .when(change({ name: '新名' }))
      .thenNothing()
    given(open())
      .when(change({ name: '新名' }))
      .thenRefused('NOT_REGISTERED')
    given(register(), status('DEREGISTERED'))
      .when(change({ name: '新名' }, '2023-01-01'))
      .thenRefused('DEREGISTERED')
  })

  const allowed: Record<RegistrationStatus, readonly RegistrationStatus[]> = {
    ACTIVE: ['DORMANT', 'LICENCE_REVOKED', 'ORDERED_CLOSED', 'ANNULLED', 'MOVED_OUT', 'DEREGISTERED'],
    DORMANT: ['ACTIVE', 'LICENCE_REVOKED', 'ORDERED_CLOSED', 'ANNULLED', 'MOVED_OUT', 'DEREGISTERED'],
    LICENCE_REVOKED: ['ACTIVE', 'DEREGISTERED'],
    ORDERED_CLOSED: ['ACTIVE', 'LICENCE_REVOKED', 'DEREGISTERED'],
    ANNULLED: ['ACTIVE', 'DEREGISTERED'],
    MOVED_OUT: ['ACTIVE'],
    DEREGISTERED: ['ACTIVE'],
  }
  const pairs = registrationStatuses.flatMap((from) => registrationStatuses.map((to) => [from, to] as const))
  test.each(pairs.filter(([from]) => from !== 'ACTIVE'))('from %s to %s goes as the table says', (from, to) => {
    const course = given(register(), status(from))
    const next = course.when(status(to, '2023-01-01'))
    if (allowed[from].includes(to)) next.then('RegistrationStatusChanged')
    else next.thenRefused('STATUS_NOT_ALLOWED')
  })

  test('of a business that lay dormant for three years counts as active again, filed or not', () => {
    const record = registrationFrom([register(), status('DORMANT', '2022-01-01')])
    const on = (text: string) => record && registrationStatusOn(record, day(text))
    expect([on('2024-12-31'), on('2025-01-01')]).toEqual(['DORMANT', 'ACTIVE'])
    expect(registrationFrom([register(), status('DEREGISTERED')])?.status).toBe('DEREGISTERED')
  })
  test('as the register reports it adds what is newer and nothing else', () => {
    given().when(report('2020-01-02')).then('EnterpriseRegistered')
    given(report('2020-01-02'))
      .when(report('2020-01-02', { name: '别的' }))
      .thenNothing()
    given(report('2020-01-02'))
      .when(report('2022-05-06', { name: '新名' }, 'DORMANT'))
      .then('RegistrationChanged', 'RegistrationStatusChanged')
    given(report('2020-01-02'), report('2022-05-06', { name: '新名' }))
      .when(report('2021-01-01'))
      .thenNothing()
    expect(registrationFrom([report('2020-01-02'), report('2022-05-06', { name: '新名' })])).toMatchObject({
      details: { name: '新名' },
      formerNames: [details.name],
    })
  })
  test('of an earlier day that is recorded late takes its place in time', () => {
    const commands = [
      register(),
      change({ name: '丙' }, '2023-01-01', 'c2'),
      change({ name: '乙' }, '2022-01-01', 'c1'),
    ]
    expect(registrationFrom(commands)).toMatchObject({ details: { name: '丙' }, formerNames: [details.name, '乙'] })
    expect(registrationFrom(commands, { asOf: day('2022-06-01') })).toMatchObject({ details: { name: '乙' } })
  })
})

describe('a licence', () => {
  const granted = [register(), grant()]
  test('is granted once, however its number is bracketed', () => {
    given(register(), grant({ documentNumber: '许〔2021〕1号' }))
      .when(grant({ documentNumber: '许[2021]1号' }))
      .thenNothing()
    given(register())
      .when(grant({ validUntil: day('2020-12-31') }))
      .thenRefused('DAYS_OUT_OF_ORDER')
  })
  test('reported invalid ends while it stands, and only then', () => {
    const told = (valid: boolean) =>
      ({
        ...grant({ validUntil: null }),
        type: 'ReportLicence' as const,
        data: { ...grant({ validUntil: null }).data, valid },
      }) as never
    given(register()).when(told(false)).then('LicenceGranted', 'LicenceRevoked')
    given(register(), told(true)).when(told(false)).then('LicenceRevoked')
    given(register(), told(false)).when(told(false)).thenNothing()
  })
  test('is renewed beyond its term, never shorter, and not when it has none', () => {
    const renew = (until: string | null) =>
      command('RenewLicence', {
        licenceId,
        renewalId: 'r1',
        renewedOn: day('2025-11-20'),
        validUntil: until === null ? null : day(until),
        documentNumber: null,
      })
    given(...granted)
      .when(renew('2030-12-31'))
      .then('LicenceRenewed')
    given(...granted, renew('2030-12-31'))
      .when(renew('2030-12-31'))
      .thenNothing()
    given(...granted)
      .when(renew('2025-12-31'))
      .thenRefused('LICENCE_TERM_NOT_EXTENDED')
    given(register(), grant({ validUntil: null }))
      .when(renew(null))
      .thenRefused('LICENCE_TERM_NOT_EXTENDED')
  })
  test('stands on each day as its facts say, with no job having run', () => {
    const suspend = command('SuspendLicence', {
      licenceId,
      suspensionId: 'x1',
      suspendedOn: day('2022-01-10'),
      until: day('2022-02-10'),
      reason: '整改',
      penaltyId: null,
    })
    const resume = command('ResumeLicence', { licenceId, suspensionId: 'x1', resumedOn: day('2022-02-01') })
    const { file } = fileAfter([...granted, suspend, resume])
    const record = licenceRecord(effectiveFacts(file.records.get(`LICENCE/${licenceId}`) ?? []) as never)
    const on = (text: string) => record && licenceStanding(record, day(text))
    expect(['2022-01-09', '2022-01-10', '2022-01-31', '2022-02-01', '2025-12-31', '2026-01-01'].map(on)).toEqual([
      'VALID',
      'SUSPENDED',
      'SUSPENDED',
      'VALID',
      'VALID',
      'EXPIRED',
    ])
    given(...granted, suspend)
      .when(command('SuspendLicence', { ...suspend.data, suspensionId: 'x2' } as never))
      .thenRefused('LICENCE_ALREADY_SUSPENDED')
  })
  test('that was taken away or given up takes no further acts', () => {
    const revoke = command('RevokeLicence', {
      licenceId,
      revokedOn: day('2023-01-01'),
      ground: 'PENALTY',
      documentNumber: null,
      penaltyId: null,
    })
    const surrender = command('SurrenderLicence', { licenceId, surrenderedOn: day('2023-02-01'), reason: null })
    given(...granted, revoke)
      .when(surrender)
      .thenRefused('LICENCE_ENDED')
    given(...granted, revoke)
      .when(revoke)
      .thenNothing()
    given(...granted, surrender)
      .when(revoke)
      .thenRefused('LICENCE_ENDED')
    given(register()).when(revoke).thenRefused('LICENCE_UNKNOWN')
  })
})

describe('a penalty', () => {
  test.each(penaltyKinds)('of the kind %s is recorded', (kind) => {
    given(register())
      .when(impose({ kinds: [kind], fine: fen(kind === 'FINE' ? 100 : 0) }))
      .then('PenaltyImposed')
  })
  test('of several kinds keeps them in the order of the law, each once', () => {
    const record = penaltyFrom([register(), impose({ kinds: ['CONFISCATE_GAINS', 'FINE', 'WARNING', 'FINE'] })])
    expect(record?.terms.kinds).toEqual(['WARNING', 'FINE', 'CONFISCATE_GAINS'])
  })
  test('has a fine exactly where it fines, and at least one kind', () => {
    given(register())
      .when(impose({ fine: fen(0) }))
      .thenRefused('FINE_WITHOUT_AMOUNT')
    given(register())
      .when(impose({ kinds: ['WARNING'] }))
      .thenRefused('AMOUNT_WITHOUT_FINE')
    given(register())
      .when(impose({ kinds: [], fine: fen(0) }))
      .thenRefused('PENALTY_WITHOUT_KIND')
  })
  test('is performed once, and not after it was annulled', () => {
    given(register(), impose()).when(perform()).then('PenaltyPerformed')
    given(register(), impose(), perform()).when(perform()).thenNothing()
    given(register(), impose(), perform()).when(perform('2025-04-02')).thenRefused('PENALTY_ALREADY_PERFORMED')
    given(register(), impose(), annul()).when(perform()).thenRefused('PENALTY_ANNULLED')
    given(register(), impose()).when(perform('2025-01-01')).thenRefused('DAYS_OUT_OF_ORDER')
    given(register()).when(perform()).thenRefused('PENALTY_UNKNOWN')
  })
  test('stays annulled, whatever was recorded late', () => {
    expect(penaltyFrom([register(), impose(), perform(), annul()])).toMatchObject({
      standing: 'ANNULLED',
      performedOn: '2025-04-01',
    })
    expect(penaltyFrom([register(), impose(), perform(), annul()], { asOf: day('2025-04-15') })).toMatchObject({
      standing: 'PERFORMED',
    })
  })
  test('is amended where something differs', () => {
    const amend = (fine: number) =>
      command('AmendPenalty', {
        penaltyId,
        amendmentId: 'a1',
        amendedOn: day('2025-03-20'),
        changes: { fine: fen(fine) },
        documentNumber: '变1号',
        reason: '从轻',
      })
    given(register(), impose()).when(amend(100_000)).then('PenaltyAmended')
    given(register(), impose(), amend(100_000)).when(amend(100_000)).thenNothing()
    given(register(), impose()).when(amend(200_000)).thenRefused('NOTHING_CHANGED')
    given(register(), impose()).when(amend(0)).thenRefused('FINE_WITHOUT_AMOUNT')
  })
})

describe('an inspection', () => {
  test('has two inspectors, who are not the same', () => {
    given(register())
      .when(inspect(['1'], ['a', 'a']))
      .thenRefused('TOO_FEW_INSPECTORS')
    given(register())
      .when(inspect(['1']))
      .then('InspectionRecorded')
  })
  test('has results of its list, "no problem" alone, and headings with a detail', () => {
    given(register())
      .when(inspect(['1', 'E']))
      .thenRefused('RESULT_CODE_EXCLUSIVE')
    given(register())
      .when(inspect(['Z']))
      .thenRefused('RESULT_CODE_UNKNOWN')
    given(register()).when(inspect([])).thenRefused('RESULT_CODE_UNKNOWN')
    given(register())
      .when(inspect(['A']))
      .thenRefused('RESULT_NEEDS_DETAIL')
    given(register())
      .when(inspect(['A', '2']))
      .thenRefused('RESULT_NEEDS_DETAIL')
    given(register())
      .when(inspect(['A', '2', '6', '3']))
      .then('InspectionRecorded')
  })
  test('is closed with its recording where nothing is to follow, and else by a closure', () => {
    const close = command('CloseInspection', {
      inspectionId: 'v1',
      closedOn: day('2025-07-01'),
      corrected: true,
      note: null,
    })
    given(register(), inspect(['1']))
      .when(close)
      .thenRefused('INSPECTION_CLOSED')
    given(register(), inspect(['A', '3']))
      .when(close)
      .then('InspectionClosed')
    const order = command('OrderCorrection', {
      inspectionId: 'v1',
      orderNumber: '责1号',
      orderedOn: day('2025-06-02'),
      dueOn: day('2025-06-20'),
      content: '公示',
    })
    given(register(), inspect(['A', '3']), order)
      .when(order)
      .thenNothing()
    given(register()).when(order).thenRefused('INSPECTION_UNKNOWN')
  })
})

describe('a listing', () => {
  test('rests on a list that is in force on the day', () => {
    given(register())
      .when(enter({ listType: 'UNHEARD_OF' }))
      .thenRefused('LIST_TYPE_UNKNOWN')
    given(register())
      .when(enter({ enteredOn: day('2014-09-30') }))
      .thenRefused('LIST_TYPE_UNKNOWN')
    given(register())
      .when(enter({ groundCode: 'AB9' }))
      .thenRefused('LIST_GROUND_UNKNOWN')
  })
  test('is not entered twice for the same ground while it stands', () => {
    given(register(), enter())
      .when(enter({ decisionNumber: '异入2号' }))
      .thenRefused('LISTING_DUPLICATE')
    given(register(), enter()).when(enter()).thenNothing()
    given(register(), enter(), remove())
      .when(enter({ decisionNumber: '异入2号', enteredOn: day('2025-07-03') }))
      .then('ListingEntered')
    const late = (reportYear: number, decisionNumber: string) =>
      enter({ groundCode: 'AB1', reportYear, decisionNumber })
    given(register(), late(2022, '异入3号')).when(late(2023, '异入4号')).then('ListingEntered')
  })
  test('takes the term of its list, and ends with it by itself', () => {
    const serious = enter({
      listType: 'SERIOUS_VIOLATION',
      groundCode: 'SV5',
      enteredOn: day('2022-03-01'),
      decisionNumber: '严入1号',
    })
    const { file } = fileAfter([register(), serious])
    const [[, facts] = []] = [...file.records].filter(([key]) => key.startsWith('LISTING/'))
    const record = listingRecord(effectiveFacts(facts ?? []) as never)
    expect(record?.termUntil).toBe('2025-03-01')
    expect(record && [listingStanding(record, day('2025-03-01')), listingStanding(record, day('2025-03-02'))]).toEqual([
      'LISTED',
      'TERM_ENDED',
    ])
  })
  test('rests only on penalties that stand in the file', () => {
    const resting = enter({
      listType: 'SERIOUS_VIOLATION',
      groundCode: 'SV5',
      enteredOn: day('2025-06-01'),
      penaltyIds: [penaltyId],
    })
    given(register()).when(resting).thenRefused('LISTING_BASIS_UNKNOWN')
    given(register(), impose()).when(resting).then('ListingEntered')
    given(register(), impose(), annul()).when(resting).thenRefused('LISTING_BASIS_UNKNOWN')
  })
  test('is removed once, on a ground that its list knows', () => {
    given(register(), enter())
      .when(remove({ ground: 'EARLY_EXIT' }))
      .thenRefused('EXIT_GROUND_NOT_ALLOWED')
    given(register(), enter(), remove())
      .when(remove({ removedOn: day('2024-10-01') }))
      .thenRefused('LISTING_REMOVED')
    given(register()).when(remove({ listingId })).thenRefused('LISTING_UNKNOWN')
  })
})

test('an annual report is filed after its year, once, and late after 30 June', () => {
  given(register()).when(fileReport(2025, '2025-12-31')).thenRefused('REPORT_YEAR_NOT_OVER')
  given(register()).when(fileReport(2025, '2026-06-30')).then('AnnualReportFiled')
  given(register(), fileReport(2025, '2026-06-30')).when(fileReport(2025, '2026-07-01')).thenNothing()
})

test('an honour and a commitment are settled once', () => {
  const award = command('AwardHonour', {
    honourId: 'h',
    title: '诚信企业',
    level: 'CITY',
    awardedOn: day('2024-01-01'),
    validUntil: null,
    documentNumber: null,
    authority: agency,
  })
  const withdraw = command('WithdrawHonour', {
    honourId: 'h',
    withdrawnOn: day('2024-05-01'),
    reason: '失信',
    documentNumber: null,
  })
  given(register(), award).when(award).thenNothing()
  given(register(), award, withdraw).when(withdraw).thenNothing()
  given(register()).when(withdraw).thenRefused('HONOUR_UNKNOWN')
  const make = command('MakeCommitment', {
    commitmentId: 'm',
    kind: 'APPROVAL',
    matter: '告知承诺',
    madeOn: day('2024-01-01'),
    checkDueOn: null,
    licenceId: null,
    authority: agency,
  })
  const keep = command('KeepCommitment', { commitmentId: 'm', checkedOn: day('2024-02-01') })
  const broken = command('BreakCommitment', {
    commitmentId: 'm',
    foundOn: day('2024-03-01'),
    reason: '不符',
    documentNumber: null,
  })
  given(register(), make).when(keep).then('CommitmentKept')
  given(register(), make, keep).when(broken).then('CommitmentBroken')
  given(register(), make, broken).when(keep).thenRefused('COMMITMENT_SETTLED')
})

describe('an entry that was wrong', () => {
  test('is read as corrected from then on, whatever the legal day, and as known before', () => {
    const commands = [register(), impose(), correct('e1', { terms: { fine: 300_000 } })]
    expect(penaltyFrom(commands)?.terms).toMatchObject({ fine: 300_000, violation: '食品安全' })
    expect(penaltyFrom(commands, { asOf: day('2025-03-06') })?.terms.fine).toBe(300_000)
    expect(penaltyFrom(commands, { knownAt: '2026-01-01T01:30:00.000Z' })?.terms.fine).toBe(200_000)
  })
  test('moves in time with its legal day', () => {
    const commands = [register(), impose(), correct('e1', { decidedOn: '2025-02-01' })]
    expect(penaltyFrom(commands, { asOf: day('2025-02-15') })).toBeDefined()
  })
  test('is corrected in fields it has, by values of their kind, never in what names it', () => {
    given(register(), impose())
      .when(correct('e1', { strange: 1 }))
      .thenRefused('CORRECTION_FIELD_UNKNOWN')
    given(register(), impose())
      .when(correct('e1', { terms: { fine: '多' } }))
      .thenRefused('CORRECTION_FIELD_UNKNOWN')
    given(register(), impose())
      .when(correct('e1', { penaltyId: 'x' }))
      .thenRefused('CORRECTION_FIELD_UNKNOWN')
    given(register(), impose())
      .when(correct('e1', { decisionNumber: '沪市监徐处〔2025〕1号' }))
      .thenRefused('NOTHING_CHANGED')
    given(register(), impose())
      .when(correct('e9', { remark: 'x' }))
      .thenRefused('ENTRY_UNKNOWN')
  })
  test('is struck out, and may be entered anew', () => {
    expect(penaltyFrom([register(), impose(), strike('e1')])).toBeUndefined()
    given(register(), impose(), strike('e1')).when(impose()).then('PenaltyImposed')
    given(register(), impose(), strike('e1')).when(strike('e1')).thenNothing()
    given(register(), impose(), perform(), strike('e2')).when(perform('2025-04-03')).then('PenaltyPerformed')
    given(register()).when(strike('e0')).thenRefused('ENTRY_NOT_VOIDABLE')
  })

  test('nobody undoes alone what two decided, the administrator included: a listing is cancelled, not corrected', () => {
    const before = [register(), enter(), remove()]
    for (const acting of [agency.code, null]) {
      for (const one of [strike('e1'), strike('e2'), correct('e1', { groundText: '另一事由' })]) {
        given(...before)
          .when({ ...one, agency: acting } as EnterpriseCommand)
          .thenRefused('LISTING_NOT_CORRECTABLE')
      }
    }
    const corrected = [...before, correctMirrored('e1', { groundText: '另一事由' })]
    for (const one of [strike('e3', 'k3'), correct('e3', { reason: '另一理由' }, 'k3')]) {
      given(...corrected)
        .when(one)
        .thenRefused('LISTING_NOT_CORRECTABLE')
    }
  })

  test('the source of a mirror puts its own entries right, and nobody else’s', () => {
    given(register(), enter()).when(strikeMirrored('e1')).then('EntryVoided')
    given(register(), enter())
      .when(correctMirrored('e1', { groundText: '另一事由' }))
      .then('EntryCorrected')
    given(register(), impose()).when(strikeMirrored('e1')).thenRefused('ENTRY_UNKNOWN')
  })

  test('a penalty beneath a listing may be struck out: what rests on it falls with it', () => {
    given(register(), impose(), enter({ penaltyIds: [penaltyId] }))
      .when(strike('e1'))
      .then('EntryVoided')
  })
})
