import { addDays, addMonths, type PlainDate } from '../../kernel/plain-date.ts'
import { listOn } from '../catalogue/catalogue.ts'
import { removalGroundsOf } from '../catalogue/as-list-type.ts'
import { groundIn, type ListDefinition } from '../catalogue/definition.ts'
import { basisGoneOn, furtherPenalty, listingIn, reportFiledOn, subjectGoneOn, twinOf } from './basis.ts'
import { enteredOn, lawOfExit, requireDays, requireOtherPerson, requireOwnAgency, requireReason } from './check.ts'
import type {
  AcceptExit,
  ApplyForExit,
  CaseWorld,
  DecideExit,
  EndListingTerm,
  LetListingFall,
  ProposeExit,
  RecordRemovalLanded,
  RefuseExit,
} from './commands.ts'
import type { ExitGround, FallGround, ListingCaseEvent } from './events.ts'
import { refuseCase } from './refusals.ts'
import { stageNames } from './stages.ts'
import type { ListingCase } from './state.ts'

function requireExitGround(definition: ListDefinition, ground: ExitGround): void {
  if (removalGroundsOf(definition).includes(ground)) return
  throw refuseCase('EXIT_GROUND_NOT_FOR_LIST', { list: definition.name })
}

export function apply({ data, world, agency, today }: ApplyForExit, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.recordedBy)
  requireExitGround(lawOfExit(world.catalogue, known, today).definition, data.ground)
  requireReason(data.statement)
  requireDays(['列入日期', enteredOn(known)], ['申请日期', data.appliedOn], today)
  return [{ type: 'ListingExitApplied', data }]
}

function requireExit(known: ListingCase, exitId: string): void {
  if (known.exitId !== exitId) throw refuseCase('EXIT_OTHER')
}

export function accept({ data, agency, today }: AcceptExit, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.acceptedBy)
  requireExit(known, data.exitId)
  return [{ type: 'ListingExitAccepted', data: { ...data, acceptedOn: today } }]
}

export function proposeExit(command: ProposeExit, known: ListingCase): readonly ListingCaseEvent[] {
  const { data, world, agency, today } = command
  requireOwnAgency(known, agency, data.proposedBy)
  if (known.stage === 'EXIT_ACCEPTED') requireExit(known, data.exitId)
  const { definition } = lawOfExit(world.catalogue, known, today)
  requireExitGround(definition, data.ground)
  requireReason(data.findings)
  if (data.ground === 'CURED') requireCured(command, known, definition)
  if (data.ground === 'EARLY_EXIT') requireEarlyExit(command, known, definition)
  return [{ type: 'ListingExitProposed', data: { ...data, proposedOn: today } }]
}

/** Each ground is cured by its own reasons, and a missing report only by the report. */
function requireCured({ data, world }: ProposeExit, { named }: ListingCase, definition: ListDefinition): void {
  const ground = groundIn(definition, named.groundCode)
  if (ground === undefined) return
  if (!ground.cures.some(({ code }) => code === data.reasonCode)) {
    throw refuseCase('EXIT_REASON_NOT_FOR_GROUND', { ground: ground.name, reason: data.reasonCode ?? '' })
  }
  if (ground.once !== 'REPORT_YEAR' || named.reportYear === null) return
  const isFiled = reportFiledOn(world.file, named.reportYear) !== undefined
  if (!isFiled) throw refuseCase('EXIT_NOT_CURED', { year: named.reportYear })
}

function requireEarlyExit({ data, world, today }: ProposeExit, known: ListingCase, definition: ListDefinition): void {
  const { earlyExit } = definition
  if (earlyExit === null) throw refuseCase('EXIT_GROUND_NOT_FOR_LIST', { list: definition.name })
  const ban = known.proposal?.banUntil ?? null
  if (ban !== null && today <= ban) throw refuseCase('EARLY_EXIT_BAN_RUNNING', { until: ban })
  const since = earlyExit.since === 'ENTRY' ? enteredOn(known) : data.correctedOn
  if (since === null) throw refuseCase('EARLY_EXIT_CORRECTION_MISSING')
  const from = addMonths(since, earlyExit.afterMonths)
  if (today < from) throw refuseCase('EARLY_EXIT_TOO_EARLY', { from })
  const unmet = earlyExit.conditions.find(({ code }) => !data.conditionsMet.includes(code))
  if (unmet) throw refuseCase('EARLY_EXIT_CONDITION', { condition: unmet.name })
  const forbidsFurther = earlyExit.conditions.some(({ code }) => code === 'NO_FURTHER_PENALTY')
  const further = forbidsFurther ? furtherPenalty(world.file, enteredOn(known), known.named.heavierFines) : undefined
  if (further) throw refuseCase('EARLY_EXIT_FURTHER_PENALTY', { decisionNumber: further.decisionNumber })
}

