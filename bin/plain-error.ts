/** Something a person can put right; shown as its one sentence. */
export class PlainError extends Error {
  override readonly name = 'PlainError'
}
