import type { System } from '../api/system/open.ts'
import { penaltyIdOf } from '../domain/enterprise/penalty/commands.ts'
import { enterpriseStream } from '../domain/enterprise/stream.ts'
import type { FileFact } from '../domain/enterprise/facts.ts'
import { type EnterpriseFile, fileOf } from '../domain/enterprise/file.ts'
import type { Authority } from '../domain/enterprise/parties.ts'
import { officialCalendar } from '../domain/kernel/calendar.ts'
import { naturalId } from '../domain/kernel/ids.ts'
import { addDays, type PlainDate, plainDate } from '../domain/kernel/plain-date.ts'
import { initialLists } from '../domain/lists/catalogue/catalogue.ts'
import { caseOf, type PunishmentCase } from '../domain/punishment/case/case.ts'
import { caseStream } from '../domain/punishment/case/codec.ts'
import type { CaseCommand } from '../domain/punishment/case/commands.ts'
import { caseDecider } from '../domain/punishment/case/decider.ts'
import { draftsFrom, listedEntry } from '../domain/punishment/case/draft.ts'
import type { CaseEvent } from '../domain/punishment/case/events.ts'
import type { LineStage } from '../domain/punishment/case/steps.ts'
import { releasesDue } from '../domain/punishment/case/falls.ts'
import { initialMeasures, measuresOn } from '../domain/punishment/measures/catalogue.ts'
import { listEffectsOf } from '../domain/window/list-effects.ts'
import { financeBureau, sampleDirectory } from './agencies.ts'
import { sampleContext } from './context.ts'
import { type GrownListings, punishedBy, record, type SeriousGroup } from './listing-cases.ts'
import { marketRegulator } from './words.ts'

type World = Pick<System, 'handler' | 'newId' | 'store' | 'keys'>
type Wish = { [T in CaseCommand['type']]: Pick<Extract<CaseCommand, { type: T }>, 'type' | 'data'> }

const day = plainDate
const lists = listEffectsOf(initialLists)
const bySystem = { agency: 'system', officer: 'when-an-entry-has-effects-then-draft-its-case' }
const ofMarket = (officer: string) => ({ agency: marketRegulator.code, officer })

async function submit(
  { handler, newId }: World,
  caseId: string,
  on: PlainDate,
  wish: Wish[CaseCommand['type']],
  agency: Authority = marketRegulator,
): Promise<void> {
  const { officer } = wish.data.by
  const command = { ...wish, today: on, agency: null } as CaseCommand
  await handler.submit(caseDecider, caseStream(caseId), command, sampleContext(newId, on, officer, agency))
}

async function filesOf({ store }: World, { subjects }: SeriousGroup): Promise<ReadonlyMap<string, EnterpriseFile>> {
  const read = await store.readStreams(subjects.map(({ uscc }) => enterpriseStream(uscc)))
  return new Map(
    subjects.flatMap(({ uscc }) => {
      const facts = read.get(enterpriseStream(uscc))
      return facts ? [[uscc, fileOf(facts as unknown as readonly FileFact[])] as const] : []
    }),
  )
}

async function readCase({ store }: World, caseId: string): Promise<PunishmentCase> {
  const events = (await store.readStreams([caseStream(caseId)])).get(caseStream(caseId)) ?? []
  const known = caseOf(events as unknown as readonly CaseEvent[])
  if (known === undefined) throw new Error(`the sample has no case ${caseId}`)
  return known
}

/** The persons responsible (责任人员), recorded with the listing and sealed like any other. */
async function nameResponsible(world: World, group: SeriousGroup, on: PlainDate): Promise<void> {
  const files = await filesOf(world, group)
  for (const { uscc, n } of group.subjects) {
    const file = files.get(uscc)
    const listing = file && [...file.records.keys()].find((key) => key.startsWith('LISTING/'))
    if (listing === undefined) continue
    const person = { identityNumber: null, uscc, name: `示例责任人${n}`, phone: null }
    const [key] = await world.keys.keysOf([person])
    if (key === undefined) continue
    const known = file && [...file.entries.values()].some(({ type }) => type === 'PersonRecorded')
    if (known) continue // A name is sealed anew each time; grown again, the person stands there already.
    const answersFor = { section: 'LISTING' as const, recordId: listing.slice('LISTING/'.length) }
    await record(world, uscc, on, {
      type: 'RecordPerson',
      data: {
        ...{ role: 'RESPONSIBLE', record: answersFor, keyId: key.id, name: key.seal('NAME', person.name) },
        ...{ identityNumber: null, documentKind: null, phone: null, recordedOn: on, authority: marketRegulator },
      },
    })
  }
}

