import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Node itself loads graphql's CommonJS build; the runner would mix in the other one, and schemas of two do not meet.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2, // Every file that meets PostgreSQL meets the same server; more workers only wait for each other.
  },
})
