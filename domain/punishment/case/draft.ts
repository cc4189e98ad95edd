import type { FileFact } from '../../enterprise/facts.ts'
import { effectiveFacts } from '../../enterprise/facts.ts'
import { type EnterpriseFile, factsOf, recordsOf } from '../../enterprise/file.ts'
import type { ListingEntered, ListingEvent } from '../../enterprise/listing/events.ts'
import { listingRecord } from '../../enterprise/listing/record.ts'
import type { Authority } from '../../enterprise/parties.ts'
import type { PersonEvent } from '../../enterprise/person/events.ts'
import { answersFor, personRecord } from '../../enterprise/person/record.ts'
import type { RegistrationEvent } from '../../enterprise/registration/events.ts'
import { registrationRecord } from '../../enterprise/registration/record.ts'
import { agencyKindsOf } from '../../agencies/kinds.ts'
import { naturalId } from '../../kernel/ids.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { normalDocumentNumber } from '../../kernel/text.ts'
import { type ListEffects, listEffectsOn } from '../../window/list-effects.ts'
import type { AgencyKind } from '../agency-kinds.ts'
import { type MeasureCatalogue, measuresOn, ruleHolds } from '../measures/catalogue.ts'
import type { MeasureEdition, MeasureRule } from '../measures/measure.ts'
import type { PunishmentOfficer } from '../officer.ts'
import type { PunishmentCase } from './case.ts'
import type { AddCaseLines, DraftCase } from './commands.ts'
import { linesPerCommandMax, portionsOf } from './drafting.ts'
import type { CaseLine, CasePerson } from './events.ts'
import { type DirectoryAgency, executorsOf } from './executors.ts'

/** Which agencies of the district are of which kind, and who asks where a list is decided elsewhere (信用牵头部门). */
export type AgencyDirectory = Readonly<{
  agencies: readonly DirectoryAgency[]
  coordinator: Authority
}>

/** An entry on a list as a file tells it, from which a case may follow. */
export type ListedEntry = Readonly<{
  line: CaseLine
  listing: ListingEntered['data']
  decision: string // The number of the document: of one about many, without the place of this one.
  listedBy?: readonly PunishmentOfficer[] // Who proposed and decided it, where that was done here.
}>

/** A case ready to be submitted: drafted with its first lines, and the rest in portions. */
export type CaseDraft = Readonly<{ draft: DraftCase['data']; more: readonly AddCaseLines['data'][] }>

/**
 * The entry of one listing in a file, with the persons recorded as responsible for it; undefined where it does not stand. Of
 * a decision about many (批量决定) its own number is said, which the file alone does not tell from any other that ends so.
 */
export function listedEntry(file: EnterpriseFile, listingId: string, decision?: string): ListedEntry | undefined {
  const standing = effectiveFacts<ListingEvent>(file.records.get(`LISTING/${listingId}`) ?? [])
  const listing = listingRecord(standing)
  const entered = standing.find(({ type }) => type === 'ListingEntered')
  const subject = registrationRecord(effectiveFacts<RegistrationEvent>(file.records.get('REGISTRATION/') ?? []))
  if (listing === undefined || listing.removedOn !== null || entered === undefined || subject === undefined)
    return undefined
  const { uscc, details } = subject
  const lineId = lineIdOf(uscc, listingId)
  const persons = personsOf(file, listingId)
  const { termUntil } = listing
  const number = decision ?? listing.decisionNumber.trim()
  return {
    listing,
    decision: number,
    line: { lineId, uscc, name: details.name, listingId, eventId: entered.id, termUntil, persons },
  }
}

/** The line of an entry, or the one that follows where the line before it fell and the entry stands again. */
const lineIdOf = (uscc: string, listingId: string, fallenId?: string): string =>
  naturalId('punishment-line', uscc, listingId, ...(fallenId === undefined ? [] : [fallenId]))

/**
 * Of some entries those that a case does not have: in it is what has a line that did not fall. An entry that stands again,
 * because its removal was struck out, say, has a line of its own, by which it is ordered anew.
 */
export function entriesOutside({ lines, fallen }: PunishmentCase, entries: readonly ListedEntry[]): ListedEntry[] {
  return entries.flatMap((entry) => {
    const { uscc, listingId } = entry.line
    let { lineId } = entry.line
    while (fallen.has(lineId)) lineId = lineIdOf(uscc, listingId, lineId)
    return lines.has(lineId) ? [] : [{ ...entry, line: { ...entry.line, lineId } }]
  })
}

/** The persons responsible for a listing, by the ids of their sealed entries. */
export function personsOf(file: EnterpriseFile, listingId: string): readonly CasePerson[] {
  const listing = listingRecord(factsOf<ListingEvent>(file, 'LISTING', listingId))
  const persons: CasePerson[] = []
  for (const [personId, facts] of recordsOf(file, 'PERSON')) {
    const person = personRecord(effectiveFacts<PersonEvent>(facts as readonly FileFact[]))
    if (person?.standing !== 'RECORDED') continue
    if (answersFor(person, { section: 'LISTING', recordId: listingId }, listing?.personIds ?? []))
      persons.push({ personId, keyId: person.keyId })
  }
  return persons.sort((a, b) => (a.personId < b.personId ? -1 : 1))
}

/** The case that follows from a decision; a supplement takes in what was entered after the first was passed. */
export const caseIdOf = ({ listing, decision }: Pick<ListedEntry, 'listing' | 'decision'>, supplement = 0): string => {
  const { listType, groundCode, authority } = listing
  const number = normalDocumentNumber(decision)
  return naturalId('punishment', listType, groundCode, authority.code, number, String(supplement))
}

