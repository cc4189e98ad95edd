import { Migration } from '@mikro-orm/migrations'

/** When a result is due for publication depends on the calendar as known on the day asked for: a row cannot hold it. */
export class Migration20261203000000 extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE told.visit_part DROP COLUMN publish_due_on')
    this.addSql('ALTER TABLE told.visit_part ADD COLUMN inspected_on text')
  }
}