export function refuseExit({ data, agency, today }: RefuseExit, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.refusedBy)
  requireExit(known, data.exitId)
  requireReason(data.reason)
  return [{ type: 'ListingExitRefused', data: { ...data, refusedOn: today } }]
}

/** The second person: by the law of this day. */
export function decideExit(
  { data, world, agency, today }: DecideExit,
  known: ListingCase,
): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.decidedBy)
  requireExit(known, data.exitId)
  const { exit } = known
  if (exit === null) throw refuseCase('EXIT_OTHER')
  requireOtherPerson(exit.proposedBy, data.decidedBy)
  if (data.decisionNumber.trim() === '') throw refuseCase('DECISION_NUMBER_MISSING')
  const { definition, law } = lawOfExit(world.catalogue, known, today)
  requireExitGround(definition, exit.ground)
  return [{ type: 'ListingExitDecided', data: { ...data, ground: exit.ground, law, decidedOn: today } }]
}

/** The term ended by itself on its last day; this only notes it, at the earliest on the day after. */
export function endTerm({ today }: EndListingTerm, { decision }: ListingCase): readonly ListingCaseEvent[] {
  const until = decision?.termUntil ?? null
  if (until === null) throw refuseCase('TERM_NONE')
  if (today <= until) throw refuseCase('TERM_RUNNING', { until })
  return [{ type: 'ListingTermEnded', data: { endedOn: addDays(until, 1), notedOn: today } }]
}

/** What rested on something falls with it; whether it is gone is asked of the file. */
export function fall({ data: { ground }, world, today }: LetListingFall, known: ListingCase): ListingCaseEvent[] {
  const fellOn = goneOn(ground, world, known, today)
  if (fellOn === undefined) throw refuseCase(stands[ground])
  const penaltyIds = ground === 'BASIS_ANNULLED' ? known.named.penaltyIds : []
  return [{ type: 'ListingFell', data: { ground, fellOn, penaltyIds, notedOn: today } }]
}

const stands = {
  BASIS_ANNULLED: 'BASIS_STANDS',
  DEREGISTERED: 'SUBJECT_STANDS',
  ALREADY_LISTED: 'NO_OTHER_ENTRY',
} as const satisfies Readonly<Record<FallGround, string>>

function goneOn(
  ground: FallGround,
  { file, catalogue }: CaseWorld,
  known: ListingCase,
  today: PlainDate,
): PlainDate | undefined {
  const { named, stage } = known
  switch (ground) {
    case 'BASIS_ANNULLED':
      return basisGoneOn(named.penaltyIds, file, enteredOn(known))
    case 'DEREGISTERED':
      return notBefore(enteredOn(known), subjectGoneOn(file))
    case 'ALREADY_LISTED': {
      const definition = listOn(catalogue, named.listType, today)?.definition
      const once = definition && groundIn(definition, named.groundCode)?.once
      const twin = once && twinOf(named, once, file, today, known.decision?.listingId)
      return stage === 'DECIDED' && twin ? today : undefined
    }
  }
}

/** The file says, too, that the entry has ended. */
export function landRemoval(
  { data, world, today }: RecordRemovalLanded,
  { decision, toLand }: ListingCase,
): readonly ListingCaseEvent[] {
  if (toLand !== 'REMOVAL') throw refuseCase('REMOVAL_LANDING_OUT_OF_ORDER', { stage: stageNames.FALLEN })
  const removedOn = listingIn(world.file, data.listingId)?.removedOn ?? null
  if (data.listingId !== decision?.listingId || removedOn === null) throw refuseCase('LISTING_NOT_IN_FILE')
  return [{ type: 'ListingRemovalLanded', data: { ...data, landedOn: today } }]
}

const notBefore = (first: PlainDate, day: PlainDate | undefined): PlainDate | undefined =>
  day !== undefined && day < first ? first : day
