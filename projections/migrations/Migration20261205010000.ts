import { Migration } from '@mikro-orm/migrations'

/** Which lists of which sources are mirrored. */
export class Migration20261205010000 extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE told.list_mirror (stream text NOT NULL, key text NOT NULL, revision bigint NOT NULL,
      list_type text NOT NULL, source text NOT NULL, PRIMARY KEY (stream, key))`)
  }
}