/** Drafts the case that follows from a group's entries, as it is drafted by itself. */
async function draft(world: World, group: SeriousGroup, on: PlainDate): Promise<string> {
  const files = await filesOf(world, group)
  const entries = [...files.values()].flatMap((file) => {
    const key = [...file.records.keys()].find((one) => one.startsWith('LISTING/'))
    const entry = key && listedEntry(file, key.slice('LISTING/'.length))
    // The sample decides its groups by one document each, which numbers them.
    return entry ? [{ ...entry, decision: entry.decision.replace(/-\d+$/, '') }] : []
  })
  const [whole] = draftsFrom(entries, initialMeasures, lists, sampleDirectory, on, bySystem)
  if (whole === undefined) throw new Error('nothing follows from the sample’s listings')
  await submit(world, whole.draft.caseId, on, { type: 'DraftCase', data: whole.draft })
  return whole.draft.caseId
}

const pass = (world: World, caseId: string, on: PlainDate) =>
  submit(world, caseId, on, {
    type: 'PassCase',
    data: {
      ...{ by: ofMarket('passer'), opinion: '同意提请', calendar: officialCalendar },
      ...{ edition: measuresOn(initialMeasures, on), agencies: sampleDirectory.agencies },
    },
  })

type Carried = 'NOTHING' | 'ACCEPTED' | 'EXECUTED' | 'OBJECTED' | 'INSISTED'

/** What one agency did about its order, so many days after it was issued; what it did already, it does not do again. */
async function carryOut(
  world: World,
  caseId: string,
  agency: Authority,
  issuedOn: PlainDate,
  what: Carried,
  days: number,
): Promise<void> {
  const by = { agency: agency.code, officer: agency === financeBureau ? 'executor' : 'sample-executor' }
  const order = { by, agency: agency.code, lineIds: null }
  const at = addDays(issuedOn, Math.min(days, 3))
  const step = async (from: readonly LineStage[], on: PlainDate, wish: Wish[CaseCommand['type']]) => {
    const stages = [...((await readCase(world, caseId)).orders.get(agency.code)?.lines.values() ?? [])]
    const isReady = stages.some(({ stage }) => from.includes(stage))
    if (isReady) await submit(world, caseId, on, wish, wish.type === 'AnswerObjection' ? marketRegulator : agency)
  }
  if (what === 'OBJECTED' || what === 'INSISTED') {
    const reason = '当事人在本机关没有可以限制的事项'
    await step(['ORDERED'], at, { type: 'ObjectToOrder', data: { ...order, reason } })
  }
  if (what === 'INSISTED') {
    const answer = { ...order, by: ofMarket('passer'), upheld: false, reason: '限制及于此后的申请，仍应执行' }
    await step(['OBJECTED'], addDays(at, 4), { type: 'AnswerObjection', data: answer })
    await step(['INSISTED'], addDays(at, 6), { type: 'AcceptOrder', data: order })
  }
  if (what === 'ACCEPTED' || what === 'EXECUTED') await step(['ORDERED'], at, { type: 'AcceptOrder', data: order })
  const content = '已列入本机关限制名单，此后的申请一律核查'
  if (what === 'EXECUTED')
    await step(['ACCEPTED'], addDays(issuedOn, days), { type: 'ExecuteOrder', data: { ...order, content } })
}

const patterns: readonly (readonly [Carried, number])[] = [
  ...([
    ['EXECUTED', 8],
    ['EXECUTED', 36],
    ['NOTHING', 0],
    ['ACCEPTED', 2],
    ['INSISTED', 3],
  ] as const), // 36: late.
  ...([
    ['EXECUTED', 12],
    ['OBJECTED', 3],
  ] as const),
]

