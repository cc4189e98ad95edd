import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Authority } from '../parties.ts'

/** The enterprise was entered on a list (列入名录、名单; an individual business is marked, 标记). */
export type ListingEntered = DomainEvent<
  'ListingEntered',
  {
    listingId: string
    listType: string // A type of `list-types.ts`, e.g. ABNORMAL_OPERATIONS.
    groundCode: string // 列入事由, a ground of that type.
    groundText: string
    reportYear: number | null // For a missing annual report: its year.
    enteredOn: PlainDate // Day of the listing decision (列入决定日期).
    termUntil: PlainDate | null // Last day of the term; null where it stands until cured.
    decisionNumber: string
    authority: Authority
    penaltyIds: readonly string[] // Penalties in this file on which the listing rests.
    personIds: readonly string[] // Entries of persons in this file that the decision names as responsible (责任人员).
  }
>

/** Why a listing ended (移出原因). */
export const listingRemovalGrounds = [
  'CURED', // 已履行义务、已更正、已重新取得联系等
  'EARLY_EXIT', // 提前移出（信用修复）
  'TERM_ENDED', // 期限届满
  'CANCELLED_AS_WRONG', // 列入错误，予以撤销
  'BASIS_ANNULLED', // 作为依据的决定被撤销
  'DEREGISTERED', // 注销、吊销
  'REMOVED_AT_SOURCE', // 认定机关已移出（只作镜像的名单）
  'MISSING_AT_SOURCE', // 认定机关最新的全量名单中已无此项
] as const
export type ListingRemovalGround = (typeof listingRemovalGrounds)[number]

/** The enterprise was taken off the list (移出). */
export type ListingRemoved = DomainEvent<
  'ListingRemoved',
  {
    listingId: string
    removedOn: PlainDate
    ground: ListingRemovalGround
    exitReasonCode: string | null // 移出事由, `abnormal_exit_reason.csv`.
    decisionNumber: string | null // An automatic removal has no decision document.
    authority: Authority
  }
>

export type ListingEvent = ListingEntered | ListingRemoved
