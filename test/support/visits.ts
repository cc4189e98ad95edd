import type { VisitCommand } from '../../domain/draw/visit/commands.ts'
import { visitDecider } from '../../domain/draw/visit/decider.ts'
import { type PlainDate, plainDate } from '../../domain/kernel/plain-date.ts'
import { officialCalendar } from '../../domain/kernel/calendar.ts'
import { decisionsOf } from './decisions.ts'
import { inspector, officers, usccs } from './rounds.ts'

export const given = decisionsOf(visitDecider)
export const day = plainDate
export const today = day('2026-05-20')
export const uscc = usccs[0] ?? ''

type DataOf<T extends VisitCommand['type']> = Extract<VisitCommand, { type: T }>['data']
export const command = <T extends VisitCommand['type']>(
  type: T,
  data: DataOf<T>,
  on: PlainDate = today,
  agency: string | null = 'A',
): VisitCommand => ({ type, data, today: on, agency }) as VisitCommand

export const member = (n: number) => ({ inspectorId: `I${n}`, account: `officer${n}`, certificateNumber: `证${n}` })
const other = [inspector(8, { agency: 'B' }), inspector(9, { agency: 'B' })]
export const inspectors = [...officers(4), ...other]

export const dispatch = (over: Partial<DataOf<'DispatchVisit'>> = {}) =>
  command(
    'DispatchVisit',
    {
      ...{ visitId: 'V1', drawId: 'D1', planId: '2026-A', taskId: 't1', taskNumber: '1号', uscc, name: '样例公司' },
      ...{ matters: ['A07'], qualifications: [], dueOn: day('2026-12-31'), inspectors },
      teams: [
        { authority: { code: 'A', name: '市监' }, inspectors: [member(1), member(2)] },
        { authority: { code: 'B', name: '消防' }, inspectors: [member(8), member(9)] },
      ],
      ...over,
    },
    day('2026-05-07'),
    null,
  )

export const result: DataOf<'RecordResult'> = {
  ...{
    resultId: 'r1',
    agency: 'A',
    inspectorId: 'I1',
    inspectedOn: day('2026-05-18'),
    inspectionCode: null,
    method: '1',
  },
  ...{
    resultScheme: 'SPOT_CHECK_2017',
    results: ['1'],
    checklist: [],
    order: null,
    evidence: [],
    disposal: null,
    note: null,
  },
  ...{ recordedBy: { agency: 'A', officer: 'officer1' }, inspectors },
}
export const record = (over: Partial<DataOf<'RecordResult'>> = {}, on = today) =>
  command('RecordResult', { ...result, ...over }, on, over.agency ?? 'A')
export const review = (over: Partial<DataOf<'ReviewResult'>> = {}) =>
  command(
    'ReviewResult',
    {
      ...{
        agency: 'A',
        resultId: 'r1',
        verdict: 'APPROVED',
        opinion: null,
        reviewedBy: { agency: 'A', officer: 'head' },
      },
      ...over,
    },
    today,
    over.agency ?? 'A',
  )
export const file = command('FileResult', { agency: 'A', resultId: 'r1', inspectionId: 'i1' })
export const publish = (on: PlainDate = today) =>
  command('PublishResult', { agency: 'A', resultId: 'r1', calendar: officialCalendar }, on)
