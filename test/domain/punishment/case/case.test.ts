import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  caseOf,
  caseStageOf,
  linesWithoutPersons,
  type PunishmentCase,
} from '../../../../domain/punishment/case/case.ts'
import type { CaseCommand } from '../../../../domain/punishment/case/commands.ts'
import { caseDecider } from '../../../../domain/punishment/case/decider.ts'
import {
  type LineStage,
  lineStages,
  moves,
  type OrderStep,
  orderSteps,
} from '../../../../domain/punishment/case/steps.ts'
import { identityCheckCharacter } from '../../../../domain/kernel/identity-number.ts'
import { Forbidden, Refused } from '../../../../domain/kernel/errors.ts'
import { stateAfter } from '../../../support/decisions.ts'
import { day } from '../../../support/given.ts'
import { shippedEdition } from '../../../../domain/punishment/measures/shipped-edition.ts'
import * as p from '../../../support/punishment.ts'
import { agency as market } from '../../../support/wishes.ts'

const { given } = p
const passed = [p.draft(), p.pass()]

describe('a case', () => {
  test('is drafted by itself, passed by a person of the agency that asks, and ordered of every agency', () => {
    given().when(p.draft()).then('PunishmentCaseDrafted', 'PunishmentLinesAdded')
    given(p.draft()).when(p.pass()).then('PunishmentCasePassed', 'PunishmentOrderIssued', 'PunishmentOrderIssued')
    const { state } = given(...passed)
    expect(state?.orders.get(p.finance.code)?.lines.size).toBe(2)
    expect(state?.orders.get(p.finance.code)?.feedbackDueOn).toBe('2026-03-30')
  })
  test('is ordered of those who are there on the day of passing, by the catalogue of that day', () => {
    const edition = (...codes: string[]) => ({
      ...shippedEdition,
      rules: shippedEdition.rules.filter(({ code }) => !codes.includes(code)),
    })
    const passing = (withdrawn: readonly string[], agencies = p.executing) => {
      const { data } = p.pass(p.passer, undefined, agencies) as Extract<CaseCommand, { type: 'PassCase' }>
      return p.command('PassCase', { ...data, edition: edition(...withdrawn) })
    }
    const ordersBy = (command: CaseCommand) =>
      [...(given(p.draft(), command).state?.orders.values() ?? [])].map(({ agency, rules }) => [agency.code, ...rules])
    const [finance, housing] = p.executing.map(({ agency }) => agency.code)
    expect(ordersBy(passing([], p.executing.slice(0, 1)))).toEqual([[finance, 'N-ENTRY-SERIOUS', 'N-FUNDS-SERIOUS']])
    expect(ordersBy(passing(['N-ENTRY-SERIOUS']))).toEqual([[finance, 'N-FUNDS-SERIOUS']])
    const joined = { agency: { code: 'COM', name: '商务委' }, kinds: ['COMMERCE'] as const }
    expect(ordersBy(passing([], [...p.executing, joined]))).toEqual([
      ...[
        [finance, 'N-ENTRY-SERIOUS', 'N-FUNDS-SERIOUS'],
        [housing, 'N-ENTRY-SERIOUS'],
      ],
      ['COM', 'N-FUNDS-SERIOUS'], // Nobody was of that kind when it was drafted.
    ])
    const { state } = given(p.draft(), passing(['N-ENTRY-SERIOUS']))
    expect(state?.executors.map(({ agency }) => agency.code)).toEqual([finance])
    given(p.draft())
      .when(passing(['N-ENTRY-SERIOUS', 'N-FUNDS-SERIOUS']))
      .thenRefused('CASE_EXECUTORS_GONE')
    given(p.draft()).when(passing([], [])).thenRefused('CASE_EXECUTORS_GONE')
  })
  test('is sent back with a reason, and handed in again with what was changed', () => {
    const [back, again] = [p.sendBack(), p.again()]
    given(p.draft()).when(back).then('PunishmentCaseReturned')
    given(p.draft(), back).when(back).thenNothing()
    given(p.draft(), back).when(p.sendBack('R9')).thenRefused('CASE_IS_RETURNED')
    given(p.draft(), back).when(p.pass()).thenRefused('CASE_IS_RETURNED')
    given(p.draft(), back).when(again).then('PunishmentCaseResubmitted')
    given(p.draft(), back).when(p.again('R2', ' ')).thenRefused('CASE_RESUBMITTED_WITHOUT_NOTE')
    given(p.draft(), back, again).when(p.again('R3')).thenRefused('CASE_NOT_RETURNED')
    given(p.draft(), back, again)
      .when(p.pass())
      .then('PunishmentCasePassed', 'PunishmentOrderIssued', 'PunishmentOrderIssued')
    given(...passed)
      .when(back)
      .thenRefused('CASE_ALREADY_PASSED')
    given(...passed)
      .when(again)
      .thenRefused('CASE_ALREADY_PASSED')
    given(p.draft()).when(p.sendBack('R1', '')).thenRefused('CASE_RETURN_WITHOUT_REASON')
  })
  test('is sent back and handed in again once for each request, however late that comes again', () => {
    const rounds = [p.draft(), p.sendBack(), p.again()]
    given(...rounds)
      .when(p.again())
      .thenNothing()
    given(...rounds)
      .when(p.sendBack())
      .thenNothing()
    given(...rounds)
      .when(p.sendBack('R3'))
      .then('PunishmentCaseReturned')
    given(...rounds)
      .when(p.sendBack('R1', '别的'))
      .thenRefused('CASE_REQUEST_TAKEN')
    given(...rounds)
      .when(p.again('R1'))
      .thenRefused('CASE_REQUEST_TAKEN')
    given(...rounds, p.pass())
      .when(p.sendBack())
      .thenNothing()
  })
  test('can be given up with a reason while nobody was ordered anything, and is then neither passed nor added to', () => {
    for (const before of [[p.draft()], [p.draft(), p.sendBack()]]) {
      given(...before)
        .when(p.withdraw())
        .then('PunishmentCaseWithdrawn')
      given(...before)
        .when(p.withdraw(' '))
        .thenRefused('CASE_WITHDRAWN_WITHOUT_REASON')
    }
    const givenUp = [p.draft(), p.withdraw()]
    const { state } = given(...givenUp)
    expect(state && caseStageOf(state)).toBe('WITHDRAWN')
    given(...givenUp)
      .when(p.withdraw())
      .thenNothing()
    const add = p.command('AddCaseLines', { lines: p.lines(1, 7), linesExpected: null, by: p.system })
    for (const next of [p.withdraw('别的'), p.pass(), p.sendBack(), p.again(), add])
      given(...givenUp)
        .when(next)
        .thenRefused('CASE_WITHDRAWN')
    given(...passed)
      .when(p.withdraw())
      .thenRefused('CASE_ALREADY_PASSED')
    given(p.draft())
      .when(p.withdraw('x', p.of('FIN', 'x')))
      .thenForbidden()
  })
  test('asks for nothing outside the catalogue, nor for what its list or its agency does not warrant', () => {
    const asking = (rule: string) => p.draft({ executors: [{ agency: p.finance, rules: [rule] }] })
    given().when(asking('N-PILLORY')).thenRefused('MEASURE_NOT_IN_CATALOGUE')
    given().when(asking('N-ENTRY-WAGES')).thenRefused('CASE_RULE_NOT_FOR_LIST')
    given().when(asking('N-CREDIT-PUBLIC')).thenRefused('CASE_EXECUTED_BY_NOBODY')
    given()
      .when(p.draft({ requestingKinds: ['TAX'] }))
      .thenRefused('CASE_NOT_ENTITLED')
    given()
      .when(p.draft({ executors: [] }))
      .thenRefused('CASE_WITHOUT_MEASURES')
  })
  test('is one case over many enterprises, in portions that the log can hold', () => {
    const { events } = given(p.draft({ lines: p.lines(500), linesExpected: 1_200 }))
    expect(events.map(({ type }) => type).slice(1)).toEqual(Array(5).fill('PunishmentLinesAdded'))
    expect(JSON.stringify(events).length * 2).toBeLessThan(1_048_576)
    const more = (from: number, count: number, linesExpected: number | null = null) =>
      p.command('AddCaseLines', { lines: p.lines(count, from), linesExpected, by: p.system })
    const first = p.draft({ lines: p.lines(500), linesExpected: 1_200 })
    given(first).when(p.pass()).thenRefused('CASE_LINES_MISSING')
    given(first).when(more(500, 501)).thenRefused('CASE_LINES_TOO_MANY')
    const whole = given(first, more(500, 500), more(1_000, 200), p.pass())
    expect(whole.state?.orders.get(p.finance.code)?.lines.size).toBe(1_200)
    given(first, more(500, 500)).when(more(500, 500)).thenNothing()
    given(p.draft()).when(more(1, 2)).then('PunishmentLinesAdded')
    expect(given(p.draft(), more(1, 2)).state?.lines.size).toBe(3)
    given(...passed)
      .when(more(5, 1))
      .thenRefused('CASE_ALREADY_PASSED')
  })
  test('is the same however often it is drafted, and its id names no other', () => {
    given(p.draft()).when(p.draft()).thenNothing()
    given(p.draft())
      .when(p.draft({ decisionNumber: '严入9号' }))
      .thenRefused('CASE_ID_TAKEN')
    given(...passed)
      .when(p.pass())
      .thenNothing()
    given(p.draft())
      .when(p.draft({ lines: [{ ...p.line(0), name: '别的公司' }] }))
      .thenRefused('CASE_LINE_TAKEN')
    given()
      .when(p.draft({ lines: p.lines(3) }))
      .thenRefused('CASE_LINES_EXCEEDED')
  })
  test('names the lines that restrict an office and record nobody responsible', () => {
    const lines = [p.line(0), { ...p.line(1), persons: [] }]
    const namedBy = (rule: string) => {
      const { state } = given(p.draft({ lines, executors: [{ agency: market, rules: [rule] }] }))
      return state && linesWithoutPersons(state, shippedEdition).map(({ lineId }) => lineId)
    }
    expect(namedBy('N-OFFICE-SERIOUS')).toEqual(['L1'])
    expect(namedBy('N-HONOURS-SERIOUS')).toEqual([])
  })
})

