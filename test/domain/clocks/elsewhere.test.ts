import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shippedCalendars } from '../../../domain/clocks/calendars.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { deadlinesFrom } from '../../../domain/clocks/deadlines.ts'
import { listingCaseClockFacts } from '../../../domain/clocks/elsewhere/listing-case.ts'
import { matterClockFacts } from '../../../domain/clocks/elsewhere/matter.ts'
import { punishmentClockFacts } from '../../../domain/clocks/elsewhere/punishment-case.ts'
import type { MatterCommand, OpenMatter, TakeMatterStep } from '../../../domain/clocks/matters/commands.ts'
import { type Matter, matterDecider, withMatterEvent } from '../../../domain/clocks/matters/decider.ts'
import type { MatterEvent } from '../../../domain/clocks/matters/events.ts'
import { type MatterKind, matterKindRule, matterKinds, type MatterStep } from '../../../domain/clocks/matters/kinds.ts'
import { matterRefusals } from '../../../domain/clocks/matters/refusals.ts'
import { clockRules } from '../../../domain/clocks/rules.ts'
import type { ClockFacts } from '../../../domain/clocks/started.ts'
import { emptyFile } from '../../../domain/enterprise/file.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import type { DomainEvent, RecordedEvent } from '../../../domain/kernel/event.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { listingCaseDecider } from '../../../domain/lists/case/decider.ts'
import type { ListingCaseEvent } from '../../../domain/lists/case/events.ts'
import type { CaseCommand } from '../../../domain/punishment/case/commands.ts'
import type { CaseEvent } from '../../../domain/punishment/case/events.ts'
import { day, fileAfter, today } from '../../support/given.ts'
import * as p from '../../support/punishment.ts'
import { agency, enter, grant, impose, listingId, penaltyId, register, uscc } from '../../support/wishes.ts'
import * as l from '../lists/case-world.ts'

const ann = { agency: agency.code, officer: 'ann' }
const police = { code: '11310104MA1070099X', name: '上海市公安局徐汇分局' }
const { file } = fileAfter([register(), impose(), enter()])

const recorded = <E extends DomainEvent>(events: readonly E[]): readonly RecordedEvent<E>[] =>
  events.map((event, place) => {
    const metadata = { recordedAt: '2026-11-23T01:00:00.000Z' }
    return { ...event, id: `e${place}`, metadata } as unknown as RecordedEvent<E>
  })
const deadlinesOn = (facts: ClockFacts | undefined, on: string): readonly Deadline[] =>
  deadlinesFrom(facts ?? { started: [], ended: [] }, clockRules, shippedCalendars, day(on))
const shown = (facts: ClockFacts | undefined, on: string) =>
  deadlinesOn(facts, on).map(({ code, dueOn, state }) => `${code} ${dueOn} ${state}`)

const open = (kind: MatterKind, on: string, changes: Partial<OpenMatter['data']> = {}): OpenMatter => ({
  type: 'OpenMatter',
  data: {
    ...{ matterId: '01M84ZSMA0BRENJKZKZ0WXQ9Z3', kind, uscc, owner: agency, documentNumber: null, summary: '事由' },
    record: matterKindRule(kind).about === null ? null : { section: 'PENALTY', recordId: penaltyId },
    to: matterKindRule(kind).handsOver ? police : null,
    ...{ openedOn: day(on), openedBy: ann, ...changes },
  },
  ...{ file, agency: agency.code, today },
})
const take = (step: MatterStep, on: string, changes: Partial<TakeMatterStep['data']> = {}): TakeMatterStep => ({
  type: 'TakeMatterStep',
  data: { step, takenOn: day(on), to: null, documentNumber: null, note: null, takenBy: ann, ...changes },
  ...{ agency: agency.code, today },
})
const strike = (reason = '录错'): MatterCommand => ({
  ...{ type: 'VoidMatter', data: { reason, voidedBy: ann }, agency: agency.code, today },
})

