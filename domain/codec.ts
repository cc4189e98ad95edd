import { modelCodec } from './credit/catalogue/codec.ts'
import { enterpriseCodec } from './enterprise/codec.ts'
import { mergeCodecs } from './store/codec.ts'

/** Every event that the log may hold, whatever its stream; a new kind of stream adds its codec here. */
export const logCodec = mergeCodecs(enterpriseCodec, modelCodec)