describe('whoever answers for a line', () => {
  const persons = [{ personId: 'other', keyId: 'key-of-another' }]
  const changed = (lineId: string, now = persons) =>
    p.command('ChangePersons', { lines: [{ lineId, persons: now }], by: p.system })
  test('is told anew when the file says so, before the case was passed and after, once', () => {
    for (const before of [[p.draft()], passed]) {
      given(...before)
        .when(changed('L0'))
        .then('PunishmentPersonsChanged')
      given(...before, changed('L0'))
        .when(changed('L0'))
        .thenNothing()
      given(...before)
        .when(changed('L0', [...p.line(0).persons]))
        .thenNothing()
      expect(given(...before, changed('L0')).state?.lines.get('L0')?.persons).toEqual(persons)
    }
    given(p.draft()).when(changed('L9')).thenRefused('LINE_UNKNOWN')
    given(...passed, changed('L0'))
      .when(p.draft())
      .thenNothing()
  })
  test('is of no matter any more once the ground of the line fell', () => {
    given(...passed, p.release(['L0']))
      .when(changed('L0'))
      .thenNothing()
  })
})

describe('nobody completes a case alone', () => {
  const one = p.of(market.code, 'one')
  test('who drafts does not pass, who passes does not release, who executes does neither', () => {
    given(p.draft({ by: one }))
      .when(p.pass(one))
      .thenRefused('CASE_ROLE_TAKEN')
    given(...passed)
      .when(p.release(['L0'], null, p.passer))
      .thenRefused('CASE_ROLE_TAKEN')
    given(p.draft({ by: one }), p.pass())
      .when(p.release(['L0'], null, one))
      .thenRefused('CASE_ROLE_TAKEN')
    const own = p.draft({ executors: [{ agency: market, rules: ['N-ENTRY-SERIOUS'] }] })
    const passing = p.pass(p.passer, undefined, p.directory.agencies.slice(0, 1))
    given(own, passing)
      .when(p.accept({ agency: market.code, officer: 'passer' }))
      .thenRefused('CASE_ROLE_TAKEN')
    given(own, passing, p.accept({ agency: market.code, officer: 'one' }))
      .when(p.release(['L0'], null, one))
      .thenRefused('CASE_ROLE_TAKEN')
  })
  test('nor under the same account of another agency', () => {
    given(...passed)
      .when(p.accept({ officer: 'passer' }))
      .thenRefused('CASE_ROLE_TAKEN')
  })
  test('nor does who proposed or decided the entries pass their case', () => {
    const listed = p.draft({ listedBy: [p.of(market.code, 'lister'), p.of(market.code, 'decider')] })
    for (const one of ['lister', 'decider'])
      given(listed)
        .when(p.pass(p.of(market.code, one)))
        .thenRefused('CASE_PASSED_BY_LISTER')
    given(listed).when(p.pass()).then('PunishmentCasePassed', 'PunishmentOrderIssued', 'PunishmentOrderIssued')
  })
  test('and each step belongs to its own agency', () => {
    given(p.draft())
      .when(p.pass(p.of('FIN', 'x')))
      .thenForbidden()
    given(p.draft()).when(p.pass(p.system)).thenForbidden()
    given(...passed)
      .when(p.release(['L0'], null, p.of('FIN', 'x')))
      .thenForbidden()
    const foreign = { ...p.accept(), data: { ...p.accept().data, by: p.of('HOU', 'x') } } as CaseCommand
    given(...passed)
      .when(foreign)
      .thenForbidden()
    given(...passed)
      .when({ ...p.accept(), agency: 'HOU' })
      .thenForbidden()
  })
  test('whatever the course of a case, no person has two roles in it', () => {
    const people = ['a', 'b', 'c'].map((name) => p.of(market.code, name))
    const anyone = fc.constantFrom(...people)
    const own = { executors: [{ agency: market, rules: ['N-ENTRY-SERIOUS'] }] }
    const anyStep = fc.tuple(fc.nat(8), anyone).map(([kind, by]): CaseCommand => {
      const at = { agency: market.code, officer: by.officer }
      const insist = { ...p.answer(false, at), data: { ...p.answer(false, at).data, by } } as CaseCommand
      const steps = [
        p.pass(by, undefined, p.directory.agencies.slice(0, 1)),
        p.accept(at),
        p.execute(at),
        p.confirm(at),
        p.release(['L0', 'L1'], null, by),
        p.object(at),
      ]
      return [...steps, insist, p.sendBack('R1', 'x', by), p.again('R2', 'x', by)][kind] as CaseCommand
    })
    fc.assert(
      fc.property(anyone, fc.array(anyStep, { maxLength: 14 }), (drafter, steps) => {
        const events = [...given(p.draft({ ...own, by: drafter })).events]
        const did = new Map<string, Set<string>>()
        for (const step of steps) {
          try {
            events.push(...caseDecider.decide(step, stateAfter(caseDecider, events)))
          } catch (error) {
            if (!(error instanceof Refused) && !(error instanceof Forbidden)) throw error
          }
        }
        for (const { type, data } of events)
          for (const [name, by] of Object.entries(data)) {
            if (!name.endsWith('By')) continue
            const who = (by as { officer: string }).officer
            did.set(who, (did.get(who) ?? new Set()).add(roleOf(type)))
          }
        for (const roles of did.values()) expect(roles.size).toBe(1)
      }),
      { numRuns: 300 },
    )
  })
})

