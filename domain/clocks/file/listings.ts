import { effectiveFacts, type FileFact } from '../../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../../enterprise/file.ts'
import type { ListingEvent } from '../../enterprise/listing/events.ts'
import { listTypeOn } from '../../enterprise/listing/list-types.ts'
import type { RegistrationEvent } from '../../enterprise/registration/events.ts'
import { reportIdOf } from '../../enterprise/report/commands.ts'
import type { ReportEvent } from '../../enterprise/report/events.ts'
import { yearOf } from '../../kernel/plain-date.ts'
import { shippedListTypes } from '../../lists/catalogue/as-list-type.ts'
import { type AnyFact, end, fromPublication, type Gathering, published, start } from './gather.ts'

type Entered = Extract<AnyFact, { type: 'ListingEntered' }>

/** Clocks of a listing (列入): publication, term, objection, cure, review and suit. */
export function gatherListing(
  gathering: Gathering,
  file: EnterpriseFile,
  recordId: string,
  all: readonly FileFact[],
): void {
  const record = { section: 'LISTING', recordId }
  const facts = effectiveFacts<ListingEvent>(all)
  const entered = facts.find((fact) => fact.type === 'ListingEntered')
  if (entered?.type !== 'ListingEntered') return
  const { listType, authority, termUntil, enteredOn } = entered.data
  // A list that only a later edition has is decided by an agency, whose decisions may be contested.
  if (listTypeOn(shippedListTypes, listType, enteredOn)?.mirrored !== true) {
    start(gathering, 'DECISION_KNOWN', record, entered, authority, { presumed: true })
  }
  if (listType === 'SERIOUS_VIOLATION') {
    start(gathering, 'SERIOUS_LISTING_DECIDED', record, entered, authority, { statedUntil: termUntil })
    published(gathering, 'PUBLISHED', record, entered)
  }
  if (listType === 'ABNORMAL_OPERATIONS') {
    start(gathering, 'ABNORMAL_LISTING_PUBLISHED', record, entered, authority, fromPublication(gathering, entered))
    endDutyToList(gathering, entered)
    gatherCure(gathering, file, entered)
  }
  for (const fact of facts) {
    if (fact.type !== 'ListingRemoved') continue
    end(gathering, 'DELISTED', record, fact, null)
    if (fact.data.ground === 'CANCELLED_AS_WRONG' || fact.data.ground === 'BASIS_ANNULLED') {
      end(gathering, 'BASIS_FELL', record, fact, null)
      start(gathering, 'DECISION_WITHDRAWN', record, fact, authority)
      published(gathering, 'WITHDRAWN', record, fact)
    }
  }
}

/** The year of a missing report; an entry that does not name it is about the year whose report was due last. */
const reportYearOf = ({ data }: Entered): number => data.reportYear ?? yearOf(data.enteredOn) - 1

function endDutyToList(gathering: Gathering, entered: Entered): void {
  if (entered.data.groundCode !== 'AB1') return
  const record = { section: 'REPORT', recordId: reportIdOf(reportYearOf(entered)) }
  end(gathering, 'LISTED', record, entered, null)
}

/** What the file itself knows to cure a listing: the report filed after all, or a new address. */
function gatherCure(gathering: Gathering, file: EnterpriseFile, entered: Entered): void {
  const cure = cureOf(file, entered)
  if (cure === undefined) return
  const { listingId, authority, enteredOn } = entered.data
  const day = cure.day < enteredOn ? enteredOn : cure.day
  start(gathering, 'CURE_VERIFIED', { section: 'LISTING', recordId: listingId }, cure.fact, authority, {
    ...{ day, presumed: true },
  })
}

function cureOf(
  file: EnterpriseFile,
  entered: Entered,
): { fact: AnyFact; day: Entered['data']['enteredOn'] } | undefined {
  const { groundCode, enteredOn } = entered.data
  if (groundCode === 'AB1') {
    const reportId = reportIdOf(reportYearOf(entered))
    for (const [id, facts] of recordsOf(file, 'REPORT')) {
      if (id !== reportId) continue
      const filed = effectiveFacts<ReportEvent>(facts).find((fact) => fact.type === 'AnnualReportFiled')
      if (filed?.type === 'AnnualReportFiled') return { fact: filed, day: filed.data.filedOn }
    }
  }
  if (groundCode === 'AB4') {
    for (const [, facts] of recordsOf(file, 'REGISTRATION')) {
      for (const fact of effectiveFacts<RegistrationEvent>(facts)) {
        if (fact.type !== 'RegistrationChanged' || fact.data.changedOn < enteredOn) continue
        if (fact.data.changes.address !== undefined) return { fact, day: fact.data.changedOn }
      }
    }
  }
  return undefined
}
