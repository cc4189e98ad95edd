import { plainDate } from '../../kernel/plain-date.ts'
import type { ListEdition } from './definition.ts'
import { marketLists } from './shipped-market.ts'
import { sectorLists } from './shipped-sectors.ts'

/**
 * The catalogue that ships (随系统提供的清单), domain sheet §3. It goes back before any entry that is asked about, while
 * each list has the days on which its own law holds; another list is proposed, enacted, and so an event and no code.
 */
export const shippedLists: ListEdition = {
  ...{ version: 1, name: '名录、名单清单', effectiveFrom: plainDate('2000-01-01') },
  lists: [...marketLists, ...sectorLists],
}
