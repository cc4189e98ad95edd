import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { enterpriseCodec } from '../../../domain/enterprise/codec.ts'
import type { EnterpriseEvent, EnterpriseEventType } from '../../../domain/enterprise/events.ts'
import type { FileFact } from '../../../domain/enterprise/facts.ts'
import { eventTitles } from '../../../domain/enterprise/titles.ts'
import { penaltyIdOf } from '../../../domain/enterprise/penalty/commands.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { addDays, type PlainDate } from '../../../domain/kernel/plain-date.ts'
import { shippedListTypes } from '../../../domain/lists/catalogue/as-list-type.ts'
import { type ApplicantKind, applicantKinds } from '../../../domain/report/events.ts'
import { maskedText } from '../../../domain/report/masked.ts'
import { type Report } from '../../../domain/report/report.ts'
import { goneSince } from '../../../domain/report/since.ts'
import { publicationRulesOn } from '../../../domain/report/terms.ts'
import { anyHistory } from '../../support/credit-histories.ts'
import { day, factsFrom, fileAfter, given, today } from '../../support/given.ts'
import { breakIt, commit, honour, reportAfter, reportFrom } from '../../support/reports.ts'
import * as wish from '../../support/wishes.ts'

const numbers = (report: Report) => report.penalties.map(({ decisionNumber }) => decisionNumber)
const serious = { listType: 'SERIOUS_VIOLATION', groundCode: 'SV5', groundText: '食品安全' } as const

describe('a penalty', () => {
  const fined = (kind: Parameters<typeof reportAfter>[1], on: PlainDate) => reportAfter([wish.impose()], kind, on)

  test('is public for a year from its decision, and given out on authorised query for five', () => {
    expect(fined('ANYBODY', day('2026-03-06')).penalties).toMatchObject([
      { until: '2026-03-06', basis: { ruleSet: 'GBF-2025-22' } },
    ])
    expect(fined('ANYBODY', day('2026-03-07')).penalties).toEqual([])
    for (const kind of ['SUBJECT', 'AUTHORISED', 'AGENCY'] as const) {
      expect(fined(kind, day('2030-03-06')).penalties).toMatchObject([
        {
          until: '2030-03-06',
          publicUntil: '2026-03-06',
          basis: { ruleSet: 'SH-CREDIT-2017', clause: '上海市社会信用条例第九条、第三十五条' },
        },
      ])
      expect(fined(kind, day('2030-03-07')).penalties).toEqual([])
    }
  })

  test('names the entries behind it, corrections included', () => {
    const { facts } = fileAfter([wish.register(), wish.impose(), wish.perform(), wish.correct('e1', { remark: 'x' })])
    expect(reportFrom(facts).penalties).toMatchObject([{ events: ['e1', 'e3', 'e2'], standing: 'PERFORMED' }])
  })

  test('that was annulled, or struck out, is given to nobody', () => {
    for (const kind of applicantKinds) {
      expect(reportAfter([wish.impose(), wish.annul('2025-05-01')], kind, day('2025-06-01')).penalties).toEqual([])
      expect(reportAfter([wish.impose(), wish.strike('e1')], kind).penalties).toEqual([])
    }
    expect(reportAfter([wish.impose(), wish.annul('2025-05-02')], 'ANYBODY', day('2025-05-01')).penalties).toHaveLength(
      1,
    )
  })

  test('by summary procedure, or of a warning alone, is not dishonesty information', () => {
    const summary = { ...wish.impose(), data: { ...wish.impose().data, summaryProcedure: true } } as ReturnType<
      typeof wish.impose
    >
    const warned = wish.impose({ kinds: ['WARNING'], fine: 0 as never })
    for (const one of [summary, warned])
      for (const kind of applicantKinds) expect(reportAfter([one], kind, day('2025-07-01')).penalties).toEqual([])
  })

  test('of several kinds has the term of the gravest', () => {
    const closed = wish.impose({ kinds: ['FINE', 'ORDER_CLOSURE'] })
    expect(reportAfter([closed], 'ANYBODY', today).penalties).toMatchObject([{ until: '2028-03-06' }])
  })

  test('is not displayed longer than its record says, and minor ones only where it says so', () => {
    const stated = wish.impose({ publicUntil: day('2025-09-30') })
    expect(reportAfter([stated], 'ANYBODY', day('2025-09-30')).penalties).toMatchObject([{ until: '2025-09-30' }])
    expect(reportAfter([stated], 'ANYBODY', day('2025-10-01')).penalties).toEqual([])
    const minor = wish.impose({ kinds: ['CIRCULATED_CRITICISM'], fine: 0 as never, publicUntil: day('2025-12-31') })
    const shown = reportAfter([minor], 'SUBJECT', day('2025-06-30'))
    expect(shown.penalties).toEqual([]) // More than three months after the decision.
    expect(reportAfter([minor], 'SUBJECT', day('2025-06-06')).penalties).toEqual([]) // Order 58 did not display it.
  })

  test('is under the rule set of the day, and a decision from before under one that reaches back', () => {
    const of = (on: string, decided: string) => publicationRulesOn(day(on), day(decided)).ruleSet
    expect(of('2022-01-01', '2019-01-01')).toBe('SAMR-45-2021')
    expect(of('2024-01-01', '2022-01-01')).toBe('SAMR-45-2021')
    expect(of('2024-01-01', '2023-06-01')).toBe('NDRC-58-2023')
    expect(of('2025-07-01', '2022-01-01')).toBe('GBF-2025-22')
    expect(of('2026-04-01', '2022-01-01')).toBe('NDRC-36-2026')
  })

  test('tells neither the facts found nor remarks', () => {
    const report = reportAfter([wish.impose({ facts: '王某某在店内' })])
    expect(JSON.stringify(report)).not.toContain('王某某')
  })
})

