/**
 * Joint punishment (联合惩戒): hundreds entered on a list by one decision, with twelve agencies that carry the measures out,
 * all over GraphQL: how long until the case is drafted by itself, and from its passing until every order can be read; then the
 * same with the server killed in the middle, and how many orders there are in the end.
 *
 *   node bench/punishment.ts [--size 500]
 *
 * `DATABASE_URL` names a server whose user may make databases; without it a new one is started, durable as by default.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { createLog } from '../api/system/log.ts'
import { openSystem } from '../api/system/open.ts'
import { enterpriseDecider } from '../domain/enterprise/decider.ts'
import { penaltyIdOf } from '../domain/enterprise/penalty/commands.ts'
import { enterpriseStream } from '../domain/enterprise/stream.ts'
import { fen } from '../domain/kernel/fen.ts'
import { idSource } from '../domain/kernel/ids.ts'
import { dayInChina } from '../domain/kernel/plain-date.ts'
import { composeUscc, type Uscc } from '../domain/kernel/uscc.ts'
import { submission } from '../domain/store/handle.ts'
import { districtAgencies } from '../test/support/district-agencies.ts'
import * as wish from '../test/support/wishes.ts'
import { figure } from './support/figures.ts'
import { openBenchDatabase } from './support/server.ts'
import { served, type Served } from './support/served.ts'

const { values: options } = parseArgs({ options: { size: { type: 'string', default: '500' } } })
const size = Number(options.size)
const orders = size * districtAgencies.length
const clock = () => new Date()
const today = dayInChina(clock())
const newId = idSource()

const database = await openBenchDatabase()
const folder = await mkdtemp(join(tmpdir(), 'yidang-bench-')) // The keys of sign-ins outlive a server that is killed.
let server: Served | undefined

/** Enterprises with a penalty of the heavier kind each. */
async function punished(from: number): Promise<readonly Uscc[]> {
  const log = createLog({ level: 'silent', pretty: false })
  const system = await openSystem({ databaseUrl: database.url, log, clock })
  const actor = { agency: wish.agency.code, officer: 'bench', role: 'x' }
  const context = { clock, newId, actor, correlationId: newId() }
  const usccs = Array.from({ length: size }, (_, n) =>
    composeUscc('91', '310104', `MA1P${String(from + n).padStart(4, '0')}`),
  )
  const items = usccs.flatMap((uscc, n) => {
    const details = { ...wish.details, name: `惩戒测量${from + n}有限公司` }
    const commands = [wish.register({ uscc, details }), wish.impose({ kinds: ['ORDER_SUSPENSION'], fine: fen(0) })]
    return commands.map((one) => submission(enterpriseDecider, enterpriseStream(uscc), { ...one, today }, context))
  })
  const verdicts = await system.handler.submitBulk(items)
  await system.close()
  const failed = verdicts.find((verdict) => !('events' in verdict))
  if (failed) throw new Error(JSON.stringify(failed))
  return usccs
}

type Outcome = Readonly<{ caseId: string; refusal: string | null; message: string | null }>
const outcome = 'caseId refusal message'

function requireAll(outcomes: readonly Outcome[]): readonly string[] {
  const refused = outcomes.find(({ refusal }) => refusal !== null)
  if (refused) throw new Error(`${refused.refusal}: ${refused.message}`)
  return outcomes.map(({ caseId }) => caseId)
}

/** Named, told, heard, and proposed: what is left is the decision. */
async function proposed(of: Served, usccs: readonly string[]): Promise<string> {
  const penaltyIds = [penaltyIdOf(wish.agency.code, '沪市监徐处〔2025〕1号')]
  const candidates = usccs.map((uscc) => ({ uscc, groundText: '食品安全领域情节严重', penaltyIds }))
  const input = { requestId: newId(), listType: 'SERIOUS_VIOLATION', groundCode: 'SV5', candidates }
  const named = await of.ask<{ nameListingCandidates: readonly Outcome[] }>(
    'listing',
    `mutation ($input: NameCandidatesInput!) { nameListingCandidates(input: $input) { ${outcome} } }`,
    { input },
  )
  const caseIds = requireAll(named.nameListingCandidates)
  const notice = { caseIds, noticeNumber: '徐市监告〔2026〕1号', serving: 'SERVICE', servedOn: today }
  const told = await of.ask<{ serveListingNotice: readonly Outcome[] }>(
    'listing',
    `mutation ($input: ListingNoticeInput!) { serveListingNotice(input: $input) { ${outcome} } }`,
    { input: notice },
  )
  requireAll(told.serveListingNotice)
  for (let from = 0; from < caseIds.length; from += 50) {
    const waivers = caseIds
      .slice(from, from + 50)
      .map((id, n) => `w${n}: recordListingWaiver(caseId: "${id}", waivedOn: "${today}") { ${outcome} }`)
    requireAll(Object.values(await of.ask<Record<string, Outcome>>('listing', `mutation { ${waivers.join('\n')} }`)))
  }
  const batchId = newId()
  const weighed = ['主观恶意', '违法频次', '持续时间', '处罚类型', '罚没款数额', '产品货值金额', '危害后果', '社会影响']
  const { proposeListings } = await of.ask<{ proposeListings: { outcomes: readonly Outcome[] } }>(
    'listing',
    `mutation ($input: ProposeListingsInput!) { proposeListings(input: $input) { outcomes { ${outcome} } } }`,
    { input: { requestId: batchId, caseIds, reasons: '情节严重、性质恶劣', weighed } },
  )
  requireAll(proposeListings.outcomes)
  return batchId
}
type Case = Readonly<{ id: string; lineCount: number; linesExpected: number }>
const pollMs = 25

