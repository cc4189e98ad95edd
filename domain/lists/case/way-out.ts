import type { EnterpriseFile } from '../../enterprise/file.ts'
import { addMonths, type PlainDate } from '../../kernel/plain-date.ts'
import { removalGroundsOf } from '../catalogue/as-list-type.ts'
import { type ListCatalogue, requireList } from '../catalogue/catalogue.ts'
import { groundIn, type ListDefinition } from '../catalogue/definition.ts'
import { furtherPenalty, penaltyIn, reportFiledOn } from './basis.ts'
import { enteredOn, requireDays } from './check.ts'
import type { ProposeExit } from './commands.ts'
import type { ExitGround } from './events.ts'
import { refuseCase } from './refusals.ts'
import type { ListingCase } from './state.ts'

export function requireExitGround(definition: ListDefinition, ground: ExitGround): void {
  if (removalGroundsOf(definition).includes(ground)) return
  throw refuseCase('EXIT_GROUND_NOT_FOR_LIST', { list: definition.name })
}

type Exit = ProposeExit['data']
type Then = Pick<ProposeExit, 'world' | 'today'>

/** Whether the law lets the entry end so: asked when it is proposed, and of the day's file again when it is decided. */
export function requireWayOut(exit: Exit, known: ListingCase, definition: ListDefinition, then: Then): void {
  requireExitGround(definition, exit.ground)
  if (exit.correctedOn !== null) {
    requireDays(['列入日期', enteredOn(known)], ['改正日期', exit.correctedOn], then.today)
  }
  if (exit.ground === 'CURED') requireCured(exit, known, definition, then)
  if (exit.ground === 'EARLY_EXIT') requireEarlyExit(exit, known, definition, then)
}

/** Each ground is cured by its own reasons, and a missing report only by the report. */
function requireCured(exit: Exit, { named }: ListingCase, definition: ListDefinition, { world }: Then): void {
  const ground = groundIn(definition, named.groundCode)
  if (ground === undefined) return
  if (!ground.cures.some(({ code }) => code === exit.reasonCode)) {
    throw refuseCase('EXIT_REASON_NOT_FOR_GROUND', { ground: ground.name, reason: exit.reasonCode ?? '' })
  }
  if (ground.once !== 'REPORT_YEAR' || named.reportYear === null) return
  const isFiled = reportFiledOn(world.file, named.reportYear) !== undefined
  if (!isFiled) throw refuseCase('EXIT_NOT_CURED', { year: named.reportYear })
}

function requireEarlyExit(exit: Exit, known: ListingCase, definition: ListDefinition, { world, today }: Then): void {
  const { earlyExit } = definition
  if (earlyExit === null) throw refuseCase('EXIT_GROUND_NOT_FOR_LIST', { list: definition.name })
  const ban = banOf(known, world.catalogue)
  if (ban !== null && today <= ban) throw refuseCase('EARLY_EXIT_BAN_RUNNING', { until: ban })
  const since = earlyExit.since === 'ENTRY' ? enteredOn(known) : exit.correctedOn
  if (since === null) throw refuseCase('EARLY_EXIT_CORRECTION_MISSING')
  const from = addMonths(since, earlyExit.afterMonths)
  if (today < from) throw refuseCase('EARLY_EXIT_TOO_EARLY', { from })
  const unmet = earlyExit.conditions.find(({ code }) => !exit.conditionsMet.includes(code))
  if (unmet) throw refuseCase('EARLY_EXIT_CONDITION', { condition: unmet.name })
  if (earlyExit.conditions.some(({ code }) => code === 'NO_FURTHER_PENALTY'))
    requireNoFurtherPenalty(exit, known, definition, world.file)
}

function requireNoFurtherPenalty(
  { heavierFines }: Exit,
  known: ListingCase,
  definition: ListDefinition,
  file: EnterpriseFile,
): void {
  const unknown = heavierFines.find(({ penaltyId }) => penaltyIn(file, penaltyId) === undefined)
  if (unknown) throw refuseCase('LISTING_PENALTY_UNKNOWN', { penaltyId: unknown.penaltyId })
  const fines = [...known.named.heavierFines, ...heavierFines]
  const further = furtherPenalty(file, enteredOn(known), fines, definition)
  if (further) throw refuseCase('EARLY_EXIT_FURTHER_PENALTY', { decisionNumber: further.decisionNumber })
}

/** Last day of a statutory ban (限制期限): as the decision said, or where a taken-over entry runs longer than its list. */
function banOf({ proposal, past, named }: ListingCase, catalogue: ListCatalogue): PlainDate | null {
  if (past === null) return proposal?.banUntil ?? null
  const { decidedOn, termUntil } = past
  const { term } = requireList(catalogue, named.listType, decidedOn).definition
  const followsBan = term.kind === 'MONTHS' && term.orLongerBan && termUntil !== null
  return followsBan && termUntil > addMonths(decidedOn, term.months) ? termUntil : null
}
