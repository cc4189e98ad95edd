import type { Counts } from '../counts.ts'
import type { Indicator } from '../model.ts'
import { line } from './line.ts'

const supervision = line('SUPERVISION')
const wan = 1_000_000 // One wan yuan (万元) in fen.
const penaltyLaw = '行政处罚法第九条'
const heavyKinds = [
  ...([
    'SUSPEND_PERMIT',
    'DOWNGRADE_QUALIFICATION',
    'REVOKE_PERMIT',
    'RESTRICT_OPERATION',
    'ORDER_SUSPENSION',
  ] as const),
  ...(['ORDER_CLOSURE', 'RESTRICT_EMPLOYMENT', 'DETENTION'] as const),
] as const
const fined = (fineFrom: number | null, fineBelow: number | null): Counts => ({
  ...({ section: 'PENALTY', what: 'IMPOSED', kinds: ['FINE'], notKinds: heavyKinds, fineFrom, fineBelow } as const),
})

/** Penalties (监管信息：行政处罚). Fading follows the shrinking weight of old decisions; annulled ones count for nothing. */
export const penaltyIndicators: readonly Indicator[] = [
  supervision(
    'PENALTY_WARNING',
    '警告、通报批评',
    -15,
    {
      ...{ section: 'PENALTY', what: 'IMPOSED', kinds: ['WARNING', 'CIRCULATED_CRITICISM'] },
      ...{ notKinds: ['FINE', ...heavyKinds], fineFrom: null, fineBelow: null },
    },
    { windowMonths: 12, cap: 45, clause: penaltyLaw },
  ),
  supervision('PENALTY_FINE_SMALL', '罚款不满一万元', -40, fined(null, wan), {
    ...{
      windowMonths: 36,
      fading: [
        { afterMonths: 12, points: -25 },
        { afterMonths: 24, points: -10 },
      ],
      clause: penaltyLaw,
    },
  }),
  supervision('PENALTY_FINE_MEDIUM', '罚款一万元以上不满十万元', -80, fined(wan, 10 * wan), {
    ...{
      windowMonths: 36,
      fading: [
        { afterMonths: 12, points: -50 },
        { afterMonths: 24, points: -25 },
      ],
      clause: penaltyLaw,
    },
  }),
  supervision('PENALTY_FINE_LARGE', '罚款十万元以上', -150, fined(10 * wan, null), {
    ...{
      windowMonths: 36,
      fading: [
        { afterMonths: 12, points: -100 },
        { afterMonths: 24, points: -50 },
      ],
      clause: penaltyLaw,
    },
  }),
  supervision(
    'PENALTY_HEAVY',
    '责令停产停业、吊销许可等较重处罚',
    -220,
    {
      ...{ section: 'PENALTY', what: 'IMPOSED', kinds: heavyKinds, notKinds: null, fineFrom: null, fineBelow: null },
    },
    {
      ...{
        windowMonths: 36,
        fading: [
          { afterMonths: 12, points: -150 },
          { afterMonths: 24, points: -80 },
        ],
        clause: penaltyLaw,
      },
    },
  ),
  supervision(
    'PENALTY_CONFISCATION',
    '没收违法所得、非法财物',
    -30,
    {
      ...{ section: 'PENALTY', what: 'IMPOSED', kinds: ['CONFISCATE_GAINS', 'CONFISCATE_PROPERTY'], notKinds: null },
      ...{ fineFrom: null, fineBelow: null },
    },
    { windowMonths: 24, cap: 60, clause: penaltyLaw },
  ),
  supervision(
    'PENALTY_UNPERFORMED',
    '处罚决定逾期未履行',
    -60,
    { section: 'PENALTY', what: 'UNPERFORMED', afterMonths: 3 },
    {
      ...{ windowMonths: 60, cap: 120, clause: '行政处罚法第七十二条' },
    },
  ),
]
