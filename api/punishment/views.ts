import type { PunishmentCase } from '../../domain/punishment/case/case.ts'
import { receiversOf } from '../../domain/punishment/case/copies.ts'
import type { CaseExecutor } from '../../domain/punishment/case/events.ts'
import { lineStageNames, lineStages } from '../../domain/punishment/case/steps.ts'
import type { MeasureCatalogue } from '../../domain/punishment/measures/catalogue.ts'
import type { MeasureEdition } from '../../domain/punishment/measures/measure.ts'
import { fallReasons } from '../../domain/window/answer.ts'
import type { CaseRecord, CopyRecord, LineRecord } from '../../projections/punishment/punishment.projection.ts'
import type { CaseRow, CopyRow, OrderRow } from '../../projections/punishment/punishment.queries.ts'

/** The edition of the catalogue by which a case was drafted. */
const editionOf = ({ versions }: MeasureCatalogue, version: number): MeasureEdition | undefined =>
  versions.find((one) => one.version === version)?.edition

function rulesOf(codes: readonly string[], edition: MeasureEdition | undefined) {
  return codes.map((code) => {
    const rule = edition?.rules.find((one) => one.code === code)
    const name = edition?.measures.find((one) => one.code === rule?.measure)?.name ?? ''
    const reachesPersons = rule?.reaches === 'PERSONS'
    return { code, measure: rule?.measure ?? '', name, clause: rule?.clause ?? '', reachesPersons }
  })
}

const executorView = ({ agency, rules, feedbackWorkingDays }: CaseExecutor, edition: MeasureEdition | undefined) => ({
  ...{ agency, rules: rulesOf(rules, edition), feedbackWorkingDays },
})

type Counts = Pick<CaseRow, 'lines' | 'linesExpected' | 'linesFallen'>

export function summaryView(record: CaseRecord, counts: Counts, measures: MeasureCatalogue) {
  const { drafted, executors, missing, standing, passedOn, opinion, returnedWhy, resubmittedNote, withdrawnWhy } =
    record
  const { caseId: id, requesting, listType, groundCode, decisionNumber, decidedOn, draftedOn } = drafted
  const edition = editionOf(measures, drafted.edition)
  return {
    ...{
      id,
      requesting,
      listType,
      groundCode,
      decisionNumber,
      decidedOn,
      standing,
      draftedOn,
      passedOn,
      opinion,
      returnedWhy,
      resubmittedNote,
    },
    ...{ lineCount: counts.lines, linesExpected: counts.linesExpected, fallenCount: counts.linesFallen, missing },
    withdrawnWhy,
    executors: executors.map((one) => executorView(one, edition)),
    unasked: rulesOf(drafted.unasked, edition),
    onBehalfOf: drafted.onBehalfOf,
  }
}

export const countsOf = ({ lines, linesExpected, fallen }: PunishmentCase): Counts => ({
  ...{ lines: lines.size, linesExpected, linesFallen: fallen.size },
})

const mask = '***'

/** Who is restricted is known by ids alone: names and numbers are opened in the enterprise's file, by who may. */
export const lineView = ({ line, fallen }: LineRecord) => ({
  ...{ id: line.lineId, uscc: line.uscc, name: line.name, listingId: line.listingId, eventId: line.eventId },
  ...{ termUntil: line.termUntil, fallen: fallen !== null, fellOn: fallen?.fellOn, fellBy: fallen?.eventIds ?? [] },
  fallReason: fallen && fallReasons[fallen.reason],
  persons: line.persons.map(({ personId: id, keyId: personId }) => ({
    ...{ id, personId, name: mask, identityNumber: mask },
  })),
})

export const agencyOrders = ({ orders, lines: lineOf }: PunishmentCase) =>
  [...orders.values()].map(({ agency, issuedOn, feedbackDueOn, lines }) => ({
    ...{ agency, issuedOn, feedbackDueOn },
    lines: ({ first, offset }: { first: number; offset: number }) =>
      pageOf([...lines], first, offset).map(([lineId, at]) => {
        const { uscc = '', name = '' } = lineOf.get(lineId) ?? {}
        return { ...at, lineId, uscc, name, stageName: lineStageNames[at.stage] }
      }),
    stages: lineStages.flatMap((stage) => {
      const count = [...lines.values()].filter((line) => line.stage === stage).length
      return count === 0 ? [] : [{ stage, name: lineStageNames[stage], count }]
    }),
  }))

/** A page of what a case holds; one case may hold thousands. */
export const pageOf = <T>(all: readonly T[], first: number, offset: number): readonly T[] =>
  all.slice(Math.max(0, offset), Math.max(0, offset) + Math.min(Math.max(1, first), linesMax))
const linesMax = 1_000

export const orderView = (row: OrderRow) => ({ ...row, stageName: lineStageNames[row.stage] })

export const copyView = ({ caseId, receiver, record: { letter, receipt } }: CopyRow) => ({
  ...{ id: letter.copyId, caseId, number: letter.number, sender: letter.from, receiver, matter: letter.matter },
  ...{ content: letter.content, evidence: letter.evidence, feedbackNeeded: letter.feedbackNeeded },
  ...{ sentOn: letter.sentOn, receivedOn: receipt?.receivedOn, feedback: receipt?.feedback },
})

/** The letters of a case, for each receiver, as its facts tell them. */
export const copiesOf = ({ drafted, copies }: PunishmentCase): readonly CopyRow[] =>
  [...copies.values()].flatMap(({ received, ...letter }) =>
    receiversOf(letter).map((receiver) => {
      const receipt = received.find(({ agency }) => agency === receiver) ?? null
      const record: CopyRecord = { letter, receipt }
      return { caseId: drafted.caseId, receiver, record }
    }),
  )
