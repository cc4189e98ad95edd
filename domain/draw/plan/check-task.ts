import type { Task } from './events.ts'
import { refusePlan } from './refusals.ts'
import { mattersOf } from './team-needs.ts'

/** Refuses a task that could not be drawn lawfully, whoever plans it. */
export function checkTask(task: Task): void {
  if (task.matters.length === 0) throw refusePlan('TASK_MATTERS_EMPTY')
  checkTeams(task)
  checkScope(task)
  if (task.origin === 'AD_HOC' && (task.reason ?? '').trim() === '') throw refusePlan('TASK_WITHOUT_REASON')
  const { from, until } = task
  if (until < from) throw refusePlan('TASK_DAYS_OUT_OF_ORDER', { from, until })
  checkNumbers(task)
}

/** Two officers with certificates carry out every inspection, of each agency that records a result of its own. */
function checkTeams({ teams, matters }: Task): void {
  const agencies = new Set(teams.map(({ agency }) => agency))
  if (teams.length === 0 || agencies.size !== teams.length) throw refusePlan('TASK_TEAMS_EMPTY')
  for (const { inspectors } of teams)
    if (!Number.isSafeInteger(inspectors) || inspectors < 2) throw refusePlan('TOO_FEW_PER_VISIT')
  for (const { agencyName: agency, matters: own } of teams)
    if (own && (own.length === 0 || own.some((one) => !matters.includes(one))))
      throw refusePlan('TEAM_MATTERS_UNFIT', { agency })
  const unchecked = matters.find((one) => teams.every((team) => !mattersOf(team, matters).includes(one)))
  if (unchecked !== undefined) throw refusePlan('MATTER_OF_NO_TEAM', { matter: unchecked })
}

/** A library, the kind of subject, and being in business are belonging; anything else is a direction. */
function checkScope({ kind, scope }: Task): void {
  const { streets, industries, licences, tags, classes } = scope
  const directing = Object.entries({ 街镇: streets, 行业: industries, 许可: licences, 标签: tags, 信用等级: classes })
  const condition = directing.find(([, wanted]) => wanted.length > 0)?.[0]
  if (kind === 'UNDIRECTED' && condition !== undefined) throw refusePlan('UNDIRECTED_WITH_CONDITION', { condition })
  if (kind === 'DIRECTED' && condition === undefined) throw refusePlan('DIRECTED_WITHOUT_CONDITION')
}

function checkNumbers({ loadCap, limits, caps, quotas }: Task): void {
  requireWhole('每人检查户数上限', loadCap, 1)
  requireWhole('最短间隔天数', limits.minimumGapDays ?? 0, 0)
  requireWhole('每年次数上限', limits.yearlyMax ?? 1, 1)
  for (const cap of Object.values(caps)) requireWhole('频次预警上限', cap ?? 1, 1)
  for (const { ratio, count } of quotas) {
    if (ratio === null) requireWhole('抽取户数', count, 0)
    else if (!isShare(ratio)) throw refusePlan('TASK_RATIO_INVALID')
  }
}

const isShare = ([numerator, denominator]: readonly [number, number]): boolean =>
  Number.isSafeInteger(numerator) &&
  Number.isSafeInteger(denominator) &&
  numerator >= 0 &&
  denominator > 0 &&
  numerator <= denominator

function requireWhole(field: string, number: number, least: number): void {
  if (!Number.isSafeInteger(number) || number < least) throw refusePlan('TASK_NUMBER_INVALID', { field, least })
}
