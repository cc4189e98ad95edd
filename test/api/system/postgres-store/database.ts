import pg from 'pg'

const base = 'postgres://postgres:p@127.0.0.1:55432/'
let n = 0
export async function freshDatabase(): Promise<string> {
  const name = `t_${process.pid}_${n++}`
  const client = new pg.Client(`${base}postgres`)
  await client.connect()
  await client.query(`drop database if exists ${name} with (force)`)
  await client.query(`create database ${name}`)
  await client.end()
  return base + name
}
