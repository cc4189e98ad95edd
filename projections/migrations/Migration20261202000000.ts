import { Migration } from '@mikro-orm/migrations'

/** The directory of agencies (机关名录). */
export class Migration20261202000000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.agency (stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      agency text NOT NULL, record json NOT NULL, PRIMARY KEY (stream, key))`)
  }
}
