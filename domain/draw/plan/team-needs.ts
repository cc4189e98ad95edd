import type { Need } from '../../inspectors/inspector.ts'

/** The matters of a task that a team's officers check: all of them where the plan does not divide them (分工). */
export const mattersOf = (
  { matters: own }: Readonly<{ matters?: readonly string[] | undefined }>,
  matters: readonly string[],
): readonly string[] => own ?? matters

/**
 * What each agency's officers must be able to do: to check that agency's own matters, with the special posts that these
 * ask for. In a joint draw nobody has to be competent for another agency's matters (部门联合抽查).
 */
export function needsOf(
  teams: readonly Readonly<{ agency: string; matters?: readonly string[] | undefined }>[],
  items: readonly Readonly<{ code: string; specialPosts: readonly string[] }>[],
  matters: readonly string[],
): (agency: string) => Need {
  const needs = new Map(
    teams.map((team) => {
      const own = mattersOf(team, matters)
      const posts = items.filter(({ code }) => own.includes(code)).flatMap(({ specialPosts }) => specialPosts)
      return [team.agency, { matters: own, qualifications: [...new Set(posts)] }]
    }),
  )
  const all: Need = { matters, qualifications: items.flatMap(({ specialPosts }) => specialPosts) }
  return (agency) => needs.get(agency) ?? all
}
