import type { Calendar, CountedDay } from '../../domain/kernel/working-days.ts'
import { batchStageOf, type ListBatch, membersOf } from '../../domain/lists/batch/batch.ts'
import { listingCaseTitles } from '../../domain/lists/case/codec.ts'
import { noticeUntil } from '../../domain/lists/case/hearing.ts'
import { stageNames } from '../../domain/lists/case/stages.ts'
import type { ListingCase } from '../../domain/lists/case/state.ts'
import {
  type EarlyExit,
  endsWithSubjectOf,
  type ListDefinition,
  type ListExtension,
  type ListTerm,
} from '../../domain/lists/catalogue/definition.ts'
import { kindName } from '../../domain/punishment/agency-kinds.ts'
import type { PublicEntry } from '../../projections/lists/lists.queries.ts'

/**
 * Until when a statement may be made: while nobody has made one, by the calendar as it is known today; afterwards as the
 * notice said it, and so of an older notice, which does not say how it was counted.
 */
export function statementDay({ notice, stage }: ListingCase, calendar: Calendar): CountedDay | undefined {
  if (notice === null) return undefined
  if (stage === 'NOTIFIED' && notice.term !== null) return noticeUntil(notice, notice.term, calendar)
  return { day: notice.statementUntil, provisional: notice.provisional }
}

/** A case as its officers see it: of persons only that there are sealed records of them. */
export const caseView = (known: ListingCase, calendar: Calendar) => {
  const statement = statementDay(known, calendar)
  const { named, stage, proposal, decision, publishedOn, exitId, revocation, end, toLand, said } = known
  return {
    ...{ id: named.caseId, uscc: named.uscc, subjectName: named.subjectName, listType: named.listType },
    ...{ groundCode: named.groundCode, groundText: named.groundText, reportYear: named.reportYear },
    ...{ agency: named.authority.code, agencyName: named.authority.name, stage, stageName: stageNames[stage] },
    ...{ penaltyIds: named.penaltyIds, personIds: named.personIds, namedOn: named.namedOn },
    ...{ statementUntil: statement?.day, provisionalYears: statement?.provisional ?? [] },
    ...{ batchId: proposal?.batchId, decisionNumber: decision?.decisionNumber, decidedOn: decision?.decidedOn },
    ...{ termUntil: decision?.termUntil, publishedOn, exitId, endedOn: end?.on, endGround: end?.ground, toLand },
    revocationId: revocation?.revocationId,
    steps: said.map(({ type }) => listingCaseTitles[type]),
  }
}

export const batchView = (batch: ListBatch) => {
  const { drawnUp, proposed, decided, finished } = batch
  const { batchId, listType, kind, authority, drawnUpOn } = drawnUp
  const members = membersOf(batch)
  const refused = [...drawnUp.leftOut, ...(proposed?.dropped ?? []), ...(finished?.refused ?? [])]
  return {
    ...{ id: batchId, listType, kind, stage: batchStageOf(batch), agencyName: authority.name, drawnUpOn },
    ...{ number: decided?.number, memberCount: members.length, caseIds: members.map(({ caseId }) => caseId) },
    decidedCount: finished?.decided,
    refused: refused.map(({ caseId, reason, message }) => ({ caseId, changed: false, refusal: reason, message })),
  }
}

export const publicView = ({ uscc, name, published, listing }: PublicEntry) => ({
  ...{
    uscc,
    name,
    published,
    groundText: listing.groundText,
    enteredOn: listing.enteredOn,
    termUntil: listing.termUntil,
  },
  ...{ decisionNumber: listing.decisionNumber, agencyName: listing.authority.name },
})

const months = (count: number): string => (count % 12 === 0 ? `${count / 12}年` : `${count}个月`)

/** A term as a person reads it. */
export function termText(term: ListTerm): string {
  switch (term.kind) {
    case 'UNTIL_CURED':
      return '至列入事由消除'
    case 'MONTHS':
      return `${months(term.months)}${term.orLongerBan ? '；法定限制期限更长的，从其期限' : ''}`
    case 'AS_DECIDED':
      return `${months(term.monthsMin)}至${months(term.monthsMax)}，由决定载明`
    case 'AS_TOLD':
      return '以认定机关公布为准'
  }
}

export function earlyExitText(exit: EarlyExit | null): string | null {
  if (exit === null) return null
  const since = exit.since === 'ENTRY' ? '列入' : '改正'
  return `${since}满${months(exit.afterMonths)}，且${exit.conditions.map(({ name }) => name).join('；')}`
}

export function extensionText(extension: ListExtension | null): string | null {
  if (extension === null) return null
  const { monthsMin, monthsMax, grounds } = extension
  return `${grounds.join('、')}的，可以延长${months(monthsMin)}至${months(monthsMax)}`
}

export const definitionView = (definition: ListDefinition) => {
  const { notice, term, earlyExit, extension, publicity, grounds, decidedBy } = definition
  return {
    ...definition,
    ...{ noticeDays: notice?.days, hearing: notice?.hearing ?? false },
    noticeInWorkingDays: notice === null ? null : notice.unit === 'WORKING_DAY',
    ...{ termText: termText(term), earlyExitText: earlyExitText(earlyExit), isPublic: publicity.isPublic },
    ...{ extensionText: extensionText(extension), earlyExitConditions: earlyExit?.conditions ?? [] },
    ...{ endsWithSubject: endsWithSubjectOf(definition), decidedByNames: decidedBy.map(kindName) },
    ...{ publishedWhere: publicity.where, publicationWorkingDays: publicity.workingDays },
    grounds: grounds.map(({ clock, ...ground }) => ({
      ...ground,
      ...{ entryWorkingDays: clock?.workingDays, entryFrom: clock?.from },
    })),
  }
}
