import type { EnterpriseEventType } from '../../domain/enterprise/events.ts'
import { effectiveFacts } from '../../domain/enterprise/facts.ts'
import { factsOf, recordsOf } from '../../domain/enterprise/file.ts'
import type { Alias, RegistrationEvent } from '../../domain/enterprise/registration/events.ts'
import { hasAlias, registrationRecord } from '../../domain/enterprise/registration/record.ts'
import { registrationStates } from '../../domain/enterprise/registration/states.ts'
import { eventTitles } from '../../domain/enterprise/titles.ts'
import { normalName } from '../../domain/kernel/text.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { inspectUscc } from '../../domain/kernel/uscc.ts'
import type { Projection } from '../projection.ts'
import { typesOf } from '../projection.ts'
import { correctionTypes, lastRevision } from './section.projection.ts'

const registrationTypes = typesOf<RegistrationEvent>()(
  'FileOpened',
  'EnterpriseRegistered',
  'RegistrationChanged',
  'RegistrationStatusChanged',
  'AliasRecorded',
)

/** The subject itself (主体), as search and every page's head show it. */
export const enterpriseProjection: Projection = {
  name: 'enterprise',
  version: 1,
  columns: [
    { name: 'uscc', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'revision', type: 'bigint' },
    { name: 'name', type: 'text' },
    { name: 'status', type: 'text' },
    { name: 'provisional', type: 'boolean' },
    { name: 'street', type: 'text' },
    { name: 'industry', type: 'text' },
    { name: 'subject_kind', type: 'text' },
    { name: 'code_warnings', type: 'json' },
    { name: 'record', type: 'json' },
  ],
  types: Object.keys(eventTitles) as EnterpriseEventType[], // Every one: the row carries the revision of the whole file.
  *tell(uscc, file) {
    const record = registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))
    if (record === undefined) return
    const revision = lastRevision([...file.entries.values()])
    const { name, street, industry, subjectKind } = record.details
    const row = {
      ...{ uscc, key: '', revision: Number(revision), name, status: record.status, provisional: record.provisional },
      ...{ street, industry: industry?.code ?? null, subject_kind: subjectKind, code_warnings: codeWarnings(uscc) },
      record,
    }
    yield { key: '', revision, row }
  },
}

/** What is wrong with a code that is kept all the same (代码存疑): real feeds hold such codes. */
export const codeWarningCodes = ['OUTER_CHECK_FAILED', 'INNER_CHECK_FAILED'] as const
export type CodeWarning = (typeof codeWarningCodes)[number]

export function codeWarnings(uscc: Uscc): readonly CodeWarning[] {
  const code = inspectUscc(uscc)
  if (code.kind === 'MALFORMED') return ['OUTER_CHECK_FAILED']
  return [
    ...(code.outerCheck ? [] : (['OUTER_CHECK_FAILED'] as const)),
    ...(code.innerCheck ? [] : (['INNER_CHECK_FAILED'] as const)),
  ]
}

/** The organisation code stands inside the code itself; it leads to the file whether or not anybody recorded it. */
function allAliases(uscc: Uscc, aliases: readonly Alias[]): readonly Alias[] {
  const own: Alias = { kind: 'ORGANISATION_CODE', value: uscc.slice(8, 17) }
  return hasAlias(aliases, own) ? aliases : [...aliases, own]
}

/** Every other number under which a subject is known, each leading to the one file (别名). */
export const aliasProjection: Projection = {
  name: 'alias',
  version: 1,
  columns: [
    { name: 'uscc', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'revision', type: 'bigint' },
    { name: 'kind', type: 'text' },
    { name: 'value', type: 'text' },
  ],
  types: [...registrationTypes, ...correctionTypes],
  *tell(uscc, file) {
    const record = registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))
    for (const [, facts] of recordsOf(file, 'REGISTRATION')) {
      const revision = lastRevision(facts)
      for (const { kind, value } of record ? allAliases(uscc, record.aliases) : []) {
        const key = `${kind}/${value}`
        yield { key, revision, row: { uscc, key, revision: Number(revision), kind, value } }
      }
    }
  },
}

/** The states of a registration after its first (登记状态), for what ends with its subject. */
export const registrationStateProjection: Projection = {
  name: 'registration_state',
  version: 1,
  columns: [
    { name: 'uscc', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'revision', type: 'bigint' },
    { name: 'status', type: 'text' },
    { name: 'since', type: 'text' },
    { name: 'until', type: 'text' },
  ],
  types: [...registrationTypes, ...correctionTypes],
  sweeps: true, // One that another follows on the same day was no state at all.
  *tell(uscc, file) {
    for (const [, facts] of recordsOf(file, 'REGISTRATION')) {
      const revision = lastRevision(facts)
      for (const { status, since, until, eventId } of registrationStates(effectiveFacts<RegistrationEvent>(facts)))
        yield { key: eventId, revision, row: { uscc, key: eventId, revision: Number(revision), status, since, until } }
    }
  },
}

/** Present and former names as they are compared (名称、曾用名), each leading to the file. */
export const subjectNameProjection: Projection = {
  name: 'subject_name',
  version: 1,
  columns: [
    { name: 'uscc', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'revision', type: 'bigint' },
    { name: 'kind', type: 'text' },
    { name: 'normal', type: 'text' },
  ],
  types: [...registrationTypes, ...correctionTypes],
  *tell(uscc, file) {
    const record = registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))
    if (record === undefined) return
    const revision = lastRevision([...recordsOf(file, 'REGISTRATION')].flatMap(([, facts]) => facts))
    const rowOf = (key: string, kind: 'CURRENT' | 'FORMER', name: string) => {
      return { key, revision, row: { uscc, key, revision: Number(revision), kind, normal: normalName(name) } }
    }
    yield rowOf('CURRENT', 'CURRENT', record.details.name)
    for (const [place, name] of record.formerNames.entries()) yield rowOf(`FORMER/${place}`, 'FORMER', name)
  },
}
