import { Migration } from '@mikro-orm/migrations'

const said = ['objection', 'answered_on', 'answer', 'content', 'note']

/** What was said in the course of an order: the objection and its answer, what was done, and the note of its release. */
export class Migration20261205050000 extends Migration {
  override up(): void {
    const columns = said.map((name) => `ADD COLUMN ${name} text`).join(', ')
    this.addSql(`ALTER TABLE told.punishment_order ${columns}`)
  }
}
