import type { Command, Decider } from '../../../domain/kernel/decider.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import type { DomainEvent } from '../../../domain/kernel/event.ts'
import { idSource } from '../../../domain/kernel/ids.ts'
import type { PlainDate } from '../../../domain/kernel/plain-date.ts'
import { defineCodec } from '../../../domain/store/codec.ts'
import type { Context } from '../../../domain/store/handle.ts'

/** A shop that opens, is renamed, and closes: small, and repeating a command late is not harmless. */
export type ShopEvent =
  | DomainEvent<'ShopOpened', { name: string }>
  | DomainEvent<'ShopRenamed', { name: string }>
  | DomainEvent<'ShopClosed', { reason: string }>

export type ShopCommand = Command<'Open' | 'Rename' | 'Close', { name: string }>

type State = Readonly<{ name: string | null }>

export const shopDecider: Decider<ShopCommand, State, ShopEvent> = {
  initialState: { name: null },
  decide({ type, data: { name } }, state) {
    switch (type) {
      case 'Open':
        if (state.name === name) return []
        if (state.name !== null) throw new Refused('OPEN', '已经开业')
        return [{ type: 'ShopOpened', data: { name } }]
      case 'Rename':
        if (state.name === null) throw new Refused('CLOSED', '没有开业')
        return state.name === name ? [] : [{ type: 'ShopRenamed', data: { name } }]
      case 'Close':
        if (state.name === null) throw new Refused('CLOSED', '没有开业')
        return [{ type: 'ShopClosed', data: { reason: name } }]
    }
  },
  evolve(_state, event) {
    switch (event.type) {
      case 'ShopOpened':
      case 'ShopRenamed':
        return { name: event.data.name }
      case 'ShopClosed':
        return { name: null }
    }
  },
}

export const shopCodec = defineCodec<ShopEvent>({ ShopOpened: 1, ShopRenamed: 1, ShopClosed: 1 })

const newId = idSource()

export const context: Context = {
  clock: () => new Date('2026-03-02T08:00:00.000Z'),
  newId,
  actor: { agency: 'system', officer: 'test', role: 'SYSTEM' },
  correlationId: newId(),
}

export function shop(type: ShopCommand['type'], name = 'A'): ShopCommand {
  return { type, data: { name }, today: '2026-03-02' as PlainDate, agency: null }
}