/**
 * The cases that follow from entries on lists (自动提请): one for each decision, with the measures that the catalogue of the
 * day names for the list and that somebody here carries out. Entries from which nothing follows make none.
 */
export function draftsFrom(
  entries: readonly ListedEntry[],
  measures: MeasureCatalogue,
  listTypes: readonly ListEffects[],
  directory: AgencyDirectory,
  day: PlainDate,
  by: PunishmentOfficer,
  supplement = 0,
): readonly CaseDraft[] {
  const edition = measuresOn(measures, day)
  const byCase = new Map<string, ListedEntry[]>()
  for (const entry of entries) {
    const caseId = caseIdOf(entry, supplement)
    byCase.set(caseId, [...(byCase.get(caseId) ?? []), entry])
  }
  return [...byCase].flatMap(([caseId, listed]) => {
    const draft = draftOf(caseId, listed, edition, listTypes, directory, day, by)
    return draft ? [draft] : []
  })
}

function draftOf(
  caseId: string,
  listed: readonly ListedEntry[],
  edition: MeasureEdition,
  listTypes: readonly ListEffects[],
  directory: AgencyDirectory,
  day: PlainDate,
  by: PunishmentOfficer,
): CaseDraft | undefined {
  const [first] = listed
  if (first === undefined) return undefined
  const { listType, groundCode, authority, enteredOn } = first.listing
  const type = listEffectsOn(listTypes, listType, enteredOn)
  if (type === undefined) return undefined
  const asker = askerOf(directory, type, authority)
  const rules = rulesFor(edition, type, groundCode, day)
  const isAsked = ({ requesting }: MeasureRule) => requesting.some((kind) => asker.requestingKinds.includes(kind))
  const asked = rules.filter(isAsked)
  const { executors, missing } = executorsOf(asked, directory.agencies)
  if (executors.length === 0) return undefined
  const lines = [...listed].sort((a, b) => (a.line.uscc < b.line.uscc ? -1 : 1)).map(({ line }) => line)
  const draft = {
    ...{ ...asker, caseId, listType, groundCode, decisionNumber: first.decision, decidedOn: enteredOn },
    ...{ edition, executors, missing, rules: codesOf(asked), unasked: codesOf(rules.filter((one) => !isAsked(one))) },
    ...{ listedBy: listersOf(listed), linesExpected: lines.length, by },
    lines: lines.slice(0, linesPerCommandMax),
  }
  const more: AddCaseLines['data'][] = []
  for (let from = linesPerCommandMax; from < lines.length; from += linesPerCommandMax)
    more.push({
      ...{ lines: lines.slice(from, from + linesPerCommandMax), linesExpected: lines.length, by },
      listedBy: draft.listedBy,
    })
  return { draft, more }
}

const listersOf = (listed: readonly ListedEntry[]): readonly PunishmentOfficer[] => [
  ...new Map(listed.flatMap(({ listedBy = [] }) => listedBy.map((one) => [one.officer, one] as const))).values(),
]

const kindsOf = ({ agencies }: AgencyDirectory, { code }: Authority): readonly AgencyKind[] =>
  agencies.find(({ agency }) => agency.code === code)?.kinds ?? []

/**
 * Who asks (提请部门): who decided; for an authority outside the directory, and for a list that is decided elsewhere, the
 * coordinating agency on its behalf. What follows from an entry does not depend on which of them it is.
 */
function askerOf(directory: AgencyDirectory, { mirrored }: ListEffects, authority: Authority) {
  const { coordinator } = directory
  const own = kindsOf(directory, authority)
  if (authority.code === coordinator.code || (!mirrored && own.length > 0))
    return { requesting: authority, requestingKinds: own, onBehalfOf: null }
  const theirs = own.length > 0 ? own : agencyKindsOf(authority.name)
  const requestingKinds = [...new Set([...kindsOf(directory, coordinator), ...theirs])]
  return { requesting: coordinator, requestingKinds, onBehalfOf: authority }
}

const codesOf = (rules: readonly MeasureRule[]): readonly string[] => rules.map(({ code }) => code)

/** What the catalogue says follows from this list, and somebody carries out, where the list's effects say so too. */
function rulesFor(
  { rules }: MeasureEdition,
  type: ListEffects,
  groundCode: string,
  day: PlainDate,
): readonly MeasureRule[] {
  return rules.filter((rule) => {
    const { cause } = rule
    if (cause.kind !== 'LISTING' || !cause.listTypes.includes(type.code) || !ruleHolds(rule, day)) return false
    if (cause.grounds !== null && !cause.grounds.includes(groundCode)) return false
    if (type.effects !== undefined && !type.effects.includes(rule.measure)) return false
    return rule.executing.length > 0
  })
}

type Submission = Pick<DraftCase, 'type' | 'data'> | Pick<AddCaseLines, 'type' | 'data'>

/**
 * A draft as it is submitted: as a case of its own, or as more lines of one that waits to be passed, in portions. Whoever
 * is cut off between two of them goes on with what is missing.
 */
export function submissionsOf({ draft, more }: CaseDraft, known: PunishmentCase | undefined): readonly Submission[] {
  const { by } = draft
  const [first = [], ...others] = portionsOf([...draft.lines, ...more.flatMap(({ lines }) => lines)])
  const linesExpected = (known?.lines.size ?? 0) + draft.linesExpected
  const add = (lines: readonly CaseLine[]): Submission => ({
    type: 'AddCaseLines',
    data: { lines, linesExpected, listedBy: draft.listedBy ?? [], by },
  })
  const begin: Submission = known ? add(first) : { type: 'DraftCase', data: { ...draft, lines: first } }
  const end = known && known.linesExpected > linesExpected ? [add([])] : []
  return [begin, ...others.map(add), ...end]
}
