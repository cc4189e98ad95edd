import { addDays } from '../../kernel/plain-date.ts'
import { addWorkingDays, type Calendar, type CountedDay, rollToWorkingDay } from '../../kernel/working-days.ts'
import { kindName } from '../../punishment/agency-kinds.ts'
import { requireList } from '../catalogue/catalogue.ts'
import type { ListDefinition, NoticeRule } from '../catalogue/definition.ts'
import { requireBasis } from './basis.ts'
import { listToday, requireDays, requireOwnAgency, requireReason } from './check.ts'
import type {
  DropCandidate,
  HoldListingHearing,
  NameCandidate,
  RecordListingStatement,
  RecordListingWaiver,
  RecordNoticeLapse,
  ServeListingNotice,
} from './commands.ts'
import type { ListingCaseEvent, ListingNoticeServed } from './events.ts'
import { refuseCase } from './refusals.ts'
import { stageNames } from './stages.ts'
import type { ListingCase } from './state.ts'

/** Mirrored lists are decided elsewhere, and each of the others by its own kinds of authority. */
export function requireCompetent(
  { authority, authorityKind }: Pick<NameCandidate['data'], 'authority' | 'authorityKind'>,
  { name: list, mirrored, decidedBy }: ListDefinition,
): void {
  if (mirrored) throw refuseCase('LIST_MIRRORED', { list })
  if (decidedBy.includes(authorityKind)) return
  throw refuseCase('LIST_AUTHORITY_NOT_COMPETENT', {
    list,
    kinds: decidedBy.map(kindName).join('、'),
    authority: authority.name,
  })
}

/** 拟列入: on a list in force, by an authority that may decide, on a ground that stands in the file. */
export function name({ data, world, agency, today }: NameCandidate): readonly ListingCaseEvent[] {
  const { definition, version } = requireList(world.catalogue, data.listType, today)
  requireCompetent(data, definition)
  if (definition.confidence === 'UNSURE') throw refuseCase('LIST_UNSURE', { list: definition.name })
  requireOwnAgency({ named: { ...data, version, namedOn: today } }, agency, data.namedBy)
  if (world.file.entries.size === 0) throw refuseCase('LISTING_FILE_MISSING')
  requireBasis(data, definition, world.file, today)
  return [{ type: 'ListingCandidateNamed', data: { ...data, version, namedOn: today } }]
}

/** Until when the enterprise may state and defend itself. */
export function statementUntil(
  { days, unit }: Pick<NoticeRule, 'days' | 'unit'>,
  { servedOn }: Pick<ListingNoticeServed['data'], 'servedOn'>,
  calendar: Calendar,
): CountedDay {
  if (unit === 'WORKING_DAY') return addWorkingDays(servedOn, days, calendar)
  return rollToWorkingDay(addDays(servedOn, days), calendar)
}

/** The same of a notice that was served, by a calendar of today: never before the day that it promised. */
export function noticeUntil(
  notice: ListingNoticeServed['data'],
  term: Pick<NoticeRule, 'days' | 'unit'>,
  calendar: Calendar,
): CountedDay {
  const counted = statementUntil(term, notice, calendar)
  return counted.day < notice.statementUntil ? { ...counted, day: notice.statementUntil } : counted
}

const noticeRule = (world: ServeListingNotice['world'], known: ListingCase, today: ServeListingNotice['today']) => {
  const { notice, name: list } = listToday(world.catalogue, known, today)
  if (notice === null) throw refuseCase('LIST_MIRRORED', { list })
  return { notice, list }
}

export function serve({ data, world, agency, today }: ServeListingNotice, known: ListingCase): ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.servedBy)
  const { notice, list } = noticeRule(world, known, today)
  if (!notice.serving.includes(data.serving)) throw refuseCase('NOTICE_SERVING_NOT_ALLOWED', { list })
  if (data.noticeNumber.trim() === '') throw refuseCase('NOTICE_NUMBER_MISSING')
  requireDays(['拟列入日期', known.named.namedOn], ['送达日期', data.servedOn], today)
  const { day, provisional } = statementUntil(notice, data, world.calendar)
  return [
    {
      type: 'ListingNoticeServed',
      data: { ...data, statementUntil: day, provisional, term: { days: notice.days, unit: notice.unit } },
    },
  ]
}

const servedOn = ({ notice, named }: ListingCase) => ['送达日期', notice?.servedOn ?? named.namedOn] as const

export function state(
  { data, world, agency, today }: RecordListingStatement,
  known: ListingCase,
): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.receivedBy)
  if (data.statement.trim() === '') throw refuseCase('STATEMENT_EMPTY')
  requireDays(servedOn(known), ['陈述申辩日期', data.receivedOn], today)
  const { notice, list } = noticeRule(world, known, today)
  if (data.asksHearing && !notice.hearing) throw refuseCase('HEARING_NOT_PROVIDED', { list })
  return [{ type: 'ListingStatementReceived', data }]
}

export function waive({ data, agency, today }: RecordListingWaiver, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.receivedBy)
  requireDays(servedOn(known), ['放弃日期', data.waivedOn], today)
  return [{ type: 'ListingStatementWaived', data }]
}

/**
 * Time ends a right only on a day that is known for sure: never on a provisional one, never before it is over, and never
 * before the day that the notice promised, whatever the law says since.
 */
export function lapse({ world, today }: RecordNoticeLapse, known: ListingCase): readonly ListingCaseEvent[] {
  const { notice } = known
  if (notice === null) throw refuseCase('LAPSE_OUT_OF_ORDER', { stage: stageNames[known.stage] })
  const { day: until, provisional } = noticeUntil(notice, termOf(notice, known, world), world.calendar)
  if (provisional.length > 0) throw refuseCase('NOTICE_TERM_PROVISIONAL', { years: provisional.join('、') })
  if (today <= until) throw refuseCase('NOTICE_TERM_RUNNING', { until })
  return [{ type: 'ListingNoticeLapsed', data: { until, lapsedOn: today } }]
}

/** An older notice does not say by what it was counted: then it is the edition in force on the day of its service. */
function termOf(
  { term, servedOn }: ListingNoticeServed['data'],
  known: ListingCase,
  world: RecordNoticeLapse['world'],
): Pick<NoticeRule, 'days' | 'unit'> {
  return term ?? noticeRule(world, known, servedOn).notice
}

export function hold({ data, agency, today }: HoldListingHearing, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.heldBy)
  if (!known.asksHearing) throw refuseCase('HEARING_NOT_ASKED')
  requireDays(servedOn(known), ['听证日期', data.heldOn], today)
  return [{ type: 'ListingHearingHeld', data }]
}

export function drop({ data, agency, today }: DropCandidate, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.droppedBy)
  requireReason(data.reason)
  return [{ type: 'ListingDropped', data: { ...data, droppedOn: today } }]
}
