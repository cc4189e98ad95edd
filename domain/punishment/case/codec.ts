import type { Json } from '../../kernel/event.ts'
import { defineCodec } from '../../store/codec.ts'
import type { CaseEvent } from './events.ts'

export const casePrefix = 'punishment-'

/** The stream of one case (联合惩戒). */
export const caseStream = (caseId: string): string => `${casePrefix}${caseId}`
export const isCaseStream = (stream: string): boolean => stream.startsWith(casePrefix)

/** An older draft asked for what its executors had, and said of nothing else that followed. */
function withRules(data: Json): Json {
  const drafted = data as { executors: readonly { rules: readonly string[] }[] }
  const rules = [...new Set(drafted.executors.flatMap((executor) => executor.rules))]
  return { ...drafted, rules, unasked: [], onBehalfOf: null }
}

const withoutRequest = (data: Json): Json => ({ ...(data as object), requestId: null })

/** The versions of the case's events. A golden file of each is kept for ever (`test/golden/events`). */
export const caseCodec = defineCodec<CaseEvent>({
  PunishmentCaseDrafted: { version: 2, upcasts: [withRules] },
  PunishmentLinesAdded: { version: 2, upcasts: [(data) => ({ ...(data as object), listedBy: [] })] },
  PunishmentPersonsChanged: 1,
  PunishmentLinesWithdrawn: 1,
  PunishmentCasePassed: { version: 2, upcasts: [(data) => ({ ...(data as object), missing: null })] },
  PunishmentCaseReturned: { version: 2, upcasts: [withoutRequest] },
  PunishmentCaseResubmitted: { version: 2, upcasts: [withoutRequest] },
  PunishmentCaseWithdrawn: 1,
  PunishmentOrderIssued: 1,
  PunishmentOrderAccepted: 1,
  PunishmentOrderObjected: 1,
  PunishmentObjectionAnswered: 1,
  PunishmentOrderExecuted: 1,
  PunishmentGroundFell: 1,
  PunishmentReleaseOrdered: 1,
  PunishmentReleaseConfirmed: 1,
  CopyLetterSent: 1,
  CopyLetterReceived: 1,
})

/** What happened, as a person reads it. */
export const caseEventTitles: Readonly<Record<CaseEvent['type'], string>> = {
  PunishmentCaseDrafted: '提请联合惩戒',
  PunishmentLinesAdded: '列入惩戒明细',
  PunishmentPersonsChanged: '责任人员变更',
  PunishmentLinesWithdrawn: '撤回惩戒明细',
  PunishmentCasePassed: '审核通过',
  PunishmentCaseReturned: '退回',
  PunishmentCaseResubmitted: '重新提请',
  PunishmentCaseWithdrawn: '撤回提请',
  PunishmentOrderIssued: '下达惩戒任务',
  PunishmentOrderAccepted: '签收任务',
  PunishmentOrderObjected: '提出异议',
  PunishmentObjectionAnswered: '答复异议',
  PunishmentOrderExecuted: '反馈执行情况',
  PunishmentGroundFell: '惩戒依据失效',
  PunishmentReleaseOrdered: '解除惩戒',
  PunishmentReleaseConfirmed: '确认解除',
  CopyLetterSent: '抄告',
  CopyLetterReceived: '抄告回执',
}