function eventsOf(...commands: readonly MatterCommand[]): readonly MatterEvent[] {
  const events: MatterEvent[] = []
  for (const command of commands)
    events.push(...matterDecider.decide(command, events.reduce<Matter | undefined>(withMatterEvent, undefined)))
  return events
}
const factsOf = (...commands: readonly MatterCommand[]) => matterClockFacts(recorded(eventsOf(...commands)))
const refusal = (...commands: readonly MatterCommand[]): string => {
  try {
    eventsOf(...commands)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    expect(error.message).not.toMatch(/\{\w+\}/)
    expect(Object.keys(matterRefusals)).toContain(error.reason)
    return error.reason
  }
  return 'NONE'
}

test('every clock of the master table is started by some recorded fact', () => {
  const folder = (name: string) => new URL(`../../../domain/clocks/${name}/`, import.meta.url)
  const sources = ['file', 'elsewhere'].flatMap((name) =>
    readdirSync(folder(name)).map((path) => readFileSync(new URL(path, folder(name)), 'utf8')),
  )
  const ofMatters: readonly string[] = Object.values(matterKinds).flatMap(({ starts, steps }) => [
    ...starts,
    ...Object.values(steps).flatMap((one) => one.starts),
  ])
  for (const { code, starts } of clockRules)
    for (const kind of starts)
      expect([code, ofMatters.includes(kind) || sources.some((text) => text.includes(`'${kind}'`))]).toEqual([
        code,
        true,
      ])
})

describe('the clocks of a matter', () => {
  test('of an objection: marked in one working day, passed on in two, decided in five by whoever has it', () => {
    const given = [open('OBJECTION_FOR_PROVIDER', '2026-11-06')]
    expect(shown(factsOf(...given), '2026-11-09')).toEqual(['OBJ-FWD 2026-11-10 OPEN', 'OBJ-MARK 2026-11-09 OPEN'])
    const forwarded = [...given, take('MARK', '2026-11-09'), take('FORWARD', '2026-11-10', { to: police })]
    const facts = factsOf(...forwarded)
    expect(shown(facts, '2026-11-18')).toEqual([
      ...['OBJ-FWD 2026-11-10 DONE', 'OBJ-MARK 2026-11-09 DONE', 'OBJ-DEC 2026-11-17 LATE'],
    ])
    expect(deadlinesOn(facts, '2026-11-18').at(-1)).toMatchObject({ owner: police, daysLate: 1, officer: null })
  })

  test('of a repair: seven working days to decide since 25 December 2025, fifteen before, and three to share', () => {
    const old = factsOf(open('REPAIR', '2025-11-03'), take('ACCEPT', '2025-11-04'))
    expect(shown(old, '2025-11-20')).toEqual(['REP-ACCEPT 2025-11-05 DONE', 'REP-DECIDE 2025-11-25 OPEN'])
    const fresh = [open('REPAIR', '2026-11-02'), take('ACCEPT', '2026-11-03'), take('DECIDE', '2026-11-10')]
    expect(shown(factsOf(...fresh), '2026-11-12')).toEqual([
      ...['REP-ACCEPT 2026-11-04 DONE', 'REP-DECIDE 2026-11-12 DONE', 'REP-SYNC 2026-11-13 OPEN'],
    ])
    expect(shown(factsOf(...fresh, take('SYNC', '2026-11-16')), '2026-11-20').at(-1)).toBe(
      'REP-SYNC 2026-11-13 DONE_LATE',
    )
  })

  test('of a crime: three days, then one, then three for the police, who own theirs', () => {
    const facts = factsOf(
      ...[open('CRIME_TRANSFER', '2026-11-09'), take('APPROVE', '2026-11-10')],
      take('MOVE', '2026-11-11', { to: police }),
    )
    expect(shown(facts, '2026-11-12')).toEqual([
      ...['CRIME-DEC 2026-11-12 DONE', 'CRIME-MOVE 2026-11-11 DONE', 'CRIME-CHECK 2026-11-16 OPEN'],
    ])
    expect(deadlinesOn(facts, '2026-11-12').at(-1)?.owner).toEqual(police)
  })

  test('of a pushed registration are marked yellow after seven working days and red after ten', () => {
    const facts = factsOf(open('DUAL_NOTICE', '2026-11-02'))
    const alertOn = (on: string) => deadlinesOn(facts, on)[0]?.alert
    expect([alertOn('2026-11-11'), alertOn('2026-11-12'), alertOn('2026-11-17')]).toEqual([null, 'YELLOW', 'RED'])
  })

  test('of a decision that was served count from that day, on the record of the file', () => {
    const facts = factsOf(open('SERVICE', '2026-05-06'), take('REVIEW', '2026-06-01'))
    expect(deadlinesOn(facts, '2026-06-02')).toMatchObject([
      { code: 'REVIEW', record: { section: 'PENALTY', recordId: penaltyId }, state: 'DONE', presumed: false },
      { code: 'SUIT', dueOn: '2026-11-06', state: 'OPEN' },
    ])
  })

  test('never ran where it had been entered by mistake', () => {
    expect(factsOf(open('OBJECTION', '2026-11-06'), strike())).toEqual({ started: [], ended: [] })
  })
})

