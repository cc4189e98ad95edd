import { Migration } from '@mikro-orm/migrations'

/** Persons: what names them stands sealed, so this table needs no more protection than any other. */
export class Migration20261124000000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.person (uscc text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      event_id text, recorded_at text, source json, corrected boolean NOT NULL, role text NOT NULL, standing text NOT NULL,
      key_id text NOT NULL, identity_digest text, record_section text, record_id text, recorded_on text NOT NULL,
      record json NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql('CREATE INDEX person_key_id ON told.person (key_id, uscc)')
    this.addSql('CREATE INDEX person_record ON told.person (record_section, record_id)')
  }
}
