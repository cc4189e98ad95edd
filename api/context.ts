import type { Viewer } from './auth/viewer.ts'

/** What a resolver knows besides its arguments: who asks, for which request, and what the module works with. */
export type Context<Services = unknown> = Readonly<{
  viewer: Viewer
  correlationId: string
  clock: () => Date
  services: Services
}>
