import { createHash } from 'node:crypto'

// Protocol 1 written down a second time, sentence by sentence from docs/draw-protocol.md, with no thought for speed and
// nothing taken from domain/draw. Whatever the real one does cleverly must come out as it does here.

type Source = { name: string; kind: string }
type Quota = { stratum: string; ratio?: readonly [number, number]; count?: number }
type NaiveInput = {
  commitment: {
    quotas: readonly Quota[]
    teams: readonly { agency: string; inspectors: number }[]
    loadCap: number
    entropy: readonly Source[]
  }
  values: readonly string[] // Of the contributions, in the committed order.
  objects: readonly { uscc: string; stratum: string }[]
  inspectors: readonly { inspectorId: string; agency: string }[]
  conflicts: readonly { inspectorId: string; uscc: string }[]
  wishes?: readonly NaiveWish[]
}
type NaiveWish =
  | { kind: 'object'; removed: string; reason: string; approver: string }
  | { kind: 'inspector'; uscc: string; agency: string; removed: string; reason: string; approver: string }
type NaiveVisit = { uscc: string; agency: string; on: (string | null)[]; n: number; gone: string[]; cancelled: boolean }

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
const number = (hex: string): bigint => BigInt(`0x${hex}`)
const bytewise = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

export function naiveCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(naiveCanonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${naiveCanonical(member)}`).join(',')}}`
}

export function naiveDraw({ commitment, values, objects, inspectors, conflicts, wishes = [] }: NaiveInput) {
  const lines = commitment.entropy.map(({ name }, place) => `${name}=${values[place]}\n`).join('')
  const seed = sha256(`yidang-draw-1\n${sha256(naiveCanonical(commitment))}\n${lines}`)
  const h = sha256(seed)
  const withTickets = objects.map((one) => ({ ...one, ticket: sha256(h + one.uscc) }))
  const sorted = withTickets.sort((one, other) =>
    number(one.ticket) < number(other.ticket)
      ? -1
      : number(one.ticket) > number(other.ticket)
        ? 1
        : bytewise(one.uscc, other.uscc),
  )
  const everDrawn = new Set<string>()
  for (const { stratum, ratio, count } of commitment.quotas) {
    const inStratum = sorted.filter((one) => one.stratum === stratum)
    let k = count ?? 0
    if (ratio) while (k * ratio[1] < inStratum.length * ratio[0]) k++ // The least whole number that is not below it.
    for (const { uscc } of inStratum.slice(0, k)) everDrawn.add(uscc)
  }
  const winners = sorted
    .filter(({ uscc }) => everDrawn.has(uscc))
    .map(({ uscc, stratum, ticket }) => ({ uscc, stratum, ticket }))

  const visits: NaiveVisit[] = []
  const load = (id: string) => visits.filter((visit) => !visit.cancelled && visit.on.includes(id)).length
  const take = (visit: NaiveVisit): string | null => {
    const free = freeFor(visit)
    const least = Math.min(...free.map(load))
    const candidates = free.filter((id) => load(id) === least).sort(bytewise)
    if (candidates.length === 0) return null
    visit.n++
    const d = number(sha256(`${h}${visit.uscc},${visit.agency},${visit.n}`))
    return candidates[Number(d % BigInt(candidates.length))] ?? null
  }
  const freeFor = (visit: NaiveVisit): string[] =>
    inspectors
      .filter(({ agency }) => agency === visit.agency)
      .map(({ inspectorId }) => inspectorId)
      .filter((id) => !conflicts.some((pair) => pair.inspectorId === id && pair.uscc === visit.uscc))
      .filter((id) => !visit.on.includes(id) && !visit.gone.includes(id) && load(id) < commitment.loadCap)
  const pairUp = (uscc: string) => {
    const pairs: { uscc: string; agency: string; inspectors: string[] }[] = []
    const unpaired: { uscc: string; agency: string; reason: string }[] = []
    for (const team of commitment.teams) {
      const visit: NaiveVisit = { uscc, agency: team.agency, on: [], n: 0, gone: [], cancelled: false }
      if (freeFor(visit).length < team.inspectors) {
        unpaired.push({ uscc, agency: team.agency, reason: 'TOO_FEW_INSPECTORS' })
        continue
      }
      visits.push(visit)
      while (visit.on.length < team.inspectors) visit.on.push(take(visit))
      pairs.push({ uscc, agency: team.agency, inspectors: visit.on.map(String) })
    }
    return { pairs, unpaired }
  }
  const made = winners.map(({ uscc }) => pairUp(uscc))

  const changes = wishes.map((wish) => {
    if (wish.kind === 'object') {
      const stratum = objects.find(({ uscc }) => uscc === wish.removed)?.stratum
      for (const visit of visits) if (visit.uscc === wish.removed) visit.cancelled = true
      const added = sorted.find((one) => one.stratum === stratum && !everDrawn.has(one.uscc))?.uscc ?? null
      if (added !== null) everDrawn.add(added)
      return { ...wish, added, ...(added === null ? { pairs: [], unpaired: [] } : pairUp(added)) }
    }
    const visit = visits.find((one) => one.uscc === wish.uscc && one.agency === wish.agency && !one.cancelled)
    if (!visit) throw new Error('no such visit')
    const place = visit.on.indexOf(wish.removed)
    visit.on[place] = null
    visit.gone.push(wish.removed)
    const added = take(visit)
    visit.on[place] = added
    return { ...wish, added }
  })
  return {
    seed,
    winners,
    pairs: made.flatMap(({ pairs }) => pairs),
    unpaired: made.flatMap(({ unpaired }) => unpaired),
    changes,
  }
}
