import { Migration } from '@mikro-orm/migrations'

const common = 'stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL'
const primary = 'PRIMARY KEY (stream, key)'

/** Draws and what belongs to them: items, inspectors, plans, visits, leads; and the frozen directories beside the log. */
export class Migration20261126000000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.inspection_item (${common}, kind text NOT NULL, code text NOT NULL,
      version integer NOT NULL, record json NOT NULL, ${primary})`)
    this.addSql(`CREATE TABLE told.inspector (${common}, inspector_id text NOT NULL, account text NOT NULL,
      agency text NOT NULL, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX inspector_agency ON told.inspector (agency, inspector_id)')
    this.addSql('CREATE INDEX inspector_account ON told.inspector (account, agency)')
    this.addSql(`CREATE TABLE told.inspection_plan (${common}, plan_id text NOT NULL, agency text NOT NULL,
      year integer NOT NULL, published_on text, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX inspection_plan_year ON told.inspection_plan (year, agency)')
    this.addSql(`CREATE TABLE told.draw (${common}, draw_id text NOT NULL, plan_id text NOT NULL, task_id text NOT NULL,
      agency text NOT NULL, stage text NOT NULL, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX draw_plan ON told.draw (plan_id, draw_id)')
    this.addSql(`CREATE TABLE told.visit (${common}, visit_id text NOT NULL, draw_id text NOT NULL, uscc text NOT NULL,
      dispatched_on text NOT NULL, cancelled boolean NOT NULL, filed boolean NOT NULL, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX visit_draw ON told.visit (draw_id, uscc)')
    this.addSql('CREATE INDEX visit_uscc ON told.visit (uscc)')
    this
      .addSql(`CREATE TABLE told.visit_part (${common}, visit_id text NOT NULL, draw_id text NOT NULL, uscc text NOT NULL,
      agency text NOT NULL, stage text NOT NULL, due_on text NOT NULL, publish_due_on text, result json, ${primary})`)
    this.addSql('CREATE INDEX visit_part_stage ON told.visit_part (agency, stage, visit_id)')
    this
      .addSql(`CREATE TABLE told.visit_task (${common}, visit_id text NOT NULL, draw_id text NOT NULL, uscc text NOT NULL,
      agency text NOT NULL, inspector_id text NOT NULL, account text NOT NULL, stage text NOT NULL, due_on text NOT NULL,
      ${primary})`)
    this.addSql('CREATE INDEX visit_task_account ON told.visit_task (account, agency, stage)')
    this.addSql(`CREATE TABLE told.lead (${common}, lead_id text NOT NULL, visit_id text NOT NULL, uscc text NOT NULL,
      name text NOT NULL, agency text NOT NULL, ground text NOT NULL, opened_on text NOT NULL, closed_on text,
      closed json, ${primary})`)
    this.addSql('CREATE INDEX lead_open ON told.lead (closed_on, opened_on)')
    // Not told from anything: the log holds the digest, this table the bytes. It is kept and backed up like the log.
    this.addSql('CREATE SCHEMA IF NOT EXISTS frozen')
    this.addSql(`CREATE TABLE frozen.file (sha256 text NOT NULL, part integer NOT NULL, bytes bytea NOT NULL,
      PRIMARY KEY (sha256, part))`)
    this.addSql('ALTER TABLE frozen.file ALTER COLUMN bytes SET STORAGE EXTERNAL')
  }
}
