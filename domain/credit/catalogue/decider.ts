import type { Decider } from '../../kernel/decider.ts'
import { canonicalModel, checkModel } from '../model.ts'
import type { EnactModel, ModelCommand, ProposeModel, RecordModelTrial, WithdrawModel } from './commands.ts'
import type { ModelEvent, ModelOfficer } from './events.ts'
import { refuseModel } from './refusals.ts'
import { initialCatalogue, type ModelCatalogue, type ModelVersion, versionIn, withModelEvent } from './state.ts'

/** The rules for making a model law (模型的提出、试算、施行与撤回): proposed by one, tried, enacted by another. */
export const modelDecider: Decider<ModelCommand, ModelCatalogue, ModelEvent> = {
  initialState: initialCatalogue,
  decide(command, catalogue) {
    if (command.type === 'ProposeModel') return propose(command, catalogue)
    const { version } = command.data
    const known = versionIn(catalogue, version)
    if (known === undefined) throw refuseModel('MODEL_VERSION_UNKNOWN', { version })
    switch (command.type) {
      case 'RecordModelTrial':
        return recordTrial(command, known)
      case 'EnactModel':
        return enact(command, known, catalogue)
      case 'WithdrawModel':
        return withdraw(command, known)
    }
  },
  evolve: withModelEvent,
}

function propose({ data, today, listTypes }: ProposeModel, catalogue: ModelCatalogue): readonly ModelEvent[] {
  const model = checkModel(data.model, listTypes)
  const { version } = model
  const known = versionIn(catalogue, version)
  if (known && isSame(known.proposedBy, data.proposedBy) && canonicalModel(known.model) === canonicalModel(model))
    return []
  const highest = Math.max(...catalogue.versions.map((one) => one.version))
  if (version <= highest) throw refuseModel('MODEL_VERSION_NOT_NEW', { version, highest })
  requireReason(data.reason)
  return [{ type: 'ModelProposed', data: { ...data, model, version, proposedOn: today } }]
}

function recordTrial({ data, today }: RecordModelTrial, known: ModelVersion): readonly ModelEvent[] {
  if (known.trialIds.includes(data.trialId)) return []
  requireNotWithdrawn(known)
  const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0
  const isMatrix = data.matrix.length === 4 && data.matrix.every((row) => row.length === 4 && row.every(isCount))
  if (!isMatrix) throw refuseModel('MODEL_TRIAL_MALFORMED')
  return [{ type: 'ModelTried', data: { ...data, triedOn: today } }]
}

/** It never reaches back: who was in which class on a past day stays as it was. */
function enact({ data, today }: EnactModel, known: ModelVersion, { versions }: ModelCatalogue): readonly ModelEvent[] {
  const { version, effectiveFrom, enactedBy } = data
  requireNotWithdrawn(known)
  if (known.effectiveFrom !== null) {
    if (known.effectiveFrom === effectiveFrom && isSame(known.enactedBy, enactedBy)) return []
    throw refuseModel('MODEL_ALREADY_ENACTED', { version, effectiveFrom: known.effectiveFrom })
  }
  if (isSame(known.proposedBy, enactedBy)) throw refuseModel('MODEL_OWN_ENACTMENT')
  if (known.trialIds.length === 0) throw refuseModel('MODEL_NOT_TRIED', { version })
  if (effectiveFrom < today) throw refuseModel('MODEL_EFFECTIVE_IN_PAST', { effectiveFrom, today })
  const standing = versions.filter((one) => one.effectiveFrom !== null && one.withdrawnOn === null)
  const later = standing.find((one) => one.version > version)
  if (later) throw refuseModel('MODEL_VERSION_NOT_NEW', { version, highest: later.version })
  const other = standing.find((one) => (one.effectiveFrom ?? '') >= effectiveFrom)
  if (other) {
    throw refuseModel('MODEL_EFFECTIVE_NOT_LAST', { effectiveFrom, version: other.version, other: other.effectiveFrom })
  }
  return [{ type: 'ModelEnacted', data: { ...data, enactedOn: today } }]
}

function withdraw({ data, today }: WithdrawModel, known: ModelVersion): readonly ModelEvent[] {
  if (known.withdrawnOn !== null) return []
  if (known.proposedBy === null) throw refuseModel('MODEL_SHIPPED')
  requireReason(data.reason)
  return [{ type: 'ModelWithdrawn', data: { ...data, withdrawnOn: today } }]
}

const isSame = (one: ModelOfficer | null, other: ModelOfficer): boolean =>
  one !== null && one.agency === other.agency && one.officer === other.officer

function requireReason(reason: string): void {
  if (reason.trim() === '') throw refuseModel('MODEL_REASON_MISSING')
}

function requireNotWithdrawn({ version, withdrawnOn }: ModelVersion): void {
  if (withdrawnOn !== null) throw refuseModel('MODEL_WITHDRAWN', { version, withdrawnOn })
}