const roleOf = (type: string): string =>
  /Drafted|Added|Resubmitted/.test(type)
    ? 'propose'
    : /Passed|Returned|Answered/.test(type)
      ? 'pass'
      : /Ground|ReleaseOrdered|Withdrawn/.test(type)
        ? 'release'
        : 'execute'

/** How a line comes to each stage, and the step from it. */
const courseTo: Readonly<Record<LineStage, readonly CaseCommand[]>> = {
  ORDERED: [],
  ACCEPTED: [p.accept()],
  OBJECTED: [p.object()],
  INSISTED: [p.object(), p.answer(false)],
  EXCUSED: [p.object(), p.answer(true)],
  EXECUTED: [p.accept(), p.execute()],
  RELEASED: [p.release()],
  CONFIRMED: [p.release(), p.confirm()],
}
const commandOf: Readonly<Record<OrderStep, CaseCommand>> = {
  ...{ ACCEPT: p.accept(), OBJECT: p.object(), ANSWER: p.answer(true), EXECUTE: p.execute(), CONFIRM: p.confirm() },
  RELEASE: p.release(['L0', 'L1'], [p.finance.code]),
}
const eventOf: Readonly<Record<OrderStep, string>> = {
  ...{ ACCEPT: 'PunishmentOrderAccepted', OBJECT: 'PunishmentOrderObjected', ANSWER: 'PunishmentObjectionAnswered' },
  ...{ EXECUTE: 'PunishmentOrderExecuted', RELEASE: 'PunishmentReleaseOrdered', CONFIRM: 'PunishmentReleaseConfirmed' },
}
/** The step in the words in which it was taken on the way to a stage. */
const sameAs = (step: OrderStep, stage: LineStage): CaseCommand =>
  step === 'ANSWER' ? p.answer(stage === 'EXCUSED') : commandOf[step]

