import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Sealed } from '../../kernel/sealed.ts'
import type { Section } from '../correction/events.ts'
import type { Authority } from '../parties.ts'

/** As what a person stands in a file (人员身份): 法定代表人或者负责人、经营者、责任人员、联系人. */
export const personRoles = ['LEGAL_REPRESENTATIVE', 'OPERATOR', 'RESPONSIBLE', 'CONTACT'] as const
export type PersonRole = (typeof personRoles)[number]

/** Kinds of identity document (证件类型), in the order of the codes 01 to 05 of the double publicity standard. */
export const documentKinds = [
  'IDENTITY_CARD',
  'PASSPORT',
  'HONG_KONG_MACAO_PERMIT',
  'TAIWAN_PERMIT',
  'PERMANENT_RESIDENCE',
  'OTHER',
] as const
export type DocumentKind = (typeof documentKinds)[number]

/** The record for which a person answers, such as a penalty or a listing (所涉记录). */
export type AnsweredRecord = Readonly<{ section: Exclude<Section, 'REGISTRATION' | 'PERSON'>; recordId: string }>

/** What is known of a person; all of it that could name them is sealed under their own key. */
export type PersonDetails = Readonly<{
  name: Sealed | null
  identityNumber: Sealed | null
  documentKind: DocumentKind | null
  phone: Sealed | null
}>

/**
 * A person was recorded in the file (登记相关人员). Everything said of natural persons stands here, sealed; only the
 * registered representative's name is public by law (企业信息公示暂行条例) and stands open in the registration.
 */
export type PersonRecorded = DomainEvent<
  'PersonRecorded',
  PersonDetails & {
    personId: string // Of the entry; it follows from role, record, and key: see `personIdOf`.
    keyId: string // The person, as far as the log knows: the same in every file in which they stand.
    role: PersonRole
    record: AnsweredRecord | null
    recordedOn: PlainDate
    authority: Authority | null
  }
>

/** What is known of the person changed (变更人员信息), such as a phone; only what changed stands in `changes`. */
export type PersonChanged = DomainEvent<
  'PersonChanged',
  { personId: string; changes: Partial<PersonDetails>; changedOn: PlainDate }
>

/** The person no longer stands in this file in this role (移除人员). */
export type PersonRemoved = DomainEvent<'PersonRemoved', { personId: string; removedOn: PlainDate; reason: string }>

/** Why personal data has to be deleted (删除事由), 个人信息保护法 Art. 47, items 1 to 5. */
export const forgettingGrounds = [
  'PURPOSE_ENDED', // 处理目的已实现、无法实现或者不再必要
  'TERM_ENDED', // 停止提供服务，或者保存期限已届满
  'CONSENT_WITHDRAWN', // 个人撤回同意
  'UNLAWFUL', // 违反法律、行政法规或者约定处理
  'OTHER', // 法律、行政法规规定的其他情形
] as const
export type ForgettingGround = (typeof forgettingGrounds)[number]

/** The person's key was destroyed (销毁个人信息): what stands sealed under it can never be opened again, anywhere. */
export type PersonForgotten = DomainEvent<
  'PersonForgotten',
  { personId: string; forgottenOn: PlainDate; ground: ForgettingGround; reason: string }
>

export type PersonEvent = PersonRecorded | PersonChanged | PersonRemoved | PersonForgotten
