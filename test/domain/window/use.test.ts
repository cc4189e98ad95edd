import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../domain/kernel/canonical-json.ts'
import type { Json } from '../../../domain/kernel/event.ts'
import { type WindowVerdict, windowAnswers } from '../../../domain/window/answer.ts'
import type { UseAnswer } from '../../../domain/window/use/commands.ts'
import { windowDecider } from '../../../domain/window/use/decider.ts'
import { type UseOutcome, useOutcomes } from '../../../domain/window/use/events.ts'
import { decisionsOf } from '../../support/decisions.ts'
import { day, today } from '../../support/given.ts'
import { uscc } from '../../support/wishes.ts'

const given = decisionsOf(windowDecider)
const use = (answer: WindowVerdict, outcome: UseOutcome, over: Partial<UseAnswer['data']> = {}): UseAnswer => ({
  ...{ type: 'UseAnswer', today, agency: null },
  data: {
    ...{
      useId: 'u1',
      uscc,
      matter: 'HONOUR',
      asOf: day('2026-11-23'),
      knownAt: '2026-11-23T02:00:00.000Z',
      answer,
      measures: 1,
      outcome,
    },
    ...{ asked: uscc, revision: '2', position: '0000000000000003', lists: ['SERIOUS_VIOLATION@2021-09-01'] },
    ...{ rules: ['N-HONOURS-SERIOUS'], eventIds: ['e1'], reason: '经集体讨论', documentNumber: '办件1号' },
    ...{ usedBy: { agency: 'A', officer: 'clerk' }, ...over },
  },
})

/** What may be made of each answer: recorded, or refused with its code. */
const expected: Readonly<Record<WindowVerdict, Readonly<Record<UseOutcome, string | null>>>> = {
  BARRED: { REFUSED: null, ALLOWED: 'USE_BARRED', ALLOWED_AGAINST: null },
  CAUTION: { REFUSED: null, ALLOWED: null, ALLOWED_AGAINST: 'USE_NOTHING_AGAINST' },
  CLEAR: { REFUSED: 'USE_NOTHING_BARS', ALLOWED: null, ALLOWED_AGAINST: 'USE_NOTHING_AGAINST' },
}

describe('using an answer', () => {
  for (const answer of windowAnswers)
    for (const outcome of useOutcomes)
      test(`${outcome} where it was ${answer}`, () => {
        const code = expected[answer][outcome]
        if (code === null) given().when(use(answer, outcome)).then('WindowAnswerUsed')
        else given().when(use(answer, outcome)).thenRefused(code)
      })
  test('needs a reason against it, and for a refusal that nothing bars', () => {
    given()
      .when(use('BARRED', 'ALLOWED_AGAINST', { reason: ' ' }))
      .thenRefused('USE_WITHOUT_REASON')
    given()
      .when(use('CAUTION', 'REFUSED', { reason: null }))
      .thenRefused('USE_WITHOUT_REASON')
    given()
      .when(use('BARRED', 'REFUSED', { reason: null }))
      .then('WindowAnswerUsed')
  })
  test('is told apart by the agency: the same id of another one is another use', () => {
    const other = { agency: 'B', officer: 'clerk' }
    given(use('BARRED', 'REFUSED'))
      .when(use('BARRED', 'REFUSED', { usedBy: other }))
      .then('WindowAnswerUsed')
  })
  test('recorded before it was kept what was asked for is known again by the rest', () => {
    given(use('BARRED', 'REFUSED', { asked: null }))
      .when(use('BARRED', 'REFUSED'))
      .thenNothing()
    given(use('BARRED', 'REFUSED', { asked: null }))
      .when(use('BARRED', 'REFUSED', { reason: '另一理由' }))
      .thenRefused('USE_ID_TAKEN')
  })
  test('is recorded once, by the agency whose window it is', () => {
    given(use('BARRED', 'REFUSED')).when(use('BARRED', 'REFUSED')).thenNothing()
    given(use('BARRED', 'REFUSED')).when(use('CLEAR', 'REFUSED')).thenNothing() // Sent again after the bar fell.
    given(use('BARRED', 'REFUSED'))
      .when(use('BARRED', 'REFUSED', { matter: 'FUNDS' }))
      .thenRefused('USE_ID_TAKEN')
    given()
      .when({ ...use('CLEAR', 'ALLOWED'), agency: 'B' })
      .thenForbidden()
  })
})

test('a use once stored is read for ever', () => {
  const [event] = given(use('BARRED', 'REFUSED')).events
  const file = fileURLToPath(new URL('../../golden/events/WindowAnswerUsed.v2.json', import.meta.url))
  if (process.env.UPDATE_GOLDEN && event)
    writeFileSync(file, `${JSON.stringify({ ...event, schemaVersion: 2 }, null, 2)}\n`)
  const { schemaVersion, ...stored } = JSON.parse(readFileSync(file, 'utf8')) as { schemaVersion: number }
  expect(schemaVersion).toBe(2)
  expect(canonicalJson(event as unknown as Json)).toBe(canonicalJson(stored as Json))
})
