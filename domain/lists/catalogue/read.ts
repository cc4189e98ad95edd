import { registrationStatuses } from '../../enterprise/registration/events.ts'
import type { Json } from '../../kernel/event.ts'
import {
  byKind,
  day,
  flag,
  listOf,
  matching,
  object,
  oneOf,
  orNull,
  type Reader,
  text,
  whole,
} from '../../kernel/shape.ts'
import { agencyKinds } from '../../punishment/agency-kinds.ts'
import type {
  Condition,
  CureReason,
  EarlyExit,
  EntryClock,
  GroundRule,
  ListDefinition,
  ListEdition,
  ListExtension,
  ListPublicity,
  ListTerm,
  NoticeRule,
  NumberWords,
} from './definition.ts'

const code = matching(/^[A-Z][A-Z0-9_]{0,49}$/, '大写字母开头、由大写字母、数字和下划线组成的代码')
const label = matching(/^[A-Za-z0-9_.-]{1,50}$/, '由字母、数字组成的代码')
const months = whole(1, 1_200)
const count = whole(1, 1_000)

const condition = object<Condition>({ code, name: text })
const ground: Reader<GroundRule> = object<GroundRule>({
  ...{ code, name: text, clause: orNull(text), once: orNull(oneOf(['REPORT_YEAR', 'WHILE_OPEN'])) },
  clock: orNull(object<EntryClock>({ from: text, workingDays: count })),
  cures: listOf(object<CureReason>({ code: label, name: text })),
  replayOnly: flag,
})
const notice = object<NoticeRule>({
  ...{ serving: listOf(oneOf(['SERVICE', 'ANNOUNCEMENT'])), days: count },
  ...{ unit: oneOf(['WORKING_DAY', 'DAY']), hearing: flag },
})
const term = byKind<ListTerm>({
  ...{ UNTIL_CURED: {}, MONTHS: { months, orLongerBan: flag } },
  ...{ AS_DECIDED: { monthsMin: months, monthsMax: months }, AS_TOLD: {} },
})
const extension = object<ListExtension>({ monthsMin: months, monthsMax: months, grounds: listOf(text) })
const earlyExit = object<EarlyExit>({
  ...{ afterMonths: whole(0, 1_200), since: oneOf(['ENTRY', 'CORRECTION']), conditions: listOf(condition) },
})
const publicity = object<ListPublicity>({
  ...{ isPublic: flag, where: text, workingDays: orNull(count), note: orNull(text) },
})

const definition = object<ListDefinition>(
  {
    ...{ code, name: text, legalBasis: text, effectiveFrom: day, effectiveUntil: orNull(day) },
    ...{ decidedBy: listOf(oneOf(agencyKinds)), mirrored: flag, grounds: listOf(ground) },
    ...{ penalty: oneOf(['NONE', 'ANY', 'HEAVIER']), ownPenalty: flag, weighing: listOf(text) },
    ...{ notice: orNull(notice), term, extension: orNull(extension), earlyExit: orNull(earlyExit) },
    endsWithSubject: listOf(oneOf(registrationStatuses)),
    ...{ publicity, effects: listOf(code) },
    numbers: orNull(object<NumberWords>({ entry: text, exit: text, correction: text })),
    ...{ confidence: oneOf(['SOURCED', 'WELL_KNOWN', 'UNSURE']), note: orNull(text) },
  },
  ['endsWithSubject'],
)

const edition = object<ListEdition>({
  ...{ version: whole(1, 1_000_000), name: text, effectiveFrom: day, lists: listOf(definition) },
})

/**
 * Reads an edition that comes from outside (清单格式), member by member; the first that is wrong is named by its path. What
 * its members mean together is checked by the rules.
 */
export const readListEdition = (value: unknown): ListEdition => edition((value ?? null) as Json, '')
