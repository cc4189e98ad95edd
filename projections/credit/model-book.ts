import { createHash } from 'node:crypto'
import { initialCatalogue, type ModelCatalogue, modelDays, modelOn } from '../../domain/credit/catalogue/state.ts'
import { canonicalModel } from '../../domain/credit/model.ts'
import { prepareModel, type PreparedModel } from '../../domain/credit/prepare.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'

/** The models in force, each on its days (生效的模型). Two books with the same digest answer alike for every day. */
export type ModelBook = Readonly<{
  catalogue: ModelCatalogue
  digest: string
  on(day: PlainDate): PreparedModel
  /** The next day on which another model comes into force or goes out of it; null where none is known yet. */
  nextAfter(day: PlainDate): PlainDate | null
}>

export function modelBook(catalogue: ModelCatalogue): ModelBook {
  const days = modelDays(catalogue)
  const enacted = catalogue.versions.flatMap(({ model, effectiveFrom, withdrawnOn }) =>
    effectiveFrom === null ? [] : [`${effectiveFrom} ${withdrawnOn ?? ''} ${canonicalModel(model)}`],
  )
  return {
    catalogue,
    digest: createHash('sha256').update(enacted.join('\n')).digest('hex').slice(0, 32),
    on: (day) => prepareModel(modelOn(catalogue, day)),
    nextAfter: (day) => days.find((one) => one > day) ?? null,
  }
}

/** What is in force where nobody enacted anything. */
export const shippedModels: ModelBook = modelBook(initialCatalogue)
