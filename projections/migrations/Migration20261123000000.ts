import { Migration } from '@mikro-orm/migrations'

const common = `uscc text NOT NULL, key text NOT NULL, revision bigint NOT NULL`
const entry = `${common}, event_id text, recorded_at text, source json, corrected boolean NOT NULL`

/** The rows of the enterprise file, a table for each section, and how far each has been told. */
export class Migration20261123000000 extends Migration {
  override up(): void {
    this.addSql('CREATE SCHEMA IF NOT EXISTS told')
    this.addSql(`CREATE TABLE told.checkpoint (
      name text PRIMARY KEY, version integer NOT NULL, position text COLLATE "C", stopped json,
      told_at timestamptz NOT NULL DEFAULT now())`)
    this.addSql(`CREATE TABLE told.enterprise (${common}, name text NOT NULL, status text NOT NULL,
      provisional boolean NOT NULL, street text, industry text, subject_kind text NOT NULL, code_warnings json NOT NULL,
      record json NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql('CREATE EXTENSION IF NOT EXISTS pg_trgm')
    this.addSql('CREATE INDEX enterprise_name ON told.enterprise USING gin (name gin_trgm_ops)')
    this.addSql('CREATE INDEX enterprise_street ON told.enterprise (street, uscc)')
    this.addSql('CREATE INDEX enterprise_industry ON told.enterprise (industry text_pattern_ops, uscc)')
    this.addSql('CREATE INDEX enterprise_status ON told.enterprise (status, uscc)')
    this.addSql(`CREATE TABLE told.alias (${common}, kind text NOT NULL, value text NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql('CREATE INDEX alias_value ON told.alias (value, kind)')
    this.addSql(`CREATE TABLE told.licence (${entry}, document_number text NOT NULL, decided_on text NOT NULL,
      valid_until text, authority_code text NOT NULL, record json NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql(`CREATE TABLE told.penalty (${entry}, decision_number text NOT NULL, decided_on text NOT NULL,
      standing text NOT NULL, authority_code text NOT NULL, fine bigint NOT NULL, record json NOT NULL,
      PRIMARY KEY (uscc, key))`)
    this.addSql(`CREATE TABLE told.inspection (${entry}, inspected_on text NOT NULL, standing text NOT NULL,
      authority_code text NOT NULL, record json NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql(`CREATE TABLE told.listing (${entry}, list_type text NOT NULL, ground_code text NOT NULL,
      entered_on text NOT NULL, term_until text, removed_on text, authority_code text NOT NULL, record json NOT NULL,
      PRIMARY KEY (uscc, key))`)
    this.addSql('CREATE INDEX listing_type ON told.listing (list_type, entered_on)')
    this.addSql(`CREATE TABLE told.annual_report (${entry}, year integer NOT NULL, filed_on text NOT NULL,
      record json NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql(`CREATE TABLE told.honour (${entry}, awarded_on text NOT NULL, valid_until text, record json NOT NULL,
      PRIMARY KEY (uscc, key))`)
    this.addSql(`CREATE TABLE told.commitment (${entry}, made_on text NOT NULL, standing text NOT NULL,
      authority_code text NOT NULL, record json NOT NULL, PRIMARY KEY (uscc, key))`)
  }
}
