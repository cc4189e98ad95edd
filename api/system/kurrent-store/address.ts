import { InvalidInput } from '../../../domain/kernel/errors.ts'

/** Where the log is: at the leader for whoever decides, and where the operator wants subscriptions to read. */
export type Address = Readonly<{ leader: string; subscriptions: string }>

const scheme = /^(?:esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\//i
const nodePreference = /([?&])node_?-?preference=([^&]*)(&|$)/i

/**
 * A connection string as the ecosystem writes it. The client knows the older scheme only; the rest is the same. A node
 * preference says which node bears the subscriptions: a follower lags behind, so whoever decides on what stands in a
 * stream always asks the leader.
 */
export function addressOf(url: string): Address {
  const given = url.trim()
  if (!scheme.test(given)) throw new InvalidInput('KurrentDB 连接串应以 esdb:// 或 kurrentdb:// 开头', 'url')
  const known = given.replace(scheme, (_all, discover: string | undefined) => `esdb${discover?.toLowerCase() ?? ''}://`)
  const preference = nodePreference.exec(known)
  if (preference === null) return { leader: known, subscriptions: known }
  const leader = known.replace(nodePreference, (_all, before: string, _value, after: string) => (after ? before : ''))
  return { leader, subscriptions: preference[2]?.toLowerCase() === 'leader' ? leader : known }
}
