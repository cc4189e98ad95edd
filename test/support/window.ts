import fc from 'fast-check'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { type FileFact, legalDayOf } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { listingIdOf } from '../../domain/enterprise/listing/commands.ts'
import { penaltyIdOf } from '../../domain/enterprise/penalty/commands.ts'
import { Refused } from '../../domain/kernel/errors.ts'
import { fen } from '../../domain/kernel/fen.ts'
import { addDays, addMonths, addYears, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { initialLists } from '../../domain/lists/catalogue/catalogue.ts'
import { initialMeasures, type MeasureCatalogue } from '../../domain/punishment/measures/catalogue.ts'
import { shippedEdition } from '../../domain/punishment/measures/shipped-edition.ts'
import { barsOn } from '../../domain/window/bars-on.ts'
import { listEffectsOf } from '../../domain/window/list-effects.ts'
import { anyDay } from './credit-histories.ts'
import { command, day, factsFrom, fileAfter } from './given.ts'
import { agency, correct, details, enter, grant, licenceId, penaltyTerms, register, strike } from './wishes.ts'

type EnterpriseCommand = Parameters<typeof enterpriseDecider.decide>[0]

export const serious = (changes: Parameters<typeof enter>[0] = {}) =>
  enter({
    ...{ listType: 'SERIOUS_VIOLATION', groundCode: 'SV5', groundText: '食品安全领域', decisionNumber: '严入1号' },
    ...{ enteredOn: day('2025-04-01'), ...changes },
  })
export const seriousId = (decisionNumber = '严入1号', groundCode = 'SV5') =>
  listingIdOf('SERIOUS_VIOLATION', agency.code, decisionNumber, groundCode)

/** What lists have for effects in production. */
export const listEffects = listEffectsOf(initialLists)

export const asked = (facts: readonly FileFact[], matter: string, on: string) =>
  barsOn(fileOf(facts), matter, day(on), initialMeasures, listEffects)
export const factsAfter = (...commands: readonly EnterpriseCommand[]) => fileAfter([register(), ...commands]).facts
export const matters = shippedEdition.matters.map(({ code }) => code)

const few = fc.nat(2).map(String)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const penaltyOf = (n: string): string => penaltyIdOf(agency.code, `处${n}号`)
const grounds = {
  ...{ ABNORMAL_OPERATIONS: 'AB4', SERIOUS_VIOLATION: 'SV5', JUDGMENT_DEFAULTER: 'JD1', CUSTOMS: 'x' },
  ...{ WAGE_ARREARS: 'WA1', GOVERNMENT_PROCUREMENT: 'x', MAJOR_TAX_VIOLATION: 'TX1', WORK_SAFETY: 'x' },
} as const
const lists = Object.keys(grounds) as (keyof typeof grounds)[]

const acts = fc.oneof(
  fc
    .tuple(
      few,
      anyDay(),
      fc.constantFrom('REVOKE_PERMIT', 'RESTRICT_OPERATION', 'WARNING'),
      fc.nat(2),
      maybe(fc.nat(60)),
    )
    .map(([n, on, kind, law, term]) =>
      command('ImposePenalty', {
        ...{ decisionNumber: `处${n}号`, decidedOn: on, summaryProcedure: null, authority: agency, remark: null },
        terms: {
          ...{ ...penaltyTerms, kinds: [kind] as const, fine: fen(0) },
          basis: ['食品安全法第一百二十四条', '招标投标法第五十三条', '价格法'][law] ?? '',
          validUntil: term === null ? null : addMonths(on, term),
        },
      }),
    ),
  fc.tuple(few, anyDay()).map(([n, annulledOn]) =>
    command('AnnulPenalty', {
      ...({ penaltyId: penaltyOf(n), annulledOn, ground: 'REVIEW', documentNumber: '复' } as const),
      authority: agency,
    }),
  ),
  fc
    .tuple(fc.constantFrom(...lists), few, anyDay(), maybe(fc.nat(40)), fc.subarray(['0', '1', '2']))
    .map(([listType, n, enteredOn, term, basis]) =>
      command('EnterListing', {
        ...{ listType, groundCode: grounds[listType], groundText: 'x', reportYear: null, enteredOn },
        ...{ termUntil: term === null ? null : addMonths(enteredOn, term), decisionNumber: `入${n}号` },
        ...{ authority: agency, penaltyIds: basis.map(penaltyOf) },
      }),
    ),
  fc
    .tuple(fc.constantFrom(...lists), few, anyDay(), fc.constantFrom('CURED', 'EARLY_EXIT', 'CANCELLED_AS_WRONG'))
    .map(([list, n, removedOn, ground]) =>
      command('RemoveListing', {
        listingId: listingIdOf(list, agency.code, `入${n}号`, grounds[list]),
        ...({ removedOn, ground, exitReasonCode: null, decisionNumber: null, authority: agency } as const),
      }),
    ),
  fc
    .tuple(few, anyDay(), fc.constantFrom('REVOKE_PERMIT', 'RESTRICT_OPERATION', 'WARNING'), maybe(fc.nat(60)))
    .map(([n, amendedOn, kind, term]) =>
      command('AmendPenalty', {
        ...{ penaltyId: penaltyOf(n), amendmentId: `${n}${amendedOn}`, amendedOn, documentNumber: '变', reason: 'x' },
        changes: { kinds: [kind], validUntil: term === null ? null : addMonths(amendedOn, term) },
      }),
    ),
  fc
    .tuple(anyDay(), maybe(few), fc.constantFrom('UNLAWFUL_GRANT', 'FRAUD', 'WITHDRAWN'))
    .map(([revokedOn, n, ground]) =>
      command('RevokeLicence', {
        ...{ licenceId, revokedOn, ground: ground as 'WITHDRAWN', documentNumber: null },
        penaltyId: n === null ? null : penaltyOf(n),
      }),
    ),
  fc.tuple(anyDay(), fc.constantFrom('LICENCE_REVOKED', 'ACTIVE', 'DORMANT', 'DEREGISTERED')).map(([on, to]) =>
    command('ChangeRegistrationStatus', {
      ...({ statusId: `${to}${on}`, to, changedOn: on, reason: null, documentNumber: null } as const),
      authority: agency,
    }),
  ),
)

/** Files full of penalties, listings that rest on them, exits, and entries put right or struck out. */
export const anyPunished: fc.Arbitrary<readonly FileFact[]> = fc
  .record({
    commands: fc.array(acts, { minLength: 6, maxLength: 40, size: 'max' }),
    marks: fc.array(fc.record({ at: fc.nat(40), strikes: fc.boolean(), on: anyDay() }), { maxLength: 3 }),
  })
  .map(({ commands, marks }) => {
    const facts: FileFact[] = []
    const submit = (one: EnterpriseCommand) => {
      try {
        facts.push(...factsFrom(enterpriseDecider.decide(one, fileOf(facts)), facts.length))
      } catch (error) {
        if (!(error instanceof Refused)) throw error
      }
    }
    submit(register({ registeredOn: day('2018-01-01'), details: { ...details, termFrom: null } }))
    submit(grant({ validUntil: null }, '2018-01-01'))
    // A listing can only rest on penalties that are there already, and only what was entered can be removed.
    for (const one of commands.toSorted((a, b) => rank(a) - rank(b)))
      submit(
        one.type === 'EnterListing' ? { ...one, data: { ...one.data, penaltyIds: decided(facts, one.data) } } : one,
      )
    for (const [place, { at, strikes, on }] of marks.entries()) {
      const fact = facts[at % facts.length]
      const dated = Object.keys(fact?.data ?? {}).find((name) => name === 'enteredOn' || name === 'decidedOn')
      if (fact && strikes) submit(strike(fact.id, `k${place}`))
      else if (fact && dated) submit(correct(fact.id, { [dated]: on }, `k${place}`))
    }
    return facts
  })

/** Those of a listing's penalties that were decided by its day. */
const decided = (
  facts: readonly FileFact[],
  { penaltyIds, enteredOn }: { penaltyIds: readonly string[]; enteredOn: PlainDate },
) =>
  penaltyIds.filter((id) =>
    facts.some(({ type, data }) => type === 'PenaltyImposed' && data.penaltyId === id && data.decidedOn <= enteredOn),
  )

const rank = ({ type }: EnterpriseCommand): number =>
  type === 'ImposePenalty' ? 0 : type === 'EnterListing' ? 1 : type === 'AnnulPenalty' ? 3 : 2

/** The days around which anything in a file may change: of its facts, of their terms, and of the rules' own terms. */
export function changingDays(facts: readonly FileFact[]): readonly PlainDate[] {
  const days = facts.flatMap((fact) => {
    const terms = fact.type === 'ListingEntered' ? fact.data.termUntil : null
    const stated = fact.type === 'PenaltyImposed' ? fact.data.terms.validUntil : null
    const day = legalDayOf(fact)
    return [day, terms, stated, addYears(day, 3), addYears(day, 5)].filter((one) => one !== null)
  })
  return days.flatMap((one) => [addDays(one, -1), one, addDays(one, 1)])
}

/** Editions of the catalogue one after another, each without some rules of the first, some of which end by themselves. */
export const anyCatalogue: fc.Arbitrary<MeasureCatalogue> = fc
  .array(fc.record({ from: anyDay(), without: fc.nat(3), ends: maybe(anyDay()), withdrawn: maybe(anyDay()) }), {
    maxLength: 2,
  })
  .map((editions) => ({
    versions: [
      ...initialMeasures.versions,
      ...editions.map(({ from, without, ends, withdrawn }, place) => {
        const rules = shippedEdition.rules
          .filter((_rule, at) => at % 4 !== without)
          .map((rule, at) =>
            at % 3 === 0 && ends !== null && ends > rule.effectiveFrom ? { ...rule, effectiveUntil: ends } : rule,
          )
        const version = place + 2
        return {
          ...{ version, edition: { ...shippedEdition, version, rules, effectiveFrom: from }, effectiveFrom: from },
          ...{ proposedOn: from, proposedBy: null, enactedOn: from, enactedBy: null },
          withdrawnOn: withdrawn !== null && withdrawn > from ? withdrawn : null,
        }
      }),
    ],
  }))

export const someDay = anyDay().map((on) => addDays(on, 200))
