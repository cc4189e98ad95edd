import { Refused } from '../kernel/errors.ts'
import type { Json } from '../kernel/event.ts'

/**
 * Every way in which protocol 1 of the draw can say no, whether a draw is being made or a published one is verified: a
 * stable code and the Chinese sentence that a person reads. `{name}` stands for a detail of the refusal.
 */
export const drawRefusals = {
  FILE_MISSING: '缺少文件{file}。',
  FILE_UNREADABLE: '文件{file}读不出来（{cause}）。',
  BYTE_ORDER_MARK: '{file}以字节顺序标记（BOM）开头。',
  NOT_UTF8: '{file}第{line}行不是UTF-8。',
  LINE_END_MISSING: '{file}的最后一行（第{line}行）没有换行符。',
  CARRIAGE_RETURN: '{file}第{line}行含回车符，行尾只能是换行符。',
  CONTROL_CHARACTER: '{file}第{line}行含控制字符。',
  FIELD_COUNT: '{file}第{line}行不是以一个制表符分开的两个字段。',
  EMPTY_FIELD: '{file}第{line}行有空字段。',
  NOT_SORTED: '{file}第{line}行没有按字节排序。',
  DUPLICATE_LINE: '{file}第{line}行与上一行相同。',
  OBJECT_TWICE: '{file}第{line}行：检查对象{uscc}出现两次。',
  INSPECTOR_TWICE: '{file}第{line}行：检查人员{inspectorId}出现两次。',

  NOT_JSON: '{file}不是JSON（{cause}）。',
  JSON_AMBIGUOUS: '{file}的JSON可以有不同读法：同一对象内成员重名、数字不是整数，或者字符不完整（{cause}）。',
  MEMBER_MISSING: '缺少{at}。',
  MEMBER_UNKNOWN: '{at}不是协议规定的成员。',
  MEMBER_MALFORMED: '{at}应为{expected}。',

  PROTOCOL_UNKNOWN: '协议版本应为1。',
  QUOTA_AMBIGUOUS: '层“{stratum}”的抽取数量应当在比例（ratio）与户数（count）中二选一。',
  QUOTA_TWICE: '层“{stratum}”的抽取数量出现两次。',
  QUOTA_MISSING: '名录中有层“{stratum}”，承诺没有规定其抽取数量。',
  TEAM_TWICE: '机构“{agency}”在检查组中出现两次。',
  ENTROPY_TOO_FEW: '随机来源不得少于两个。',
  ENTROPY_NAME_INVALID: '随机来源的名称“{name}”为空，或者含等号、控制字符。',
  ENTROPY_NAME_TWICE: '随机来源的名称“{name}”出现两次。',
  ENTROPY_SOURCE_TWICE: '随机来源“{name}”与“{other}”出自同一来源“{source}”。',
  ENTROPY_KIND_UNKNOWN: '随机来源“{name}”的种类应为reveal、dice或者beacon。',
  ENTROPY_LAST_IS_REVEAL: '最后一个随机来源应为公开摇号（dice）或者公共信标（beacon）。',
  BEACON_ROUND_TOO_EARLY: '随机来源“{name}”：信标第{round}轮在{at}已经公布，不晚于揭示截止时间。',

  COMMITMENT_NOT_CANONICAL: '承诺不能写成唯一的规范JSON：数字应为整数，字符应当完整（{cause}）。',
  COMMITMENT_SHA256_DIFFERS: '承诺的摘要不符：算得{expected}，文件写的是{found}。',
  DIRECTORY_SHA256_DIFFERS: '{file}的摘要与承诺不符：算得{expected}，承诺的是{found}。',

  CONTRIBUTION_UNKNOWN: '承诺中没有名为“{name}”、种类为{kind}的随机来源。',
  CONTRIBUTION_TWICE: '随机来源“{name}”已经提交，不能再次提交。',
  CONTRIBUTION_MISSING: '随机来源“{name}”尚未提交。',
  CONTRIBUTION_OUT_OF_ORDER: '第{place}个随机来源应为“{expected}”，实为“{found}”。',
  CONTRIBUTION_BEFORE_COMMITMENT: '随机来源“{name}”在承诺之前提交（{receivedAt}），不予接受。',
  CONTRIBUTION_TOO_EARLY: '随机来源“{name}”应当在揭示截止时间（{revealUntil}）之后产生。',
  REVEAL_TOO_LATE: '“{name}”在揭示截止时间（{revealUntil}）之前没有揭示，按空值计入。',
  REVEAL_FALSE: '“{name}”揭示的值与其承诺的摘要不符。',
  REVEAL_TOO_SHORT: '“{name}”揭示的值应为至少32位十六进制数字。',
  DICE_NOT_DIGITS: '随机来源“{name}”的值应当全部是数字。',
  VALUE_INVALID: '随机来源“{name}”的值为空，或者含控制字符。',
  BEACON_VALUE_MALFORMED: '随机来源“{name}”的值不是该信标网络的签名，也不是64位十六进制的随机数。',
  BEACON_SIGNATURE_FALSE: '随机来源“{name}”：信标第{round}轮的签名不成立。',
  BEACON_NOT_PROVED: '随机来源“{name}”：已知网络的信标应当提交第{round}轮的签名，不能只提交随机数。',

  OBJECT_NOT_DRAWN: '检查对象{uscc}不在本次抽查的名单中，或者已被调出。',
  INSPECTOR_NOT_ON_VISIT: '检查人员{inspectorId}不在机构“{agency}”对{uscc}的检查组中。',
  CHANGE_WITHOUT_REASON: '调整应当写明理由和批准人。',

  SEED_DIFFERS: '种子不符：算得{expected}，文件写的是{found}。',
  WINNERS_DIFFER: '中选名单（winners）第{place}项不符：算得{expected}，文件写的是{found}。',
  PAIRS_DIFFER: '人员配对（pairs）第{place}项不符：算得{expected}，文件写的是{found}。',
  UNPAIRED_DIFFER: '未配对名单（unpaired）第{place}项不符：算得{expected}，文件写的是{found}。',
  CHANGE_DIFFERS: '调整（changes）第{place}项不符：算得{expected}，文件写的是{found}。',
} as const

export type DrawRefusalCode = keyof typeof drawRefusals

/** The refusal to be thrown: `throw refuseDraw('TEAM_TWICE', { agency })`. */
export function refuseDraw(code: DrawRefusalCode, details: Readonly<Record<string, Json>> = {}): Refused {
  const sentence = drawRefusals[code].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const detail = details[name]
    return detail === undefined || detail === null ? whole : String(detail)
  })
  return new Refused(code, sentence, details)
}
