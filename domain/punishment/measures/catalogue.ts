import type { PlainDate } from '../../kernel/plain-date.ts'
import type { PunishmentOfficer } from '../officer.ts'
import type { MeasureEvent } from './events.ts'
import type { MeasureEdition, MeasureRule } from './measure.ts'
import { refuseMeasure } from './refusals.ts'
import { shippedEdition } from './shipped-edition.ts'

/** One version of the catalogue (清单版本): from its proposal to its end. */
export type MeasureVersion = Readonly<{
  version: number
  edition: MeasureEdition // It bears the day of its enactment, once it is enacted.
  proposedOn: PlainDate | null // null for the version that ships.
  proposedBy: PunishmentOfficer | null
  effectiveFrom: PlainDate | null // null while it is a draft.
  enactedOn: PlainDate | null
  enactedBy: PunishmentOfficer | null
  withdrawnOn: PlainDate | null
}>

/** Every version there is, in the order of their numbers. */
export type MeasureCatalogue = Readonly<{ versions: readonly MeasureVersion[] }>

const draftOf = (edition: MeasureEdition): MeasureVersion => ({
  ...{ version: edition.version, edition, proposedOn: null, proposedBy: null },
  ...{ effectiveFrom: null, enactedOn: null, enactedBy: null, withdrawnOn: null },
})

/** Before anybody enacted anything, the edition that ships is in force. */
export const initialMeasures: MeasureCatalogue = {
  versions: [{ ...draftOf(shippedEdition), effectiveFrom: shippedEdition.effectiveFrom }],
}

export const measureVersionIn = ({ versions }: MeasureCatalogue, version: number): MeasureVersion | undefined =>
  versions.find((one) => one.version === version)

/** The catalogue with one more fact. */
export function withMeasureEvent(catalogue: MeasureCatalogue, event: MeasureEvent): MeasureCatalogue {
  const changed = (change: (one: MeasureVersion) => MeasureVersion): MeasureCatalogue => ({
    versions: catalogue.versions.map((one) => (one.version === event.data.version ? change(one) : one)),
  })
  switch (event.type) {
    case 'MeasuresProposed': {
      const { edition, proposedOn, proposedBy } = event.data
      return { versions: [...catalogue.versions, { ...draftOf(edition), proposedOn, proposedBy }] }
    }
    case 'MeasuresEnacted': {
      const { effectiveFrom, enactedOn, enactedBy } = event.data
      return changed((one) => {
        return { ...one, edition: { ...one.edition, effectiveFrom }, effectiveFrom, enactedOn, enactedBy }
      })
    }
    case 'MeasuresWithdrawn': {
      const { withdrawnOn } = event.data
      return changed((one) => ({ ...one, withdrawnOn }))
    }
  }
}

/** The catalogue that the events of its stream make, told in one go. */
export const measuresOf = (events: Iterable<MeasureEvent>): MeasureCatalogue => {
  let catalogue = initialMeasures
  for (const event of events) catalogue = withMeasureEvent(catalogue, event)
  return catalogue
}

/** Every edition that has ever come into force by a day, oldest first, those withdrawn since included. */
export function editionsUntil({ versions }: MeasureCatalogue, day: PlainDate): readonly MeasureEdition[] {
  return versions
    .filter((one) => one.effectiveFrom !== null && one.effectiveFrom <= day)
    .filter((one) => one.withdrawnOn === null || one.effectiveFrom === null || one.effectiveFrom < one.withdrawnOn)
    .toSorted((a, b) => ((a.effectiveFrom ?? '') < (b.effectiveFrom ?? '') ? -1 : 1))
    .map(({ edition }) => edition)
}

/** The edition in force on a day (施行中的清单): the one that came into force last and was not withdrawn by then. */
export function measuresOn({ versions }: MeasureCatalogue, day: PlainDate): MeasureEdition {
  let last: MeasureVersion | undefined
  for (const one of versions) {
    if (one.effectiveFrom === null || one.effectiveFrom > day) continue
    if (one.withdrawnOn !== null && one.withdrawnOn <= day) continue
    if (last?.effectiveFrom == null || one.effectiveFrom >= last.effectiveFrom) last = one
  }
  return last?.edition ?? shippedEdition
}

export const ruleHolds = ({ effectiveFrom, effectiveUntil }: MeasureRule, day: PlainDate): boolean =>
  effectiveFrom <= day && (effectiveUntil === null || day <= effectiveUntil)

/** The rules of some codes as they are in force; outside the catalogue nothing may be imposed. */
export function requireRules(edition: MeasureEdition, codes: readonly string[], day: PlainDate): MeasureRule[] {
  return codes.map((code) => {
    const rule = edition.rules.find((one) => one.code === code)
    if (rule === undefined) throw refuseMeasure('MEASURE_NOT_IN_CATALOGUE', { code, version: edition.version })
    if (!ruleHolds(rule, day)) throw refuseMeasure('MEASURE_NOT_IN_FORCE', { code, day })
    return rule
  })
}

/** Measures that the effects of a list name have to be in the catalogue; throws the refusal of one that is not. */
export function requireMeasures(edition: MeasureEdition, codes: readonly string[]): void {
  for (const code of codes) {
    const isKnown = edition.measures.some((one) => one.code === code)
    if (!isKnown) throw refuseMeasure('MEASURE_NOT_IN_CATALOGUE', { code, version: edition.version })
  }
}
