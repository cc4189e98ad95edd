import type { PlainDate } from '../../kernel/plain-date.ts'
import { defaultModel } from '../default-model.ts'
import type { CreditModel } from '../model.ts'
import type { ModelEvent, ModelOfficer } from './events.ts'

/** One version of the model (模型版本): from its proposal to its end. */
export type ModelVersion = Readonly<{
  version: number
  model: CreditModel
  proposedOn: PlainDate | null // null for the version that ships.
  proposedBy: ModelOfficer | null
  trialIds: readonly string[]
  effectiveFrom: PlainDate | null // null while it is a draft.
  enactedOn: PlainDate | null
  enactedBy: ModelOfficer | null
  withdrawnOn: PlainDate | null
}>

/** Every version there is, in the order of their numbers. */
export type ModelCatalogue = Readonly<{ versions: readonly ModelVersion[] }>

const draftOf = (model: CreditModel): ModelVersion => ({
  ...{ version: model.version, model, proposedOn: null, proposedBy: null, trialIds: [] },
  ...{ effectiveFrom: null, enactedOn: null, enactedBy: null, withdrawnOn: null },
})

/** Before anybody enacted anything, the model that ships is in force. */
export const initialCatalogue: ModelCatalogue = {
  versions: [
    { ...draftOf(defaultModel), effectiveFrom: defaultModel.effectiveFrom, enactedOn: defaultModel.effectiveFrom },
  ],
}

export const versionIn = ({ versions }: ModelCatalogue, version: number): ModelVersion | undefined =>
  versions.find((one) => one.version === version)

/** The catalogue with one more fact. */
export function withModelEvent(catalogue: ModelCatalogue, event: ModelEvent): ModelCatalogue {
  const changed = (change: (one: ModelVersion) => ModelVersion): ModelCatalogue => ({
    versions: catalogue.versions.map((one) => (one.version === event.data.version ? change(one) : one)),
  })
  switch (event.type) {
    case 'ModelProposed': {
      const { model, proposedOn, proposedBy } = event.data
      return { versions: [...catalogue.versions, { ...draftOf(model), proposedOn, proposedBy }] }
    }
    case 'ModelTried': {
      const { trialId } = event.data
      return changed((one) => ({ ...one, trialIds: [...one.trialIds, trialId] }))
    }
    case 'ModelEnacted': {
      const { effectiveFrom, enactedOn, enactedBy } = event.data
      return changed((one) => ({ ...one, effectiveFrom, enactedOn, enactedBy }))
    }
    case 'ModelWithdrawn': {
      const { withdrawnOn } = event.data
      return changed((one) => ({ ...one, withdrawnOn }))
    }
  }
}

/** The catalogue that the events of its stream make, told in one go. */
export const catalogueOf = (events: Iterable<ModelEvent>): ModelCatalogue => {
  let catalogue = initialCatalogue
  for (const event of events) catalogue = withModelEvent(catalogue, event)
  return catalogue
}

const isInForce = ({ effectiveFrom, withdrawnOn }: ModelVersion, day: PlainDate): boolean =>
  effectiveFrom !== null && effectiveFrom <= day && (withdrawnOn === null || day < withdrawnOn)

/**
 * The model in force on a day (施行中的模型): of those that have come into force, the one that did so last. The one that
 * ships goes back before all others, so that there is an answer for every day; it bears the day of its enactment.
 */
export function modelOn({ versions }: ModelCatalogue, day: PlainDate): CreditModel {
  let last: ModelVersion | undefined
  for (const one of versions) {
    if (!isInForce(one, day)) continue
    if (last?.effectiveFrom == null || (one.effectiveFrom ?? '') >= last.effectiveFrom) last = one
  }
  return last === undefined ? defaultModel : enactedModel(last)
}

const enacted = new WeakMap<ModelVersion, CreditModel>() // One object a version, so that it is made ready once.

function enactedModel(version: ModelVersion): CreditModel {
  const { model, effectiveFrom } = version
  if (effectiveFrom === null || effectiveFrom === model.effectiveFrom) return model
  const known = enacted.get(version) ?? { ...model, effectiveFrom }
  enacted.set(version, known)
  return known
}

/** The days on which another model comes into force or goes out of it, in order; what a profile says may change then. */
export function modelDays({ versions }: ModelCatalogue): readonly PlainDate[] {
  const days = versions.flatMap(({ effectiveFrom, withdrawnOn }) =>
    effectiveFrom === null ? [] : [effectiveFrom, ...(withdrawnOn === null ? [] : [withdrawnOn])],
  )
  return [...new Set(days)].sort()
}