/** What the rules say of every pair, written down apart from the table that decides. */
const allowed: Readonly<Record<OrderStep, readonly LineStage[]>> = {
  ...{ ACCEPT: ['ORDERED', 'INSISTED'], OBJECT: ['ORDERED'], ANSWER: ['OBJECTED'], EXECUTE: ['ACCEPTED'] },
  ...{ RELEASE: ['ORDERED', 'ACCEPTED', 'OBJECTED', 'INSISTED', 'EXECUTED'], CONFIRM: ['RELEASED'] },
}

describe('every step from every stage of an order', () => {
  for (const stage of lineStages)
    for (const step of orderSteps)
      test(`${step} from ${stage}`, () => {
        const course = given(...passed, ...courseTo[stage])
        const at = (state: PunishmentCase | undefined) => state?.orders.get(p.finance.code)?.lines.get('L0')?.stage
        expect(at(course.state)).toBe(stage)
        const move = moves[step][stage]
        expect(move === 'GO').toBe(allowed[step].includes(stage))
        if (move === 'GO') {
          course.when(commandOf[step]).then(eventOf[step] as never)
          given(...passed, ...courseTo[stage], commandOf[step])
            .when(commandOf[step])
            .thenNothing()
        } else if (move === 'DONE') course.when(sameAs(step, stage)).thenNothing()
        else if (step === 'OBJECT' && stage === 'INSISTED') course.when(p.object({}, '别的')).thenRefused(move)
        else course.when(commandOf[step]).thenRefused(move)
      })
  test('said again in its own words adds nothing, however late; in other words it is refused', () => {
    const heard = [...passed, p.object(), p.answer(false)]
    given(...heard)
      .when(p.object())
      .thenNothing()
    given(...heard, p.accept())
      .when(p.answer(false))
      .thenNothing()
    given(...heard)
      .when(p.answer(true))
      .thenRefused('ORDER_SAID_OTHERWISE')
    given(...passed, p.object(), p.answer(true))
      .when(p.answer(false))
      .thenRefused('ORDER_SAID_OTHERWISE')
    const done = [...passed, p.accept(), p.execute()]
    given(...done)
      .when(p.execute({}, '什么也没做'))
      .thenRefused('ORDER_SAID_OTHERWISE')
    given(...done, p.release())
      .when(p.execute())
      .thenNothing()
    given(...done, p.release(), p.confirm())
      .when(p.command('ConfirmRelease', { agency: 'FIN', lineIds: null, note: '别的', by: p.of('FIN', 'doer') }))
      .thenRefused('ORDER_SAID_OTHERWISE')
  })
  test('is refused before the case is passed, and of an agency without an order', () => {
    for (const step of ['ACCEPT', 'OBJECT', 'ANSWER', 'EXECUTE', 'CONFIRM'] as const)
      given(p.draft()).when(commandOf[step]).thenRefused('CASE_NOT_PASSED')
    given(...passed)
      .when(p.accept({ agency: 'NOBODY' }))
      .thenRefused('ORDER_UNKNOWN')
    given(...passed)
      .when(p.accept({ lineIds: ['L9'] }))
      .thenRefused('LINE_UNKNOWN')
    given().when(p.pass()).thenRefused('CASE_UNKNOWN')
  })
  test('may be taken line by line', () => {
    const course = given(...passed, p.accept({ lineIds: ['L0'] }))
    course.when(p.execute({ lineIds: ['L0', 'L1'] })).thenRefused('ORDER_NOT_ACCEPTED')
    course.when(p.execute({ lineIds: ['L0'] })).then('PunishmentOrderExecuted')
    course.when(p.object({ lineIds: ['L1'] })).then('PunishmentOrderObjected')
  })
  test('says why, and what was done', () => {
    given(...passed)
      .when(p.object({}, ' '))
      .thenRefused('OBJECTION_WITHOUT_REASON')
    given(...passed, p.accept())
      .when(p.execute({}, ''))
      .thenRefused('EXECUTION_WITHOUT_CONTENT')
  })
})

