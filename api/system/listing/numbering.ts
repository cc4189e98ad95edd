import { NotFound } from '../../../domain/kernel/errors.ts'
import { type PlainDate, yearOf } from '../../../domain/kernel/plain-date.ts'
import type { Authority } from '../../../domain/enterprise/parties.ts'
import { signingMark } from '../../../domain/agencies/mark.ts'
import { type ListCatalogue, requireList } from '../../../domain/lists/catalogue/catalogue.ts'
import { numberDecider, numberStream, wordOf } from '../../../domain/lists/numbers/decider.ts'
import type { DecisionKind } from '../../../domain/lists/numbers/events.ts'
import type { Context } from '../../../domain/store/command.ts'
import type { ListWorld } from './reading.ts'

/** The word in the numbers of a list's decisions, where it is decided here at all. */
export function requireWord(catalogue: ListCatalogue, listType: string, kind: DecisionKind, day: PlainDate): string {
  const { numbers, name } = requireList(catalogue, listType, day).definition
  if (numbers === null) throw new NotFound(`“${name}”不在此决定。`)
  return wordOf(numbers, kind)
}

/** What is decided by a document of its own: a batch, or one case alone. */
export type Numbered = Readonly<{ forId: string; listType: string; kind: DecisionKind; authority: Authority }>

/** Takes the number of a decision that was begun, of the day on which it was; asked again, it is the same. */
export async function takeNumber(
  { handler, store, agencies }: ListWorld,
  { forId, listType, kind, authority }: Numbered,
  begunOn: PlainDate,
  catalogue: ListCatalogue,
  context: Context,
): Promise<string> {
  const stream = numberStream({ authorityCode: authority.code, listType, kind, year: yearOf(begunOn) })
  const word = requireWord(catalogue, listType, kind, begunOn)
  const data = { forId, mark: signingMark(authority, agencies.book().entries), word }
  const command = { type: 'TakeListNumber', data, today: begunOn, agency: authority.code } as const
  await handler.submit(numberDecider, stream, command, context)
  for await (const { data: taken } of store.readStream(stream)) {
    const { forId: of, number } = taken as Readonly<{ forId?: string; number?: string }>
    if (of === forId && number !== undefined) return number
  }
  throw new NotFound('没有编到文号。')
}
