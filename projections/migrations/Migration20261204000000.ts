import { Migration } from '@mikro-orm/migrations'

const common = 'stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL'
const primary = 'PRIMARY KEY (stream, key)'
const tables = ['listing_deadline', 'punishment_deadline', 'matter_deadline']

/** Clocks that run beside the files, and the matters whose time is counted. */
export class Migration20261204000000 extends Migration {
  override up(): void {
    for (const table of tables) {
      this.addSql(`CREATE TABLE told.${table} (${common}, uscc text NOT NULL, record_key text NOT NULL,
        code text NOT NULL, nature text, owed_by text, agency text, officer text, due_on text, calendars text,
        provisional boolean NOT NULL, settles boolean NOT NULL, deadline json, ${primary})`)
      this.addSql(`CREATE INDEX ${table}_agency ON told.${table} (agency, due_on) WHERE NOT settles`)
      this.addSql(`CREATE INDEX ${table}_due_on ON told.${table} (due_on) WHERE NOT settles`)
      this.addSql(`CREATE INDEX ${table}_settles ON told.${table} (uscc, code) WHERE settles`)
    }
    this.addSql(`CREATE TABLE told.matter (${common}, matter_id text NOT NULL, uscc text NOT NULL, kind text NOT NULL,
      agency text NOT NULL, opened_on text NOT NULL, standing text NOT NULL, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX matter_agency ON told.matter (agency, standing, opened_on)')
    this.addSql('CREATE INDEX matter_uscc ON told.matter (uscc)')
  }
}