describe('when the ground falls', () => {
  test('every agency that had the order is told to release, and confirms by a day', () => {
    const course = given(...passed, p.accept(), p.execute())
    course.when(p.release()).then('PunishmentGroundFell', 'PunishmentReleaseOrdered', 'PunishmentReleaseOrdered')
    const { state } = given(...passed, p.accept(), p.execute(), p.release())
    expect(state?.orders.get(p.housing.code)?.lines.get('L1')).toMatchObject({
      stage: 'RELEASED',
      confirmDueOn: '2026-03-05',
    })
    expect(state && caseStageOf(state)).toBe('RELEASING')
    const closed = given(...passed, p.release(), p.confirm(), p.confirm({ agency: p.housing.code })).state
    expect(closed && caseStageOf(closed)).toBe('CLOSED')
  })
  test('of some lines, the others stand', () => {
    const { state } = given(...passed, p.release(['L0']))
    const lines = state?.orders.get(p.finance.code)?.lines
    expect([lines?.get('L0')?.stage, lines?.get('L1')?.stage]).toEqual(['RELEASED', 'ORDERED'])
    expect(state && caseStageOf(state)).toBe('IN_FORCE')
  })
  test('whoever was excused has nothing to release', () => {
    const excused = [p.object(), p.answer(true)]
    const { events } = given(...passed, ...excused, p.release())
    const told = events.flatMap((event) => (event.type === 'PunishmentReleaseOrdered' ? [event.data.agency] : []))
    expect(told).toEqual([p.housing.code])
  })
  test('before the case is passed, its lines are taken back and nobody is ordered anything', () => {
    given(p.draft())
      .when(p.release(['L0']))
      .then('PunishmentLinesWithdrawn')
    given(p.draft(), p.release(['L0']))
      .when(p.release(['L0']))
      .thenNothing()
    const { state } = given(p.draft(), p.release(['L0']), p.pass())
    expect([...(state?.orders.get(p.finance.code)?.lines.keys() ?? [])]).toEqual(['L1'])
    given(p.draft(), p.release()).when(p.pass()).thenRefused('CASE_WITHOUT_LINES')
    const lapsed = given(p.draft(), p.release()).state
    expect(lapsed && caseStageOf(lapsed)).toBe('LAPSED')
  })
  test('is told of lines that there are', () => {
    given(...passed)
      .when(p.release([]))
      .thenRefused('RELEASE_WITHOUT_GROUND')
    given(...passed)
      .when(p.release(['L9']))
      .thenRefused('LINE_UNKNOWN')
    given(p.draft())
      .when(p.release(['L0'], [p.finance.code]))
      .thenRefused('CASE_NOT_PASSED')
  })
})

