import type { MeasureCommand } from '../../domain/punishment/measures/commands.ts'
import { measureDecider } from '../../domain/punishment/measures/decider.ts'
import type { MeasureEdition } from '../../domain/punishment/measures/measure.ts'
import { shippedEdition } from '../../domain/punishment/measures/shipped-edition.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { decisionsOf } from './decisions.ts'
import { day, today } from './given.ts'

export const given = decisionsOf(measureDecider)
export const ann = { agency: 'x', officer: 'ann' }
export const bob = { agency: 'x', officer: 'bob' }

export const command = <T extends MeasureCommand['type']>(
  type: T,
  data: Extract<MeasureCommand, { type: T }>['data'],
  on: PlainDate = today,
): MeasureCommand => ({ type, data, today: on, agency: null }) as unknown as MeasureCommand

export const edition = (version: number, over: Partial<MeasureEdition> = {}): MeasureEdition => ({
  ...{ ...shippedEdition, version, name: `第${version}版`, effectiveFrom: day('2027-01-01') },
  ...over,
})
export const propose = (version: number, over: Partial<MeasureEdition> = {}, by = ann) =>
  command('ProposeMeasures', { edition: edition(version, over), proposedBy: by, reason: '新版清单' })
export const enact = (version: number, from: string, by = bob, on: PlainDate = today) =>
  command('EnactMeasures', { version, effectiveFrom: day(from), enactedBy: by, documentNumber: null }, on)
export const withdraw = (version: number, on: PlainDate = today) =>
  command('WithdrawMeasures', { version, withdrawnBy: ann, reason: '有误' }, on)
