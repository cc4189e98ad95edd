import { expect } from 'vitest'
import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import type { EnterpriseEvent } from '../../domain/enterprise/events.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { type EnterpriseFile, fileOf } from '../../domain/enterprise/file.ts'
import { Refused } from '../../domain/kernel/errors.ts'
import { type PlainDate, plainDate } from '../../domain/kernel/plain-date.ts'
import type { RefusalCode } from '../../domain/refusals.ts'

export const today = plainDate('2026-11-23')
export const day = (text: string): PlainDate => plainDate(text)

type DataOf<T extends EnterpriseCommand['type']> = Extract<EnterpriseCommand, { type: T }>['data']

/** A command of the operator's on the day on which the tests stand still. */
export const command = <T extends EnterpriseCommand['type']>(
  type: T,
  data: DataOf<T>,
  agency: string | null = null,
): EnterpriseCommand => ({ type, data, today, agency }) as unknown as EnterpriseCommand

const actor = { agency: 'x', officer: 'x', role: 'x' }

/** Events as they would stand in a file, an hour apart. */
export const factsFrom = (events: readonly EnterpriseEvent[], from = 0): FileFact[] =>
  events.map((event, place) => ({
    ...event,
    id: `e${from + place}`,
    revision: BigInt(from + place),
    metadata: {
      recordedAt: new Date(Date.UTC(2026, 0, 1, from + place)).toISOString(),
      actor,
      correlationId: 'test',
    },
  }))

/** The file that a course of commands makes; each must be accepted. */
export function fileAfter(commands: readonly EnterpriseCommand[]): {
  file: EnterpriseFile
  facts: readonly FileFact[]
} {
  let facts: FileFact[] = []
  for (const one of commands) {
    facts = [...facts, ...factsFrom(enterpriseDecider.decide(one, fileOf(facts)), facts.length)]
  }
  return { file: fileOf(facts), facts }
}

/** `given(commands so far).when(command).then(types) / thenNothing() / thenRefused(code)`. */
export const given = (...before: readonly EnterpriseCommand[]) => {
  const { file } = fileAfter(before)
  return {
    when(one: EnterpriseCommand) {
      const decide = () => enterpriseDecider.decide(one, file)
      return {
        then: (...types: EnterpriseEvent['type'][]) => expect(decide().map(({ type }) => type)).toEqual(types),
        thenNothing: () => expect(decide()).toEqual([]),
        thenForbidden: () => expect(decide).toThrow('只能登记本机关作出的记录'),
        thenRefused(code: RefusalCode) {
          let refusal: unknown
          try {
            decide()
          } catch (error) {
            refusal = error
          }
          expect(refusal).toBeInstanceOf(Refused)
          expect((refusal as Refused).reason).toBe(code)
          expect((refusal as Refused).message).not.toMatch(/\{\w+\}/)
        },
      }
    },
  }
}
