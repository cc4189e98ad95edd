import { Migration } from '@mikro-orm/migrations'

const common = 'stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL'
const primary = 'PRIMARY KEY (stream, key)'

/** Joint-punishment cases, their enterprises, their orders by agency and enterprise, and copy letters by receiver. */
export class Migration20261201000000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.punishment_case (${common}, case_id text NOT NULL, agency text NOT NULL,
      list_type text NOT NULL, ground_code text NOT NULL, decision_number text NOT NULL, standing text NOT NULL,
      drafted_on text NOT NULL, passed_on text, lines integer NOT NULL, lines_expected integer NOT NULL,
      lines_fallen integer NOT NULL, executors text[] NOT NULL, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX punishment_case_agency ON told.punishment_case (agency, standing, drafted_on)')
    this.addSql('CREATE INDEX punishment_case_executors ON told.punishment_case USING gin (executors)')
    this.addSql(`CREATE TABLE told.punishment_line (${common}, case_id text NOT NULL, line_id text NOT NULL,
      uscc text NOT NULL, name text NOT NULL, listing_id text NOT NULL, fallen boolean NOT NULL, record json NOT NULL,
      ${primary})`)
    this.addSql('CREATE INDEX punishment_line_uscc ON told.punishment_line (uscc, listing_id)')
    this.addSql('CREATE INDEX punishment_line_standing ON told.punishment_line (case_id) WHERE NOT fallen')
    this.addSql(`CREATE TABLE told.punishment_order (${common}, case_id text NOT NULL, agency text NOT NULL,
      agency_name text NOT NULL, line_id text NOT NULL, uscc text NOT NULL, name text NOT NULL, stage text NOT NULL,
      issued_on text NOT NULL, feedback_days integer, feedback_due_on text, accepted_on text, objected_on text,
      insisted_on text, executed_on text, released_on text, confirm_due_on text, confirmed_on text,
      provisional boolean NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX punishment_order_agency ON told.punishment_order (agency, stage, feedback_due_on)')
    this.addSql('CREATE INDEX punishment_order_uscc ON told.punishment_order (uscc)')
    this.addSql('CREATE INDEX punishment_order_case ON told.punishment_order (case_id)')
    this.addSql(`CREATE TABLE told.punishment_copy (${common}, case_id text NOT NULL, copy_id text NOT NULL,
      number text NOT NULL, sender text NOT NULL, receiver text NOT NULL, sent_on text NOT NULL, received_on text,
      feedback_needed boolean NOT NULL, record json NOT NULL, ${primary})`)
    this.addSql('CREATE INDEX punishment_copy_receiver ON told.punishment_copy (receiver, received_on)')
  }
}
