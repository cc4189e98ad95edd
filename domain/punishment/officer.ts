/** Who did something about measures or a case (经办人): an account of an agency, never a name. */
export type PunishmentOfficer = Readonly<{ agency: string; officer: string }>

/** An account is one person's with whoever issues it, for whatever agency they sign in. */
export const isSamePerson = (one: PunishmentOfficer | null, other: PunishmentOfficer): boolean =>
  one !== null && one.officer === other.officer
