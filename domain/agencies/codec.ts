import { defineCodec, type Upcast } from '../store/codec.ts'
import type { AgencyEvent, CoordinatorDesignated } from './events.ts'

/** The stream of one agency's entry in the directory (机关名录). */
export const agencyPrefix = 'agency-'
export const agencyStream = (code: string): string => `${agencyPrefix}${code}`

/** The stream in which the coordinating agency is designated (信用牵头部门). */
export const coordinatorStream = 'catalogue-coordinator'

/** Before the directory knew marks, the name alone told them. */
const withoutMark: Upcast = (data) => ({ ...(data as object), mark: null })

/** The versions of the directory's events. A golden file of each is kept for ever (`test/golden/events`). */
export const agencyCodec = defineCodec<AgencyEvent | CoordinatorDesignated>({
  AgencyEntered: { version: 2, upcasts: [withoutMark] },
  AgencyChanged: { version: 2, upcasts: [withoutMark] },
  AgencyLeft: 1,
  CoordinatorDesignated: 1,
})

/** What happened, as a person reads it. */
export const agencyEventTitles: Readonly<Record<(AgencyEvent | CoordinatorDesignated)['type'], string>> = {
  AgencyEntered: '机关入名录',
  AgencyChanged: '机关信息变更',
  AgencyLeft: '机关撤出名录',
  CoordinatorDesignated: '指定信用牵头部门',
}
