import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which the annual plan (年度抽查工作计划) can say no. */
export const planRefusals = {
  PLAN_UNKNOWN: '没有这个年度抽查计划。',
  PLAN_EXISTS: '{year}年度的抽查计划已经存在。',
  PLAN_NAME_MISSING: '抽查计划须写明名称。',
  TASK_UNKNOWN: '计划中没有这项任务。',
  TASK_ID_TAKEN: '该编号已用于内容不同的另一项任务。',
  TASK_MATTERS_EMPTY: '抽查任务须有至少一项抽查事项。',
  TASK_TEAMS_EMPTY: '抽查任务须有至少一个检查机关，每个机关一次。',
  TEAM_MATTERS_UNFIT: '{agency}负责的事项须是本任务的事项，至少一项。',
  MATTER_OF_NO_TEAM: '事项{matter}没有机关负责。',
  TOO_FEW_PER_VISIT: '每户检查，各机关的执法人员不得少于两人（行政处罚法第四十二条）。',
  TASK_WITHOUT_REASON: '临时任务须写明理由。',
  AD_HOC_ONLY: '计划批准以后只能增加临时任务，并写明理由。',
  UNDIRECTED_WITH_CONDITION: '不定向抽查除所属名录库外不设条件（{condition}）。',
  DIRECTED_WITHOUT_CONDITION: '定向抽查须至少有一项条件。',
  TASK_DAYS_OUT_OF_ORDER: '截止日期（{until}）早于起始日期（{from}）。',
  TASK_NUMBER_INVALID: '{field}应为不小于{least}的整数。',
  TASK_RATIO_INVALID: '抽查比例应为不大于一的分数，分母不为零。',
  TASK_DROPPED: '该任务已经取消。',
  TASK_BEGUN: '该任务已经开始抽取，不能取消。',
  TASK_NOT_APPROVED: '该任务尚未批准。',
  DROP_WITHOUT_REASON: '取消任务须写明理由。',
  PLAN_OWN_APPROVAL: '计划须由编制人以外的人批准。',
  PLAN_NOTHING_TO_APPROVE: '没有待批准的任务。',
  PLAN_NOT_APPROVED: '计划尚未批准，不能公示。',
  ROUND_WITHOUT_REASON: '该任务已经抽取过（{drawId}），再次抽取须写明理由。',
} as const

export type PlanRefusalCode = keyof typeof planRefusals
export const refusePlan = refuserOf(planRefusals)
