import { expect, test } from 'vitest'
import * as p from '../../../support/punishment.ts'

const add = (linesExpected: number | null, lines = p.lines(0)) =>
  p.command('AddCaseLines', { lines, linesExpected, by: p.system })

test('entries that fell before they became lines are waited for no longer, once somebody says so', () => {
  const partly = p.draft({ linesExpected: 4, lines: p.lines(3) })
  p.given(partly).when(p.pass()).thenRefused('CASE_LINES_MISSING')
  p.given(partly).when(add(4)).thenNothing()
  p.given(partly)
    .when(add(3, p.lines(3)))
    .thenNothing() // A portion sent again says nothing about the others.
  p.given(partly).when(add(3)).then('PunishmentLinesAdded')
  p.given(partly, add(3)).when(add(3)).thenNothing()
  expect(p.given(partly, add(3)).state?.linesExpected).toBe(3)
  expect(p.given(partly, add(3), p.pass()).state?.standing).toBe('PASSED')
})
