import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoTokens } from '../../../api/auth/tokens.ts'

test('a token of an agency that is the program itself is not believed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yidang-tokens-'))
  try {
    const { sign, verify } = await demoTokens(join(folder, 'key.json'), () => new Date('2026-11-23T02:00:00Z'))
    const tokenOf = (code: string) =>
      sign?.({ name: 'somebody', title: 'x', roles: ['PUNISHMENT_PASSER' as never], agency: { code, name: 'x' } }) ?? ''
    await expect(verify(await tokenOf('system'))).rejects.toThrow('机关无效')
    await expect(verify(await tokenOf('11310104MA107004XG'))).resolves.toMatchObject({ officer: 'somebody' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
