import { windowCodec, windowPrefix } from '../../domain/window/use/codec.ts'
import type { WindowEvent } from '../../domain/window/use/events.ts'
import { defineStreamProjection } from '../stream-projection.ts'

/** What windows made of answers (核查结果运用), found by whoever sent which request. */
export const windowUseProjection = defineStreamProjection<WindowEvent>({
  ...{ name: 'window_use', version: 1, prefix: windowPrefix, types: windowCodec.types as WindowEvent['type'][] },
  columns: ['uscc', 'agency', 'use_id'].map((name) => ({ name, type: 'text' })),
  *tell(_stream, events) {
    for (const { data } of events) {
      const { agency } = data.usedBy
      yield { key: `${agency}/${data.useId}`, row: { uscc: data.uscc, agency, use_id: data.useId } }
    }
  },
})
