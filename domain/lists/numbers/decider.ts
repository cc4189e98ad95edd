import type { Command, Decider } from '../../kernel/decider.ts'
import { yearOf } from '../../kernel/plain-date.ts'
import { refuserOf } from '../../kernel/refuser.ts'
import { defineCodec } from '../../store/codec.ts'
import type { NumberWords } from '../catalogue/definition.ts'
import { isSameListOfficer } from '../officer.ts'
import type { DecisionKind, ListNumberEvent, ListNumbersStated } from './events.ts'

/** One counter: of an authority, a list, a kind of decision, and a year. */
export type Counter = Readonly<{ authorityCode: string; listType: string; kind: DecisionKind; year: number }>

export const numberStream = ({ authorityCode, listType, kind, year }: Counter): string =>
  `list-numbers-${authorityCode}-${listType}-${kind}-${year}`

export const numberCodec = defineCodec<ListNumberEvent>({ ListNumberTaken: 1, ListNumbersStated: 1 })

export const numberRefusals = {
  NUMBERS_IN_USE: '该文号序列已在本系统编至第{last}号，不能再改起始。',
  NUMBERS_LAST_INVALID: '已编的最后一号应为1至{max}的整数。',
} as const
export const refuseNumbers = refuserOf(numberRefusals)

export const statedLastMax = 1_000_000

/** `mark` is the authority's own sign (机关代字), such as 徐市监; `word` that of the list and kind, such as 异入. */
export type TakeListNumber = Command<'TakeListNumber', { forId: string; mark: string; word: string }>
/** What was issued elsewhere until now, said once, before the counter is used. */
export type StateListNumbers = Command<'StateListNumbers', Omit<ListNumbersStated['data'], 'statedOn'>>

type State = Readonly<{
  last: number
  numbers: ReadonlyMap<string, string>
  stated: ListNumbersStated['data'] | null
}>

/** Numbers without holes (文号): a decision that asks again is given the number that it has. */
export const numberDecider: Decider<TakeListNumber | StateListNumbers, State, ListNumberEvent> = {
  initialState: { last: 0, numbers: new Map(), stated: null },
  decide(command, state) {
    if (command.type === 'StateListNumbers') return begin(command, state)
    const { data, today } = command
    const { forId, mark, word } = data
    if (state.numbers.has(forId)) return []
    const sequence = state.last + 1
    const number = `（${mark}）${word}〔${yearOf(today)}〕第${sequence}号`
    return [{ type: 'ListNumberTaken', data: { forId, sequence, number, takenOn: today } }]
  },
  evolve(state, { type, data }) {
    if (type === 'ListNumbersStated') return { ...state, last: Math.max(state.last, data.last), stated: data }
    const numbers = new Map(state.numbers).set(data.forId, data.number)
    return { ...state, last: Math.max(state.last, data.sequence), numbers }
  },
}

function begin({ data, today }: StateListNumbers, { last, stated }: State): readonly ListNumberEvent[] {
  if (stated?.last === data.last && isSameListOfficer(stated.statedBy, data.statedBy)) return []
  if (last > 0) throw refuseNumbers('NUMBERS_IN_USE', { last })
  const isNumber = Number.isSafeInteger(data.last) && data.last >= 1 && data.last <= statedLastMax
  if (!isNumber) throw refuseNumbers('NUMBERS_LAST_INVALID', { max: statedLastMax })
  return [{ type: 'ListNumbersStated', data: { ...data, statedOn: today } }]
}

export const wordOf = (words: NumberWords, kind: DecisionKind): string =>
  ({ ENTRY: words.entry, EXIT: words.exit, CORRECTION: words.correction })[kind]
