import { Forbidden, InvalidInput } from '../../domain/kernel/errors.ts'
import { demoUsers } from '../auth/demo-users.ts'
import type { Tokens } from '../auth/tokens.ts'
import type { Viewer } from '../auth/viewer.ts'
import type { Context } from '../context.ts'

const told = (viewer: Viewer) =>
  viewer.kind === 'PUBLIC'
    ? { officer: null, agency: null, agencyName: null, roles: [] }
    : { officer: viewer.officer, agency: viewer.agency.code, agencyName: viewer.agency.name, roles: viewer.roles }

export const baseResolvers = (tokens: Tokens) => ({
  Query: { me: (_root: unknown, _args: object, { viewer }: Context) => told(viewer) },
  Mutation: {
    async signIn(_root: unknown, { user: name }: { user: string }) {
      if (tokens.sign === undefined) throw new Forbidden('本系统已配置身份签发机构，不提供演示账号。')
      const user = demoUsers.find((one) => one.name === name)
      const names = demoUsers.map((one) => one.name).join('、')
      if (user === undefined) throw new InvalidInput(`没有演示账号“${name}”，可用：${names}`, 'user')
      const token = await tokens.sign(user)
      return { token, viewer: told(await tokens.verify(token)) }
    },
  },
})
