import { classWithout } from '../../domain/credit/assess.ts'
import type { PreparedModel } from '../../domain/credit/prepare.ts'
import { type EnterpriseFile, fileOf } from '../../domain/enterprise/file.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { profileBy, type ToldProfile } from '../../projections/credit/credit-profile.projection.ts'
import { countClasses, type DistributionKey } from '../../projections/credit/credit-profile.queries.ts'
import type { Row } from '../../projections/index.ts'
import type { Context } from '../context.ts'
import { enterpriseResolvers } from '../enterprise/enterprise.resolvers.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import { type EnterpriseView, factsOfStream } from '../enterprise/views.ts'
import type { CreditServices } from './services.ts'

export type Ctx = Context<EnterpriseServices & CreditServices>

/** A profile on its way to a viewer, with what further questions about it need. */
type ProfileView = ToldProfile &
  Readonly<{ uscc: string; day: PlainDate; baseScore: number; by: PreparedModel; file: () => Promise<EnterpriseFile> }>

/**
 * The profile for a view of a file: today's from its row while that holds, or else from the stream by the same function.
 * Models, too, are those that were known at the instant asked for.
 */
async function profileOf(view: EnterpriseView, _args: object, { services, clock }: Ctx): Promise<ProfileView> {
  const { row: head, day, vantage } = view
  const uscc = String(head.uscc)
  const { knownAt } = vantage
  const book = knownAt === undefined ? services.models.book() : await services.models.knownAt(knownAt)
  const by = book.on(day)
  const file = async (): Promise<EnterpriseFile> => {
    const facts = await factsOfStream(services.store, uscc)
    return fileOf(knownAt === undefined ? facts : facts.filter(({ metadata }) => metadata.recordedAt <= knownAt))
  }
  const common = { uscc, day, by, file, baseScore: by.model.baseScore }
  const isCurrent = vantage.asOf === undefined && knownAt === undefined && day === dayInChina(clock())
  const row = isCurrent ? await services.profile(uscc) : undefined
  if (row && holds(row, head, day, book.digest)) return { ...common, ...(row.profile as unknown as ToldProfile) }
  return { ...common, ...profileBy(book, await file(), day) }
}

/** Whether a row still speaks for today: of the whole file, by the models in force, and not past its last day. */
const holds = (row: Row, head: Row, day: PlainDate, models: string): boolean =>
  row.models === models &&
  (row.valid_until === null || String(row.valid_until) >= day) &&
  Number(row.revision) >= Number(head.revision)

type ProfileArgs = Parameters<typeof enterpriseResolvers.Query.enterprise>[1]

async function creditProfile(root: unknown, args: ProfileArgs, context: Ctx): Promise<ProfileView | null> {
  const view = await enterpriseResolvers.Query.enterprise(root, args, context)
  return view && profileOf(view, {}, context)
}

async function creditClassCounts(_root: unknown, { by }: { by?: DistributionKey | null }, { services }: Ctx) {
  await services.freshProfiles()
  return countClasses(services.pool, by ?? undefined)
}

const without = async ({ file, by, day }: ProfileView) => classWithout(await file(), by, day)

export const profileResolvers = {
  Query: { creditProfile, creditClassCounts },
  Enterprise: { creditProfile: profileOf },
  CreditProfile: { without },
}
