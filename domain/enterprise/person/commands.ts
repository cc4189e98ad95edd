import type { Command } from '../../kernel/decider.ts'
import { naturalId } from '../../kernel/ids.ts'
import type { AnsweredRecord, PersonForgotten, PersonRecorded, PersonRemoved, PersonRole } from './events.ts'

/** Record a person, or what has changed of one (登记相关人员). Values come sealed; deciders could not open them. */
export type RecordPerson = Command<'RecordPerson', Omit<PersonRecorded['data'], 'personId'>>

/**
 * Report what a feed says of a person (人员信息归集): it adds what the file does not know, and changes, restores, or brings
 * back nothing. So a row means the same however often it comes.
 */
export type ReportPerson = Command<'ReportPerson', RecordPerson['data']>
export type RemovePerson = Command<'RemovePerson', PersonRemoved['data']>

/** Record that a person's key was destroyed, on every entry of the person in this file. */
export type ForgetPerson = Command<'ForgetPerson', Omit<PersonForgotten['data'], 'personId'> & { keyId: string }>

export type PersonCommand = RecordPerson | ReportPerson | RemovePerson | ForgetPerson

/** The id of a person's entry within any file: the same person in the same role for the same record is one entry. */
export const personIdOf = (role: PersonRole, record: AnsweredRecord | null, keyId: string): string =>
  naturalId('person', role, record?.section ?? '', record?.recordId ?? '', keyId)
