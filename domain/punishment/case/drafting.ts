import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { requireRules } from '../measures/catalogue.ts'
import type { MeasureRule } from '../measures/measure.ts'
import type { PunishmentCase } from './case.ts'
import type { AddCaseLines, ChangePersons, DraftCase } from './commands.ts'
import type { CaseEvent, CaseLine, PunishmentLinesAdded } from './events.ts'
import { shortest } from './executors.ts'
import { refuseCase } from './refusals.ts'
import { requireAgency, requireRole } from './roles.ts'

/** How many lines one command brings, and one fact holds: an append is at most 1 MiB. */
export const linesPerCommandMax = 500
const linesPerEventMax = 100
const charactersMax = 280_000 // Of at most three bytes each.
const charactersPerCommand = 250_000

/** A case is drafted by an officer of the requesting agency, or by itself when the entry became known. */
export function draftCase({ data, agency, today }: DraftCase, known: PunishmentCase | undefined): readonly CaseEvent[] {
  const { edition, requestingKinds: _kinds, lines, listedBy = [], by, executors, ...head } = data
  requireAgency(by, agency, head.requesting.code, true)
  if (known) {
    const { listType, groundCode, decisionNumber } = known.drafted
    const isOfDecision =
      listType === head.listType && groundCode === head.groundCode && decisionNumber === head.decisionNumber
    if (!isOfDecision) throw refuseCase('CASE_ID_TAKEN')
    return added({ ...data, lines: lines.filter(isNewIn(known)) }, known, today)
  }
  if (executors.length === 0) throw refuseCase('CASE_WITHOUT_MEASURES')
  const rules = [...new Set([...head.rules, ...executors.flatMap((executor) => executor.rules)])]
  for (const rule of requireRules(edition, rules, today)) requireFitting(rule, data)
  const withClocks = executors.map((executor) => ({
    ...executor,
    feedbackWorkingDays: shortest(requireRules(edition, executor.rules, today)),
  }))
  const drafted: CaseEvent = {
    type: 'PunishmentCaseDrafted',
    data: { ...head, rules, edition: edition.version, executors: withClocks, draftedOn: today, draftedBy: by },
  }
  return [drafted, ...portions(lines, { linesExpected: head.linesExpected, listedBy, addedOn: today, addedBy: by }, 0)]
}

/** The rule has to speak of this list, and of this agency as the one that asks. */
function requireFitting({ code, cause, requesting, executing }: MeasureRule, data: DraftCase['data']): void {
  const { listType, groundCode, requestingKinds } = data
  const isCause =
    cause.kind === 'LISTING' &&
    cause.listTypes.includes(listType) &&
    (cause.grounds === null || cause.grounds.includes(groundCode))
  if (!isCause) throw refuseCase('CASE_RULE_NOT_FOR_LIST', { rule: code, listType })
  if (!requesting.some((kind) => requestingKinds.includes(kind)))
    throw refuseCase('CASE_NOT_ENTITLED', { rule: code, agency: data.requesting.name })
  if (executing.length === 0) throw refuseCase('CASE_EXECUTED_BY_NOBODY', { rule: code })
}

export function addLines({ data, agency, today }: AddCaseLines, known: PunishmentCase): readonly CaseEvent[] {
  requireAgency(data.by, agency, known.drafted.requesting.code, true)
  const lines = data.lines.filter(isNewIn(known))
  if (data.lines.length === 0 && data.linesExpected === known.lines.size) return complete(data, known, today)
  return added({ ...data, lines }, known, today)
}

/** Entries that fell before they became lines are waited for no longer: what is there is the whole case. */
function complete({ by }: AddCaseLines['data'], known: PunishmentCase, today: PlainDate): readonly CaseEvent[] {
  const { lines, linesExpected } = known
  if (known.standing === 'PASSED' || known.standing === 'WITHDRAWN' || linesExpected === lines.size) return []
  requireRole(known.roles, by, 'PROPOSE')
  const data = { lines: [], linesExpected: lines.size, listedBy: [], addedOn: today, addedBy: by }
  return [{ type: 'PunishmentLinesAdded', data }]
}