describe('a copy letter', () => {
  test('goes to others with its evidence, and each confirms for itself', () => {
    given(...passed)
      .when(p.send())
      .then('CopyLetterSent')
    given(...passed, p.send())
      .when(p.send())
      .thenNothing()
    given(...passed, p.send())
      .when(p.send({ content: '别的' }))
      .thenRefused('COPY_ID_TAKEN')
    given(...passed, p.send())
      .when(p.receive())
      .then('CopyLetterReceived')
    given(...passed, p.send(), p.receive())
      .when(p.receive())
      .thenNothing()
    given(...passed, p.send(), p.receive())
      .when(p.receive(p.housing.code))
      .then('CopyLetterReceived')
    given(...passed, p.send())
      .when(p.receive(p.finance.code, null))
      .thenRefused('COPY_WITHOUT_FEEDBACK')
    given(...passed, p.send())
      .when(p.receive('NOBODY'))
      .thenForbidden()
    given(...passed)
      .when(p.receive())
      .thenRefused('COPY_UNKNOWN')
  })
  test('goes to other agencies of the directory, each once', () => {
    given(...passed)
      .when(p.send({ to: [p.finance, p.finance] }))
      .thenRefused('COPY_RECEIVER_TWICE')
    given(...passed)
      .when(p.send({ to: [market] }))
      .thenRefused('COPY_TO_SENDER')
    given(...passed)
      .when(p.send({ to: [{ code: 'GONE', name: '已撤并的局' }] }))
      .thenRefused('COPY_RECEIVER_UNKNOWN')
    given(...passed, p.send(), p.receive())
      .when(p.receive(p.finance.code, '别的'))
      .thenRefused('COPY_ALREADY_RECEIVED')
  })
  test('is whole, of a passed case, and from an agency of it', () => {
    given(p.draft()).when(p.send()).thenRefused('CASE_NOT_PASSED')
    given(...passed)
      .when(p.send({ to: [] }))
      .thenRefused('COPY_WITHOUT_RECEIVER')
    given(...passed)
      .when(p.send({ matter: '' }))
      .thenRefused('COPY_INCOMPLETE')
    given(...passed)
      .when(p.send({ evidence: [{ name: 'x', sha256: 'A' }] }))
      .thenRefused('COPY_EVIDENCE_INVALID')
    given(...passed)
      .when(p.send({ from: 'CRE', by: p.of('CRE', 'x') }))
      .thenForbidden()
  })
})

describe('what may have to be forgotten', () => {
  const number = `身份证 31010419900101001${identityCheckCharacter('31010419900101001')}`
  test('is never written into a case in the clear: letters, reasons, opinions, notes', () => {
    const { data } = p.pass() as Extract<CaseCommand, { type: 'PassCase' }>
    const clear: readonly (readonly [readonly CaseCommand[], CaseCommand])[] = [
      [[p.draft()], p.command('PassCase', { ...data, opinion: number })],
      [[p.draft()], p.sendBack('R1', number)],
      [[p.draft()], p.withdraw(number)],
      [passed, p.object({}, number)],
      [[...passed, p.accept()], p.execute({}, number)],
      [passed, p.send({ content: number })],
    ]
    for (const [before, command] of clear)
      given(...before)
        .when(command)
        .thenRefused('CASE_IDENTITY_NUMBER')
  })
})

test('a case told fact by fact is the case told in one go', () => {
  const { events, state } = given(...passed, p.accept(), p.execute({ on: day('2026-03-09') }), p.release(), p.confirm())
  expect(caseOf(events)).toEqual(state)
})
