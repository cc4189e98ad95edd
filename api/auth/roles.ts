/**
 * Roles of officers (角色): 执法人员、双随机组织、检查审核、许可经办、处罚经办、名录经办、名录审定、信用模型管理、审计、
 * 个人信息保护负责人（个人信息保护法 Art. 52）、管理员；and of whoever signs in for an enterprise: 信用主体.
 */
export const roles = [
  'INSPECTOR',
  'DRAW_ORGANISER',
  'REVIEWER',
  'LICENSING_OFFICER',
  'PENALTY_OFFICER',
  'LIST_OFFICER',
  'LIST_APPROVER', // Decides what a 名录经办 proposed.
  'PUNISHMENT_OFFICER', // 联合惩戒提请
  'PUNISHMENT_APPROVER', // 联合惩戒审核
  'PUNISHMENT_EXECUTOR', // 联合惩戒执行
  'PUNISHMENT_RELEASER', // 联合惩戒解除
  'PUNISHMENT_COORDINATOR', // 联合惩戒协调（信用牵头部门）
  'CREDIT_OFFICER',
  'AUDITOR',
  'SUBJECT', // An enterprise signed in for itself, which stands in the place of the agency.
  'PRIVACY_OFFICER',
  'ADMINISTRATOR',
] as const
export type Role = (typeof roles)[number]

/** What may be done, one word for each (权限). The schema's `@requires` names them. */
export const permissions = [
  'file:read',
  'registration:write',
  'licence:write',
  'penalty:write',
  'inspection:write',
  'listing:write',
  'listing:read', // Cases, notices, and batches of one's own agency.
  'listing:read-any',
  'listing:decide', // As the second person.
  'list:catalogue', // Which lists there are (名录清单).
  'list:mirror', // Files of lists that are decided elsewhere (镜像名单).
  'report:write',
  'honour:write',
  'commitment:write',
  'correction:write',
  'credit:read', // Class and score, for supervision alone (国市监信发〔2022〕6号).
  'credit:model',
  'credit:override',
  'person:write',
  'person:find', // By identity number, without opening anything.
  'person:open', // Names, numbers, and phones in the clear.
  'person:forget',
  'item:write', // The list of random inspections, and special libraries.
  'inspector:write',
  'interest:declare',
  'draw:read',
  'draw:organise',
  'draw:approve',
  'draw:contribute',
  'visit:read',
  'visit:record',
  'visit:review',
  'lead:read',
  'lead:write',
  'credit-report:issue', // About one's own enterprise (自助查询).
  'credit-report:issue-any', // About others, on application or for a duty.
  'credit-report:read', // Those that one's own agency issued, or that are about oneself.
  'credit-report:read-any',
  'matter:write', // What starts and ends clocks beside the files (时限事项).
  'deadline:read-any', // Clocks of all agencies at once, and those that no record says whose they are.
  'calendar:write', // Working days of a year, from the notice.
  'window:read', // Whether an enterprise is barred from a matter (窗口核查).
  'window:use', // What was made of the answer.
  'agency:read', // The directory of agencies (机关名录).
  'agency:write',
  'measure:catalogue', // Which measures may be imposed at all (惩戒措施清单).
  'punishment:read', // Cases that one's own agency asked for or carries out.
  'punishment:read-any',
  'punishment:propose',
  'punishment:pass',
  'punishment:execute',
  'punishment:release',
  'punishment:copy', // Copy letters, sent and answered (抄告).
  'import:write',
  'operations:read',
  'operations:write',
] as const
export type Permission = (typeof permissions)[number]

export const isPermission = (text: string): text is Permission => (permissions as readonly string[]).includes(text)

/** Who decides against responsible persons has to find and record them (上海市社会信用条例 Art. 33). */
const persons = ['person:write', 'person:find'] as const

/** At a window, or for a duty (上海市社会信用条例 Art. 17, 28). */
const reports = ['credit-report:issue', 'credit-report:issue-any', 'credit-report:read'] as const

/** A window asks before it decides, and records what it made of the answer (逢办必查). */
const windows = ['window:read', 'window:use'] as const

