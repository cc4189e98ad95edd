import { aliasProjection, enterpriseProjection } from './file/enterprise.projection.ts'
import {
  commitmentProjection,
  honourProjection,
  inspectionProjection,
  licenceProjection,
  listingProjection,
  penaltyProjection,
  personProjection,
  reportProjection,
} from './file/sections.ts'
import type { Projection } from './projection.ts'

/** Every projection there is (全部投影). */
export const projections: readonly Projection[] = [
  enterpriseProjection,
  aliasProjection,
  licenceProjection,
  penaltyProjection,
  inspectionProjection,
  listingProjection,
  reportProjection,
  honourProjection,
  commitmentProjection,
  personProjection,
]

export type { Projection, Row } from './projection.ts'