describe('a matter', () => {
  test('takes each step once, in order, on a day that is past, and none once it is closed', () => {
    const given = [open('REPAIR', '2026-11-02'), take('ACCEPT', '2026-11-03')]
    expect(refusal(...given, take('ACCEPT', '2026-11-04'))).toBe('MATTER_STEP_TAKEN')
    expect(refusal(open('REPAIR', '2026-11-02'), take('DECIDE', '2026-11-03'))).toBe('MATTER_STEP_OUT_OF_ORDER')
    expect(refusal(...given, take('DECIDE', '2026-11-24'))).toBe('MATTER_DAY_IN_FUTURE')
    expect(refusal(...given, take('DECIDE', '2026-11-02'))).toBe('MATTER_DAYS_OUT_OF_ORDER')
    expect(refusal(...given, take('WITHDRAW', '2026-11-04'), take('DECIDE', '2026-11-05'))).toBe('MATTER_CLOSED')
    expect(refusal(...given, take('MOVE', '2026-11-04', { to: police }))).toBe('MATTER_STEP_UNKNOWN')
    expect(refusal(open('OBJECTION_FOR_PROVIDER', '2026-11-02'), take('FORWARD', '2026-11-03'))).toBe(
      'MATTER_RECEIVER_MISSING',
    )
    expect(refusal(...given, strike(), take('DECIDE', '2026-11-05'))).toBe('MATTER_VOIDED')
  })

  test('said again adds nothing, and another under its id is refused', () => {
    const given = [open('REPAIR', '2026-11-02'), take('ACCEPT', '2026-11-03'), strike()]
    expect(eventsOf(...given, ...given)).toEqual(eventsOf(...given))
    expect(refusal(open('REPAIR', '2026-11-02'), open('REPAIR', '2026-11-03'))).toBe('MATTER_ID_TAKEN')
  })

  test('is about a record that is in the file, where its kind asks for one', () => {
    expect(refusal(open('REPAIR', '2026-11-02', { record: null }))).toBe('MATTER_RECORD_NEEDED')
    expect(refusal(open('REPAIR', '2026-11-02', { record: { section: 'LISTING', recordId: 'x' } }))).toBe(
      'MATTER_RECORD_UNKNOWN',
    )
    expect(refusal(open('REPAIR', '2026-11-02', { record: { section: 'LISTING', recordId: listingId } }))).toBe('NONE')
    expect(refusal(open('DUAL_NOTICE', '2026-11-02', { record: { section: 'PENALTY', recordId: penaltyId } }))).toBe(
      'MATTER_RECORD_UNNEEDED',
    )
    expect(refusal({ ...open('DUAL_NOTICE', '2026-11-02'), file: emptyFile })).toBe('MATTER_FILE_MISSING')
    expect(refusal(open('DUAL_NOTICE', '2026-11-02', { summary: ' ' }))).toBe('MATTER_SUMMARY_MISSING')
    expect(refusal(open('DUAL_NOTICE', '2026-11-02'), strike(' '))).toBe('MATTER_REASON_MISSING')
    expect(refusal(take('CLAIM', '2026-11-02'))).toBe('MATTER_UNKNOWN')
  })

  test('is handled by the agency whose it is, and by whom it was handed over to', () => {
    const other = { agency: police.code, officer: 'eve' }
    const given = [open('OBJECTION_FOR_PROVIDER', '2026-11-02')]
    const step = { ...take('MARK', '2026-11-03', { takenBy: other }), agency: police.code }
    expect(() => eventsOf(...given, step)).toThrow('本机关')
    const decide = { ...take('DECIDE', '2026-11-05', { takenBy: other }), agency: police.code }
    expect(eventsOf(...given, take('FORWARD', '2026-11-03', { to: police }), decide)).toHaveLength(3)
  })
})

