import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileFact } from '../../../../domain/enterprise/facts.ts'
import { fileOf } from '../../../../domain/enterprise/file.ts'
import { shippedListTypes as listTypes } from '../../../../domain/lists/catalogue/as-list-type.ts'
import { personIdOf } from '../../../../domain/enterprise/person/commands.ts'
import { listingIdOf } from '../../../../domain/enterprise/listing/commands.ts'
import type { Sealed } from '../../../../domain/kernel/sealed.ts'
import { caseOf, caseStageOf } from '../../../../domain/punishment/case/case.ts'
import { caseDecider } from '../../../../domain/punishment/case/decider.ts'
import {
  type CaseDraft,
  draftsFrom,
  type ListedEntry,
  listedEntry,
  personsOf,
} from '../../../../domain/punishment/case/draft.ts'
import type { CaseEvent } from '../../../../domain/punishment/case/events.ts'
import { releasesDue } from '../../../../domain/punishment/case/falls.ts'
import { initialMeasures } from '../../../../domain/punishment/measures/catalogue.ts'
import { barsOn } from '../../../../domain/window/bars-on.ts'
import { stateAfter } from '../../../support/decisions.ts'
import { command as fileCommand, day } from '../../../support/given.ts'
import * as p from '../../../support/punishment.ts'
import { anyPunished, factsAfter, matters, serious, seriousId, someDay } from '../../../support/window.ts'
import * as wish from '../../../support/wishes.ts'

const on = day('2025-05-02')
const sealed = (keyId: string): Sealed => ({
  ...{ keyId, algorithm: 'AES-256-GCM', nonce: 'bg==', ciphertext: 'Yw==', tag: 'dA==', digest: 'd' },
})
const responsible = (listingId: string, keyId = 'key-of-wang', role = 'RESPONSIBLE') =>
  fileCommand('RecordPerson', {
    ...{
      ...{ keyId, role },
      record: { section: 'LISTING', recordId: listingId },
      recordedOn: day('2025-04-02'),
    },
    ...{ name: sealed(keyId), identityNumber: null, documentKind: null, phone: null, authority: wish.agency },
  } as never)
const draftsOf = (entries: readonly (ListedEntry | undefined)[], directory = p.directory, types = listTypes as Types) =>
  draftsFrom(
    entries.flatMap((entry) => entry ?? []),
    initialMeasures,
    types,
    directory,
    on,
    p.system,
  )
type Types = Parameters<typeof draftsFrom>[2]
const entryOf = (facts: readonly FileFact[], listingId = seriousId()) => listedEntry(fileOf(facts), listingId)

/** Submits a draft as the job would. */
function submitted({ draft, more }: CaseDraft): readonly CaseEvent[] {
  const events: CaseEvent[] = []
  for (const one of [p.command('DraftCase', draft, on), ...more.map((part) => p.command('AddCaseLines', part, on))])
    events.push(...caseDecider.decide(one, stateAfter(caseDecider, events)))
  return events
}

