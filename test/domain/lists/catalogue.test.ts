import { describe, expect, test } from 'vitest'
import { type ListDefinition } from '../../../domain/lists/catalogue/definition.ts'
import { initialLists, listOn, listsOf, listsOn, requireList } from '../../../domain/lists/catalogue/catalogue.ts'
import { checkListEdition } from '../../../domain/lists/catalogue/check.ts'
import type { ListTypeCommand } from '../../../domain/lists/catalogue/commands.ts'
import { listTypeDecider } from '../../../domain/lists/catalogue/decider.ts'
import type { ListTypeEvent } from '../../../domain/lists/catalogue/events.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import { firstLists } from '../../../domain/report/lists.ts'
import { requireMeasures } from '../../../domain/punishment/measures/catalogue.ts'
import { shippedEdition } from '../../../domain/punishment/measures/shipped-edition.ts'
import { day, today } from '../../support/given.ts'

const bureau = '11310104MA10700153'
const [ann, ben] = [
  { agency: bureau, officer: 'ann' },
  { agency: bureau, officer: 'ben' },
]
const reason = '新设家政名单'

/** A list that no code knows. */
const newList: ListDefinition = {
  ...{ code: 'NEW_LIST', name: '新设名单', legalBasis: '某条例第九条', decidedBy: ['COMMERCE'], mirrored: false },
  ...{ effectiveFrom: day('2026-12-01'), effectiveUntil: null, penalty: 'NONE', ownPenalty: false, weighing: [] },
  grounds: [{ code: 'N1', name: '某情形', clause: null, once: null, clock: null, cures: [], replayOnly: false }],
  notice: { serving: ['SERVICE'], days: 5, unit: 'WORKING_DAY', hearing: true },
  ...{ term: { kind: 'MONTHS', months: 12, orLongerBan: false }, extension: null, earlyExit: null },
  publicity: { isPublic: true, where: '信用中国', workingDays: 7, note: null },
  ...{ effects: ['FUNDS'], numbers: { entry: '新入', exit: '新出', correction: '新更' } },
  ...{ confidence: 'SOURCED', note: null },
}
const second = { ...shippedLists, version: 2, name: '第二版', lists: [...shippedLists.lists, newList] }

type DataOf<T extends ListTypeCommand['type']> = Extract<ListTypeCommand, { type: T }>['data']
const command = <T extends ListTypeCommand['type']>(type: T, data: DataOf<T>): ListTypeCommand =>
  ({ type, data, today, agency: bureau }) as ListTypeCommand
const propose = (edition = second, proposedBy = ann) =>
  command('ProposeListTypes', { edition, proposedBy, reason } as DataOf<'ProposeListTypes'>)
const enact = (effectiveFrom = '2026-12-01', enactedBy = ben) =>
  command('EnactListTypes', { version: 2, effectiveFrom: day(effectiveFrom), enactedBy, documentNumber: null })
const withdraw = (version = 2) => command('WithdrawListTypes', { version, reason: '撤回', withdrawnBy: ben })

function after(...commands: readonly ListTypeCommand[]): ListTypeEvent[] {
  const events: ListTypeEvent[] = []
  for (const one of commands) events.push(...listTypeDecider.decide(one, listsOf(events)))
  return events
}
const refusal = (work: () => unknown) => expect(work).toThrow(expect.objectContaining({ name: 'Refused' }))
const refused = (code: string, ...commands: readonly ListTypeCommand[]) =>
  expect(() => after(...commands)).toThrow(expect.objectContaining({ reason: code }))