describe('the clocks of a listing case', () => {
  const factsAfter = (...commands: readonly ListingCaseCommand[]): ClockFacts => {
    const events: ListingCaseEvent[] = []
    for (const command of commands) events.push(...listingCaseDecider.decide(command, l.grown(undefined, events)))
    return listingCaseClockFacts(recorded(events))
  }
  const lost = (changes = {}) =>
    l.name({ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', groundText: '无法联系', penaltyIds: [], ...changes })

  test('run from the verification to the entry, and for the statement, which is the enterprise’s own', () => {
    const given = [lost(), l.serve()]
    expect(shown(factsAfter(...given), '2026-03-05')).toEqual(['ABN-IN 2026-03-16 OPEN', 'LIST-STATE 2026-03-10 OPEN'])
    expect(deadlinesOn(factsAfter(...given), '2026-03-05').at(-1)).toMatchObject({ owedBy: 'ENTERPRISE', owner: null })
    const decided = [...given, l.waive(), l.propose({ weighed: [] }), l.decide()]
    expect(shown(factsAfter(...decided), '2026-03-31')).toEqual([
      ...['ABN-IN 2026-03-16 DONE_LATE', 'LIST-STATE 2026-03-10 DONE'],
    ])
  })

  test('of a statement that nobody made are over, and never on a provisional day', () => {
    expect(shown(factsAfter(lost(), l.serve()), '2026-03-11').at(-1)).toBe('LIST-STATE 2026-03-10 LAPSED')
    const late = factsAfter(lost({}), l.serve('2026-12-29', { on: '2026-12-29' }))
    expect(deadlinesOn(late, '2027-02-01').at(-1)).toMatchObject({ state: 'OPEN', provisional: [2027] })
  })

  test('of an application to come off are those of a repair, and a verified cure is owed its exit', () => {
    const applied = [...l.listed, l.publish(), l.applyForExit(), l.accept()]
    const repairs = (facts: ClockFacts, on: string) => shown(facts, on).filter((one) => one.startsWith('REP'))
    expect(repairs(factsAfter(...applied), '2027-04-06')).toEqual([
      ...['REP-ACCEPT 2027-04-05 DONE', 'REP-DECIDE 2027-04-13 OPEN'],
    ])
    const ended = [...applied, l.proposeExit(), l.decideExit()]
    expect(repairs(factsAfter(...ended), '2027-04-08')).toEqual([
      ...['REP-ACCEPT 2027-04-05 DONE', 'REP-DECIDE 2027-04-13 DONE', 'REP-SYNC 2027-04-12 OPEN'],
    ])
  })
})

describe('the clocks of a joint-punishment case', () => {
  const factsAfter = (...commands: readonly CaseCommand[]) =>
    punishmentClockFacts(recorded(p.given(...commands).events as readonly CaseEvent[]))

  test('run for each order of each enterprise, and are the executing agency’s', () => {
    const facts = factsAfter(p.draft(), p.pass())
    expect([...facts.keys()]).toEqual(['uscc0', 'uscc1'])
    const running = deadlinesOn(facts.get('uscc0'), '2026-03-03')
    expect(running.map(({ code, owner }) => [code, owner?.name])).toEqual([
      ...[['RESPONSE', '财政局'] as const, ['RESPONSE', '建管委'] as const],
    ])
  })

  test('stop with an objection, start again where it does not hold, and end with the feedback', () => {
    const objected = [p.draft(), p.pass(), p.object({ lineIds: ['L0'] })]
    const states = (facts: ReadonlyMap<string, ClockFacts>) =>
      deadlinesOn(facts.get('uscc0'), '2026-03-03')
        .filter(({ owner }) => owner?.code === 'FIN')
        .map(({ state }) => state)
        .sort()
    expect(states(factsAfter(...objected))).toEqual(['DONE'])
    expect(states(factsAfter(...objected, p.answer(false)))).toEqual(['DONE', 'OPEN'])
    expect(states(factsAfter(...objected, p.answer(false), p.accept(), p.execute()))).toEqual(['DONE', 'DONE'])
  })

  test('are of the officer who took the order on, from then on; the answer to an objection is not', () => {
    const officersOf = (...commands: readonly CaseCommand[]) =>
      deadlinesOn(factsAfter(p.draft(), p.pass(), ...commands).get('uscc0'), '2026-03-03')
        .filter(({ record }) => record.recordId.includes('/FIN/'))
        .map(({ code, officer }) => `${code} ${officer}`)
        .toSorted()
    const { by } = p.accept().data as { by: { officer: string } }
    expect(officersOf()).toEqual(['RESPONSE null'])
    expect(officersOf(p.accept({ lineIds: ['L1'] }))).toEqual(['RESPONSE null'])
    expect(officersOf(p.accept())).toEqual([`RESPONSE ${by.officer}`])
    expect(officersOf(p.accept(), p.release(['L0']))).toEqual([`RELEASE ${by.officer}`, `RESPONSE ${by.officer}`])
    expect(officersOf(p.object(), p.answer(false), p.accept())).toEqual([
      ...['OBJECTION-ANSWER null', `RESPONSE ${by.officer}`, `RESPONSE ${by.officer}`],
    ])
  })

  test('an objection is to be answered by the agency that asked, until it is or its ground falls', () => {
    const objected = [p.draft(), p.pass(), p.object({ lineIds: ['L0'] })]
    const answers = (...commands: readonly CaseCommand[]) =>
      deadlinesOn(factsAfter(...objected, ...commands).get('uscc0'), '2026-03-10')
        .filter(({ code }) => code === 'OBJECTION-ANSWER')
        .map(({ owner, dueOn, state }) => [owner?.name, dueOn, state])
    const market = p.directory.agencies[0]?.agency.name
    expect(answers()).toEqual([[market, '2026-03-09', 'LATE']])
    expect(answers(p.answer(false))).toEqual([[market, '2026-03-09', 'DONE']])
    expect(answers(p.answer(true))).toEqual([[market, '2026-03-09', 'DONE']])
    expect(answers(p.release(['L0']))).toEqual([[market, '2026-03-09', 'FALLEN']])
  })

  test('fall with the ground, and the release is confirmed in three working days', () => {
    const released = [p.draft(), p.pass(), p.release(['L0'])]
    const codes = shown(factsAfter(...released).get('uscc0'), '2026-03-03')
    expect(codes.filter((one) => one.endsWith('FALLEN'))).toHaveLength(2)
    expect(codes.filter((one) => one === 'RELEASE 2026-03-05 OPEN')).toHaveLength(2)
    expect(shown(factsAfter(...released, p.confirm({ lineIds: ['L0'] })).get('uscc0'), '2026-03-03')).toContain(
      'RELEASE 2026-03-05 DONE',
    )
  })
})

describe('a matter that is closed', () => {
  const steps = Object.keys(matterKinds).flatMap((kind) => Object.keys(matterKindRule(kind as MatterKind).steps))
  const anySteps = fc.array(fc.constantFrom(...(new Set(steps) as Set<MatterStep>)), { maxLength: 8 })
  const anyKind = fc.constantFrom(...(Object.keys(matterKinds) as MatterKind[]))

  test('has no clock that still runs, whatever was done about it in what order', () => {
    fc.assert(
      fc.property(anyKind, anySteps, (kind, wanted) => {
        const commands: MatterCommand[] = [open(kind, '2026-11-02')]
        for (const [place, step] of wanted.entries()) {
          const to = matterKindRule(kind).steps[step]?.handsOver ? police : null
          const next = take(step, `2026-11-${String(3 + place).padStart(2, '0')}`, { to })
          try {
            eventsOf(...commands, next)
            commands.push(next)
          } catch (error) {
            if (!(error instanceof Refused)) throw error
          }
        }
        const events = eventsOf(...commands)
        const matter = events.reduce<Matter | undefined>(withMatterEvent, undefined)
        const own = deadlinesOn(matterClockFacts(recorded(events)), '2026-11-20').filter(
          ({ record, state }) => record.section === 'MATTER' && (state === 'OPEN' || state === 'LATE'),
        )
        if (matter?.closedBy) expect(own).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('is one that was decided and marked, in either order', () => {
    const decided = [open('OBJECTION', '2026-11-02'), take('DECIDE', '2026-11-03')]
    expect(shown(factsOf(...decided), '2026-11-20')).toContain('OBJ-MARK 2026-11-03 LATE')
    expect(shown(factsOf(...decided, take('MARK', '2026-11-04')), '2026-11-20')).toContain(
      'OBJ-MARK 2026-11-03 DONE_LATE',
    )
    expect(refusal(...decided, take('WITHDRAW', '2026-11-04'))).toBe('MATTER_STEP_EXCLUDED')
    expect(refusal(...decided, take('MARK', '2026-11-04'), take('WITHDRAW', '2026-11-05'))).toBe('MATTER_CLOSED')
  })

  test('is a push to another province with its opening', () => {
    expect(refusal(open('PENALTY_PUSH', '2026-11-02'), take('PUSH', '2026-11-03'))).not.toBe('NONE')
  })
})

describe('a matter', () => {
  test('of a decision is not opened before that was made, nor where none was', () => {
    const service = (on: string, recordId = penaltyId) =>
      open('SERVICE', on, { record: { section: 'PENALTY', recordId } })
    expect(refusal(service('2020-01-02'))).toBe('MATTER_BEFORE_DECISION')
    expect(refusal(service('2026-11-02'))).toBe('NONE')
    const { file: licensed } = fileAfter([register(), grant()])
    const record =
      [...licensed.records.keys()].find((key) => key.startsWith('LICENCE/'))?.slice('LICENCE/'.length) ?? ''
    const ofLicence = open('SERVICE', '2026-11-02', { record: { section: 'LICENCE', recordId: record } })
    expect(refusal({ ...ofLicence, file: licensed })).toBe('MATTER_NO_DECISION')
  })

  test('of a pushed registration is owed by whom it was pushed to, who may give it back', () => {
    const pushed = open('DUAL_NOTICE', '2026-11-02')
    expect(deadlinesOn(factsOf(pushed), '2026-11-03')).toMatchObject([
      { code: 'DUAL-CLAIM', owner: police, officer: null },
    ])
    expect(refusal(open('DUAL_NOTICE', '2026-11-02', { to: null }))).toBe('MATTER_RECEIVER_MISSING')
    expect(refusal(open('OBJECTION', '2026-11-02', { to: police }))).toBe('MATTER_RECEIVER_UNNEEDED')
    const eve = { agency: police.code, officer: 'eve' }
    const back = { ...take('RETURN', '2026-11-04', { takenBy: eve }), agency: police.code }
    expect(shown(factsOf(pushed, back), '2026-11-05')).toEqual(['DUAL-CLAIM 2026-11-23 FALLEN'])
  })

  test('of the centre’s own deciding is owed by the centre, and by the provider where it went there', () => {
    const parties = (facts: ClockFacts) =>
      deadlinesOn(facts, '2026-11-04').flatMap(({ code, owedBy }) => (code === 'OBJ-DEC' ? [owedBy] : []))
    expect(parties(factsOf(open('OBJECTION', '2026-11-02')))).toEqual(['CREDIT_PLATFORM'])
    const forwarded = [open('OBJECTION_FOR_PROVIDER', '2026-11-02'), take('FORWARD', '2026-11-03', { to: police })]
    expect(parties(factsOf(...forwarded))).toEqual(['PROVIDER'])
  })
})