describe('an entry on a list drafts its case', () => {
  test('with every measure that the catalogue names for the list, each for the agencies that carry it out', () => {
    const [made] = draftsOf([entryOf(factsAfter(serious()))])
    expect(made?.draft).toMatchObject({ requesting: wish.agency, decisionNumber: '严入1号', linesExpected: 1 })
    const of = (code: string) => made?.draft.executors.find(({ agency }) => agency.code === code)?.rules
    expect(of('FIN')).toEqual(['N-ENTRY-SERIOUS', 'N-FUNDS-SERIOUS'])
    expect(of('HOU')).toEqual(['N-ENTRY-SERIOUS'])
    expect(of(wish.agency.code)).toContain('N-OFFICE-SERIOUS')
    expect(made?.draft.missing).toContain('HUMAN_RESOURCES')
    const state = made && caseOf(submitted(made))
    expect(state && caseStageOf(state)).toBe('DRAFTED')
  })
  test('and reaches the responsible persons recorded with the listing, by ids alone', () => {
    const other = serious({ decisionNumber: '严入2号' })
    const facts = factsAfter(serious(), other, responsible(seriousId()), responsible(seriousId('严入2号'), 'key-of-li'))
    const [made] = draftsOf([entryOf(facts)])
    expect(made?.draft.lines[0]?.persons.map(({ keyId }) => keyId)).toEqual(['key-of-wang'])
    expect(JSON.stringify(made && submitted(made))).not.toMatch(/ciphertext|digest/)
  })
  test('but not who stands in another role, though recorded with the listing', () => {
    const facts = factsAfter(serious(), responsible(seriousId()), responsible(seriousId(), 'key-of-li', 'CONTACT'))
    expect(draftsOf([entryOf(facts)])[0]?.draft.lines[0]?.persons.map(({ keyId }) => keyId)).toEqual(['key-of-wang'])
  })
  test('and those whom the decision itself names, until their entry is removed', () => {
    const answered = { section: 'PENALTY' as const, recordId: wish.penaltyId }
    const personId = personIdOf('RESPONSIBLE', answered, 'key-of-wang')
    const person = responsible('')
    const recorded = { ...person, data: { ...person.data, record: answered } } as typeof person
    const named = [wish.impose(), recorded, serious({ personIds: [personId] })]
    const personsAfter = (...more: ReturnType<typeof fileCommand>[]) =>
      personsOf(fileOf(factsAfter(...named, ...more)), seriousId())
    expect(personsAfter()).toEqual([{ personId, keyId: 'key-of-wang' }])
    const removing = { personId, removedOn: day('2025-05-01'), reason: '登记有误' }
    expect(personsAfter(fileCommand('RemovePerson', removing))).toEqual([])
  })
  test('into one case for all enterprises of a decision, whatever their order', () => {
    const first = entryOf(factsAfter(serious({ decisionNumber: '严入1号-1' })), seriousId('严入1号-1'))
    if (first === undefined) throw new Error('is not listed')
    const entries = Array.from({ length: 1_100 }, (_, n): ListedEntry => {
      const uscc = `U${String(n).padStart(4, '0')}`
      const listing = { ...first.listing, decisionNumber: `严入1号-${n + 1}` }
      return { listing, decision: '严入1号', line: { ...first.line, lineId: `L${uscc}`, uscc } }
    })
    const [made, ...others] = draftsOf(entries)
    expect(others).toEqual([])
    expect(made?.more.map(({ lines }) => lines.length)).toEqual([500, 100])
    const state = made && caseOf(submitted(made))
    expect([state?.lines.size, state?.linesExpected]).toEqual([1_100, 1_100])
    expect(draftsOf(entries.toReversed())[0]?.draft.caseId).toBe(made?.draft.caseId)
  })
  test('where the list is decided elsewhere, the coordinating office asks', () => {
    const listingId = listingIdOf('JUDGMENT_DEFAULTER', wish.agency.code, '执1号', 'JD1')
    const facts = factsAfter(wish.enter({ listType: 'JUDGMENT_DEFAULTER', groundCode: 'JD1', decisionNumber: '执1号' }))
    const [made] = draftsOf([entryOf(facts, listingId)])
    expect(made?.draft.requesting).toEqual(p.creditOffice)
    expect(made?.draft.executors.length).toBeGreaterThan(0)
  })
  test('where who decided is not in the directory, the coordinating office asks on its behalf for all that follows', () => {
    const elsewhere = { code: '11310115MA1K3XXX1X', name: '上海市浦东新区市场监督管理局' }
    const listingId = listingIdOf('SERIOUS_VIOLATION', elsewhere.code, '浦严入1号', 'SV5')
    const foreign = serious({ authority: elsewhere, decisionNumber: '浦严入1号' })
    const [made] = draftsOf([entryOf(factsAfter(foreign), listingId)])
    const [own] = draftsOf([entryOf(factsAfter(serious()))])
    expect(made?.draft).toMatchObject({ requesting: p.creditOffice, onBehalfOf: elsewhere, unasked: [] })
    expect(made?.draft.rules).toEqual(own?.draft.rules)
    expect(made && caseStageOf(caseOf(submitted(made)) as never)).toBe('DRAFTED')
  })
  test('and says which of the rules no agency here may ask for', () => {
    const elsewhere = { code: '11310115MA1K3XXX1X', name: '某某办公室' }
    const listingId = listingIdOf('SERIOUS_VIOLATION', elsewhere.code, '浦严入1号', 'SV5')
    const foreign = serious({ authority: elsewhere, decisionNumber: '浦严入1号' })
    const [made] = draftsOf([entryOf(factsAfter(foreign), listingId)])
    expect(made?.draft.rules).toContain('N-FUNDS-SERIOUS')
    expect(made?.draft.unasked).toContain('N-ENTRY-SERIOUS')
  })
  test('and no case where nobody has anything to carry out, or the list’s own effects name nothing', () => {
    expect(draftsOf([entryOf(factsAfter(wish.enter()), wish.listingId)])).toEqual([])
    expect(draftsOf([entryOf(factsAfter(serious()))], { ...p.directory, agencies: [] })).toEqual([])
    const named = (effects: readonly string[]) => listTypes.map((type) => ({ ...type, effects }))
    const [made] = draftsOf([entryOf(factsAfter(serious()))], p.directory, named(['HONOURS']))
    const rules = made?.draft.executors.flatMap((one) => one.rules) ?? []
    expect(new Set(rules)).toEqual(new Set(['N-HONOURS-SERIOUS']))
    const gone = factsAfter(
      serious(),
      wish.remove({ listingId: seriousId(), removedOn: day('2026-05-01'), ground: 'EARLY_EXIT' }),
    )
    expect(entryOf(gone)).toBeUndefined()
  })
})