describe('the catalogue that ships', () => {
  test('is itself an edition that could be proposed', () => {
    expect(() => checkListEdition(shippedLists)).not.toThrow()
  })

  test('has every row of the overview of lists', () => {
    const codes = new Set(shippedLists.lists.map(({ code }) => code))
    expect([...codes]).toEqual([
      ...['ABNORMAL_OPERATIONS', 'SERIOUS_VIOLATION', 'JUDGMENT_DEFAULTER', 'WAGE_ARREARS', 'MAJOR_TAX_VIOLATION'],
      ...['WORK_SAFETY', 'GOVERNMENT_PROCUREMENT', 'CUSTOMS', 'STATISTICS', 'ENVIRONMENT', 'FIRE_SAFETY'],
      ...['MEDICAL_INSURANCE', 'INTELLECTUAL_PROPERTY', 'HOUSEKEEPING'],
    ])
  })

  test('knows every list that files already use, on the days on which they do', () => {
    for (const type of firstLists) {
      for (const on of [type.effectiveFrom, type.effectiveUntil ?? today]) {
        const known = listOn(initialLists, type.code, on)
        expect([type.code, known?.definition.mirrored]).toEqual([type.code, type.mirrored])
      }
    }
  })

  test('gives each abnormality its own cures, and lets a lost address be found again or changed', () => {
    const { definition } = requireList(initialLists, 'ABNORMAL_OPERATIONS', today)
    expect(definition.grounds.map(({ code, cures }) => [code, cures.map((cure) => cure.code).join()])).toEqual([
      ...[
        ['AB1', '1'],
        ['AB2', '2'],
        ['AB3', '3'],
      ],
      ['AB4', '4,5'],
    ])
  })

  test('carries the three-year ground for the history alone', () => {
    expect(listOn(initialLists, 'SERIOUS_VIOLATION', day('2021-08-31'))?.definition.grounds[0]).toMatchObject({
      code: 'OLD1',
      replayOnly: true,
    })
    expect(listOn(initialLists, 'SERIOUS_VIOLATION', day('2021-09-01'))?.definition.grounds[0]?.code).toBe('SV5')
  })

  test('lets no measure follow from a list that was not verified', () => {
    const unsure = shippedLists.lists.filter(({ confidence, mirrored }) => confidence === 'UNSURE' && !mirrored)
    expect(unsure.length).toBe(6)
    expect(unsure.flatMap(({ effects }) => effects)).toEqual([])
  })
})

describe('the effects of a list', () => {
  const current = shippedLists.lists.filter(({ effectiveUntil }) => effectiveUntil === null)

  test('are in the catalogue of measures, each with a rule for that list', () => {
    for (const { code, effects } of current) {
      const known = shippedEdition.rules.filter(
        ({ cause }) => cause.kind === 'LISTING' && cause.listTypes.includes(code),
      )
      expect([code, [...effects].sort()]).toEqual([code, [...new Set(known.map(({ measure }) => measure))].sort()])
    }
  })

  test('of a new list are refused where the catalogue of measures does not have them', () => {
    expect(() => requireMeasures(shippedEdition, newList.effects)).not.toThrow()
    expect(() => requireMeasures(shippedEdition, ['PILLORY'])).toThrow('清单之外')
  })
})

describe('a new list type', () => {
  test('is an event, and usable from the day on which its version is in force', () => {
    const catalogue = listsOf(after(propose(), enact()))
    expect(requireList(catalogue, 'NEW_LIST', day('2026-12-01')).version).toBe(2)
    expect(requireList(catalogue, 'NEW_LIST', day('2026-12-01')).definition).toEqual(newList)
    expect(() => requireList(catalogue, 'NEW_LIST', day('2026-11-30'))).toThrow(/第1版.*国办发〔2020〕49号/)
  })

  test('is refused before anybody enacted it, and the refusal names list, day, version, and rule', () => {
    const draft = listsOf(after(propose()))
    expect(() => requireList(draft, 'NEW_LIST', day('2026-12-01'))).toThrow(
      expect.objectContaining({
        reason: 'LIST_NOT_IN_FORCE',
        details: { list: 'NEW_LIST', day: '2026-12-01', version: 1 },
      }),
    )
  })

  test('is withdrawn by one person while nothing is in force of it, and by nobody alone once it is', () => {
    const before = listsOf(after(propose(), enact(), withdraw()))
    expect(listsOn(before, day('2026-12-01')).version).toBe(1)
    refused('LIST_EDITION_IN_FORCE', propose(), enact(today), withdraw())
  })

  test('is gone again where its version was withdrawn in force, as it once could be', () => {
    const { data } = withdraw()
    const gone = { type: 'ListTypesWithdrawn', data: { ...data, withdrawnOn: today } } as ListTypeEvent
    const catalogue = listsOf([...after(propose(), enact(today)), gone])
    expect(listsOn(catalogue, today).version).toBe(1)
    refusal(() => requireList(catalogue, 'NEW_LIST', today))
  })

  test('needs two persons, a new version, a reason, and a day that is not over', () => {
    refused('LIST_EDITION_OWN_ENACTMENT', propose(), enact('2026-12-01', ann))
    refused('LIST_EDITION_NOT_NEW', propose({ ...second, version: 1 }))
    refused('LIST_EDITION_IN_PAST', propose(), enact('2026-11-22'))
    refused('LIST_EDITION_UNKNOWN', enact())
    refused('LIST_EDITION_SHIPPED', withdraw(1))
    refused('LIST_EDITION_WITHDRAWN', propose(), withdraw(), enact())
    refused('LIST_EDITION_ALREADY_ENACTED', propose(), enact(), enact('2026-12-02'))
    refused('LIST_EDITION_WITHOUT_REASON', {
      ...propose(),
      data: { edition: second, proposedBy: ann, reason: ' ' },
    } as ListTypeCommand)
  })

  test('adds nothing when it is sent again', () => {
    expect(after(propose(), propose(), enact(), enact(), withdraw(), withdraw()).length).toBe(3)
  })
})

