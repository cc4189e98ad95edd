import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { modelCodec, modelEventTitles } from '../../../domain/credit/catalogue/codec.ts'
import type { ModelCommand } from '../../../domain/credit/catalogue/commands.ts'
import { modelDecider } from '../../../domain/credit/catalogue/decider.ts'
import type { ModelEvent } from '../../../domain/credit/catalogue/events.ts'
import { catalogueOf, modelDays, modelOn } from '../../../domain/credit/catalogue/state.ts'
import { defaultModel } from '../../../domain/credit/default-model.ts'
import { InvalidInput, Refused } from '../../../domain/kernel/errors.ts'
import { addDays } from '../../../domain/kernel/plain-date.ts'
import { day } from '../../support/given.ts'

const today = day('2026-11-23')
const ann = { agency: 'x', officer: 'ann' }
const bob = { agency: 'x', officer: 'bob' }
const matrix = [0, 1, 2, 3].map(() => [0, 0, 0, 0])

const command = <T extends ModelCommand['type']>(
  type: T,
  data: Extract<ModelCommand, { type: T }>['data'],
  on = today,
): ModelCommand => ({ type, data, today: on, agency: null }) as unknown as ModelCommand
const propose = (version: number, by = ann) =>
  command('ProposeModel', {
    model: { ...defaultModel, version, baseScore: 1_000 + version },
    proposedBy: by,
    reason: '调分',
  })
const trial = (version: number, trialId = 't') =>
  command('RecordModelTrial', { version, trialId, against: 1, day: today, matrix, triedBy: ann })
const enact = (version: number, from: string, by = bob, on = today) =>
  command('EnactModel', { version, effectiveFrom: day(from), enactedBy: by, documentNumber: null }, on)
const withdraw = (version: number, on = today) =>
  command('WithdrawModel', { version, withdrawnBy: ann, reason: '有误' }, on)

function eventsAfter(commands: readonly ModelCommand[]): readonly ModelEvent[] {
  const events: ModelEvent[] = []
  for (const one of commands) events.push(...modelDecider.decide(one, catalogueOf(events)))
  return events
}
const given = (...before: readonly ModelCommand[]) => ({
  when: (one: ModelCommand) => {
    const decide = () => modelDecider.decide(one, catalogueOf(eventsAfter(before)))
    return {
      then: (...types: ModelEvent['type'][]) => expect(decide().map(({ type }) => type)).toEqual(types),
      thenRefused(reason: string) {
        let refusal: unknown
        try {
          decide()
        } catch (error) {
          refusal = error
        }
        expect(refusal).toBeInstanceOf(Refused)
        expect((refusal as Refused).reason).toBe(reason)
        expect((refusal as Refused).message).not.toMatch(/\{\w+\}/)
      },
    }
  },
})
const inForce = (commands: readonly ModelCommand[], on: string) =>
  modelOn(catalogueOf(eventsAfter(commands)), day(on)).version

describe('a model becomes law', () => {
  test('by being proposed, tried, and enacted by another person', () => {
    given().when(propose(2)).then('ModelProposed')
    given(propose(2)).when(trial(2)).then('ModelTried')
    given(propose(2), trial(2)).when(enact(2, '2027-01-01')).then('ModelEnacted')
    given(propose(2)).when(enact(2, '2027-01-01')).thenRefused('MODEL_NOT_TRIED')
    given(propose(2), trial(2))
      .when(enact(2, '2027-01-01', ann))
      .thenRefused('MODEL_OWN_ENACTMENT')
    given().when(enact(2, '2027-01-01')).thenRefused('MODEL_VERSION_UNKNOWN')
  })
  test('once, however often it is sent', () => {
    given(propose(2)).when(propose(2)).then()
    given(propose(2), trial(2)).when(trial(2)).then()
    given(propose(2), trial(2), enact(2, '2027-01-01')).when(enact(2, '2027-01-01')).then()
    given(propose(2), withdraw(2)).when(withdraw(2)).then()
    given(propose(2), trial(2), enact(2, '2027-01-01'))
      .when(enact(2, '2027-02-01'))
      .thenRefused('MODEL_ALREADY_ENACTED')
  })
  test('with a version above all others', () => {
    given().when(propose(1)).thenRefused('MODEL_VERSION_NOT_NEW')
    given(propose(3)).when(propose(2)).thenRefused('MODEL_VERSION_NOT_NEW')
    const third = [propose(2), propose(3), trial(2), trial(3), enact(3, '2027-01-01')]
    given(...third)
      .when(enact(2, '2027-06-01'))
      .thenRefused('MODEL_VERSION_NOT_NEW')
  })
  test('never for days that are past, and after every version before it', () => {
    given(propose(2), trial(2)).when(enact(2, '2026-11-22')).thenRefused('MODEL_EFFECTIVE_IN_PAST')
    given(propose(2), trial(2)).when(enact(2, '2026-11-23')).then('ModelEnacted')
    const second = [propose(2), trial(2), enact(2, '2027-01-01'), propose(3), trial(3)]
    given(...second)
      .when(enact(3, '2027-01-01'))
      .thenRefused('MODEL_EFFECTIVE_NOT_LAST')
    given(...second)
      .when(enact(3, '2027-01-02'))
      .then('ModelEnacted')
  })
  test('only where it is a model, and for a reason', () => {
    const broken = { ...defaultModel, version: 2, cutOffs: { A: 1, B: 2, C: 3 } }
    const bad = command('ProposeModel', { model: broken, proposedBy: ann, reason: 'x' })
    expect(() => modelDecider.decide(bad, catalogueOf([]))).toThrow(InvalidInput)
    const silent = command('ProposeModel', { model: { ...defaultModel, version: 2 }, proposedBy: ann, reason: ' ' })
    given().when(silent).thenRefused('MODEL_REASON_MISSING')
    const odd = command('RecordModelTrial', {
      version: 2,
      trialId: 't',
      against: 1,
      day: today,
      matrix: [[1]],
      triedBy: ann,
    })
    given(propose(2)).when(odd).thenRefused('MODEL_TRIAL_MALFORMED')
  })
  test('not once it is withdrawn; the one that ships never is', () => {
    given(propose(2), trial(2), withdraw(2)).when(enact(2, '2027-01-01')).thenRefused('MODEL_WITHDRAWN')
    given(propose(2), withdraw(2)).when(trial(2)).thenRefused('MODEL_WITHDRAWN')
    given().when(withdraw(1)).thenRefused('MODEL_SHIPPED')
  })
})

