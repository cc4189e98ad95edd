import { Migration } from '@mikro-orm/migrations'

/** Credit profiles: found by class, and by the day from which they hold no longer. */
export class Migration20261125000000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.credit_profile (uscc text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      credit_class text NOT NULL, score integer NOT NULL, changes_on text, valid_until text, models text NOT NULL,
      profile json NOT NULL, PRIMARY KEY (uscc, key))`)
    this.addSql('CREATE INDEX credit_profile_class ON told.credit_profile (credit_class, uscc)')
    this.addSql('CREATE INDEX credit_profile_valid ON told.credit_profile (valid_until)')
    this.addSql('CREATE INDEX credit_profile_models ON told.credit_profile (models)')
  }
}
