import { defineCodec } from '../../store/codec.ts'
import type { ModelEvent } from './events.ts'

/** The stream in which the versions of the model are published. */
export const modelStream = 'catalogue-credit-model'

/** The versions of the catalogue's events. A golden file of each is kept for ever (`test/golden/events`). */
export const modelCodec = defineCodec<ModelEvent>({
  ModelProposed: 1,
  ModelTried: 1,
  ModelEnacted: 1,
  ModelWithdrawn: 1,
})

/** What happened, as a person reads it. */
export const modelEventTitles: Readonly<Record<ModelEvent['type'], string>> = {
  ModelProposed: '提出模型',
  ModelTried: '试算模型',
  ModelEnacted: '施行模型',
  ModelWithdrawn: '撤回模型',
}
