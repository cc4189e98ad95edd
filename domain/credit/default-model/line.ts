import type { Counts } from '../counts.ts'
import { type Indicator, type IndicatorGroup, policyChoice } from '../model.ts'

type More = Partial<Omit<Indicator, 'code' | 'name' | 'group' | 'counts' | 'points'>>

const unsure = '分值未公布，系政策选择。'

/** One line: without more, it counts as long as it lasts, does not fade, has no cap, and no text of law asks for it. */
export const line =
  (group: IndicatorGroup) =>
  (code: string, name: string, points: number, counts: Counts, more: More = {}): Indicator => ({
    ...{ code, name, group, counts, points, windowMonths: null, fading: [], cap: null },
    ...{ clause: policyChoice, confidence: 'UNSURE', note: unsure, ...more },
  })
