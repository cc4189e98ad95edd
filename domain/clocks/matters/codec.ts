import { defineCodec } from '../../store/codec.ts'
import type { MatterEvent } from './events.ts'

export const matterPrefix = 'matter-'
export const matterStream = (matterId: string): string => `${matterPrefix}${matterId}`

/** The versions of a matter's events. A golden file of each is kept for ever (`test/golden/events`). */
export const matterCodec = defineCodec<MatterEvent>({
  MatterOpened: { version: 2, upcasts: [(data) => ({ ...(data as object), to: null })] },
  MatterStepTaken: 1,
  MatterVoided: 1,
})

/** What happened, as a person reads it. */
export const matterEventTitles: Readonly<Record<MatterEvent['type'], string>> = {
  MatterOpened: '登记事项',
  MatterStepTaken: '办理事项',
  MatterVoided: '撤销登记',
}
