import { licenceRevocationGrounds } from '../../enterprise/licence/events.ts'
import { penaltyKinds } from '../../enterprise/penalty/events.ts'
import { registrationStatuses } from '../../enterprise/registration/events.ts'
import type { Json } from '../../kernel/event.ts'
import { byKind, day, listOf, matching, object, oneOf, orNull, text, whole } from '../../kernel/shape.ts'
import { agencyKinds } from '../agency-kinds.ts'
import {
  type Cause,
  type Matter,
  type Measure,
  measureClasses,
  type MeasureEdition,
  type MeasureRule,
  measureScopes,
  type MeasureTerm,
  punishmentFields,
} from './measure.ts'

const code = matching(/^[A-Z][A-Z0-9_-]{0,63}$/, '大写字母开头、由大写字母、数字、下划线和连字符组成的代码')
const codes = listOf(code)

const cause = byKind<Cause>({
  LISTING: { listTypes: codes, grounds: orNull(codes) },
  PENALTY: { kinds: listOf(oneOf(penaltyKinds)), laws: listOf(text) },
  LICENCE_REVOKED: { grounds: listOf(oneOf(licenceRevocationGrounds)) },
  REGISTRATION: { statuses: listOf(oneOf(registrationStatuses)) },
  OUTSIDE_FILE: { what: text },
})
const term = byKind<MeasureTerm>({ WHILE_STANDING: {}, YEARS: { years: whole(1, 100) }, AS_DECIDED: {} })

const rule = object<MeasureRule>({
  ...{ code, measure: code, field: whole(1, punishmentFields.length), cause, clause: text },
  ...{ requesting: listOf(oneOf(agencyKinds)), executing: listOf(oneOf(agencyKinds)), term },
  ...{ feedbackWorkingDays: orNull(whole(1, 1_000)), reaches: oneOf(['ENTERPRISE', 'PERSONS']) },
  ...{ bars: codes, cautions: codes, effectiveFrom: day, effectiveUntil: orNull(day) },
  ...{ confidence: oneOf(['SOURCED', 'WELL_KNOWN', 'UNSURE']), note: orNull(text) },
})

const edition = object<MeasureEdition>({
  ...{ version: whole(1, 1_000_000), name: text, effectiveFrom: day },
  measures: listOf(object<Measure>({ code, name: text, class: oneOf(measureClasses), scope: oneOf(measureScopes) })),
  ...{ matters: listOf(object<Matter>({ code, name: text })), rules: listOf(rule) },
})

/** Reads an edition that comes from outside (清单格式); the first member that is wrong is named by its path. */
export const readMeasureEdition = (value: unknown): MeasureEdition => edition((value ?? null) as Json, '')
