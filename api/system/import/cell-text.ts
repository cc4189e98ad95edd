/** A cell that Excel holds as a date is a plain day; the library gives it as midnight UTC. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}
