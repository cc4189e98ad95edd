/** Who did something about a list or a case (经办人): an account of an agency, never a name. */
export type ListOfficer = Readonly<{ agency: string; officer: string }>

export const isSameListOfficer = (one: ListOfficer | null, other: ListOfficer): boolean =>
  one !== null && one.agency === other.agency && one.officer === other.officer
