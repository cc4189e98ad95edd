import { Migration } from '@mikro-orm/migrations'

/** Present and former names as they are compared (名称对照), and what windows made of answers, by request. */
export class Migration20261205080000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.subject_name (uscc text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      kind text NOT NULL, normal text NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql('CREATE INDEX subject_name_normal ON told.subject_name (normal, kind)')
    this.addSql(`CREATE TABLE told.window_use (stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      uscc text NOT NULL, agency text NOT NULL, use_id text NOT NULL, PRIMARY KEY (stream, key))`)
    this.addSql('CREATE INDEX window_use_request ON told.window_use (agency, use_id)')
  }
}