async function carryOutAll(world: World, caseId: string, from: number): Promise<void> {
  const { orders } = await readCase(world, caseId)
  const others = [...orders.values()].filter(({ agency }) => agency.code !== financeBureau.code)
  const all = [...[...orders.values()].filter(({ agency }) => agency.code === financeBureau.code), ...others]
  for (const [place, { agency, issuedOn }] of all.entries()) {
    const own = agency.code === financeBureau.code ? financeBureau : agency
    const [what, days] = patterns[(from + place) % patterns.length] ?? ['NOTHING', 0]
    await carryOut(world, caseId, own, issuedOn, what, days)
  }
}

/** The penalties beneath are annulled: everybody is told to release, and one has confirmed. */
async function annulBeneath(world: World, caseId: string, group: SeriousGroup, on: PlainDate): Promise<void> {
  for (const [place, one] of group.subjects.entries()) {
    const penaltyId = penaltyIdOf(marketRegulator.code, punishedBy(one))
    const data = { annulledOn: on, ground: 'REVIEW' as const, documentNumber: `徐府复决〔2026〕${800 + place}号` }
    await record(world, one.uscc, on, {
      type: 'AnnulPenalty',
      data: { penaltyId, ...data, authority: marketRegulator },
    })
  }
  const files = await filesOf(world, group)
  const known = await readCase(world, caseId)
  const by = { agency: 'system', officer: 'when-a-ground-falls-then-release' }
  const next = addDays(on, 1)
  for (const { agencies, lines } of releasesDue(known, (uscc) => files.get(uscc), next, initialMeasures, lists)) {
    const data = { by, agencies, lines, calendar: officialCalendar }
    await submit(world, caseId, next, { type: 'ReleaseLines', data })
  }
  const confirming = { by: { agency: financeBureau.code, officer: 'executor' }, agency: financeBureau.code }
  const confirmed = { ...confirming, lineIds: null, note: '已从限制名单移除' }
  await submit(world, caseId, addDays(on, 4), { type: 'ConfirmRelease', data: confirmed }, financeBureau)
}

async function tellOthers(world: World, caseId: string, on: PlainDate, receivedOn: PlainDate | null): Promise<void> {
  const copyId = naturalId('sample-copy', caseId)
  const letter = {
    ...{ copyId, number: `徐市监抄告〔2026〕${receivedOn === null ? 2 : 1}号`, from: marketRegulator.code },
    ...{ to: [financeBureau], matter: '财政性资金申请', content: '请核查当事人本年度申请财政性资金的情况' },
    ...{ evidence: [], feedbackNeeded: true, by: ofMarket('proposer'), agencies: sampleDirectory.agencies },
  }
  await submit(world, caseId, on, { type: 'SendCopy', data: letter })
  if (receivedOn === null) return
  const receipt = { copyId, agency: financeBureau.code, feedback: '本年度没有申请' }
  const by = { agency: financeBureau.code, officer: 'executor' }
  await submit(world, caseId, receivedOn, { type: 'ReceiveCopy', data: { ...receipt, by } }, financeBureau)
}

/**
 * Cases of joint punishment (联合惩戒) at every stage on the sample's last day: carried out in time and late, overdue,
 * objected to, released with one confirmation, returned, and waiting to be passed. Grown again, they add nothing.
 */
export async function growPunishmentCases(world: World, { serious }: GrownListings): Promise<number> {
  const [old, middle, annulled, returned, fresh] = serious
  if (!old || !middle || !annulled || !returned || !fresh) return 0
  await nameResponsible(world, old, day('2026-09-19'))
  const first = await draft(world, old, day('2026-09-21'))
  await pass(world, first, day('2026-09-22'))
  await carryOutAll(world, first, 0)
  await tellOthers(world, first, day('2026-10-12'), day('2026-10-14'))

  const second = await draft(world, middle, day('2026-10-19'))
  await pass(world, second, day('2026-10-20'))
  await carryOutAll(world, second, 3)
  await tellOthers(world, second, day('2026-11-18'), null)

  const third = await draft(world, annulled, day('2026-10-28'))
  await pass(world, third, day('2026-10-29'))
  await carryOutAll(world, third, 0)
  await annulBeneath(world, third, annulled, day('2026-11-12'))

  const fourth = await draft(world, returned, day('2026-11-06'))
  const reason = '请补充当事人的责任人员后再行提请'
  await submit(world, fourth, day('2026-11-09'), {
    type: 'ReturnCase',
    data: { by: ofMarket('passer'), requestId: naturalId('sample-return', fourth), reason },
  })
  await draft(world, fresh, day('2026-11-09'))
  return 5
}
