import { Migration } from '@mikro-orm/migrations'

const common = 'stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL'
const primary = 'PRIMARY KEY (stream, key)'

/** Cases of listings and decisions about many; and the public lists, found by list and day. */
export class Migration20261130000000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.listing_case (${common}, case_id text NOT NULL, uscc text NOT NULL,
      list_type text NOT NULL, ground_code text NOT NULL, agency text NOT NULL, stage text NOT NULL, batch_id text,
      to_land text, named_on text NOT NULL, decided_on text, term_until text, statement_until text,
      decision_number text, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX listing_case_agency ON told.listing_case (agency, stage, named_on)')
    this.addSql('CREATE INDEX listing_case_uscc ON told.listing_case (uscc)')
    this.addSql('CREATE INDEX listing_case_to_land ON told.listing_case (case_id) WHERE to_land IS NOT NULL')
    this.addSql(`CREATE TABLE told.list_batch (${common}, batch_id text NOT NULL, agency text NOT NULL,
      stage text NOT NULL, drawn_up_on text NOT NULL, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX list_batch_agency ON told.list_batch (agency, drawn_up_on)')
    this.addSql('CREATE INDEX list_batch_stage ON told.list_batch (stage)')
    this.addSql('CREATE INDEX IF NOT EXISTS listing_list_type ON told.listing (list_type, entered_on)')
  }
}
