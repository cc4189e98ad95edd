import { InvalidInput } from '../../domain/kernel/errors.ts'
import { masked } from '../system/log.ts'

/** Refuses text that is kept for ever where it holds an identity number or a mobile number; it does not repeat it. */
export function requireNothingPersonal(text: string, field: string): void {
  if (masked(text) !== text) throw new InvalidInput('这段文字将永久留存，不得写入证件号码或者电话。', field)
}