describe('a listing', () => {
  test('is given to everybody while it stands, by the basis of its list', () => {
    for (const kind of applicantKinds) {
      const { listings } = reportAfter([wish.enter()], kind)
      expect(listings).toMatchObject([{ listName: '经营异常名录', until: null, standing: 'LISTED' }])
      expect(listings[0]?.basis.clause).toContain('企业信息公示暂行条例第十七条')
    }
  })

  test('that was cured, left early, or was wrong is given to nobody', () => {
    for (const kind of applicantKinds) {
      expect(reportAfter([wish.enter(), wish.remove()], kind).listings).toEqual([])
      for (const ground of ['EARLY_EXIT', 'CANCELLED_AS_WRONG'] as const) {
        const entered = wish.enter({ ...serious, enteredOn: day('2025-07-03') })
        const { facts } = fileAfter([wish.register(), entered])
        const listingId = (facts[1]?.data as { listingId: string }).listingId
        const removed = wish.remove({ listingId, removedOn: day('2026-08-01'), ground, exitReasonCode: null })
        expect(reportAfter([entered, removed], kind).listings).toEqual([])
      }
    }
  })

  test('whose term has run is given out on authorised query until five years after it was entered', () => {
    const old = wish.enter({ ...serious, enteredOn: day('2022-07-03') })
    expect(reportAfter([old], 'SUBJECT').listings).toMatchObject([{ standing: 'TERM_ENDED', until: '2027-07-03' }])
    expect(reportAfter([old], 'ANYBODY').listings).toEqual([])
    expect(reportAfter([old], 'SUBJECT', day('2027-07-04')).listings).toEqual([])
    const court = wish.enter({
      listType: 'JUDGMENT_DEFAULTER',
      groundCode: 'JD1',
      enteredOn: day('2022-07-03'),
      termUntil: day('2024-07-02'),
    })
    expect(reportAfter([court], 'SUBJECT').listings).toEqual([]) // The court's to end.
  })

  test('that was not public when the report was issued is given out on authorised query, and not to anybody', () => {
    const { facts } = fileAfter([wish.register(), wish.enter()])
    const lists = { types: shippedListTypes, unpublished: [wish.listingId] }
    const shown = (kind: ApplicantKind) => reportFrom(facts, kind, today, undefined, lists).listings
    expect(shown('ANYBODY')).toEqual([])
    expect(shown('SUBJECT')).toHaveLength(1)
    expect(reportFrom(facts, 'ANYBODY').listings).toHaveLength(1)
  })

  test('that turns out to have been wrong is given to nobody, also when its term had run before', () => {
    const old = wish.enter({ ...serious, enteredOn: day('2022-07-03') })
    const { facts } = fileAfter([wish.register(), old])
    const listingId = (facts[1]?.data as { listingId: string }).listingId
    const wrong = wish.remove({ listingId, removedOn: day('2026-08-01'), ground: 'CANCELLED_AS_WRONG' })
    expect(reportAfter([old, wrong]).listings).toEqual([])
  })

  test('falls with the penalties it rested on', () => {
    const penaltyIds = [penaltyIdOf(wish.agency.code, '沪市监徐处〔2025〕1号')]
    const resting = wish.enter({ ...serious, enteredOn: day('2025-04-03'), penaltyIds })
    expect(reportAfter([wish.impose(), resting]).listings).toHaveLength(1)
    expect(reportAfter([wish.impose(), resting, wish.annul()]).listings).toEqual([])
    expect(reportAfter([wish.impose(), resting, wish.strike('e1')]).listings).toEqual([])
  })
})

