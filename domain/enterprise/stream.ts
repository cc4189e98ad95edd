import type { Uscc } from '../kernel/uscc.ts'

const prefix = 'enterprise-'

/** The stream that is an enterprise's file: one per unified social credit code. */
export const enterpriseStream = (uscc: Uscc): string => `${prefix}${uscc}`

export const isEnterpriseStream = (stream: string): boolean => stream.startsWith(prefix)

/** The code of the file that a stream is. */
export const usccOf = (stream: string): Uscc => stream.slice(prefix.length) as Uscc
