import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** A server's connection string, and the same one through a network that can be made bad; a cluster has no such one. */
export type Reached = Readonly<{ url: string; proxy: TcpProxy | undefined }>

const oneHost = /^([a-z]+:\/\/(?:[^@/]*@)?)([^,:/?@]+)(?::(\d+))?(\/[^?]*)?(\?.*)?$/

export async function throughProxy(url: string, defaultPort: number): Promise<Reached> {
  const parts = oneHost.exec(url)
  if (parts === null) return { url, proxy: undefined }
  const [, before = '', host = '', port = String(defaultPort), path = '', rest = ''] = parts
  const proxy = await openTcpProxy(host, Number(port))
  return { url: `${before}${host}:${proxy.port}${path}${rest}`, proxy }
}
