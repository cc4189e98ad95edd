/** Who did something about measures or a case (经办人): an account of an agency, never a name. */
export type PunishmentOfficer = Readonly<{ agency: string; officer: string }>

export const isSamePerson = (one: PunishmentOfficer | null, other: PunishmentOfficer): boolean =>
  one !== null && one.agency === other.agency && one.officer === other.officer
