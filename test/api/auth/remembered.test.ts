import { describe, expect, test } from 'vitest'
import { remembered, rememberedMs } from '../../../api/auth/remembered.ts'
import { publicViewer } from '../../../api/auth/viewer.ts'

const start = Date.parse('2026-11-23T02:00:00Z')

function asked(endsAt = Number.POSITIVE_INFINITY) {
  const now = { at: start }
  const checks: string[] = []
  const verify = remembered(
    async (token) => {
      checks.push(token)
      if (token === 'forged') throw new Error('not to be believed')
      return { viewer: publicViewer, endsAt }
    },
    () => new Date(now.at),
  )
  return { now, checks, verify }
}

describe('a token', () => {
  test('is checked once in a while, not at each request', async () => {
    const { now, checks, verify } = asked()
    await verify('one')
    now.at += rememberedMs - 1
    await verify('one')
    await verify('two')
    expect(checks).toEqual(['one', 'two'])
    now.at += 1
    await verify('one')
    expect(checks).toEqual(['one', 'two', 'one'])
  })

  test('is not believed past its own end', async () => {
    const { now, checks, verify } = asked(start + 1_000)
    await verify('one')
    now.at += 1_000
    await verify('one')
    expect(checks).toEqual(['one', 'one'])
  })

  test('is not believed on a clock that was set back', async () => {
    const { now, checks, verify } = asked()
    await verify('one')
    now.at -= 1
    await verify('one')
    expect(checks).toEqual(['one', 'one'])
  })

  test('that was refused is checked again each time', async () => {
    const { checks, verify } = asked()
    await expect(verify('forged')).rejects.toThrow()
    await expect(verify('forged')).rejects.toThrow()
    expect(checks).toEqual(['forged', 'forged'])
  })
})
