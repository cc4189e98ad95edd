import { defineCodec } from '../../store/codec.ts'
import type { ListTypeEvent } from './events.ts'

/** The stream in which the versions of the catalogue are published (名录清单). */
export const listTypeStream = 'catalogue-lists'

/** The versions of the catalogue's events. A golden file of each is kept for ever (`test/golden/events`). */
export const listTypeCodec = defineCodec<ListTypeEvent>({
  ListTypesProposed: 1,
  ListTypesEnacted: 1,
  ListTypesWithdrawn: 1,
})

/** What happened, as a person reads it. */
export const listTypeEventTitles: Readonly<Record<ListTypeEvent['type'], string>> = {
  ListTypesProposed: '提出名录清单',
  ListTypesEnacted: '施行名录清单',
  ListTypesWithdrawn: '撤回名录清单',
}
