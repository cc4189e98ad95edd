import { Migration } from '@mikro-orm/migrations'

/** Running clocks: found by whose duty they are and when they are due, and by the day from which they hold no longer. */
export class Migration20261128000000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.deadline (uscc text NOT NULL, key text NOT NULL, revision bigint NOT NULL, code text,
      nature text, owed_by text, agency text, officer text, due_on text, provisional boolean, valid_until text,
      calendars text, deadline json, PRIMARY KEY (uscc, key))`)
    this.addSql("CREATE INDEX deadline_agency ON told.deadline (agency, due_on) WHERE key <> ''")
    this.addSql("CREATE INDEX deadline_due ON told.deadline (due_on) WHERE key <> ''")
    this.addSql("CREATE INDEX deadline_head ON told.deadline (valid_until) WHERE key = ''")
  }
}
