import { expect } from 'vitest'
import type { ListDefinition } from '../../../domain/lists/catalogue/definition.ts'
import { initialLists, type ListCatalogue } from '../../../domain/lists/catalogue/catalogue.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import type { CaseWorld, ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { listingCaseDecider } from '../../../domain/lists/case/decider.ts'
import type { ListingCaseEvent } from '../../../domain/lists/case/events.ts'
import { entryOf } from '../../../domain/lists/case/landing.ts'
import { type ListingCase, withListingCaseEvent } from '../../../domain/lists/case/state.ts'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { listingIdOf } from '../../../domain/enterprise/listing/commands.ts'
import { penaltyIdOf } from '../../../domain/enterprise/penalty/commands.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { fen } from '../../../domain/kernel/fen.ts'
import type { PlainDate } from '../../../domain/kernel/plain-date.ts'
import { command as wish, day, fileAfter, today } from '../../support/given.ts'
import { agency, impose, penaltyId, register, uscc } from '../../support/wishes.ts'

export const [ann, ben] = [
  { agency: agency.code, officer: 'ann' },
  { agency: agency.code, officer: 'ben' },
]
export const stranger = { agency: '11310104MA1070023X', officer: 'eve' }

type Type = ListingCaseCommand['type']
type DataOf<T extends Type> = Extract<ListingCaseCommand, { type: T }>['data']

/** What a command brings along: by default the file of an enterprise with a heavier penalty. */
export type World = Partial<CaseWorld> & { on?: string; agency?: string | null }

export const bar = impose({ kinds: ['ORDER_SUSPENSION'], fine: fen(0) })
export const baseFile: readonly EnterpriseCommand[] = [register(), bar]
const { file } = fileAfter(baseFile)

export const step = <T extends Type>(type: T, data: DataOf<T>, world: World = {}): ListingCaseCommand => {
  const { on = today, agency: acting = agency.code, ...brought } = world
  const full: CaseWorld = { catalogue: initialLists, file, calendar: officialCalendar, ...brought }
  return { type, data, today: day(on), agency: acting, world: full } as unknown as ListingCaseCommand
}

export const caseId = '01M84ZSMA0BRENJKZKZ0WXQ9Z2'

export const name = (changes: Partial<DataOf<'NameCandidate'>> = {}, world: World = {}) =>
  step(
    'NameCandidate',
    {
      ...{ caseId, uscc, subjectName: '上海样例餐饮有限公司', listType: 'SERIOUS_VIOLATION', groundCode: 'SV5' },
      ...{ groundText: '生产经营致病性微生物超标的食品', reportYear: null, authority: agency },
      ...{ authorityKind: 'MARKET_REGULATION', penaltyIds: [penaltyId], heavierFines: [], personIds: [] },
      ...{ namedBy: ann, ...changes },
    },
    { on: '2026-03-02', ...world },
  )
