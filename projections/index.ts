import { agencyProjection } from './agencies/agency.projection.ts'
import { type ClockGround, deadlineProjection } from './clocks/deadline.projection.ts'
import { clockFactsProjection, matterProjection } from './clocks/elsewhere.projection.ts'
import { type CreditGround, creditProfileProjection } from './credit/credit-profile.projection.ts'
import {
  aliasProjection,
  enterpriseProjection,
  registrationStateProjection,
  subjectNameProjection,
} from './file/enterprise.projection.ts'
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
import { inspectorProjection, itemProjection, planProjection } from './draw/directories.projection.ts'
import {
  drawProjection,
  leadProjection,
  visitPartProjection,
  visitProjection,
  visitTaskProjection,
} from './draw/draws.projection.ts'
import { listBatchProjection, listingCaseProjection } from './lists/lists.projection.ts'
import { listMirrorProjection } from './lists/mirror.projection.ts'
import type { Projection } from './projection.ts'
import { punishmentProjections } from './punishment/punishment.projection.ts'
import type { StreamProjection } from './stream-projection.ts'
import { windowUseProjection } from './window/window-use.projection.ts'

/** Projections that tell a file and no more (档案投影). */
export const projections: readonly Projection[] = [
  enterpriseProjection,
  aliasProjection,
  registrationStateProjection,
  subjectNameProjection,
  licenceProjection,
  penaltyProjection,
  inspectionProjection,
  listingProjection,
  reportProjection,
  honourProjection,
  commitmentProjection,
  personProjection,
]

/** Every projection there is (全部投影), those that rest on more than a file included. */
export const projectionsOn = (ground: Ground): readonly Projection[] => [
  ...projections,
  creditProfileProjection(ground),
  deadlineProjection(ground),
]

/** What projections rest on besides the files. */
export type Ground = CreditGround & ClockGround

/** Projections that tell a stream that is no file (流投影), and no more. */
const streamProjections: readonly StreamProjection[] = [
  ...[itemProjection, inspectorProjection, planProjection, drawProjection],
  ...[visitProjection, visitPartProjection, visitTaskProjection, leadProjection],
  ...[clockFactsProjection, matterProjection, listingCaseProjection, listBatchProjection, listMirrorProjection],
  ...[agencyProjection, windowUseProjection],
]

/** Every projection of streams; `runStreamProjections` tells them. */
export const streamProjectionsOn = (ground: Ground): readonly StreamProjection[] => [
  ...streamProjections,
  ...punishmentProjections(ground),
]

export type { ClockGround } from './clocks/deadline.projection.ts'
export type { CreditGround } from './credit/credit-profile.projection.ts'
export type { Projection, Row } from './projection.ts'