describe('other parts', () => {
  test('licences and honours are there while they stand', () => {
    const { licences, honours } = reportAfter([wish.grant(), honour(day('2026-11-23'))], 'ANYBODY', day('2025-12-31'))
    expect(licences).toMatchObject([{ until: '2025-12-31', basis: { clause: '行政许可法第四十条' } }])
    expect(honours).toMatchObject([{ until: '2026-11-23' }])
    const later = reportAfter([wish.grant(), honour(day('2026-11-23'))], 'SUBJECT', day('2026-11-24'))
    expect([later.licences, later.honours]).toEqual([[], []])
  })

  test('a broken commitment is adverse and not public, one made or kept speaks for the enterprise', () => {
    expect(reportAfter([commit()], 'ANYBODY')).toMatchObject({ commitments: [{ standing: 'MADE' }] })
    expect(reportAfter([commit(), breakIt()], 'ANYBODY').commitments).toEqual([])
    const broken = reportAfter([commit(), breakIt()])
    expect(broken).toMatchObject({ commitments: [{ standing: 'BROKEN', until: '2030-06-01' }], statement: null })
  })

  test('where nothing is adverse, one fixed sentence says so', () => {
    expect(reportAfter([wish.grant()]).statement).toBe('在本报告的提供范围内，未查询到该主体的失信信息。')
    expect(reportAfter([wish.enter()]).statement).toBeNull()
  })

  test('a provisional file has no report', () => {
    const { facts } = fileAfter([wish.open()])
    expect(() => reportFrom(facts)).toThrow(Refused)
  })

  test('what was learned of later is not in it', () => {
    const { facts } = fileAfter([wish.register(), wish.impose()])
    expect(numbers(reportFrom(facts, 'SUBJECT', today, '2026-01-01T00:59:59.999Z'))).toEqual([])
    expect(numbers(reportFrom(facts, 'SUBJECT', today, '2026-01-01T01:00:00.000Z'))).toHaveLength(1)
  })
})

