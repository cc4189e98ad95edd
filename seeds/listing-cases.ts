import type { System } from '../api/system/open.ts'
import type { EnterpriseCommand } from '../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../domain/enterprise/decider.ts'
import type { FileFact } from '../domain/enterprise/facts.ts'
import { type EnterpriseFile, fileOf } from '../domain/enterprise/file.ts'
import { penaltyIdOf } from '../domain/enterprise/penalty/commands.ts'
import { enterpriseStream } from '../domain/enterprise/stream.ts'
import { officialCalendar } from '../domain/kernel/calendar.ts'
import { fen } from '../domain/kernel/fen.ts'
import { naturalId } from '../domain/kernel/ids.ts'
import { addDays, type PlainDate, plainDate, yearOf } from '../domain/kernel/plain-date.ts'
import type { Uscc } from '../domain/kernel/uscc.ts'
import { signingMark } from '../domain/agencies/mark.ts'
import { memberNumber } from '../domain/lists/batch/batch.ts'
import { batchDecider, batchStream } from '../domain/lists/batch/decider.ts'
import type { EntryProposal, ExitProposal } from '../domain/lists/batch/events.ts'
import { initialLists, requireList } from '../domain/lists/catalogue/catalogue.ts'
import { listingCaseStream } from '../domain/lists/case/codec.ts'
import type { ListingCaseCommand } from '../domain/lists/case/commands.ts'
import { listingCaseDecider } from '../domain/lists/case/decider.ts'
import type { ListingCaseEvent } from '../domain/lists/case/events.ts'
import { entryOf, removalOf, typesOf } from '../domain/lists/case/landing.ts'
import { type ListingCase, withListingCaseEvent } from '../domain/lists/case/state.ts'
import { numberDecider, numberStream, wordOf } from '../domain/lists/numbers/decider.ts'
import { sampleContext } from './context.ts'
import { lifeOf } from './enterprise-life.ts'
import { marketRegulator } from './words.ts'

type World = Pick<System, 'handler' | 'newId' | 'store'>
type Subject = Readonly<{ n: number; uscc: Uscc; name: string }>
type Step = { [T in ListingCaseCommand['type']]: Pick<Extract<ListingCaseCommand, { type: T }>, 'type' | 'data'> }
type AnyStep = Step[ListingCaseCommand['type']]

const day = plainDate
const quietSince = day('2026-07-20') // Nothing may be recorded of them behind what is told here.
const atOnce = 16

/** Companies of the sample that trade, of whom nothing was recorded lately, and who are on no list. */
export function quietCompanies(count: number, size: number, today: PlainDate): readonly Subject[] {
  const found: Subject[] = []
  for (let n = 0; n < size && found.length < count; n++) {
    const { uscc, acts } = lifeOf(n, today)
    const [first] = acts
    const isQuiet = acts.every((act) => act.day < quietSince)
    const isPlain = acts.every(
      ({ command: { type } }) => type !== 'ChangeRegistrationStatus' && type !== 'EnterListing',
    )
    if (uscc.charAt(1) !== '1' || !isQuiet || !isPlain || first === undefined || first.day > day('2024-01-01')) continue
    if (first.command.type === 'RegisterEnterprise') found.push({ n, uscc, name: first.command.data.details.name })
  }
  return found
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += atOnce) await Promise.all(items.slice(at, at + atOnce).map(work))
}

async function readFile({ store }: World, uscc: Uscc): Promise<EnterpriseFile> {
  const facts: FileFact[] = []
  for await (const event of store.readStream(enterpriseStream(uscc))) facts.push(event as unknown as FileFact)
  return fileOf(facts)
}

async function readCase({ store }: World, caseId: string): Promise<ListingCase> {
  let known: ListingCase | undefined
  for await (const event of store.readStream(listingCaseStream(caseId)))
    known = withListingCaseEvent(known, event as unknown as ListingCaseEvent)
  if (known === undefined) throw new Error(`the sample has no case ${caseId}`)
  return known
}

async function take(world: World, caseId: string, uscc: Uscc, on: PlainDate, officer: string, step: AnyStep) {
  const brought = { catalogue: initialLists, file: await readFile(world, uscc), calendar: officialCalendar }
  const command = { ...step, today: on, agency: null, world: brought } as ListingCaseCommand
  const context = sampleContext(world.newId, on, officer)
  await world.handler.submit(listingCaseDecider, listingCaseStream(caseId), command, context)
}

