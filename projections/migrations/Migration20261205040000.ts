import { Migration } from '@mikro-orm/migrations'

/** Which entry of a file came of a case, and since when it is public. */
export class Migration20261205040000 extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE told.listing_case ADD COLUMN listing_id text, ADD COLUMN published_on text')
  }
}