/** The one case that waits to be passed, once every enterprise is in it. */
async function drafted(of: Served): Promise<string> {
  const query = '{ punishmentCases(standing: DRAFTED) { nodes { id lineCount linesExpected } } }'
  for (;;) {
    const { punishmentCases } = await of.ask<{ punishmentCases: { nodes: readonly Case[] } }>('passer', query)
    const [only, second] = punishmentCases.nodes
    if (second) throw new Error('one decision has two cases')
    if (only?.lineCount === size) return only.id
    await sleep(pollMs)
  }
}

/** Waits until as many orders as there have to be are told, and answers how many different ones can be read. */
async function ordersRead(of: Served, caseId: string): Promise<number> {
  const query = `query ($caseId: ID!, $first: Int!, $offset: Int!) {
    punishmentOrders(caseId: $caseId, first: $first, offset: $offset) { totalCount nodes { agency lineId stage } } }`
  type Page = { punishmentOrders: { totalCount: number; nodes: readonly { agency: string; lineId: string }[] } }
  const page = async (first: number, offset: number) =>
    (await of.ask<Page>('passer', query, { caseId, first, offset })).punishmentOrders
  while ((await page(1, 0)).totalCount < orders) await sleep(pollMs)
  const read = new Set<string>()
  for (let offset = 0; ; offset += 200) {
    const { nodes } = await page(200, offset)
    for (const { agency, lineId } of nodes) read.add(`${agency}/${lineId}`)
    if (nodes.length < 200) return read.size
  }
}

const DECIDE = 'mutation ($id: ID!) { decideListBatch(id: $id) { batch { stage } } }'
const PASS = 'mutation ($id: ID!) { passPunishmentCase(id: $id) { id } }'
const line = (what: string, seconds: number) => console.log(`| ${what} | ${seconds.toFixed(2)} s |`)
const secondsSince = (start: number): number => (performance.now() - start) / 1_000

async function undisturbed(of: Served): Promise<void> {
  const batchId = await proposed(of, await punished(0))
  await Promise.all(['decider', 'passer'].map((user) => of.signedIn(user)))
  const decided = performance.now()
  const deciding = of.ask('decider', DECIDE, { id: batchId }).then(() => secondsSince(decided))
  const caseId = await drafted(of)
  const untilDrafted = secondsSince(decided)
  line(`the decision about ${figure(size)} answered, every one of them in its file`, await deciding)
  line('from the decision until the case, drafted by itself, can be passed', untilDrafted)
  const passed = performance.now()
  await of.ask('passer', PASS, { id: caseId })
  line('its passing answered', secondsSince(passed))
  const read = await ordersRead(of, caseId)
  line(`from the passing until all ${figure(orders)} orders were read over the API`, secondsSince(passed))
  line('from the decision until then, passed at once', secondsSince(decided))
  if (read !== orders) throw new Error(`${read} orders`)
}

/** Killed while the decision reaches the files, and again as soon as the passing is sent. */
async function killedTwice(of: Served): Promise<Served> {
  const batchId = await proposed(of, await punished(size))
  await of.signedIn('decider')
  const decided = performance.now()
  const cutOff = (asking: Promise<unknown>) => asking.catch(() => undefined) // The server is gone: nobody answers.
  const deciding = cutOff(of.ask('decider', DECIDE, { id: batchId }))
  await sleep(500)
  await of.end('SIGKILL')
  await deciding
  const landed = await entriesInFiles()
  let next = await served(database.url, folder)
  const caseId = await drafted(next)
  const passing = cutOff(next.ask('passer', PASS, { id: caseId }))
  await sleep(60)
  await next.end('SIGKILL')
  await passing
  next = await served(database.url, folder)
  await next.ask('passer', PASS, { id: caseId }) // Whoever had no answer asks again.
  const read = await ordersRead(next, caseId)
  line(
    `killed with ${figure(landed)} of ${figure(size)} in their files, and in the passing: until all orders were read`,
    secondsSince(decided),
  )
  console.log(`| orders then, each of them different | ${figure(read)} |`)
  if (read !== orders) throw new Error(`${read} orders`)
  return next
}

/** How many of the second round the killed server had entered in their files. */
async function entriesInFiles(): Promise<number> {
  const pool = new pg.Pool({ connectionString: database.url })
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM log.event WHERE type = 'ListingEntered'",
  )
  await pool.end()
  return (rows[0]?.count ?? 0) - size
}

try {
  server = await served(database.url, folder)
  for (const { agency, kinds } of districtAgencies)
    await server.ask('admin', 'mutation ($input: EnterAgencyInput!) { enterAgency(input: $input) { code } }', {
      input: { ...agency, kinds },
    })
  const coordinator = districtAgencies[1]?.agency.code
  await server.ask('admin', 'mutation ($code: String!) { designateCoordinator(code: $code) { code } }', {
    code: coordinator,
  })
  console.log(`${figure(size)} enterprises, ${districtAgencies.length} agencies, PostgreSQL ${database.version}\n`)
  console.log('| joint punishment | number |\n|---|---:|')
  await undisturbed(server)
  server = await killedTwice(server)
} finally {
  if (server?.child.exitCode === null && server.child.signalCode === null) await server.end('SIGTERM')
  await database.drop()
  await rm(folder, { recursive: true, force: true })
}
