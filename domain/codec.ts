import { agencyCodec } from './agencies/codec.ts'
import { matterCodec } from './clocks/matters/codec.ts'
import { calendarCodec } from './clocks/catalogue/codec.ts'
import { modelCodec } from './credit/catalogue/codec.ts'
import { itemCodec } from './draw/items/codec.ts'
import { planCodec } from './draw/plan/codec.ts'
import { drawCodec } from './draw/round/codec.ts'
import { visitCodec } from './draw/visit/codec.ts'
import { enterpriseCodec } from './enterprise/codec.ts'
import { inspectorCodec } from './inspectors/codec.ts'
import { caseCodec } from './punishment/case/codec.ts'
import { measureCodec } from './punishment/measures/codec.ts'
import { reportCodec } from './report/codec.ts'
import { batchCodec } from './lists/batch/decider.ts'
import { listingCaseCodec } from './lists/case/codec.ts'
import { mirrorCodec } from './lists/mirror/decider.ts'
import { numberCodec } from './lists/numbers/decider.ts'
import { listTypeCodec } from './lists/catalogue/codec.ts'
import { mergeCodecs } from './store/codec.ts'
import { windowCodec } from './window/use/codec.ts'

/** Every event that the log may hold, whatever its stream; a new kind of stream adds its codec here. */
export const logCodec = mergeCodecs(
  ...[enterpriseCodec, modelCodec, itemCodec, planCodec, drawCodec, visitCodec, inspectorCodec, reportCodec],
  ...[
    calendarCodec,
    measureCodec,
    caseCodec,
    windowCodec,
    listTypeCodec,
    listingCaseCodec,
    batchCodec,
    numberCodec,
    mirrorCodec,
    matterCodec,
    agencyCodec,
  ],
)