describe('an edition', () => {
  const spoilt = (change: Partial<ListDefinition>) =>
    expect(() => checkListEdition({ ...second, lists: [{ ...newList, ...change }] }))

  test('is refused when a list has no basis, nobody who decides, or no notice', () => {
    spoilt({ legalBasis: ' ' }).toThrow('lists[0].legalBasis')
    spoilt({ decidedBy: [] }).toThrow('认定机关')
    spoilt({ notice: null }).toThrow('告知')
    spoilt({ numbers: null }).toThrow('文号')
    spoilt({ mirrored: true }).toThrow('镜像')
  })

  test('is refused when a term, an extension, or an early exit makes no sense', () => {
    spoilt({ term: { kind: 'UNTIL_CURED' } }).toThrow('移出事由')
    spoilt({ term: { kind: 'AS_DECIDED', monthsMin: 12, monthsMax: 6 } }).toThrow('期限范围')
    spoilt({ term: { kind: 'AS_TOLD' } }).toThrow('由清单规定')
    spoilt({ extension: { monthsMin: 6, monthsMax: 3, grounds: [] } }).toThrow('延长')
    spoilt({ earlyExit: { afterMonths: 6, since: 'ENTRY', conditions: [] } }).toThrow('条件')
  })

  test.each([
    ['term.kind', { term: { kind: 'FOREVER' } }],
    ['term.orLongerBan', { term: { kind: 'MONTHS', months: 12 } }],
    ['term', { term: null }],
    ['penalty', { penalty: 'HEAVY' }],
    ['notice.unit', { notice: { serving: ['SERVICE'], days: 5, unit: 'WORKDAY', hearing: false } }],
    ['notice.serving[0]', { notice: { serving: ['PIGEON'], days: 5, unit: 'DAY', hearing: false } }],
    ['decidedBy[0]', { decidedBy: ['NOBODY'] }],
    ['name', { name: 5 }],
    ['publicity.isPublic', { publicity: { isPublic: 'no', where: 'x', workingDays: null, note: null } }],
    ['grounds[0].once', { grounds: [{ ...newList.grounds[0], once: 'YEAR' }] }],
    ['earlyExit.since', { earlyExit: { afterMonths: 6, since: 'NEVER', conditions: [{ code: 'A', name: 'a' }] } }],
    ['effectiveUntil', { effectiveUntil: '2027-13-99' }],
    ['endsWithSubject[0]', { endsWithSubject: ['ASLEEP'] }],
    ['strange', { strange: 1 }],
  ])('names the path of what is wrong in it: %s', (path, change) => {
    const given = { ...second, lists: [{ ...newList, ...change }] }
    expect(() => checkListEdition(given)).toThrow(expect.objectContaining({ name: 'InvalidInput' }))
    expect(() => checkListEdition(given)).toThrow(`lists[0].${path}`)
  })

  test('from before a list could end with its subject is read as it was written', () => {
    expect(checkListEdition(second)).toEqual(second)
    expect('endsWithSubject' in newList).toBe(false)
  })

  test('gives a word in document numbers to one list and one kind of decision', () => {
    const numbers = { entry: '严入', exit: '新出', correction: '新更' }
    const with_ = (change: Partial<ListDefinition>) => () =>
      checkListEdition({ ...second, lists: [...shippedLists.lists, { ...newList, ...change }] })
    expect(with_({ numbers })).toThrow('严入')
    expect(with_({ numbers: { entry: '新', exit: '新', correction: '新更' } })).toThrow('文号会重复')
    expect(with_({})).not.toThrow()
  })

  test('publishes and decides nothing by a list whose basis nobody has verified', () => {
    spoilt({ confidence: 'UNSURE' }).toThrow('核实')
    for (const list of shippedLists.lists)
      if (list.confidence === 'UNSURE') expect([list.code, list.publicity.isPublic]).toEqual([list.code, false])
  })

  test('is refused when two versions of a list hold on the same day', () => {
    const until = { ...newList, effectiveUntil: day('2027-12-01') }
    const next = { ...newList, effectiveFrom: day('2027-12-01') }
    expect(() => checkListEdition({ ...second, lists: [until, next] })).toThrow('同一天')
    expect(() =>
      checkListEdition({ ...second, lists: [{ ...until, effectiveUntil: day('2027-11-30') }, next] }),
    ).not.toThrow()
  })
})
