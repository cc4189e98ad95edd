import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { rowsInTheWeather } from '../../../faults/rows.ts'
import { freshDatabase } from '../../../support/postgres.ts'
import { throughProxy } from '../../../support/through-proxy.ts'
import { openDouble } from './double/server.ts'

test('rows told from a log behind a bad network equal a rebuild', async () => {
  const double = await openDouble()
  const { url: reached, proxy } = await throughProxy(double.url, 2113)
  const ending = new AbortController()
  const weather = (async () => {
    for (let n = 0; n < 8; n++) {
      await sleep(400)
      if (n % 3 === 2) double.dropSubscribers()
      else proxy?.cut()
      proxy?.heal()
    }
    ending.abort()
  })()
  try {
    const { enterprises, differing } = await rowsInTheWeather({
      ...{ databaseUrl: await freshDatabase(), kurrentUrl: reached, directUrl: double.url, stop: ending.signal },
    })
    await weather
    expect(enterprises).toBeGreaterThan(0)
    expect(differing).toEqual([])
  } finally {
    await proxy?.close()
    await double.close()
  }
}, 90_000)
