import { describe, expect, test } from 'vitest'
import type { JudgedAppend } from '../../../../api/system/postgres-store/appends.ts'
import { groupCommit } from '../../../../api/system/postgres-store/group-commit.ts'
import type { BulkVerdict } from '../../../../domain/store/event-store.ts'

const verdict: BulkVerdict = { verdict: 'CONFLICT', actual: 7n }
const append = (stream: string, expected = -1n): JudgedAppend => ({ stream, expected, texts: [] })

/** A group whose batches are answered one by one, by hand. */
function given() {
  const sent: { streams: string[]; answer(): void; fail(error: Error): void }[] = []
  const group = groupCommit(
    (batch) =>
      new Promise((resolve, reject) => {
        const streams = batch.map(({ stream, expected }) => `${stream}${expected}`)
        sent.push({ streams, answer: () => resolve(batch.map(() => verdict)), fail: reject })
      }),
  )
  return { group, sent, streams: () => sent.map((batch) => batch.streams) }
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('appends that arrive together', () => {
  test('go together', async () => {
    const { group, streams } = given()
    for (const stream of ['a', 'b', 'c']) void group.add(append(stream))
    await turn()
    expect(streams()).toEqual([['a-1', 'b-1', 'c-1']])
  })

  test('while batches are on their way wait for each other', async () => {
    const { group, sent, streams } = given()
    void group.add(append('a'))
    await turn()
    void group.add(append('b'))
    await turn()
    for (const stream of ['c', 'd', 'e']) void group.add(append(stream))
    await turn()
    expect(streams()).toEqual([['a-1'], ['b-1']])
    sent[0]?.answer()
    await turn()
    expect(streams()[2]).toEqual(['c-1', 'd-1', 'e-1'])
  })

  test('go one per stream and batch, a stream’s in their order', async () => {
    const { group, sent, streams } = given()
    for (const [stream, expected] of [
      ['a', 0n],
      ['a', 1n],
      ['b', 0n],
      ['a', 2n],
    ] as const)
      void group.add(append(stream, expected))
    await turn()
    expect(streams()).toEqual([['a0', 'b0']])
    sent[0]?.answer()
    await turn()
    sent[1]?.answer()
    await turn()
    expect(streams()).toEqual([['a0', 'b0'], ['a1'], ['a2']])
  })

  test('share their batch’s failure, and the next batch does not', async () => {
    const { group, sent } = given()
    const [a, b, a2] = [group.add(append('a')), group.add(append('b')), group.add(append('a', 0n))]
    await turn()
    sent[0]?.fail(new Error('lost'))
    await expect(a).rejects.toThrow('lost')
    await expect(b).rejects.toThrow('lost')
    await turn()
    sent[1]?.answer()
    expect(await a2).toEqual(verdict)
  })

  test('are all answered before the group has settled', async () => {
    const { group, sent } = given()
    void group.add(append('a'))
    void group.add(append('a', 0n))
    let isSettled = false
    const settled = group.settled().then(() => {
      isSettled = true
    })
    await turn()
    sent[0]?.answer()
    await turn()
    expect(isSettled).toBe(false)
    sent[1]?.answer()
    await settled
  })
})
