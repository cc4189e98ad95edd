/**
 * How Yidang's own PostgreSQL is set. Given on the command line at every start, so that a folder made by an older version
 * runs with today's settings and a line edited in `postgresql.conf` cannot take durability away.
 */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1', // Nobody but this machine; the API is the way in for everybody else.
  unix_socket_directories: '', // A socket in a directory all users share would be a second door.
  max_connections: '100', // The log, the rows, and a few commands run by hand take some dozens.

  fsync: 'on', // A decision that was answered is on the disk, whatever happens to the power:
  synchronous_commit: 'on', // this is what the log promises,
  full_page_writes: 'on', // so none of the three may be traded for speed.
  wal_compression: 'pglz', // Halves what full pages add to the WAL; the only method these builds bring.
  max_wal_size: '2GB', // A rebuild of the rows writes gigabytes; at the usual 1 GB checkpoints would chase each other.

  shared_buffers: '256MB', // Holds the indexes of a district; the rest is left to the system's cache, on small machines too.
  maintenance_work_mem: '256MB', // Rebuilt rows get their indexes at the end, by one sort each.
  work_mem: '16MB', // Lists are sorted in memory at page size, not on the disk.
  huge_pages: 'off', // In containers that promise huge pages and have none, asking for them kills the start.
  jit: 'off', // Queries here take milliseconds; compiling one takes longer than running it.

  timezone: 'UTC', // Instants are UTC; days in China are counted by the code, never by a server's setting.
  log_timezone: 'UTC',
  cluster_name: 'yidang', // So that the process list tells this server from others on the machine.

  logging_collector: 'off', // One file beside the data, so that a start that fails can be explained from it.
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off', // A line every five minutes says nothing anybody would look for.
  log_error_verbosity: 'terse', // The detail of an error quotes rows, and rows hold personal data;
  log_min_error_statement: 'panic', // so does the statement.
}

export const settingFlags: readonly string[] = Object.entries(settings).flatMap(([name, value]) => [
  '-c',
  `${name}=${value}`,
])
