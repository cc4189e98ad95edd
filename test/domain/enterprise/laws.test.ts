import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { enterpriseCodec } from '../../../domain/enterprise/codec.ts'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import { effectiveFacts, factsAt, type FileFact, legalDayOf, recordOf } from '../../../domain/enterprise/facts.ts'
import { type EnterpriseFile, fileOf, withFact } from '../../../domain/enterprise/file.ts'
import { eventTitles } from '../../../domain/enterprise/titles.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { plainDate } from '../../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { projections } from '../../../projections/index.ts'
import { lifeOf } from '../../../seeds/enterprise-life.ts'
import { factsFrom, today } from '../../support/given.ts'
import { correct, strike, strikeMirrored, uscc } from '../../support/wishes.ts'

/** A life of the sample, with entries put right and struck out here and there. */
const anyHistory = fc
  .record({ n: fc.nat(5_000), marks: fc.array(fc.record({ at: fc.nat(40), strikes: fc.boolean() }), { maxLength: 4 }) })
  .map(({ n, marks }) => {
    const commands = [...lifeOf(n, today).acts.map(({ command }) => command)]
    let facts: FileFact[] = []
    const submit = (one: (typeof commands)[number]) => {
      try {
        facts = [...facts, ...factsFrom(enterpriseDecider.decide(one, fileOf(facts)), facts.length)]
      } catch (error) {
        if (!(error instanceof Refused)) throw error
      }
    }
    for (const one of commands) submit(one)
    for (const [place, { at, strikes }] of marks.entries()) {
      const fact = facts[at % facts.length]
      if (fact === undefined) continue
      const moved = { year: 2014, filedOn: '2015-02-03', inspectedOn: '2016-03-04' }
      const changes = Object.fromEntries(Object.entries(moved).filter(([name]) => name in fact.data && name !== 'year'))
      submit(strikes ? strikeOf(fact, `k${place}`) : correct(fact.id, changes, `k${place}`))
    }
    return { commands, facts }
  })

/** An entry struck out by whoever may: a listing only by the mirror of its source. */
const strikeOf = (fact: FileFact, correctionId?: string) =>
  (recordOf(fact).section === 'LISTING' ? strikeMirrored : strike)(fact.id, correctionId)

/** All that a file holds, in its order. */
const spread = ({ records, entries }: EnterpriseFile) => ({ records: [...records], entries: [...entries] })

/** How many entries of maps are set while a file grows by so many facts, each of a record of its own. */
function entriesCopied(facts: number): number {
  const { set } = Map.prototype
  const known: FileFact[] = factsFrom(
    Array.from({ length: facts }, (_, n) => {
      const data = { penaltyId: `p${n}`, performedOn: plainDate('2026-01-05') }
      return { type: 'PenaltyPerformed' as const, data }
    }),
    0,
  )
  let copied = 0
  Map.prototype.set = function (key, value) {
    copied += 1
    return set.call(this, key, value)
  }
  try {
    known.reduce(withFact, enterpriseDecider.initialState)
  } finally {
    Map.prototype.set = set
  }
  return copied
}

const rowsOf = (facts: readonly FileFact[]) =>
  projections.map((projection) => [...projection.tell(uscc as Uscc, fileOf(facts))].map(({ row }) => row))