/** An entry of 2019, decided before the enterprise had a file here. */
export const takeOver = (changes: Partial<DataOf<'TakeOverListing'>> = {}, world: World = {}) =>
  step(
    'TakeOverListing',
    {
      ...{ caseId, uscc, subjectName: '上海样例餐饮有限公司', listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4' },
      ...{ groundText: '通过登记的住所无法联系', reportYear: null, authority: agency, penaltyIds: [] },
      ...{ authorityKind: 'MARKET_REGULATION', heavierFines: [], personIds: [], namedBy: ann },
      ...{ decisionNumber: '（徐市监）异入〔2019〕第7号', enteredOn: day('2019-05-06'), termUntil: null, ...changes },
    },
    { on: '2026-03-02', ...world },
  )
export const takenListingId = listingIdOf('ABNORMAL_OPERATIONS', agency.code, '（徐市监）异入〔2019〕第7号', 'AB4')
export const confirm = (confirmedBy = ben, world: World = {}) =>
  step('ConfirmTakeover', { listingId: takenListingId, confirmedBy }, { on: '2026-03-03', ...world })
export const serve = (on = '2026-03-03', world: World = {}) =>
  step(
    'ServeListingNotice',
    { noticeNumber: '徐市监严告〔2026〕1号', serving: 'SERVICE', servedOn: day(on), servedBy: ann },
    { on, ...world },
  )
export const state = (asksHearing = false, on = '2026-03-05', world: World = {}) =>
  step(
    'RecordListingStatement',
    { receivedOn: day(on), statement: '已经召回', asksHearing, receivedBy: ann },
    { on, ...world },
  )
export const waive = (on = '2026-03-05', world: World = {}) =>
  step('RecordListingWaiver', { waivedOn: day(on), receivedBy: ann }, { on, ...world })
export const lapse = (on = '2026-03-11', world: World = {}) => step('RecordNoticeLapse', {}, { on, ...world })
export const hear = (on = '2026-03-20', world: World = {}) =>
  step('HoldListingHearing', { heldOn: day(on), record: '笔录', heldBy: ann }, { on, ...world })

export const weighed = [
  ...['主观恶意', '违法频次', '持续时间', '处罚类型', '罚没款数额', '产品货值金额', '危害后果', '社会影响'],
]
export const propose = (changes: Partial<DataOf<'ProposeListing'>> = {}, world: World = {}) =>
  step(
    'ProposeListing',
    {
      ...{ decisionId: 'D1', reasons: '性质恶劣、情节严重', weighed, statementView: '不予采纳', months: null },
      ...{ banUntil: null, batchId: null, proposedBy: ann, ...changes },
    },
    { on: '2026-03-25', ...world },
  )
export const giveBack = (returnedBy = ben) =>
  step('ReturnListing', { decisionId: 'D1', reason: '补充说明', returnedBy }, { on: '2026-03-26' })
export const decide = (changes: Partial<DataOf<'DecideListing'>> = {}, world: World = {}) =>
  step(
    'DecideListing',
    { decisionId: 'D1', decisionNumber: '（徐市监）严入〔2026〕第1号', decidedBy: ben, ...changes },
    { on: '2026-03-30', ...world },
  )
export const drop = () => step('DropCandidate', { reason: '情节轻微', droppedBy: ann }, { on: '2026-03-30' })
export const publish = (on = '2026-04-02') =>
  step('PublishListing', { publishedOn: day(on), where: '国家企业信用信息公示系统', publishedBy: ann }, { on })

export const applyForExit = (changes: Partial<DataOf<'ApplyForExit'>> = {}, world: World = {}) =>
  step(
    'ApplyForExit',
    {
      exitId: 'X1',
      ground: 'EARLY_EXIT',
      statement: '已履行',
      appliedOn: day('2027-04-01'),
      recordedBy: ann,
      ...changes,
    },
    { on: '2027-04-01', ...world },
  )
export const accept = () => step('AcceptExit', { exitId: 'X1', acceptedBy: ann }, { on: '2027-04-02' })
export const proposeExit = (changes: Partial<DataOf<'ProposeExit'>> = {}, world: World = {}) =>
  step(
    'ProposeExit',
    {
      ...{ exitId: 'X1', ground: 'EARLY_EXIT', reasonCode: null, correctedOn: null, findings: '核实无误' },
      ...{ heavierFines: [], batchId: null, proposedBy: ann },
      ...{ conditionsMet: ['PERFORMED', 'HARM_REMOVED', 'NO_FURTHER_PENALTY'], ...changes },
    },
    { on: '2027-04-05', ...world },
  )
export const refuseExit = () =>
  step('RefuseExit', { exitId: 'X1', reason: '尚未履行', refusedBy: ben }, { on: '2027-04-06' })
export const decideExit = (changes: Partial<DataOf<'DecideExit'>> = {}, world: World = {}) =>
  step(
    'DecideExit',
    { exitId: 'X1', decisionNumber: '（徐市监）严出〔2027〕第1号', decidedBy: ben, ...changes },
    { on: '2027-04-07', ...world },
  )
export const proposeRevocation = (changes: Partial<DataOf<'ProposeExitRevocation'>> = {}, world: World = {}) =>
  step(
    'ProposeExitRevocation',
    { revocationId: 'R1', findings: '履行凭证系伪造', months: null, proposedBy: ann, ...changes },
    { on: '2027-06-01', ...world },
  )
export const returnRevocation = (returnedBy = ben) =>
  step('ReturnExitRevocation', { revocationId: 'R1', reason: '补充调查', returnedBy }, { on: '2027-06-02' })
export const revokeExit = (changes: Partial<DataOf<'RevokeExit'>> = {}, world: World = {}) =>
  step(
    'RevokeExit',
    { revocationId: 'R1', decisionNumber: '（徐市监）严更〔2027〕第1号', decidedBy: ben, ...changes },
    { on: '2027-06-03', ...world },
  )
export const endTerm = (on = '2029-03-31') => step('EndListingTerm', {}, { on })

/** The file with the entry that a decided case leads to. */
export const landedFile = (...steps: readonly ListingCaseCommand[]) => {
  const entry = wish('EnterListing', entryOf(standing(...steps)))
  return fileAfter([...baseFile, entry]).file
}
export const decided = [name(), serve(), waive(), propose(), decide()] as const
const decidedCase = standing(...decided)
export const listingId = decidedCase.decision?.listingId ?? ''
export const land = (world: World = {}) =>
  step('RecordListingLanded', { listingId }, { on: '2026-03-30', file: landedFile(...decided), ...world })
export const listed = [...decided, land()] as const

/** The penalty beneath, annulled. */
export const annul = wish('AnnulPenalty', {
  ...{ penaltyId, annulledOn: day('2026-05-08'), ground: 'REVIEW', documentNumber: '复1号', authority: agency },
})
export const fall = (world: World = {}) =>
  step('LetListingFall', { ground: 'BASIS_ANNULLED' }, { on: '2026-11-23', ...annulled, ...world })
export const annulled: World = { file: fileAfter([...baseFile, annul]).file }

export function caseAfter(commands: readonly ListingCaseCommand[]): ListingCase | undefined {
  let known: ListingCase | undefined
  for (const one of commands) known = grown(known, listingCaseDecider.decide(one, known))
  return known
}

export function grown(known: ListingCase | undefined, events: readonly ListingCaseEvent[]): ListingCase | undefined {
  return events.reduce<ListingCase | undefined>((state, event) => withListingCaseEvent(state, event), known)
}

/** The case, which there must be. */
export function standing(...commands: readonly ListingCaseCommand[]): ListingCase {
  const known = caseAfter(commands)
  if (known === undefined) throw new Error('there is no case')
  return known
}

export function outcome(known: ListingCase | undefined, one: ListingCaseCommand): string {
  try {
    const events = listingCaseDecider.decide(one, known)
    return events.length === 0 ? 'NOTHING' : (grown(known, events)?.stage ?? 'NONE')
  } catch (error) {
    if (error instanceof Refused) {
      expect(error.message).not.toMatch(/\{\w+\}/)
      return error.reason
    }
    throw error
  }
}

/** `given(steps so far).when(step)` leads to the stage, or the refusal, that is named. */
export const given = (...before: readonly ListingCaseCommand[]) => ({
  when: (one: ListingCaseCommand) => ({ then: (what: string) => expect(outcome(caseAfter(before), one)).toBe(what) }),
})

export const entry = () => entryOf(decidedCase)

/** Files that lack something. */
const [fined, another] = [impose(), impose({ kinds: ['ORDER_CLOSURE'], fine: fen(0) }, '沪市监徐处〔2026〕9号')]
export const finedFile = fileAfter([register(), fined]).file
const others = { code: stranger.agency, name: '上海市徐汇区行政服务中心' }
export const othersPenaltyId = penaltyIdOf(others.code, '沪市监徐处〔2025〕1号')
export const othersFile = fileAfter([
  register(),
  { ...bar, data: { ...bar.data, authority: others } } as EnterpriseCommand,
]).file
export const furtherFile = fileAfter([
  ...baseFile,
  { ...another, data: { ...another.data, decidedOn: day('2026-08-01') } } as EnterpriseCommand,
]).file

/** The catalogue as another edition would have it. */
export const edition = (lists: readonly ListDefinition[]): ListCatalogue => ({
  versions: initialLists.versions.map((one) => ({ ...one, edition: { ...one.edition, lists } })),
})
/** The catalogue with a second edition, in force from a day on. */
export function editions(
  from: string,
  before: readonly ListDefinition[],
  after: readonly ListDefinition[],
): ListCatalogue {
  const [first] = initialLists.versions
  if (first === undefined) throw new Error('there is a first edition')
  const edition = { ...shippedLists, version: 2, effectiveFrom: day(from), lists: after }
  return {
    versions: [
      { ...first, edition: { ...shippedLists, lists: before } },
      { ...first, version: 2, edition, effectiveFrom: day(from) },
    ],
  }
}

export const withHearings = edition(
  shippedLists.lists.map((list) => (list.notice ? { ...list, notice: { ...list.notice, hearing: true } } : list)),
)
export const withoutSerious = edition(shippedLists.lists.filter(({ code }) => code !== 'SERIOUS_VIOLATION'))

/** A list that no code knows. */
export const newList: ListDefinition = {
  ...{ code: 'NEW_LIST', name: '新设名单', legalBasis: '某条例第九条', decidedBy: ['COMMERCE'], mirrored: false },
  ...{ effectiveFrom: day('2026-01-01'), effectiveUntil: null, penalty: 'NONE', ownPenalty: false, weighing: [] },
  grounds: [{ code: 'N1', name: '某情形', clause: null, once: null, clock: null, cures: [], replayOnly: false }],
  notice: { serving: ['SERVICE'], days: 5, unit: 'WORKING_DAY', hearing: true },
  ...{ term: { kind: 'MONTHS', months: 12, orLongerBan: false }, extension: null, earlyExit: null },
  publicity: { isPublic: true, where: '信用中国', workingDays: 7, note: null },
  ...{ effects: ['FUNDS'], numbers: { entry: '新入', exit: '新出', correction: '新更' } },
  ...{ confidence: 'SOURCED', note: null },
}
export const withNewList = edition([...shippedLists.lists, newList])

export const dayOf = (text: string): PlainDate => day(text)
