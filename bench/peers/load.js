// Sends the requests of standard input, a JSON {url, connections, seconds, headers, requests: [{method, path, body}]}, in
// turn over so many connections, and prints {perSecond, p50, p95, p97, p99, failed, ok}.
import { text } from 'node:stream/consumers'
import autocannon from 'autocannon'

const { url, connections, seconds, headers, requests } = JSON.parse(await text(process.stdin))
let wrong = 0
const run = autocannon({
  ...{ url, connections, duration: seconds, headers, requests },
  verifyBody(body) {
    const good = !body.includes('"errors"')
    if (!good) wrong += 1
    return good
  },
})
const tookMs = []
run.on('response', (_client, _status, _bytes, ms) => tookMs.push(ms)) // Its own summary has no 95th percentile.
const result = await run
tookMs.sort((a, b) => a - b)
console.log(
  JSON.stringify({
    ...{
      perSecond: result['2xx'] / result.duration,
      p50: result.latency.p50,
      p95: tookMs[Math.floor(tookMs.length * 0.95)] ?? 0,
      p97: result.latency.p97_5,
      p99: result.latency.p99,
    },
    ...{ failed: result.errors + result.non2xx + wrong, ok: result['2xx'] },
  }),
)
