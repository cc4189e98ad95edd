import fc from 'fast-check'
import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { licenceIdOf } from '../../domain/enterprise/licence/commands.ts'
import { listingIdOf } from '../../domain/enterprise/listing/commands.ts'
import { penaltyIdOf } from '../../domain/enterprise/penalty/commands.ts'
import { reportIdOf } from '../../domain/enterprise/report/commands.ts'
import { fen } from '../../domain/kernel/fen.ts'
import { addDays, addMonths, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { Refused } from '../../domain/kernel/errors.ts'
import { command, day, factsFrom } from './given.ts'
import { agency, correct, details, penaltyTerms, strike, uscc } from './wishes.ts'

const begin = day('2018-01-01')
/** A day of the years in which the made-up histories happen. */
export const anyDay = (most = 3_200): fc.Arbitrary<PlainDate> => fc.nat(most).map((days) => addDays(begin, days))
const few = fc.nat(1).map(String)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const months = fc.integer({ min: 1, max: 70 })

const penaltyOf = (n: string): string => penaltyIdOf(agency.code, `处${n}号`)
const licenceOf = (n: string): string => licenceIdOf(agency.code, `许${n}号`, null)
const lists = ['ABNORMAL_OPERATIONS', 'SERIOUS_VIOLATION', 'JUDGMENT_DEFAULTER', 'CUSTOMS'] as const
const groundOf = {
  ABNORMAL_OPERATIONS: 'AB4',
  SERIOUS_VIOLATION: 'SV5',
  JUDGMENT_DEFAULTER: 'JD1',
  CUSTOMS: 'x',
} as const
const listingOf = (list: (typeof lists)[number], n: string): string =>
  listingIdOf(list, agency.code, `入${n}号`, groundOf[list])

const endings = ['LICENCE_REVOKED', 'ORDERED_CLOSED', 'ANNULLED', 'DEREGISTERED', 'MOVED_OUT'] as const

const registration = fc.oneof(
  fc.tuple(anyDay(), fc.constantFrom('01', '02', '03', '10', '14'), few).map(([on, item, n]) =>
    command('ChangeRegistration', {
      ...{ changeId: `c${n}${on}`, changedOn: on, items: [item], documentNumber: null },
      changes: { address: `某路${on}号`, ...(n === '0' && { termTo: addMonths(on, 8) }) },
    }),
  ),
  fc.tuple(anyDay(), fc.constantFrom('ACTIVE', 'ACTIVE', 'DORMANT', 'DORMANT', ...endings)).map(([on, to]) =>
    command('ChangeRegistrationStatus', {
      ...({
        statusId: `${to}${on}`,
        to,
        changedOn: on,
        reason: null,
        documentNumber: null,
        authority: agency,
      } as const),
    }),
  ),
)

const licences = fc.oneof(
  fc.tuple(few, anyDay(), maybe(months)).map(([n, on, term]) =>
    command('GrantLicence', {
      ...{ decidedOn: on, remark: null },
      terms: {
        ...({
          documentTitle: '决定书',
          documentNumber: `许${n}号`,
          licenceClass: 'ORDINARY',
          certificateName: null,
        } as const),
        ...{ licenceNumber: null, content: '餐饮', validFrom: addDays(on, Number(n) * 40), authority: agency },
        validUntil: term === null ? null : addMonths(on, term + 4),
      },
    }),
  ),
  fc.tuple(few, anyDay(), maybe(months), maybe(few)).map(([n, on, term, penalty]) =>
    command('SuspendLicence', {
      ...{ licenceId: licenceOf(n), suspensionId: `s${on}`, suspendedOn: on, reason: '暂扣' },
      ...{
        until: term === null ? null : addMonths(on, term % 9),
        penaltyId: penalty === null ? null : penaltyOf(penalty),
      },
    }),
  ),
  fc
    .tuple(few, anyDay(), anyDay())
    .map(([n, on, resumedOn]) =>
      command('ResumeLicence', { licenceId: licenceOf(n), suspensionId: `s${on}`, resumedOn }),
    ),
  fc
    .tuple(few, anyDay(), fc.constantFrom('PENALTY', 'UNLAWFUL_GRANT', 'WITHDRAWN'), maybe(few))
    .map(([n, on, ground, penalty]) =>
      command('RevokeLicence', {
        ...{ licenceId: licenceOf(n), revokedOn: on, ground, documentNumber: null },
        penaltyId: penalty === null ? null : penaltyOf(penalty),
      } as const),
    ),
)

const penalties = fc.oneof(
  fc
    .tuple(few, anyDay(), fc.constantFrom('WARNING', 'FINE', 'ORDER_SUSPENSION', 'CONFISCATE_GAINS'), fc.nat(20))
    .map(([n, on, kind, wan]) =>
      command('ImposePenalty', {
        ...{ decisionNumber: `处${n}号`, decidedOn: on, summaryProcedure: null, authority: agency, remark: null },
        terms: { ...penaltyTerms, kinds: [kind], fine: fen(kind === 'FINE' ? (wan + 1) * 700_000 : 0) } as const,
      }),
    ),
  fc
    .tuple(few, anyDay())
    .map(([n, performedOn]) => command('PerformPenalty', { penaltyId: penaltyOf(n), performedOn })),
  fc.tuple(few, anyDay()).map(([n, annulledOn]) =>
    command('AnnulPenalty', {
      penaltyId: penaltyOf(n),
      annulledOn,
      ground: 'REVIEW',
      documentNumber: '复',
      authority: agency,
    }),
  ),
)

const inspections = fc.oneof(
  fc
    .tuple(
      few,
      anyDay(),
      fc.constantFrom('RANDOM', 'DAILY', 'TRIGGERED'),
      fc.constantFrom(['1'], ['A', '2', '6'], ['8'], ['E']),
    )
    .map(([n, on, form, results]) =>
      command('RecordInspection', {
        ...({ inspectionId: `v${n}`, form, planId: null, triggerId: null, inspectionCode: null, matters: [] } as const),
        ...{ method: null, inspectedOn: on, resultScheme: 'SPOT_CHECK_2017', results, note: null, authority: agency },
        inspectors: ['a', 'b'].map((inspectorId) => ({ inspectorId, certificateNumber: inspectorId })),
      }),
    ),
  fc.tuple(few, anyDay(), fc.nat(90)).map(([n, orderedOn, days]) =>
    command('OrderCorrection', {
      ...{
        inspectionId: `v${n}`,
        orderNumber: `令${orderedOn}`,
        orderedOn,
        dueOn: addDays(orderedOn, days),
        content: '改',
      },
    }),
  ),
  fc
    .tuple(few, anyDay(), maybe(fc.boolean()))
    .map(([n, closedOn, corrected]) =>
      command('CloseInspection', { inspectionId: `v${n}`, closedOn, corrected, note: null }),
    ),
)

const listings = fc.oneof(
  fc
    .tuple(fc.constantFrom(...lists), few, anyDay(), maybe(months), fc.subarray(['0', '1', '2']))
    .map(([listType, n, enteredOn, term, basis]) =>
      command('EnterListing', {
        ...{ listType, groundCode: groundOf[listType], groundText: 'x', reportYear: null, enteredOn },
        ...{ termUntil: term === null ? null : addMonths(enteredOn, term % 30), decisionNumber: `入${n}号` },
        ...{ authority: agency, penaltyIds: basis.map(penaltyOf) },
      }),
    ),
  fc
    .tuple(
      fc.constantFrom(...lists),
      few,
      anyDay(),
      fc.constantFrom('CURED', 'EARLY_EXIT', 'TERM_ENDED', 'CANCELLED_AS_WRONG'),
    )
    .map(([listType, n, removedOn, ground]) =>
      command('RemoveListing', {
        ...({
          listingId: listingOf(listType, n),
          removedOn,
          ground,
          exitReasonCode: null,
          decisionNumber: null,
        } as const),
        authority: agency,
      }),
    ),
)

const others = fc.oneof(
  fc.tuple(fc.integer({ min: 2017, max: 2025 }), fc.nat(700)).map(([year, days]) =>
    command('FileAnnualReport', {
      ...{ year, filedOn: addDays(day(`${year + 1}-01-01`), days), published: true, onPaper: false },
    }),
  ),
  fc.tuple(fc.integer({ min: 2017, max: 2025 }), anyDay()).map(([year, amendedOn]) =>
    command('AmendAnnualReport', {
      ...{ reportId: reportIdOf(year), amendmentId: amendedOn, amendedOn, published: true, note: null },
    }),
  ),
  fc.tuple(few, anyDay(), maybe(months), fc.constantFrom('NATIONAL', 'CITY')).map(([n, awardedOn, term, level]) =>
    command('AwardHonour', {
      ...({ honourId: `h${n}`, title: '守合同', level, awardedOn, documentNumber: null, authority: agency } as const),
      validUntil: term === null ? null : addMonths(awardedOn, term),
    }),
  ),
  fc
    .tuple(few, anyDay())
    .map(([n, withdrawnOn]) =>
      command('WithdrawHonour', { honourId: `h${n}`, withdrawnOn, reason: 'x', documentNumber: null }),
    ),
  fc.tuple(few, anyDay(), maybe(fc.nat(200)), fc.constantFrom('APPROVAL', 'REPAIR')).map(([n, madeOn, due, kind]) =>
    command('MakeCommitment', {
      ...({ commitmentId: `p${n}`, kind, matter: 'x', madeOn, licenceId: null, authority: agency } as const),
      checkDueOn: due === null ? null : addDays(madeOn, due),
    }),
  ),
  fc.tuple(few, anyDay()).map(([n, checkedOn]) => command('KeepCommitment', { commitmentId: `p${n}`, checkedOn })),
  fc
    .tuple(few, anyDay())
    .map(([n, foundOn]) =>
      command('BreakCommitment', { commitmentId: `p${n}`, foundOn, reason: 'x', documentNumber: null }),
    ),
)

const anyCommand = fc.oneof(registration, licences, licences, penalties, inspections, listings, others, others)

/** The day on which a command says that it happened. */
function dayIn({ data }: EnterpriseCommand): string {
  const entry = Object.entries(data).find(([name, value]) => name.endsWith('On') && typeof value === 'string')
  return String(entry?.[1])
}
type Mark = Readonly<{ at: number; strikes: boolean; days: number }>

/** Files in which everything may happen in any order, entries put right and struck out included. */
export const anyHistory: fc.Arbitrary<readonly FileFact[]> = fc
  .record({
    registeredOn: anyDay(1_500),
    provisional: fc.integer({ min: 0, max: 15 }),
    commands: fc.array(anyCommand, { minLength: 4, maxLength: 50, size: 'max' }),
    inOrder: fc.integer({ min: 0, max: 3 }),
    marks: fc.array(fc.record({ at: fc.nat(40), strikes: fc.boolean(), days: fc.nat(900) }), { maxLength: 3 }),
  })
  .map(({ registeredOn, provisional, commands, inOrder, marks }) => {
    const opening =
      provisional === 0
        ? command('OpenFile', { uscc, name: 'x', subjectKind: 'LEGAL_PERSON', openedOn: registeredOn })
        : command('RegisterEnterprise', { uscc, registeredOn, aliases: [], details: { ...details, termFrom: null } })
    const facts: FileFact[] = []
    submit(facts, opening)
    // Mostly as life goes; one in four is recorded in any order.
    const told = inOrder > 0 ? commands.toSorted((a, b) => (dayIn(a) < dayIn(b) ? -1 : 1)) : commands
    for (const one of told) submit(facts, one)
    for (const [place, mark] of marks.entries()) submitMark(facts, mark, place)
    return facts
  })

function submit(facts: FileFact[], one: EnterpriseCommand): void {
  try {
    facts.push(...factsFrom(enterpriseDecider.decide(one, fileOf(facts)), facts.length))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

/** Strikes an entry out, or moves its legal day. */
function submitMark(facts: FileFact[], { at, strikes, days }: Mark, place: number): void {
  const fact = facts[at % facts.length]
  if (fact === undefined) return
  if (strikes) return submit(facts, strike(fact.id, `k${place}`))
  const dated = ['decidedOn', 'inspectedOn', 'enteredOn', 'filedOn', 'awardedOn', 'madeOn', 'changedOn', 'registeredOn']
  const changes = Object.fromEntries(
    dated.filter((name) => name in fact.data).map((name) => [name, addDays(begin, days)]),
  )
  submit(facts, correct(fact.id, changes, `k${place}`))
}
