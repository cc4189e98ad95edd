import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { givenMaster } from '../../../api/system/keys/master-key.ts'
import { runImport, type Verdict } from '../../../api/system/import/run-import.ts'
import { createLog } from '../../../api/system/log.ts'
import { openSystem, type System } from '../../../api/system/open.ts'
import { freshDatabase } from '../../support/postgres.ts'

export const clock = () => new Date('2026-11-23T02:00:00Z')
export const log = createLog({ level: 'silent', pretty: false })

export const sample = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/samples/${name}`, import.meta.url))

/** An empty system on a database of its own, and a folder for the files that go into it. */
export type World = Readonly<{
  system: System
  databaseUrl: string
  file(name: string, content: string | Buffer): Promise<string>
  bring(path: string, handler?: System['handler']): Promise<Verdict[]>
  /** Every stream's types and data: what a second run must agree with, ids and instants left out. */
  facts(): Promise<Map<string, string[]>>
  close(): Promise<void>
}>

export async function emptyWorld(): Promise<World> {
  const databaseUrl = await freshDatabase()
  const system = await openSystem({ databaseUrl, log, clock, master: givenMaster(Buffer.alloc(32, 7)) })
  const folder = await mkdtemp(join(tmpdir(), 'yidang-import-'))
  return {
    system,
    databaseUrl,
    async file(name, content) {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
    async bring(path, handler = system.handler) {
      const verdicts: Verdict[] = []
      await runImport({
        ...{ path, clock, newId: system.newId, store: system.store, pool: system.readModels.pool, handler },
        keys: system.keys,
        ...{ agency: null, correlationId: system.newId() },
        actor: { agency: 'system', officer: 'operator', role: 'OPERATOR' },
        onVerdict: (verdict) => void verdicts.push(verdict),
      })
      return verdicts
    },
    async facts() {
      const streams = new Map<string, string[]>()
      for await (const { stream, type, data } of system.store.readAll()) {
        streams.set(stream, [...(streams.get(stream) ?? []), JSON.stringify([type, data])])
      }
      return streams
    },
    async close() {
      await system.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const penaltyHeader =
  'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_YXQ,CF_CFJG,CF_CFJGDM'

/** A penalty row that is accepted as it is. */
export const penaltyRow = (changes: Readonly<Record<string, string>> = {}): string => {
  const fields: Record<string, string> = {
    ...{ CF_XDR_MC: '上海样例有限公司', CF_XDR_LB: '法人及非法人组织', CF_XDR_SHXYM: '91310104MA1X00017M' },
    ...{ CF_WSH: '1号', CF_WFXW: '违反规定', CF_SY: '事实', CF_YJ: '依据', CF_CFLB: '罚款', CF_NR: '罚款' },
    ...{
      CF_NR_FK: '0.2',
      CF_JDRQ: '2025/03/06',
      CF_YXQ: '2099/12/31',
      CF_CFJG: '某局',
      CF_CFJGDM: '11310104MA10700153',
    },
    ...changes,
  }
  return penaltyHeader
    .split(',')
    .map((code) => fields[code] ?? '')
    .join(',')
}
