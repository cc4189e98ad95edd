// PostGraphile 5 over the rows of DATABASE_URL, at PORT: what a generated API does with the same tables.
import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'

const server = createServer()
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false },
  pgServices: [
    makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['told'], poolConfig: { max: 20 } }),
  ],
})
await instance.createServ(grafserv).addTo(server)
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
