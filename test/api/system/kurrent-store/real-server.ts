import { openTcpProxy, type TcpProxy } from '../../../support/tcp-proxy.ts'

/** A server's connection string, and the same one through a network that can be cut; a cluster has no such one. */
export type Reached = Readonly<{ url: string; proxy: TcpProxy | undefined }>

const oneHost = /^([a-z]+:\/\/(?:[^@/]*@)?)([^,:/?@]+)(?::(\d+))?(\/?(?:\?.*)?)$/

export async function throughProxy(url: string): Promise<Reached> {
  const parts = oneHost.exec(url)
  if (parts === null) return { url, proxy: undefined }
  const [, before = '', host = '', port = '2113', rest = ''] = parts
  const proxy = await openTcpProxy(host, Number(port))
  return { url: `${before}${host}:${proxy.port}${rest}`, proxy }
}
