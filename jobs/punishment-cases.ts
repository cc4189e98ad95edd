import { type EnterpriseFile, fileOf } from '../domain/enterprise/file.ts'
import type { FileFact } from '../domain/enterprise/facts.ts'
import { enterpriseStream, isEnterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import { Refused } from '../domain/kernel/errors.ts'
import type { RecordedEvent } from '../domain/kernel/event.ts'
import type { PlainDate } from '../domain/kernel/plain-date.ts'
import { type Uscc } from '../domain/kernel/uscc.ts'
import { caseOf, type PunishmentCase, standingLines } from '../domain/punishment/case/case.ts'
import { casePrefix, caseStream, isCaseStream } from '../domain/punishment/case/codec.ts'
import type { CaseCommand } from '../domain/punishment/case/commands.ts'
import { caseDecider } from '../domain/punishment/case/decider.ts'
import type { CaseEvent, CaseLine, PunishmentLinesAdded } from '../domain/punishment/case/events.ts'
import type { About } from '../projections/punishment/due.queries.ts'
import { contextOf } from './acting.ts'
import type { JobWorld, Subjects } from './job.ts'

/** The enterprises that a fact is about, of files or of lines that came to a case; null where it is about neither. */
export function enterprisesOf(event: RecordedEvent): readonly string[] | null {
  if (event.type === 'PunishmentLinesAdded')
    return (event as RecordedEvent<PunishmentLinesAdded>).data.lines.map(({ uscc }) => uscc)
  return isEnterpriseStream(event.stream) ? [usccOf(event.stream)] : null
}

/** What some subjects are about: enterprises by their codes, cases by their streams. */
export function aboutOf(subjects: Subjects): About | null {
  if (subjects === null) return null
  const caseIds = [...subjects].filter(isCaseStream).map((stream) => stream.slice(casePrefix.length))
  return { caseIds, usccs: [...subjects].filter((subject) => !isCaseStream(subject)) }
}

/** The lines of a case that stand, as far as the subjects are about them. */
export function linesAbout(known: PunishmentCase, subjects: Subjects): readonly CaseLine[] {
  const lines = standingLines(known)
  if (subjects === null || subjects.has(caseStream(known.drafted.caseId))) return lines
  return lines.filter(({ uscc }) => subjects.has(uscc))
}

export async function readCase(
  { store }: Pick<JobWorld, 'store'>,
  caseId: string,
): Promise<PunishmentCase | undefined> {
  const stream = caseStream(caseId)
  const events = (await store.readStreams([stream])).get(stream) ?? []
  return caseOf(events as readonly RecordedEvent<CaseEvent>[])
}

const filesPerRead = 200

/** The files of some enterprises as the log has them. */
export async function readFiles(
  { store }: Pick<JobWorld, 'store'>,
  usccs: readonly string[],
): Promise<ReadonlyMap<string, EnterpriseFile>> {
  const streams = [...new Set(usccs)].map((uscc) => enterpriseStream(uscc as Uscc))
  const files = new Map<string, EnterpriseFile>()
  for (let from = 0; from < streams.length; from += filesPerRead)
    for (const [stream, events] of await store.readStreams(streams.slice(from, from + filesPerRead)))
      files.set(usccOf(stream), fileOf(events as readonly (FileFact & RecordedEvent)[]))
  return files
}

type Wish = { [T in CaseCommand['type']]: Pick<Extract<CaseCommand, { type: T }>, 'type' | 'data'> }

/** Submits commands of one job's run to cases. */
export function submitterOf(world: JobWorld, job: string, today: PlainDate) {
  const { handler, log } = world
  const context = contextOf(world, job)
  /** The facts that came of it, none where it was so already; what the rules refuse is told, and left to the next fact. */
  return async (caseId: string, wish: Wish[CaseCommand['type']]): Promise<readonly CaseEvent[] | 'REFUSED'> => {
    const command = { ...wish, today, agency: null } as CaseCommand
    try {
      const { events } = await handler.submit(caseDecider, caseStream(caseId), command, context)
      return events as unknown as readonly CaseEvent[]
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      log.warn({ job, caseId, command: wish.type, reason: error.reason }, '自动办理的一件未被接受')
      return 'REFUSED'
    }
  }
}
export type Submitter = ReturnType<typeof submitterOf>
