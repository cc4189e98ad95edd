import { effectiveFacts, type FileFact, originFirst, type SectionFact } from '../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../enterprise/file.ts'
import type { PenaltyEvent, PenaltyImposed, PenaltyTerms } from '../enterprise/penalty/events.ts'
import { penaltyRecord } from '../enterprise/penalty/record.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import { squeeze } from '../kernel/text.ts'
import type { MeasureRule } from '../punishment/measures/measure.ts'
import { type Basis, correctionIn, type Fall, type Stage, strikingOf } from './basis.ts'

/** Whether a penalty stands, for what rests on it, and by which facts. */
export type PenaltyStand = Readonly<{ fall: Fall | null; eventIds: readonly string[] }>

const unknown: PenaltyStand = { fall: { reason: 'STRUCK_OUT', on: null, eventIds: [] }, eventIds: [] }

/** Looks penalties up in a file, each told once. */
export function penaltiesIn(file: EnterpriseFile, day: PlainDate): (penaltyId: string) => PenaltyStand {
  const stands = new Map<string, PenaltyStand>()
  return (penaltyId) => {
    const seen = stands.get(penaltyId)
    if (seen) return seen
    const stand = standOf(file.records.get(`PENALTY/${penaltyId}`) ?? [], day)
    stands.set(penaltyId, stand)
    return stand
  }
}

function standOf(facts: readonly FileFact[], day: PlainDate): PenaltyStand {
  const standing = effectiveFacts<PenaltyEvent>(facts, { asOf: day })
  const record = penaltyRecord(standing)
  const eventIds = imposedIds(standing)
  if (record) return { fall: annulmentOf(record.annulledOn, standing), eventIds }
  const imposed = facts.find(({ type }) => type === 'PenaltyImposed')
  const fall = imposed && strikingOf(facts, imposed.id, 'STRUCK_OUT')
  return fall ? { fall, eventIds: [] } : unknown
}

/** The penalties of a file as grounds for measures of their own: a bar from tenders, from a licence. */
export function* penaltyBases(file: EnterpriseFile, day: PlainDate): Generator<Basis> {
  for (const [, facts] of recordsOf(file, 'PENALTY')) {
    const imposed = facts.find((fact): fact is FileFact & PenaltyImposed => fact.type === 'PenaltyImposed')
    if (imposed === undefined) continue
    const wasCause = (rule: MeasureRule) => bearing(imposed.data.terms, rule) !== 'NONE'
    const standing = effectiveFacts<PenaltyEvent>(facts, { asOf: day })
    const record = penaltyRecord(standing)
    if (record) {
      const basis = { ...told(record), eventIds: [...imposedIds(standing), ...amendmentIds(standing)] }
      const fall = annulmentOf(record.annulledOn, standing)
      const isUnsure = (rule: MeasureRule) => bearing(record.terms, rule) === 'UNSURE'
      const isCause = (rule: MeasureRule) => bearing(record.terms, rule) !== 'NONE'
      yield { ...basis, fall, stages: stagesOf(standing), isUnsure, causes: isCause, caused: wasCause }
    } else if (imposed.data.decidedOn <= day) {
      const fall = strikingOf(facts, imposed.id, 'STRUCK_OUT') ?? correctionIn(facts)
      if (fall) yield { ...told(imposed.data), eventIds: [imposed.id], fall, causes: wasCause, caused: wasCause }
    }
  }
}

const told = (
  data: Pick<PenaltyImposed['data'], 'penaltyId' | 'terms' | 'decisionNumber' | 'authority' | 'decidedOn'>,
) => ({
  ground: {
    ...{ section: 'PENALTY' as const, recordId: data.penaltyId, name: '行政处罚' },
    ...{ detail: data.terms.violation, documentNumber: data.decisionNumber },
  },
  ...{ agency: data.authority, from: data.decidedOn, until: null, decidedUntil: data.terms.validUntil, listType: null },
})

/** A penalty as it was imposed and as each later decision changed it (变更处罚决定), which never reaches back before it. */
function stagesOf(standing: readonly SectionFact<PenaltyEvent>[]): readonly Stage[] {
  const stages: (Stage & { terms: PenaltyTerms })[] = []
  for (const fact of originFirst(standing, 'PenaltyImposed')) {
    const last = stages.at(-1)
    const stage = (from: PlainDate, terms: PenaltyTerms) =>
      stages.push({ from, eventId: fact.id, terms, causes: (rule) => bearing(terms, rule) !== 'NONE' })
    if (fact.type === 'PenaltyImposed' && last === undefined) stage(fact.data.decidedOn, fact.data.terms)
    if (fact.type === 'PenaltyAmended' && last !== undefined)
      stage(fact.data.amendedOn > last.from ? fact.data.amendedOn : last.from, { ...last.terms, ...fact.data.changes })
  }
  return stages
}

/**
 * Whether a decision is of a kind and rests on a law that a rule names. A law's name alone somewhere in the words may mean
 * that it does not apply, or another law whose name begins so; named in brackets or with an article it is the basis.
 */
function bearing({ kinds, basis }: PenaltyTerms, { cause }: MeasureRule): 'SURE' | 'UNSURE' | 'NONE' {
  if (cause.kind !== 'PENALTY' || !cause.kinds.some((kind) => kinds.includes(kind))) return 'NONE'
  const text = lawText(basis)
  const named = cause.laws.map(lawText).filter((law) => law !== '' && text.includes(law))
  if (named.length === 0) return 'NONE'
  return named.some((law) => isCited(text, law)) ? 'SURE' : 'UNSURE'
}

const lawText = (text: string): string =>
  squeeze(text)
    .replace(/[〈«<]/g, '《')
    .replace(/[〉»>]/g, '》')
    .replaceAll('中华人民共和国', '')

const article = /^(》|\([^()]*\))*第[0-9一二三四五六七八九十百零〇]+条/

function isCited(text: string, law: string): boolean {
  for (let at = text.indexOf(law); at !== -1; at = text.indexOf(law, at + 1)) {
    const behind = text.slice(at + law.length)
    const isNamed = text[at - 1] === '《' && behind.startsWith('》')
    if (isNamed || law.endsWith('条') || article.test(behind)) return true
  }
  return false
}

function annulmentOf(annulledOn: PlainDate | null, standing: readonly SectionFact<PenaltyEvent>[]): Fall | null {
  if (annulledOn === null) return null
  const eventIds = standing.flatMap(({ type, id }) => (type === 'PenaltyAnnulled' ? [id] : []))
  return { reason: 'BASIS_ANNULLED', on: annulledOn, eventIds }
}

const imposedIds = (standing: readonly SectionFact<PenaltyEvent>[]): readonly string[] =>
  standing.flatMap((fact) => (fact.type === 'PenaltyImposed' ? [fact.id, ...(fact.correctedBy ?? [])] : []))

const amendmentIds = (standing: readonly SectionFact<PenaltyEvent>[]): readonly string[] =>
  standing.flatMap((fact) => (fact.type === 'PenaltyAmended' ? [fact.id, ...(fact.correctedBy ?? [])] : []))
