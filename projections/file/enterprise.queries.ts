import { type EntityManager, raw } from '@mikro-orm/postgresql'
import { parseOrganisationCode } from '../../domain/kernel/organisation-code.ts'
import { squeeze } from '../../domain/kernel/text.ts'
import { AliasRow, EnterpriseRow } from '../entities.ts'

/** Conditions of a search; all of them must hold. Texts as people type them. */
export type EnterpriseFilter = Readonly<{
  uscc?: string | null
  name?: string | null
  street?: string | null
  industry?: string | null
  status?: readonly string[] | null
  provisional?: boolean | null
  creditClass?: readonly string[] | null
}>

/** The files to which a number leads: the code itself, or any alias. More than one only where a feed is in conflict. */
export async function findUsccs(em: EntityManager, number: string): Promise<readonly string[]> {
  const plain = squeeze(number)
  const own = await em.count(EnterpriseRow, { uscc: plain })
  if (own > 0) return [plain]
  const values = [...new Set([plain, parseOrganisationCode(number) ?? plain])]
  const aliases = await em.find(AliasRow, { value: { $in: values } }, { orderBy: { uscc: 'asc' }, limit: 10 })
  return [...new Set(aliases.map(({ uscc }) => uscc))]
}

/**
 * A page of a search in the order of codes, which never change: however many events arrive between two pages, no
 * enterprise is skipped or met twice. One more than asked for tells whether there is a next page.
 */
export async function findEnterprises(
  em: EntityManager,
  filter: EnterpriseFilter,
  page: Readonly<{ first: number; after: string | undefined }>,
): Promise<readonly string[]> {
  const where = { $and: [conditions(filter), page.after === undefined ? {} : { uscc: { $gt: page.after } }] }
  const rows = await em.find(EnterpriseRow, where, {
    orderBy: { uscc: 'asc' },
    limit: page.first + 1,
    fields: ['uscc'],
  })
  return rows.map(({ uscc }) => uscc)
}

export const countEnterprises = (em: EntityManager, filter: EnterpriseFilter): Promise<number> =>
  em.count(EnterpriseRow, conditions(filter))

const literal = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

const ofClass =
  (classes: readonly string[]) =>
  (alias: string): string =>
    `${alias}.uscc IN (SELECT p.uscc FROM told.credit_profile p WHERE p.credit_class IN (${classes.map(() => '?')}))`

function conditions({ uscc, name, street, industry, status, provisional, creditClass }: EnterpriseFilter) {
  return {
    ...(uscc ? { uscc: { $like: `${literal(squeeze(uscc))}%` } } : {}),
    ...(name ? { name: { $like: `%${literal(name.trim())}%` } } : {}),
    ...(street ? { street: street.trim() } : {}),
    ...(industry ? { industry: { $like: `${literal(industry.trim())}%` } } : {}),
    ...(status?.length ? { status: { $in: [...status] } } : {}),
    ...(creditClass?.length ? { [raw(ofClass(creditClass), [...creditClass])]: [] } : {}),
    ...(provisional === undefined || provisional === null ? {} : { provisional }),
  }
}