describe('the model in force', () => {
  const two = [propose(2), trial(2), enact(2, '2027-01-01'), propose(3), trial(3), enact(3, '2027-07-01')]

  test('is the one that ships until another takes effect, and each has its days', () => {
    expect(inForce([], '2020-01-01')).toBe(1)
    expect(inForce(two, '2026-12-31')).toBe(1)
    expect(inForce(two, '2027-01-01')).toBe(2)
    expect(inForce(two, '2027-06-30')).toBe(2)
    expect(inForce(two, '2027-07-01')).toBe(3)
    expect(modelOn(catalogueOf(eventsAfter(two)), day('2027-07-01')).effectiveFrom).toBe('2027-07-01')
  })
  test('is the one before it from the day of a withdrawal on, and not for days before', () => {
    const back = [...two, withdraw(3, day('2027-08-01'))]
    expect(inForce(back, '2027-07-31')).toBe(3)
    expect(inForce(back, '2027-08-01')).toBe(2)
    expect(inForce([...two, withdraw(2)], '2027-01-01')).toBe(1)
    expect(modelDays(catalogueOf(eventsAfter(back)))).toEqual(['2014-10-01', '2027-01-01', '2027-07-01', '2027-08-01'])
  })
  test('of a day that is past is never another one, whatever is decided later', () => {
    const anyAct = fc.record({
      kind: fc.nat(3),
      version: fc.integer({ min: 2, max: 6 }),
      after: fc.nat(300),
      wait: fc.nat(60),
    })
    fc.assert(
      fc.property(fc.array(anyAct, { minLength: 5, maxLength: 30, size: 'max' }), (acts) => {
        const events: ModelEvent[] = []
        let on = today
        for (const { kind, version, after, wait } of acts) {
          const before = catalogueOf(events)
          on = addDays(on, wait)
          const one = [
            propose(version),
            trial(version),
            enact(version, addDays(on, after), bob, on),
            withdraw(version, on),
          ][kind]
          try {
            if (one) events.push(...modelDecider.decide({ ...one, today: on }, before))
          } catch (error) {
            expect(error).toBeInstanceOf(Refused)
          }
          for (const past of [1, 10, 100, 250]) {
            const then = addDays(on, -past)
            expect(modelOn(catalogueOf(events), then).version).toBe(modelOn(before, then).version)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('stored events of the catalogue', () => {
  test.each(Object.keys(modelEventTitles))('%s of version 1 is read by this program', (type) => {
    const file = fileURLToPath(new URL(`../../golden/events/${type}.v1.json`, import.meta.url))
    expect(existsSync(file), `${type}.v1.json is kept for ever`).toBe(true)
    const stored = JSON.parse(readFileSync(file, 'utf8'))
    const decoded = modelCodec.decode({ ...stored, revision: BigInt(stored.revision) })
    expect(decoded.type).toBe(type)
    expect(catalogueOf([decoded]).versions.length).toBeGreaterThan(0)
  })
})
