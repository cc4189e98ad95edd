import { Migration } from '@mikro-orm/migrations'

/** Which log the rows were told from, so that a log that moved, or was set back, is noticed. */
export class Migration20261127000000 extends Migration {
  override up(): void {
    this.addSql('CREATE TABLE told.log (kind text NOT NULL, first_event text NOT NULL)')
    this.addSql('CREATE UNIQUE INDEX log_one ON told.log ((true))')
  }
}
