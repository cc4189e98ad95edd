import { agencyStream, coordinatorStream } from '../../domain/agencies/codec.ts'
import { agencyDecider, coordinatorDecider } from '../../domain/agencies/decider.ts'
import { agencyKindsOf } from '../../domain/agencies/kinds.ts'
import type { DirectoryAgency } from '../../domain/punishment/case/executors.ts'
import { type AgencyKind } from '../../domain/punishment/agency-kinds.ts'
import type { Context } from '../../domain/store/command.ts'
import type { CommandHandler } from '../../domain/store/handle.ts'
import { codeOf, designate, enter } from './agencies.ts'
import { agency as market } from './wishes.ts'

type Listed = Readonly<{ agency: typeof market; kinds: readonly AgencyKind[] | null }>
const named = (n: number, name: string, kinds: Listed['kinds'] = null): Listed => ({
  agency: { code: codeOf(n), name: `上海市徐汇区${name}` },
  kinds,
})

/** Twelve agencies that carry out what follows from a serious violation; the second coordinates. */
export const districtAgencies: readonly Listed[] = [
  { agency: market, kinds: null },
  named(2, '发展和改革委员会'),
  named(1, '财政局'),
  named(3, '商务委员会'),
  named(4, '科学技术委员会'),
  named(5, '人力资源和社会保障局'),
  named(6, '建设和管理委员会'),
  named(7, '住房保障和房屋管理局'),
  named(8, '交通运输局'),
  named(9, '金融服务办公室', ['FINANCIAL_REGULATION']),
  named(10, '投资促进办公室', ['COMMERCE']),
  named(11, '公共资源交易管理办公室', ['DEVELOPMENT_REFORM']),
]

/** The same as the directory has them. */
export const districtDirectory: readonly DirectoryAgency[] = districtAgencies.map(({ agency, kinds }) => ({
  agency,
  kinds: kinds ?? agencyKindsOf(agency.name),
}))

export async function enterAgencies(
  handler: CommandHandler,
  context: Context,
  agencies: readonly Listed[] = districtAgencies,
): Promise<void> {
  for (const { agency, kinds } of agencies)
    await handler.submit(agencyDecider, agencyStream(agency.code), enter({ agency, kinds }), context)
  const coordinator = agencies[1] ?? agencies[0]
  if (coordinator === undefined) return
  const { agency } = coordinator
  const kinds = coordinator.kinds ?? agencyKindsOf(agency.name)
  await handler.submit(coordinatorDecider, coordinatorStream, designate({ agency, kinds }), context)
}