function added(
  { lines, linesExpected, listedBy = [], by }: AddCaseLines['data'],
  known: PunishmentCase,
  today: PlainDate,
): readonly CaseEvent[] {
  if (lines.length === 0) return []
  if (known.standing === 'WITHDRAWN') throw refuseCase('CASE_WITHDRAWN')
  if (known.standing === 'PASSED') throw refuseCase('CASE_ALREADY_PASSED', { passedOn: known.passedOn })
  requireRole(known.roles, by, 'PROPOSE')
  const there = known.lines.size
  const expected = Math.max(known.linesExpected, linesExpected ?? there + lines.length)
  return portions(lines, { linesExpected: expected, listedBy, addedOn: today, addedBy: by }, there)
}

/**
 * Whoever answers for a line is told by its file, before the case was passed and after, as long as the line stands: those
 * who carry out what restricts persons have to know whom.
 */
export function changePersons({ data, agency, today }: ChangePersons, known: PunishmentCase): readonly CaseEvent[] {
  requireAgency(data.by, agency, known.drafted.requesting.code, true)
  const changed = data.lines.filter(({ lineId, persons }) => {
    const line = known.lines.get(lineId)
    if (line === undefined) throw refuseCase('LINE_UNKNOWN', { lineId })
    return !known.fallen.has(lineId) && !isSame(line.persons, persons)
  })
  requireBounded(changed)
  return inPortions(changed).map((lines) => ({
    type: 'PunishmentPersonsChanged',
    data: { lines, changedOn: today, changedBy: data.by },
  }))
}

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one as Json) === canonicalJson(other as Json)

/** Whether a line is new; the same line again adds nothing, and another one under its id is refused. Persons may change. */
const isNewIn =
  ({ lines }: PunishmentCase) =>
  (line: CaseLine): boolean => {
    const before = lines.get(line.lineId)
    if (before === undefined) return true
    if (!isSame({ ...before, persons: [] }, { ...line, persons: [] }))
      throw refuseCase('CASE_LINE_TAKEN', { lineId: line.lineId })
    return false
  }

function portions(
  given: readonly CaseLine[],
  head: Omit<PunishmentLinesAdded['data'], 'lines'>,
  linesBefore: number,
): readonly CaseEvent[] {
  const { linesExpected } = head
  const lines = [...new Map(given.map((line) => [line.lineId, line])).values()]
  requireBounded(lines)
  const total = linesBefore + lines.length
  if (total > linesExpected) throw refuseCase('CASE_LINES_EXCEEDED', { lines: total, linesExpected })
  return inPortions(lines).map((some) => ({
    type: 'PunishmentLinesAdded',
    data: { lines: some, ...head },
  }))
}

function requireBounded(lines: readonly object[]): void {
  if (lines.length > linesPerCommandMax)
    throw refuseCase('CASE_LINES_TOO_MANY', { linesMax: linesPerCommandMax, lines: lines.length })
  if (JSON.stringify(lines).length > charactersMax) throw refuseCase('CASE_LINES_TOO_LARGE')
}

function inPortions<L>(lines: readonly L[]): readonly (readonly L[])[] {
  const portions: (readonly L[])[] = []
  for (let from = 0; from < lines.length; from += linesPerEventMax)
    portions.push(lines.slice(from, from + linesPerEventMax))
  return portions
}

/** Lines in portions that one command may bring. */
export function portionsOf(lines: readonly CaseLine[]): readonly (readonly CaseLine[])[] {
  const portions: CaseLine[][] = []
  let characters = 0
  for (const line of lines) {
    const length = JSON.stringify(line).length + 1
    const last = portions.at(-1)
    if (last && last.length < linesPerCommandMax && characters + length <= charactersPerCommand) {
      last.push(line)
      characters += length
    } else {
      portions.push([line])
      characters = length
    }
  }
  return portions
}
