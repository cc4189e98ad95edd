import { Migration } from '@mikro-orm/migrations'

/** Orders say when an answer is due, and by which calendar their days were counted, as long as another one may move them. */
export class Migration20261205060000 extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE told.punishment_order ADD COLUMN answer_due_on text, ADD COLUMN calendars text')
    this.addSql(`CREATE INDEX punishment_order_calendars ON told.punishment_order (calendars, stream)
      WHERE calendars IS NOT NULL`)
  }
}
