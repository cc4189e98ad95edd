import type { System } from '../api/system/open.ts'
import { agencyStream, coordinatorStream } from '../domain/agencies/codec.ts'
import { agencyDecider, coordinatorDecider } from '../domain/agencies/decider.ts'
import { agencyKindsOf } from '../domain/agencies/kinds.ts'
import type { Authority } from '../domain/enterprise/parties.ts'
import { type PlainDate, plainDate } from '../domain/kernel/plain-date.ts'
import type { AgencyKind } from '../domain/punishment/agency-kinds.ts'
import type { AgencyDirectory } from '../domain/punishment/case/draft.ts'
import { sampleContext } from './context.ts'
import { marketRegulator } from './words.ts'

const xuhui = (code: string, name: string): Authority => ({ code, name: `上海市徐汇区${name}` })

export const financeBureau = xuhui('11310104MA107004XG', '财政局')
export const developmentCommission = xuhui('11310104MA1070066B', '发展和改革委员会')
const kindsOf: Readonly<Record<string, readonly AgencyKind[]>> = { 金融服务办公室: ['FINANCIAL_REGULATION'] }

/** The agencies of the district that answer for joint punishment (made-up codes), by what their names say they are. */
const agencies: readonly Authority[] = [
  ...[marketRegulator, financeBureau, developmentCommission],
  xuhui('11310104MA10700746', '建设和管理委员会'),
  xuhui('11310104MA10700821', '交通运输局'),
  xuhui('11310104MA1070090U', '规划和自然资源局'),
  xuhui('11310104MA1070103H', '人力资源和社会保障局'),
  xuhui('11310104MA1070111C', '商务委员会'),
  xuhui('11310104MA107012X4', '科学技术委员会'),
  xuhui('11310104MA10701384', '生态环境局'),
  xuhui('11310104MA1070146Y', '应急管理局'),
  xuhui('11310104MA1070154R', '教育局'),
  { code: '11310104MA1070162L', name: '国家税务总局上海市徐汇区税务局' },
  xuhui('11310104MA1070170F', '金融服务办公室'),
  xuhui('11310104MA1070189C', '人民法院'),
]

const ofName = ({ name }: Authority): readonly AgencyKind[] => {
  const own = Object.entries(kindsOf).find(([end]) => name.endsWith(end))
  return own ? own[1] : agencyKindsOf(name)
}

/** As the directory tells them: by code. */
export const sampleDirectory: AgencyDirectory = {
  agencies: agencies
    .map((agency) => ({ agency, kinds: ofName(agency) }))
    .toSorted((a, b) => (a.agency.code < b.agency.code ? -1 : 1)),
  coordinator: developmentCommission,
}

const entered: PlainDate = plainDate('2026-01-05')

/** The directory of agencies (机关名录), and who coordinates. Grown again, it adds nothing. */
export async function growAgencies({ handler, newId }: Pick<System, 'handler' | 'newId'>): Promise<number> {
  const by = { agency: developmentCommission.code, officer: 'sample-keeper' }
  const context = sampleContext(newId, entered, by.officer, developmentCommission)
  const meta = { today: entered, agency: null } as const
  for (const { agency, kinds } of sampleDirectory.agencies) {
    const command = { type: 'EnterAgency', data: { agency, kinds, enteredBy: by }, ...meta } as const
    await handler.submit(agencyDecider, agencyStream(agency.code), command, context)
  }
  const data = { agency: developmentCommission, kinds: ofName(developmentCommission), designatedBy: by }
  await handler.submit(coordinatorDecider, coordinatorStream, { type: 'DesignateCoordinator', data, ...meta }, context)
  return agencies.length
}
