import { Refused } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'

/** Every way in which the catalogue of models can say no: a stable code and the Chinese sentence that a person reads. */
export const modelRefusals = {
  MODEL_VERSION_NOT_NEW: '模型版本号（{version}）应大于已有的最高版本号（{highest}）。',
  MODEL_VERSION_UNKNOWN: '没有第{version}版模型。',
  MODEL_REASON_MISSING: '须写明理由。',
  MODEL_NOT_TRIED: '第{version}版模型尚未试算，不能施行。',
  MODEL_OWN_ENACTMENT: '模型须由提出人以外的人施行。',
  MODEL_ALREADY_ENACTED: '第{version}版模型已自{effectiveFrom}起施行。',
  MODEL_WITHDRAWN: '第{version}版模型已于{withdrawnOn}撤回。',
  MODEL_EFFECTIVE_IN_PAST: '施行日期（{effectiveFrom}）早于今天（{today}），模型不溯及既往。',
  MODEL_EFFECTIVE_NOT_LAST: '施行日期（{effectiveFrom}）应晚于第{version}版的施行日期（{other}）。',
  MODEL_SHIPPED: '随系统提供的第1版模型不能撤回。',
  MODEL_TRIAL_MALFORMED: '试算结果应为四行四列的户数。',
} as const

export type ModelRefusalCode = keyof typeof modelRefusals

/** The refusal to be thrown: `throw refuseModel('MODEL_NOT_TRIED', { version })`. */
export function refuseModel(code: ModelRefusalCode, details: Readonly<Record<string, Json>> = {}): Refused {
  const sentence = modelRefusals[code].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const detail = details[name]
    return detail === undefined || detail === null ? whole : String(detail)
  })
  return new Refused(code, sentence, details)
}
