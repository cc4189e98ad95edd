/** Who did something about a plan or a draw (经办人): an account of an agency, never a name. */
export type Officer = Readonly<{ agency: string; officer: string }>

export const isSameOfficer = (one: Officer, other: Officer): boolean =>
  one.agency === other.agency && one.officer === other.officer
