import { defineCodec } from '../../store/codec.ts'
import type { MeasureEvent } from './events.ts'

/** The stream in which the versions of the catalogue are published (惩戒措施清单). */
export const measureStream = 'catalogue-measures'

/** The versions of the catalogue's events. A golden file of each is kept for ever (`test/golden/events`). */
export const measureCodec = defineCodec<MeasureEvent>({ MeasuresProposed: 1, MeasuresEnacted: 1, MeasuresWithdrawn: 1 })

/** What happened, as a person reads it. */
export const measureEventTitles: Readonly<Record<MeasureEvent['type'], string>> = {
  MeasuresProposed: '提出惩戒措施清单',
  MeasuresEnacted: '施行惩戒措施清单',
  MeasuresWithdrawn: '撤回惩戒措施清单',
}