describe('for every history of a file', () => {
  test('no command adds anything the second time', () => {
    fc.assert(
      fc.property(anyHistory, ({ commands, facts }) => {
        const struck = facts.some(({ type }) => type === 'EntryVoided')
        for (const one of struck ? [] : commands) {
          let again: unknown
          try {
            again = enterpriseDecider.decide(one, fileOf(facts))
          } catch (error) {
            expect(error).toBeInstanceOf(Refused) // The file has moved on, and says so.
            again = []
          }
          expect(again).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })

  test('a file told fact by fact is the file told in one go', () => {
    fc.assert(
      fc.property(anyHistory, ({ facts }) => {
        expect(spread(facts.reduce(withFact, enterpriseDecider.initialState))).toEqual(spread(fileOf(facts)))
      }),
      { numRuns: 60 },
    )
  })

  test('a file that was handed out stays as it was, whatever comes into the files grown from it', () => {
    fc.assert(
      fc.property(anyHistory, ({ facts }) => {
        let file = enterpriseDecider.initialState
        const seen = facts.map((fact) => {
          const before = [file, spread(file)] as const
          file = withFact(file, fact)
          return before
        })
        for (const [handedOut, before] of seen) expect(spread(handedOut)).toEqual(before)
      }),
      { numRuns: 60 },
    )
  })

  test('twice as many facts in one file cost little more than twice the copying', () => {
    expect(entriesCopied(4_000)).toBeLessThan(entriesCopied(2_000) * 2.3)
  })

  test('what a vantage shows is what a slow reading of both clocks shows', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(60), fc.integer({ min: 2012, max: 2026 }), ({ facts }, hours, year) => {
        const knownAt = new Date(Date.UTC(2026, 0, 1, hours)).toISOString()
        const asOf = plainDate(`${year}-07-01`)
        expect(rowsOf(factsAt(facts, { asOf, knownAt })).map((rows) => rows.length)).toEqual(
          rowsOf(slowly(facts, asOf, knownAt)).map((rows) => rows.length),
        )
        expect(effectiveFacts(facts, { asOf, knownAt }).map(({ id }) => id)).toEqual(
          slowly(facts, asOf, knownAt).map(({ id }) => id),
        )
      }),
      { numRuns: 150 },
    )
  })

  test('striking an entry out leaves the rows of a history in which it never stood', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(40), ({ facts }, at) => {
        const untouched = facts.filter(({ type }) => type !== 'EntryVoided' && type !== 'EntryCorrected')
        const victim = untouched.slice(1)[at % Math.max(1, untouched.length - 1)]
        if (victim === undefined) return
        const struck = [
          ...untouched,
          ...factsFrom(enterpriseDecider.decide(strikeOf(victim), fileOf(untouched)), untouched.length),
        ]
        const without = untouched.filter((fact) => fact !== victim)
        const told = (all: readonly FileFact[]) =>
          rowsOf(all).map((rows) => rows.map(({ revision: _revision, ...row }) => row))
        expect(told(struck)).toEqual(told(without))
      }),
      { numRuns: 100 },
    )
  })
})

/** The same reading, written as slowly and plainly as can be: every fact asked by itself what it says and from when. */
function slowly(facts: readonly FileFact[], asOf: string, knownAt: string): readonly FileFact[] {
  const standing: FileFact[] = []
  for (const fact of facts) {
    if (fact.metadata.recordedAt > knownAt || fact.type === 'EntryVoided' || fact.type === 'EntryCorrected') continue
    let told: FileFact | undefined = fact
    for (const later of facts) {
      if (later.metadata.recordedAt > knownAt || told === undefined) continue
      if (later.type === 'EntryVoided' && later.data.entry.eventId === fact.id) told = undefined
      else if (later.type === 'EntryCorrected' && later.data.entry.eventId === fact.id) {
        told = { ...told, data: { ...told.data, ...later.data.changes } } as FileFact
      }
    }
    if (told !== undefined && legalDayOf(told) <= asOf) standing.push(told)
  }
  const before = (a: FileFact, b: FileFact): boolean =>
    legalDayOf(a) < legalDayOf(b) || (legalDayOf(a) === legalDayOf(b) && a.revision < b.revision)
  const sorted: FileFact[] = []
  for (const fact of standing) {
    const place = sorted.findIndex((one) => before(fact, one))
    sorted.splice(place < 0 ? sorted.length : place, 0, fact)
  }
  return sorted
}

describe('stored events', () => {
  const folder = new URL('../../golden/events/', import.meta.url)
  test.each(Object.keys(eventTitles))('%s of version 1 is read by this program', (type) => {
    const file = fileURLToPath(new URL(`${type}.v1.json`, folder))
    expect(existsSync(file), `${type}.v1.json is kept for ever`).toBe(true)
    const stored = JSON.parse(readFileSync(file, 'utf8'))
    const decoded = enterpriseCodec.decode({ ...stored, revision: BigInt(stored.revision) })
    expect(decoded.type).toBe(type)
    expect(legalDayOf(decoded)).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(() => fileOf([decoded as unknown as FileFact])).not.toThrow()
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`)
  })
})
