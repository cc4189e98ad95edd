import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
let url: string
beforeAll(async () => {
  api = await startTestApi()
  url = `${await api.app.listen({ port: 0, host: '127.0.0.1' })}/graphql`
})
afterAll(() => api?.close())

describe('GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: () => url })) {
    test(audit.name, async () => {
      const result = await audit.fn()
      expect(result.status, 'reason' in result ? result.reason : '').toBe('ok')
    })
  }
})