/** Which role may do what. An officer writes, besides, only records of their own agency: that is the deciders' rule. */
const granted: Readonly<Record<Role, readonly Permission[]>> = {
  INSPECTOR: [
    ...(['file:read', 'inspection:write', 'report:write', 'credit:read', 'credit:override'] as const),
    ...(['draw:read', 'draw:contribute', 'visit:read', 'visit:record', 'interest:declare'] as const),
    ...reports,
  ],
  DRAW_ORGANISER: [
    ...(['file:read', 'credit:read', 'item:write', 'inspector:write', 'interest:declare', 'visit:read'] as const),
    ...(['draw:read', 'draw:organise', 'draw:approve', 'draw:contribute'] as const),
  ],
  REVIEWER: ['file:read', 'credit:read', 'draw:read', 'visit:read', 'visit:review'],
  LICENSING_OFFICER: [
    ...(['file:read', 'registration:write', 'licence:write', 'commitment:write', 'honour:write'] as const),
    ...(['correction:write', 'import:write', 'person:write', 'matter:write'] as const),
    ...reports,
    ...windows,
  ],
  PENALTY_OFFICER: [
    ...([
      'file:read',
      'registration:write',
      'penalty:write',
      'correction:write',
      'import:write',
      'credit:read',
      'matter:write',
    ] as const),
    ...persons,
    ...reports,
    ...windows,
  ],
  LIST_OFFICER: [
    ...(['file:read', 'listing:read', 'listing:write', 'report:write', 'correction:write', 'credit:read'] as const),
    ...(['list:mirror', 'lead:read', 'lead:write', 'matter:write', ...persons, ...reports, ...windows] as const),
  ],
  LIST_APPROVER: ['file:read', 'credit:read', 'listing:read', 'listing:decide', ...windows],
  PUNISHMENT_OFFICER: [
    'file:read',
    'agency:read',
    'punishment:read',
    'punishment:propose',
    'punishment:copy',
    ...windows,
  ],
  PUNISHMENT_APPROVER: ['file:read', 'punishment:read', 'punishment:pass', ...windows],
  PUNISHMENT_EXECUTOR: [
    ...([
      'file:read',
      'agency:read',
      'punishment:read',
      'punishment:execute',
      'punishment:copy',
      'person:find',
    ] as const),
    ...windows,
  ],
  PUNISHMENT_RELEASER: ['file:read', 'punishment:read', 'punishment:release', ...windows],
  PUNISHMENT_COORDINATOR: [
    ...([
      'file:read',
      'agency:read',
      'listing:read',
      'deadline:read-any',
      'listing:read-any',
      'punishment:read',
      'punishment:read-any',
    ] as const),
    ...(['punishment:copy', 'measure:catalogue', ...windows] as const),
  ],
  CREDIT_OFFICER: [
    'file:read',
    'credit:read',
    'credit:model',
    'credit:override',
    'calendar:write',
    'matter:write',
    'list:catalogue',
    'measure:catalogue',
    'listing:read',
    ...reports,
    ...windows,
  ],
  SUBJECT: ['credit-report:issue', 'credit-report:read'],
  AUDITOR: [
    'file:read',
    'deadline:read-any',
    'operations:read',
    'credit:read',
    'credit-report:read',
    'credit-report:read-any',
    'draw:read',
    'visit:read',
    'window:read',
    'listing:read',
    'listing:read-any',
    'punishment:read',
    'punishment:read-any',
  ],
  PRIVACY_OFFICER: ['file:read', 'person:find', 'person:open', 'person:forget'],
  ADMINISTRATOR: permissions,
}

const sets = new Map<string, ReadonlySet<Permission>>()

/** Every officer looks agencies up; an enterprise signed in for itself is none. */
const forOfficers: readonly Permission[] = ['agency:read']

/** All that a set of roles may do. */
export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  const key = held.join()
  const known =
    sets.get(key) ??
    new Set(held.flatMap((role) => (role === 'SUBJECT' ? granted[role] : [...granted[role], ...forOfficers])))
  sets.set(key, known)
  return known
}
