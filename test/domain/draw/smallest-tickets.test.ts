import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smallestTickets } from '../../../domain/draw/smallest-tickets.ts'

test('the smallest tickets are kept, of equal ones those that come first in the directory', () => {
  // Two digits instead of 64, so that equal tickets, which no SHA-256 has shown yet, are met all the time.
  const tickets = fc.array(fc.stringMatching(/^[0-9a-f][0-3]$/), { maxLength: 60 })
  fc.assert(
    fc.property(tickets, fc.nat(70), (offered, count) => {
      const kept = smallestTickets(count)
      for (const [place, ticket] of offered.entries()) kept.offer(ticket, place)
      const sorted = offered
        .map((ticket, place) => ({ ticket, place }))
        .sort((one, other) =>
          one.ticket < other.ticket ? -1 : one.ticket > other.ticket ? 1 : one.place - other.place,
        )
      expect(kept.inOrder()).toEqual(sorted.slice(0, count))
    }),
    { numRuns: 1000 },
  )
})