/** Writes into a file on a day, as its own officer would. */
export async function record(world: World, uscc: Uscc, on: PlainDate, wish: Pick<EnterpriseCommand, 'type' | 'data'>) {
  const command = { ...wish, today: on, agency: null } as EnterpriseCommand
  const context = sampleContext(world.newId, on, 'sample')
  await world.handler.submit(enterpriseDecider, enterpriseStream(uscc), command, context)
}

const officer = (name: string) => ({ agency: marketRegulator.code, officer: name })
const [clerk, decider] = [officer('listing'), officer('decider')]
export const caseIdOf = ({ uscc }: Pick<Subject, 'uscc'>, what: string): string =>
  naturalId('sample-listing', what, uscc)

type Ground = Readonly<{ listType: string; groundCode: string; groundText: string }>
const lost: Ground = {
  ...{ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4' },
  groundText: '通过登记的住所或者经营场所无法联系',
}
const serious: Ground = {
  listType: 'SERIOUS_VIOLATION',
  groundCode: 'SV5',
  groundText: '性质恶劣、情节严重、社会危害较大',
}

/** How far a case has come by the sample's last day. */
export type Heard = 'CANDIDATE' | 'NOTIFIED' | 'STATED' | 'WAIVED' | 'ELAPSED'

async function hear(world: World, one: Subject, ground: Ground, on: PlainDate, as: Heard, penaltyIds: string[] = []) {
  const { uscc, name: subjectName } = one
  const caseId = caseIdOf(one, ground.listType)
  const step = (days: number, wish: AnyStep) => take(world, caseId, uscc, addDays(on, days), clerk.officer, wish)
  const named = { caseId, uscc, subjectName, ...ground, reportYear: null, authority: marketRegulator }
  const basis = { penaltyIds, heavierFines: [], personIds: [], authorityKind: 'MARKET_REGULATION', namedBy: clerk }
  await step(0, { type: 'NameCandidate', data: { ...named, ...basis } })
  if (as === 'CANDIDATE') return
  const noticeNumber = `徐市监告〔${yearOf(on)}〕${one.n}号`
  const notice = { noticeNumber, serving: 'SERVICE', servedOn: addDays(on, 1), servedBy: clerk } as const
  await step(1, { type: 'ServeListingNotice', data: notice })
  if (as === 'STATED') {
    const said = { receivedOn: addDays(on, 2), statement: '已在登记住所办公，请予复核', asksHearing: false }
    await step(2, { type: 'RecordListingStatement', data: { ...said, receivedBy: clerk } })
  }
  if (as === 'WAIVED')
    await step(2, { type: 'RecordListingWaiver', data: { waivedOn: addDays(on, 2), receivedBy: clerk } })
  if (as === 'ELAPSED') await step(21, { type: 'RecordNoticeLapse', data: {} })
}

type Kind = 'ENTRY' | 'EXIT' | 'CORRECTION'

async function numberOf(world: World, batchId: string, listType: string, kind: Kind, on: PlainDate): Promise<string> {
  const { numbers } = requireList(initialLists, listType, on).definition
  if (numbers === null) throw new Error(`${listType} is not decided here`)
  const stream = numberStream({ authorityCode: marketRegulator.code, listType, kind, year: yearOf(on) })
  const data = { forId: batchId, mark: signingMark(marketRegulator, []), word: wordOf(numbers, kind) }
  const command = { type: 'TakeListNumber', data, today: on, agency: marketRegulator.code } as const
  await world.handler.submit(numberDecider, stream, command, sampleContext(world.newId, on, decider.officer))
  for await (const { data: taken } of world.store.readStream(stream)) {
    const { forId, number } = taken as Readonly<{ forId: string; number: string }>
    if (forId === batchId) return number
  }
  throw new Error('no number was taken')
}

/** One proposes, on the day before another decides under one number; every member is told to its file the same day. */
async function decideMany(
  world: World,
  some: readonly Subject[],
  of: Readonly<{ listType: string; kind: Kind; on: PlainDate; decides: boolean; what: string }>,
  proposal: EntryProposal | ExitProposal,
): Promise<string> {
  const { listType, kind, on, decides, what } = of
  const batchId = naturalId('sample-batch', listType, kind, what, on)
  const exitId = kind === 'ENTRY' ? null : batchId
  const members = some.map((one) => ({ caseId: caseIdOf(one, listType), uscc: one.uscc, exitId }))
  const before = addDays(on, -1)
  const submit = (when: PlainDate, by: string, wish: object) =>
    world.handler.submit(
      batchDecider,
      batchStream(batchId),
      { ...wish, today: when, agency: null } as never,
      sampleContext(world.newId, when, by),
    )
  const drawnUp = { batchId, listType, kind, authority: marketRegulator, members, leftOut: [], proposal }
  await submit(before, clerk.officer, { type: 'DrawUpBatch', data: { ...drawnUp, drawnUpBy: clerk } })
  await eachOf(members, ({ caseId, uscc }) =>
    take(world, caseId, uscc as Uscc, before, clerk.officer, proposing(batchId, proposal)),
  )
  await submit(before, clerk.officer, { type: 'RecordBatchProposed', data: { dropped: [] } })
  if (!decides) return batchId
  await submit(on, decider.officer, { type: 'BeginBatchDecision', data: { decidedBy: decider } })
  const number = await numberOf(world, batchId, listType, kind, on)
  await submit(on, decider.officer, { type: 'DecideBatch', data: { number, decidedBy: decider } })
  await eachOf(members, async ({ caseId, uscc }) => {
    const by = { decisionNumber: memberNumber(number, members, caseId), decidedBy: decider }
    const decision: AnyStep =
      kind === 'ENTRY'
        ? { type: 'DecideListing', data: { decisionId: batchId, ...by } }
        : { type: 'DecideExit', data: { exitId: batchId, ...by } }
    await take(world, caseId, uscc as Uscc, on, decider.officer, decision)
    await land(world, caseId, uscc as Uscc, on)
  })
  await submit(on, decider.officer, { type: 'FinishBatch', data: { decided: members.length, refused: [] } })
  return batchId
}

async function land(world: World, caseId: string, uscc: Uscc, on: PlainDate): Promise<void> {
  const known = await readCase(world, caseId)
  const { toLand, decision } = known
  if (toLand === null || decision === null) return
  const types = typesOf(known, initialLists)
  const wish =
    toLand === 'ENTRY'
      ? { type: 'EnterListing' as const, data: entryOf(known), types }
      : { type: 'RemoveListing' as const, data: removalOf(known), types }
  await record(world, uscc, on, wish)
  const { listingId } = decision
  const landed = toLand === 'ENTRY' ? ('RecordListingLanded' as const) : ('RecordRemovalLanded' as const)
  await take(world, caseId, uscc, on, decider.officer, { type: landed, data: { listingId } })
}

const entering = (reasons: string, weighed: readonly string[], statementView: string | null = null): EntryProposal => ({
  ...{ reasons, weighed, statementView, months: null, banUntil: null },
})

const exiting = (ground: ExitProposal['ground'], reasonCode: string | null, findings: string): ExitProposal => ({
  ...{ ground, reasonCode, conditionsMet: [], correctedOn: null, heavierFines: [], findings },
})

const proposing = (batchId: string, proposal: EntryProposal | ExitProposal): AnyStep =>
  'ground' in proposal
    ? { type: 'ProposeExit', data: { ...proposal, exitId: batchId, batchId, proposedBy: clerk } }
    : { type: 'ProposeListing', data: { ...proposal, decisionId: batchId, batchId, proposedBy: clerk } }

/** Listed as serious violators, by decision: what joint punishment follows from. */
export type SeriousGroup = Readonly<{
  subjects: readonly Subject[]
  decidedOn: PlainDate
}>

/** The decision beneath the listing of one of them. */
export const punishedBy = ({ n }: Subject): string => `沪市监徐处〔2026〕04202026${String(900_000 + n)}号`

/** A heavier penalty, and the listing that rests on it. */
async function listSerious(world: World, subjects: readonly Subject[], on: PlainDate): Promise<SeriousGroup> {
  const punishedOn = addDays(on, -30)
  await eachOf(subjects, async (one) => {
    const decisionNumber = punishedBy(one)
    const terms = {
      ...{ kinds: ['FINE', 'ORDER_SUSPENSION'] as const, fine: fen(20_000_000), confiscated: fen(0) },
      ...{ permitAffected: null, violation: '违反食品安全管理规定', facts: '检查发现当事人拒不改正且危害较大' },
      ...{ basis: '《中华人民共和国食品安全法》第一百二十六条', content: '罚款200000元，责令停产停业' },
      ...{ validUntil: null, publicUntil: null },
    }
    const decision = { decisionNumber, decidedOn: punishedOn, summaryProcedure: false, authority: marketRegulator }
    await record(world, one.uscc, punishedOn, { type: 'ImposePenalty', data: { ...decision, remark: null, terms } })
    await hear(world, one, serious, addDays(on, -10), 'WAIVED', [penaltyIdOf(marketRegulator.code, decisionNumber)])
  })
  const { weighing } = requireList(initialLists, serious.listType, on).definition
  const of = { listType: serious.listType, kind: 'ENTRY', on, decides: true, what: 'serious' } as const
  await decideMany(world, subjects, of, entering('性质恶劣、情节严重，符合列入情形', weighing))
  await eachOf(subjects, (one) => publish(world, one, serious.listType, addDays(on, 2)))
  return { subjects, decidedOn: on }
}

const publish = (world: World, one: Subject, listType: string, on: PlainDate) =>
  take(world, caseIdOf(one, listType), one.uscc, on, clerk.officer, {
    type: 'PublishListing',
    data: { publishedOn: on, where: '国家企业信用信息公示系统', publishedBy: clerk },
  })

export type GrownListings = Readonly<{ cases: number; serious: readonly SeriousGroup[] }>

/**
 * Listing cases (列入案件) at every stage on the sample's last day: candidates, told, heard, proposed, decided many by one
 * number, cured, applied for, cancelled as wrong. Grown again, they add nothing.
 */
export async function growListingCases(world: World, size: number, today: PlainDate): Promise<GrownListings> {
  const many = size >= 1_000 ? 240 : 6
  const groups = size >= 1_000 ? ([6, 4, 2, 1, 1] as const) : ([2, 1, 2, 1, 1] as const)
  const rest = [3, 3, 2, 2, 2, 3].map((count) => (size >= 1_000 ? count : 1))
  const all = quietCompanies(many + sum(groups) + sum(rest), size, today)
  let taken = 0
  const next = (count: number): readonly Subject[] => all.slice(taken, (taken += count))

  const lot = next(many)
  await eachOf(lot, (one) => hear(world, one, lost, day('2026-09-07'), 'ELAPSED'))
  const first = { listType: lost.listType, kind: 'ENTRY', on: day('2026-10-13'), decides: true, what: 'lost' } as const
  await decideMany(world, lot, first, entering('专项核查无法取得联系', []))
  await eachOf(lot, (one) => publish(world, one, lost.listType, day('2026-10-14')))
  await growExits(world, lot)

  const weeks = [
    ...[
      { as: 'CANDIDATE', on: '2026-11-19' },
      { as: 'NOTIFIED', on: '2026-11-17' },
      { as: 'STATED', on: '2026-11-12' },
    ],
    ...[
      { as: 'WAIVED', on: '2026-11-11' },
      { as: 'ELAPSED', on: '2026-10-23' },
    ],
  ] as const
  for (const [place, { as, on }] of weeks.entries())
    await eachOf(next(rest[place] ?? 0), (one) => hear(world, one, lost, day(on), as))
  const proposed = next(rest.at(-1) ?? 0)
  await eachOf(proposed, (one) => hear(world, one, lost, day('2026-11-09'), 'WAIVED'))
  const open = { ...first, on: day('2026-11-20'), decides: false, what: 'proposed' }
  await decideMany(world, proposed, open, entering('核查属实', []))

  const days = ['2026-09-18', '2026-10-16', '2026-10-27', '2026-11-05', '2026-11-06']
  const listed: SeriousGroup[] = []
  for (const [place, count] of groups.entries())
    listed.push(await listSerious(world, next(count), day(days[place] ?? '2026-11-06')))
  return { cases: taken, serious: listed }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** Of the many that were listed: some cured, one entered wrongly, and applications at each step. */
async function growExits(world: World, lot: readonly Subject[]): Promise<void> {
  const { listType } = lost
  const cured = lot.slice(0, 2)
  const of = { listType, kind: 'EXIT', on: day('2026-11-10'), decides: true, what: 'cured' } as const
  await decideMany(world, cured, of, exiting('CURED', '5', '已实地核实，可以通过登记的住所联系'))
  const wrong = { ...of, kind: 'CORRECTION', on: day('2026-11-12'), what: 'wrong' } as const
  await decideMany(world, lot.slice(2, 3), wrong, exiting('CANCELLED_AS_WRONG', null, '信函送达地址录入有误'))
  for (const [place, one] of lot.slice(3, 5).entries()) {
    const on = day('2026-11-16')
    const exitId = naturalId('sample-exit', one.uscc)
    const caseId = caseIdOf(one, listType)
    const said = { exitId, ground: 'CURED' as const, statement: '已办理住所变更登记', appliedOn: on }
    const apply: AnyStep = { type: 'ApplyForExit', data: { ...said, recordedBy: clerk } }
    await take(world, caseId, one.uscc, on, clerk.officer, apply)
    const accept: AnyStep = { type: 'AcceptExit', data: { exitId, acceptedBy: clerk } }
    if (place === 1) await take(world, caseId, one.uscc, day('2026-11-17'), clerk.officer, accept)
  }
  const open = { ...of, on: day('2026-11-20'), decides: false, what: 'open' }
  await decideMany(world, lot.slice(5, 6), open, exiting('CURED', '4', '已办理住所变更登记'))
}
