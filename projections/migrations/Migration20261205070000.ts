import { Migration } from '@mikro-orm/migrations'

const common = 'stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL'

/** Clocks of a file and of what stands beside it are told together, with the days on which they ran: past, present, to come. */
export class Migration20261205070000 extends Migration {
  override up(): void {
    for (const table of ['listing_deadline', 'punishment_deadline', 'matter_deadline']) {
      this.addSql(`DROP TABLE told.${table}`)
      this.addSql(`DELETE FROM told.checkpoint WHERE name = '${table}'`)
    }
    this.addSql(`CREATE TABLE told.clock_facts (${common}, uscc text NOT NULL, facts json NOT NULL,
      PRIMARY KEY (stream, key))`)
    this.addSql('CREATE INDEX clock_facts_uscc ON told.clock_facts (uscc)')
    this.addSql('DROP TABLE told.deadline')
    this.addSql(`CREATE TABLE told.deadline (uscc text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      code text, nature text, owed_by text, agency text, officer text, from_on text, until_on text, due_on text,
      provisional boolean, deadline json, valid_until text, calendars text, digest text NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql("UPDATE told.checkpoint SET position = NULL, version = 0 WHERE name = 'deadline'")
    this.addSql("CREATE INDEX deadline_agency ON told.deadline (agency, until_on, due_on) WHERE key <> ''")
    this.addSql("CREATE INDEX deadline_until ON told.deadline (until_on, due_on) WHERE key <> ''")
    this.addSql("CREATE INDEX deadline_head ON told.deadline (calendars, valid_until) WHERE key = ''")
  }
}
