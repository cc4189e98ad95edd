import { addDays, type PlainDate } from '../../kernel/plain-date.ts'
import { listOn } from '../catalogue/catalogue.ts'
import { groundIn } from '../catalogue/definition.ts'
import { penaltiesGoneOn, listingIn, subjectGoneOn, twinOf } from './basis.ts'
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
import { requireExitGround, requireWayOut } from './way-out.ts'

export function apply({ data, world, agency, today }: ApplyForExit, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.recordedBy)
  requireNewExit(known, data.exitId)
  requireExitGround(lawOfExit(world.catalogue, known, today).definition, data.ground)
  requireReason(data.statement)
  requireDays(['列入日期', enteredOn(known)], ['申请日期', data.appliedOn], today)
  return [{ type: 'ListingExitApplied', data }]
}

/** An exit that was refused is over: what is asked anew has an id of its own. */
function requireNewExit({ said }: ListingCase, exitId: string): void {
  const isTaken = said.some(
    ({ type, data }) => (type === 'ListingExitApplied' || type === 'ListingExitProposed') && data.exitId === exitId,
  )
  if (isTaken) throw refuseCase('EXIT_ID_TAKEN')
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
  else requireNewExit(known, data.exitId)
  if (known.stage === 'DECIDED') requireWrong(data.ground)
  requireReason(data.findings)
  requireWayOut(data, known, lawOfExit(world.catalogue, known, today).definition, command)
  return [{ type: 'ListingExitProposed', data: { ...data, proposedOn: today } }]
}

/** A decided entry that its file does not take (未能入档) can only be taken back: what is not listed has nothing to cure. */
function requireWrong(ground: ExitGround): void {
  if (ground !== 'CANCELLED_AS_WRONG') throw refuseCase('EXIT_PROPOSAL_OUT_OF_ORDER', { stage: stageNames.DECIDED })
}

export function refuseExit({ data, agency, today }: RefuseExit, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.refusedBy)
  requireExit(known, data.exitId)
  requireReason(data.reason)
  return [{ type: 'ListingExitRefused', data: { ...data, refusedOn: today } }]
}

/** The second person: by the law, and the file, of this day. */
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
  requireWayOut(exit, known, definition, { world, today })
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
      return penaltiesGoneOn(named.penaltyIds, file, enteredOn(known))
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
  const isInForce = listingIn(world.file, data.listingId)?.removedOn === null // Where it never was, nothing had to end.
  if (data.listingId !== decision?.listingId || isInForce) throw refuseCase('LISTING_NOT_IN_FILE')
  return [{ type: 'ListingRemovalLanded', data: { ...data, landedOn: today } }]
}

const notBefore = (first: PlainDate, day: PlainDate | undefined): PlainDate | undefined =>
  day !== undefined && day < first ? first : day
