import type { ClockRule } from './rule.ts'
import { listClocks } from './rules/lists.ts'
import { otherClocks } from './rules/other.ts'
import { publicationClocks } from './rules/publication.ts'
import { repairClocks } from './rules/repair.ts'

/** Every clock there is, each in its dated versions (时限规则总表, domain sheet §4.6). */
export const clockRules: readonly ClockRule[] = [...publicationClocks, ...listClocks, ...repairClocks, ...otherClocks]
