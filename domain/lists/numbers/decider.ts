import type { Command, Decider } from '../../kernel/decider.ts'
import { yearOf } from '../../kernel/plain-date.ts'
import { defineCodec } from '../../store/codec.ts'
import type { NumberWords } from '../catalogue/definition.ts'
import type { DecisionKind, ListNumberTaken } from './events.ts'

/** One counter: of an authority, a list, a kind of decision, and a year. */
export type Counter = Readonly<{ authorityCode: string; listType: string; kind: DecisionKind; year: number }>

export const numberStream = ({ authorityCode, listType, kind, year }: Counter): string =>
  `list-numbers-${authorityCode}-${listType}-${kind}-${year}`

export const numberCodec = defineCodec<ListNumberTaken>({ ListNumberTaken: 1 })

/** `mark` is the authority's own sign (机关代字), such as 徐市监; `word` that of the list and kind, such as 异入. */
export type TakeListNumber = Command<'TakeListNumber', { forId: string; mark: string; word: string }>

type State = Readonly<{ last: number; numbers: ReadonlyMap<string, string> }>

/** Numbers without holes (文号): a decision that asks again is given the number that it has. */
export const numberDecider: Decider<TakeListNumber, State, ListNumberTaken> = {
  initialState: { last: 0, numbers: new Map() },
  decide({ data: { forId, mark, word }, today }, { last, numbers }) {
    if (numbers.has(forId)) return []
    const sequence = last + 1
    const number = `（${mark}）${word}〔${yearOf(today)}〕第${sequence}号`
    return [{ type: 'ListNumberTaken', data: { forId, sequence, number, takenOn: today } }]
  },
  evolve: ({ last, numbers }, { data }) => ({
    last: Math.max(last, data.sequence),
    numbers: new Map(numbers).set(data.forId, data.number),
  }),
}

export const wordOf = (words: NumberWords, kind: DecisionKind): string =>
  ({ ENTRY: words.entry, EXIT: words.exit, CORRECTION: words.correction })[kind]