describe('what a case has to release', () => {
  const facts = factsAfter(wish.impose(), serious({ penaltyIds: [wish.penaltyId], termUntil: day('2030-03-31') }))
  const [made] = draftsOf([entryOf(facts)])
  const base = made ? submitted(made) : []
  const due = (now: readonly FileFact[], at: string, events = base) => {
    const known = caseOf(events)
    if (known === undefined) throw new Error('no case')
    return releasesDue(known, () => fileOf(now), day(at), initialMeasures, listTypes)
  }
  const lineId = made?.draft.lines[0]?.lineId
  const passing = p.pass(p.passer, on, p.directory.agencies)
  const passed = () => [...base, ...caseDecider.decide(passing, caseOf(base))]

  test('is nothing while the ground stands', () => {
    expect(due(facts, '2026-01-01')).toEqual([])
  })
  test('is every line whose ground fell, with the reason and the facts', () => {
    const annulled = factsAfter(wish.impose(), serious({ penaltyIds: [wish.penaltyId] }), wish.annul('2025-05-01'))
    expect(due(annulled, '2025-05-01')).toEqual([
      { agencies: null, lines: [{ lineId, reason: 'BASIS_ANNULLED', fellOn: '2025-05-01', eventIds: ['e3'] }] },
    ])
    expect(due(facts, '2030-04-01')).toMatchObject([{ agencies: null, lines: [{ reason: 'TERM_ENDED' }] }])
    const [whole] = due(annulled, '2025-05-01')
    const events = whole
      ? caseDecider.decide(p.command('ReleaseLines', { ...whole, by: p.system, calendar: {} }, on), caseOf(passed()))
      : []
    expect(events[0]?.type).toBe('PunishmentGroundFell')
    expect(events.filter(({ type }) => type === 'PunishmentReleaseOrdered')).toHaveLength(
      made?.draft.executors.length ?? -1,
    )
    expect(due(annulled, '2025-05-01', [...passed(), ...events])).toEqual([])
  })
  test('is an agency’s own line where its measures alone are over', () => {
    const only = { ...p.directory, agencies: p.directory.agencies.slice(0, 2) }
    const [small] = draftsOf([entryOf(facts)], only)
    if (small === undefined) throw new Error('no draft')
    const officeOnly = {
      ...{ ...small.draft, rules: ['N-OFFICE-SERIOUS', 'N-FUNDS-SERIOUS'] },
      executors: [
        { agency: wish.agency, rules: ['N-OFFICE-SERIOUS'] },
        { agency: p.finance, rules: ['N-FUNDS-SERIOUS'] },
      ],
    }
    const drafted = submitted({ draft: officeOnly, more: [] })
    const events = [...drafted, ...caseDecider.decide(p.pass(p.passer, on, only.agencies), caseOf(drafted))]
    expect(due(facts, '2028-04-01', events)).toEqual([])
    const [part, ...rest] = due(facts, '2028-04-02', events)
    expect(rest).toEqual([])
    expect(part).toMatchObject({ agencies: [wish.agency.code], lines: [{ reason: 'MEASURE_TERM_ENDED' }] })
  })
  test('agrees with the window: released is what bars and cautions nowhere any longer', () => {
    fc.assert(
      fc.property(anyPunished, someDay, (history, at) => {
        const file = fileOf(history)
        for (const key of file.records.keys()) {
          if (!key.startsWith('LISTING/')) continue
          const listingId = key.slice(8)
          const entry = listedEntry(file, listingId)
          const [one] = entry ? draftsFrom([entry], initialMeasures, listTypes, p.directory, on, p.system) : []
          if (one === undefined) continue
          const known = caseOf(submitted(one))
          if (known === undefined || at < day('2024-07-01') || at < known.drafted.decidedOn) continue
          const rules = new Set(one.draft.executors.flatMap((executor) => executor.rules))
          const holds = matters.some((matter) =>
            barsOn(file, matter, at, initialMeasures, listTypes).bars.some(
              ({ rule, ground }) => rules.has(rule) && ground.recordId === listingId,
            ),
          )
          const isDue = releasesDue(known, () => file, at, initialMeasures, listTypes).some(
            ({ agencies }) => agencies === null,
          )
          expect(isDue).toBe(!holds)
        }
      }),
      { numRuns: 150 },
    )
  })
})