describe('over all histories', () => {
  const parts = ['licences', 'penalties', 'listings', 'honours', 'commitments', 'annualReports'] as const
  const items = (report: Report) => parts.flatMap((part) => report[part].map((item) => ({ part, ...item })))
  const isRegistered = (facts: readonly FileFact[]) => facts.some(({ type }) => type === 'EnterpriseRegistered')
  const registered = anyHistory.filter(isRegistered)

  test('the public is given no record that the subject is not', () => {
    fc.assert(
      fc.property(registered, fc.integer({ min: 0, max: 4_000 }), (facts, days) => {
        const on = addDays(day('2022-01-01'), days)
        const of = (kind: 'ANYBODY' | 'SUBJECT') =>
          items(reportFrom(facts, kind, on)).map(({ part, recordId }) => `${part}/${recordId}`)
        if (facts[0] && factsBefore(facts, on)) expect(of('SUBJECT')).toEqual(expect.arrayContaining(of('ANYBODY')))
      }),
      { numRuns: 150 },
    )
  })
  const factsBefore = (facts: readonly FileFact[], on: PlainDate) =>
    facts.some((fact) => fact.type === 'EnterpriseRegistered' && fact.data.registeredOn <= on) &&
    !facts.some((fact) => fact.type === 'EntryCorrected' && fact.data.entry.section === 'REGISTRATION')

  test('a record is shown to its last day and not on the next, names its entries and a clause', () => {
    fc.assert(
      fc.property(registered, fc.constantFrom(...applicantKinds), (facts, kind) => {
        const on = day('2028-01-01') // After all of them, and after every rule set has come into force.
        const ids = new Set(facts.map(({ id }) => id))
        const shownOn = (when: PlainDate) =>
          new Set(items(reportFrom(facts, kind, when)).map(({ recordId }) => recordId))
        for (const { until, recordId, events, basis } of items(reportFrom(facts, kind, on))) {
          expect(events.length).toBeGreaterThan(0)
          for (const id of events) expect(ids.has(id)).toBe(true)
          expect(basis.clause).not.toBe('')
          if (until === null) continue
          expect(until >= on).toBe(true)
          expect(shownOn(until).has(recordId)).toBe(true)
          expect(shownOn(addDays(until, 1)).has(recordId)).toBe(false)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('told twice it is the same, and nothing has gone since', () => {
    fc.assert(
      fc.property(registered, (facts) => {
        const [one, other] = [reportFrom(facts), reportFrom([...facts])]
        expect(other).toEqual(one)
        expect(goneSince(one, other)).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})

/** Every event there is, each with a text that must not leave the house in all that a report does not show. */
function everyEvent(): readonly FileFact[] {
  const folder = new URL('../../golden/events/', import.meta.url)
  const events = readdirSync(folder)
    .filter((name) => Object.hasOwn(eventTitles, name.split('.')[0] ?? ''))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    .map((stored) => enterpriseCodec.decode({ ...stored, revision: 0n }) as unknown as EnterpriseEvent)
  const rank = (type: EnterpriseEventType): number => (type === 'EnterpriseRegistered' ? 0 : 1)
  return factsFrom(events.toSorted((a, b) => rank(a.type) - rank(b.type)))
}

describe('what never leaves the house', () => {
  const forbidden =
    /creditClass|effectiveClass|"score"|信用风险|overrideId|"sealed"|ciphertext|inspectionId|InspectionRecorded|identityNumber|"phone"/

  test('no class, no score, no person, no inspection, whatever stands in the file', () => {
    const facts = everyEvent()
    expect(JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? String(value) : value))).toMatch(
      /ciphertext/,
    )
    for (const kind of applicantKinds) {
      const report = reportFrom(facts, kind)
      expect(JSON.stringify(report)).not.toMatch(forbidden)
      const secret = facts
        .filter(({ type }) => /^(Person|CreditOverride|Inspection|Correction)/.test(type))
        .map(({ id }) => id)
      expect(secret.length).toBeGreaterThan(8)
      const named = [report.registration, ...report.licences, ...report.penalties, ...report.listings].flatMap(
        ({ events }) => events,
      )
      for (const id of secret) expect(named).not.toContain(id)
    }
  })

  const identity = fc
    .tuple(fc.integer({ min: 110101, max: 659000 }), fc.nat(25_000), fc.nat(999), fc.constantFrom(...'0123456789X'))
    .map(([division, days, serial, check]) => {
      const born = addDays(day('1940-01-01'), days).replaceAll('-', '')
      return `${division}${born}${String(serial).padStart(3, '0')}${check}`
    })
  const mobile = fc
    .tuple(fc.constantFrom('13', '15', '17', '18', '19'), fc.nat(999_999_999))
    .map(([head, rest]) => `${head}${String(rest).padStart(9, '0')}`)
    .filter((number) => /^1[3-9]\d{9}$/.test(number))
  const spread = (number: string, way: number): string => {
    if (way === 0) return number
    const cuts = number.length === 18 ? [6, 14] : [3, 7]
    const parts = [number.slice(0, cuts[0]), number.slice(cuts[0], cuts[1]), number.slice(cuts[1])]
    if (way < 3) return parts.join(way === 1 ? ' ' : '-')
    return number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  }

  /** A file with a text in every field that takes prose; the rules would refuse most numbers, an old log may hold them. */
  const { facts: template } = fileAfter([
    wish.register(),
    wish.change({ address: 'TEXT', scope: 'TEXT', name: '某TEXT店', legalRepresentative: 'TEXT' }),
    wish.impose({ content: 'TEXT', basis: 'TEXT', violation: 'TEXT', permitAffected: 'TEXT' }, '处TEXT'),
    wish.enter({ groundText: 'TEXT', decisionNumber: 'TEXT' }),
    wish.grant({
      content: 'TEXT',
      certificateName: 'TEXT',
      documentNumber: 'TEXT',
      licenceNumber: 'TEXT',
      validUntil: null,
    }),
  ])
  const factsWith = (text: string): readonly FileFact[] =>
    template.map(
      (fact) => ({ ...fact, data: JSON.parse(JSON.stringify(fact.data).replaceAll('TEXT', text)) }) as FileFact,
    )

  test('no identity number and no mobile number, in whatever text somebody wrote it, however it is spaced', () => {
    fc.assert(
      fc.property(
        ...([identity, mobile, fc.nat(3), fc.constantFrom('', '身份证', '电话：', '（', 'ID')] as const),
        (id, phone, way, before) => {
          const text = `${before}${spread(id, way)}，${before}${spread(phone, way)}。`
          const report = reportFrom(factsWith(text))
          expect([report.penalties, report.listings, report.licences].map(({ length }) => length)).toEqual([1, 1, 1])
          const written = JSON.stringify(report)
          for (const number of [spread(id, way), spread(phone, way)]) expect(written).not.toContain(number)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('codes of organisations and days are left as they are', () => {
    for (const text of ['2026-11-23', '沪市监徐处〔2025〕012345号', '310104000123456', '￥1,380,000.00'])
      expect(maskedText(text)).toBe(text)
    const digits = '123101042000010112' // A code of digits alone that spells a day.
    const report = reportAfter([wish.impose({}, '处1号')])
    expect(report.registration.uscc).toBe(wish.uscc)
    const told = reportFrom(
      fileAfter([wish.register({ details: { ...wish.details, registrar: { code: digits, name: '某局' } } })]).facts,
    )
    expect(told.registration.registrar?.code).toBe(digits)
  })
})

test('the wishes of these tests are accepted', () => given(wish.register()).when(wish.impose()).then('PenaltyImposed'))
