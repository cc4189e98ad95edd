import { Migration } from '@mikro-orm/migrations'

/** Which entry of a file came of a case, and since when it is public; and the states of a registration with their days. */
export class Migration20261205040000 extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE told.listing_case ADD COLUMN listing_id text, ADD COLUMN published_on text')
    this.addSql(`CREATE TABLE told.registration_state (uscc text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      status text NOT NULL, since text NOT NULL, until text, PRIMARY KEY (uscc, key))`)
  }
}
