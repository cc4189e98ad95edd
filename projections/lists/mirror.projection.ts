import { mirrorPrefix, placeOf } from '../../domain/lists/mirror/decider.ts'
import type { MirrorEvent } from '../../domain/lists/mirror/events.ts'
import { defineStreamProjection } from '../stream-projection.ts'

/** Which lists of which sources are mirrored (镜像名单): the log by itself does not say which streams there are. */
export const listMirrorProjection = defineStreamProjection<MirrorEvent>({
  ...{ name: 'list_mirror', version: 1, prefix: mirrorPrefix, types: ['MirrorFileOpened'] },
  columns: [
    { name: 'list_type', type: 'text' },
    { name: 'source', type: 'text' },
  ],
  *tell(stream) {
    const { listType, source } = placeOf(stream)
    yield { key: '', row: { list_type: listType, source } }
  },
})
