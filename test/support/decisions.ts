import { expect } from 'vitest'
import type { Command, Decider } from '../../domain/kernel/decider.ts'
import { Refused } from '../../domain/kernel/errors.ts'
import type { DomainEvent, Fact } from '../../domain/kernel/event.ts'

const metadata = {
  recordedAt: '2026-01-01T00:00:00.000Z',
  actor: { agency: 'x', officer: 'x', role: 'x' },
  correlationId: 'test',
}

/** The reason of the refusal that some work ends in; fails where it does not. */
export function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(Refused)
    expect((error as Refused).message).not.toMatch(/\{\w+\}/)
    return (error as Refused).reason
  }
  return expect.fail('was not refused')
}

/** The state that events lead to. */
export const stateAfter = <C extends Command, State, E extends DomainEvent>(
  { initialState, evolve }: Decider<C, State, E>,
  events: readonly E[],
): State =>
  events.reduce(
    (state, event, place) => evolve(state, { ...event, id: `e${place}`, revision: BigInt(place), metadata } as Fact<E>),
    initialState,
  )

/** `given(commands so far).when(command).then(types) / thenNothing() / thenRefused(code)`; those so far must be accepted. */
export const decisionsOf =
  <C extends Command, State, E extends DomainEvent>(decider: Decider<C, State, E>) =>
  (...before: readonly C[]) => {
    const events: E[] = []
    for (const command of before) events.push(...decider.decide(command, stateAfter(decider, events)))
    const state = stateAfter(decider, events)
    return {
      events,
      state,
      when: (command: C) => ({
        then: (...types: E['type'][]) => expect(decider.decide(command, state).map(({ type }) => type)).toEqual(types),
        thenNothing: () => expect(decider.decide(command, state)).toEqual([]),
        thenRefused: (code: string) => expect(refusalOf(() => decider.decide(command, state))).toBe(code),
        thenForbidden: () => expect(() => decider.decide(command, state)).toThrow(/只能/),
      }),
    }
  }
