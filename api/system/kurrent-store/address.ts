import { InvalidInput } from '../../../domain/kernel/errors.ts'

/** Where the log is: at the leader for whoever decides, and where the operator wants subscriptions to read. */
export type Address = Readonly<{ leader: string; subscriptions: string }>

type Option = Readonly<{ name: string; value: string }>

const wholeNumber = /^[1-9]\d{0,8}$/
const trueOrFalse = /^(true|false)$/
const anyText = /./
const nodes = /^(leader|follower|random|readonlyreplica)$/i

/** The options that the client has, by their names in lower case, and what they may be. */
const optionValues: Readonly<Record<string, RegExp>> = {
  ...{ tls: trueOrFalse, tlsverifycert: /^true$/, throwonappendfailure: trueOrFalse },
  ...{ tlscafile: anyText, usercertfile: anyText, userkeyfile: anyText, connectionname: anyText },
  ...{ nodepreference: nodes, maxdiscoverattempts: wholeNumber, discoveryinterval: wholeNumber },
  ...{ gossiptimeout: wholeNumber, defaultdeadline: wholeNumber },
  ...{ keepaliveinterval: wholeNumber, keepalivetimeout: wholeNumber },
}

/**
 * A connection string as the ecosystem writes it, understood here to the last character: the client prints the whole of
 * it, password and all, where it meets an option that it does not know, passes over a word that is misspelt, and cuts a
 * password off at its second colon. It knows the older scheme only; the rest is the same.
 *
 * A node preference says which node bears the subscriptions: a follower lags behind, so whoever decides on what stands
 * in a stream always asks the leader.
 */
export function addressOf(url: string): Address {
  const parts = /^(esdb|kurrentdb)(\+discover)?:\/\/([^/?]*)\/?(?:\?(.*))?$/i.exec(url.trim())
  if (parts === null) throw wrong('应以 esdb:// 或者 kurrentdb:// 开头（+discover 亦可），其后为节点与“?选项=值”')
  const [, , discover = '', authority = '', query = ''] = parts
  const at = authority.lastIndexOf('@')
  const credentials = at < 0 ? '' : credentialsOf(authority.slice(0, at))
  const hosts = hostsOf(authority.slice(at + 1), discover !== '')
  const options = query === '' ? [] : query.split('&').map(optionOf)
  checkTogether(options)
  const preference = options.find(({ name }) => plain(name) === 'nodepreference')?.value.toLowerCase()
  const place = `esdb${discover.toLowerCase()}://${credentials}${hosts}`
  const leader = place + queryOf(options.filter(({ name }) => plain(name) !== 'nodepreference'))
  const isElsewhere = preference !== undefined && preference !== 'leader'
  return { leader, subscriptions: isElsewhere ? place + queryOf(options) : leader }
}

/** What is wrong with a connection string, in a sentence that does not repeat what may be a password. */
export function addressFault(url: string): string | undefined {
  try {
    addressOf(url)
    return undefined
  } catch (error) {
    if (error instanceof InvalidInput) return error.message
    throw error
  }
}

/** What may be shown of where a database is: all but the password. */
export const masked = (url: string): string => url.replace(/^([a-z+]+:\/\/[^:@/?]*):.*@/i, '$1:***@')

/** Written anew, so that whatever stands in a password stands for itself. */
function credentialsOf(text: string): string {
  const colon = text.indexOf(':')
  const [user, password] = [text.slice(0, colon), text.slice(colon + 1)]
  if (colon < 1 || password === '') throw wrong('的用户名与密码应写作 用户:密码@，两样都要')
  try {
    return `${[user, password].map((one) => encodeURIComponent(decodeURIComponent(one))).join(':')}@`
  } catch {
    throw wrong('的用户名或者密码里有不成对的 %，请写作 %25')
  }
}

function hostsOf(text: string, isDiscovered: boolean): string {
  const hosts = text.split(',')
  for (const host of hosts) {
    const [, port = '2113'] = /^[a-z0-9._-]+(?::(\d{1,5}))?$/i.exec(host) ?? [undefined, '0']
    if (Number(port) < 1 || Number(port) > 65_535)
      throw wrong('的节点应写作 主机:端口，几个节点以逗号分开；密码里的 / 与 ? 请写作 %2F、%3F')
  }
  if (isDiscovered && hosts.length > 1) throw wrong('写了 +discover 的，只写一个 DNS 名称')
  return hosts.join(',')
}

function optionOf(text: string): Option {
  const [, name = '', value = ''] = /^([^=]+)=([^?]+)$/.exec(text) ?? []
  const values = optionValues[plain(name)]
  if (values === undefined) throw wrong(name === '' ? '的选项应写作 ?选项=值&选项=值' : `没有“${name}”这个选项`)
  if (plain(name) === 'tlsverifycert' && value !== 'true')
    throw wrong('的 tlsVerifyCert 不能关闭：请用 tlsCaFile 指明 CA 证书')
  if (!values.test(value)) throw wrong(`的选项 ${name} 不能是“${value}”`)
  return { name, value }
}

function checkTogether(options: readonly Option[]): void {
  const names = new Set(options.map(({ name }) => plain(name)))
  if (names.size < options.length) throw wrong('的选项有重复')
  if (names.has('usercertfile') !== names.has('userkeyfile')) throw wrong('的 userCertFile 与 userKeyFile 须一起写')
  const isOpen = options.some(({ name, value }) => plain(name) === 'tls' && value === 'false')
  if (isOpen && names.has('tlscafile')) throw wrong('写了 tls=false，又写了 tlsCaFile：请去掉一个')
}

const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '')
const queryOf = (options: readonly Option[]): string =>
  options.length === 0 ? '' : `?${options.map(({ name, value }) => `${name}=${value}`).join('&')}`
const wrong = (sentence: string): InvalidInput => new InvalidInput(`KurrentDB 连接串${sentence}`, 'url')
