import { Refused } from './kernel/errors.ts'
import type { Json } from './kernel/event.ts'

/**
 * Every way in which a rule of the file can say no: a stable code and the Chinese sentence that a person reads. `{name}`
 * stands for a detail of the refusal.
 */
export const refusals = {
  FILE_NOT_OPEN: '尚无该主体的档案，请先建档或者导入登记信息。',
  ALREADY_REGISTERED: '该主体已经登记，登记信息不同的，请提交变更登记。',
  NOT_REGISTERED: '该主体尚未登记（仅为临时建档），不能办理变更登记或者登记状态变更。',
  DEREGISTERED: '该主体已注销，档案不再接受新的登记事项。',
  STATUS_NOT_ALLOWED: '登记状态不能由“{from}”变为“{to}”。',
  NOTHING_CHANGED: '变更内容与在档信息相同。',
  DAY_IN_FUTURE: '{field}（{day}）晚于今天（{today}）。',
  DAYS_OUT_OF_ORDER: '{later}（{laterDay}）早于{earlier}（{earlierDay}）。',
  LICENCE_UNKNOWN: '档案中没有这项许可。',
  LICENCE_ENDED: '该许可已经终止（{standing}）。',
  LICENCE_NOT_SUSPENDED: '该许可没有处于暂扣状态。',
  LICENCE_ALREADY_SUSPENDED: '该许可已经处于暂扣状态。',
  LICENCE_TERM_NOT_EXTENDED: '延续后的有效期（{until}）没有晚于原有效期（{before}）。',
  PENALTY_UNKNOWN: '档案中没有这项处罚。',
  PENALTY_WITHOUT_KIND: '处罚决定没有处罚种类。',
  PENALTY_ANNULLED: '该处罚决定已被撤销，不能再办理此事项。',
  PENALTY_ALREADY_PERFORMED: '该处罚决定已登记为{performedOn}履行完毕。',
  FINE_WITHOUT_AMOUNT: '处罚种类含罚款，但没有罚款金额。',
  AMOUNT_WITHOUT_FINE: '有罚款金额，但处罚种类不含罚款。',
  INSPECTION_UNKNOWN: '档案中没有这次检查。',
  INSPECTION_CLOSED: '该次检查已于{closedOn}办结。',
  TOO_FEW_INSPECTORS: '执法检查人员不得少于两人（行政处罚法第四十二条）。',
  RESULT_CODE_UNKNOWN: '检查结果代码“{code}”不在“{scheme}”之内。',
  RESULT_CODE_EXCLUSIVE: '“未发现问题”不能与其他检查结果同时选择。',
  RESULT_NEEDS_DETAIL: '“{code}”须同时选择其下的具体情形。',
  LIST_TYPE_UNKNOWN: '名录类型“{listType}”在{day}没有依据，不得使用。',
  LIST_GROUND_UNKNOWN: '“{ground}”不是“{listType}”的列入事由。',
  LISTING_UNKNOWN: '档案中没有这项列入记录。',
  LISTING_REMOVED: '该列入记录已于{removedOn}移出。',
  LISTING_DUPLICATE: '同一事由已经列入，尚未移出（决定书 {decisionNumber}）。',
  LISTING_BASIS_UNKNOWN: '作为列入依据的处罚不在档案中，或者已被撤销。',
  EXIT_GROUND_NOT_ALLOWED: '该名录不允许以“{ground}”移出。',
  REPORT_UNKNOWN: '档案中没有{year}年度的年度报告。',
  REPORT_YEAR_NOT_OVER: '{year}年度尚未结束，不能报送年度报告。',
  HONOUR_UNKNOWN: '档案中没有这项荣誉。',
  HONOUR_WITHDRAWN: '该荣誉已于{withdrawnOn}撤销。',
  COMMITMENT_UNKNOWN: '档案中没有这项承诺。',
  COMMITMENT_SETTLED: '该承诺已有履行结论（{standing}）。',
  IDENTITY_NUMBER_IN_CLEAR: '内容里写有公民身份号码，不得以明文入档；请删去号码，人员在“相关人员”中登记。',
  PERSON_UNKNOWN: '档案中没有这名人员的记录。',
  PERSON_RECORD_UNKNOWN: '该人员所涉的记录不在档案中，或者已被撤销。',
  PERSON_REMOVED: '该人员已于{removedOn}移除。',
  PERSON_FORGOTTEN: '该人员的个人信息已经销毁。',
  PERSON_NOT_CORRECTABLE: '人员信息是密封的，不能更正内容；请重新登记，或者撤销该条记录。',
  RESPONSIBLE_WITHOUT_RECORD: '责任人员须注明所涉的处罚、列入等记录。',
  FORGETTING_IS_FINAL: '个人信息一经销毁，不能恢复，该条记录不能撤销。',
  LISTING_NOT_CORRECTABLE:
    '列入、移出由两人依程序决定，不能以更正、撤销记录改变；列入错误的，请拟定“更正（撤销列入）”。',
  OVERRIDE_UNKNOWN: '档案中没有这项人工调整。',
  OVERRIDE_STANDING: '另有一项人工调整（截止{until}）待确认或者生效，请先撤回。',
  OVERRIDE_TERM: '人工调整的截止日应在{today}至{latest}之间。',
  OVERRIDE_WITHOUT_REASON: '人工调整及其撤回须写明理由。',
  OVERRIDE_OWN_CONFIRMATION: '人工调整须由同一机关的另一人确认，提出人不能自己确认。',
  OVERRIDE_OTHER_AGENCY: '人工调整只能由提出机关的人员确认、撤回。',
  OVERRIDE_SETTLED: '该人工调整{standing}，不能再办理此事项。',
  OVERRIDE_NOT_CORRECTABLE: '人工调整不能更正，也不能作为错误记录撤销，请撤回后重新提出。',
  RECORD_ID_TAKEN: '该编号已用于内容不同的另一项记录。',
  ENTRY_UNKNOWN: '档案中没有编号为“{eventId}”的记录，或者它已被撤销。',
  CORRECTION_FIELD_UNKNOWN: '“{field}”不是可以更正的字段。',
  ENTRY_NOT_VOIDABLE: '首次登记（建档）不能整条撤销，请更正其内容。',
} as const

export type RefusalCode = keyof typeof refusals

/** The refusal to be thrown: `throw refuse('PENALTY_ANNULLED', { penaltyId })`. */
export function refuse(code: RefusalCode, details: Readonly<Record<string, Json>> = {}): Refused {
  const sentence = refusals[code].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const detail = details[name]
    return detail === undefined || detail === null ? whole : String(detail)
  })
  return new Refused(code, sentence, details)
}
