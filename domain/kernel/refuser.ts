import { Refused } from './errors.ts'
import type { Json } from './event.ts'

/** The refusals of one area: a stable code for each sentence, in which `{name}` stands for a detail. */
export const refuserOf =
  <Code extends string>(sentences: Readonly<Record<Code, string>>) =>
  (code: Code, details: Readonly<Record<string, Json>> = {}): Refused => {
    const sentence = sentences[code].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const detail = details[name]
      return detail === undefined || detail === null ? whole : String(detail)
    })
    return new Refused(code, sentence, details)
  }
