/** How many in a second, from when on to now (`performance.now()`). */
export const perSecond = (count: number, start: number): number => (count / (performance.now() - start)) * 1_000

export const figure = (value: number): string => Math.round(value).toLocaleString('en')

export function at(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
export const median = (values: readonly number[]): number => at(values, 0.5)
export const percentiles = (values: readonly number[]): string =>
  `${at(values, 0.5).toFixed(2)} | ${at(values, 0.99).toFixed(2)}`
