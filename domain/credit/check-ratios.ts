import type { CreditClass } from './classes.ts'

/** Of how many enterprises of a class one is checked in a year: numerator and denominator (抽查比例). */
export type CheckRatios = Readonly<Record<CreditClass, readonly [numerator: number, denominator: number]>>

/**
 * The ratios at which the classes are drawn unless a plan says otherwise: low 1 %, general 2 %, higher 10 %, high 30 %, as
 * Henan published them in 2021. A choice of each place, not of national law (国市监信发〔2022〕6号 asks only that they differ).
 */
export const defaultCheckRatios: CheckRatios = { A: [1, 100], B: [2, 100], C: [10, 100], D: [30, 100] }

/** How many checks a number of enterprises of a class comes to; a part of one is one. */
export const checksOf = (count: number, [numerator, denominator]: CheckRatios[CreditClass]): number =>
  Math.floor((count * numerator + denominator - 1) / denominator)
