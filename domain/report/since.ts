import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Json } from '../kernel/event.ts'
import type { Report } from './report.ts'

const parts = ['licences', 'penalties', 'listings', 'honours', 'commitments', 'annualReports'] as const
type Item = Report[(typeof parts)[number]][number]

/** What an item says; by what and how long it is shown is another matter. */
const saying = ({ basis: _basis, until: _until, publicUntil: _public, events: _events, ...said }: Item): string =>
  canonicalJson(said as Json)

/**
 * How many records of a report are not given out any more, or say something else by now: annulled, ended, or put right.
 * What came into the file since is not told: whoever holds an old report was not authorised to know it.
 */
export function goneSince(report: Report, now: Report): number {
  const gone = parts.map((part) => {
    const standing = new Set((now[part] as readonly Item[]).map(saying))
    return (report[part] as readonly Item[]).filter((item) => !standing.has(saying(item))).length
  })
  return gone.reduce((all, count) => all + count, 0)
}

/** How many records a report holds, adverse ones and others. */
export function countsOf(report: Report): Readonly<{ adverse: number; other: number }> {
  const broken = report.commitments.filter(({ standing }) => standing === 'BROKEN').length
  const adverse = report.penalties.length + report.listings.length + broken
  const all = parts.reduce((sum, part) => sum + report[part].length, 0)
  return { adverse, other: all - adverse }
}
