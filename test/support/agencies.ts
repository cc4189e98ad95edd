import type { AgencyCommand, DesignateCoordinator } from '../../domain/agencies/commands.ts'
import { agencyDecider, coordinatorDecider } from '../../domain/agencies/decider.ts'
import { composeUscc } from '../../domain/kernel/uscc.ts'
import { decisionsOf } from './decisions.ts'
import { today } from './given.ts'

export const given = decisionsOf(agencyDecider)
export const coordinating = decisionsOf(coordinatorDecider)

const by = { agency: 'x', officer: 'keeper' }
export const codeOf = (n: number): string => composeUscc('11', '310104', `MA1A${String(n).padStart(4, '0')}`)

type DataOf<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>['data']
const command = <T extends AgencyCommand['type']>(type: T, data: DataOf<T>): AgencyCommand =>
  ({ type, data, today, agency: null }) as unknown as AgencyCommand

export const finance = { code: codeOf(1), name: '上海市徐汇区财政局' }
export const development = { code: codeOf(2), name: '上海市徐汇区发展和改革委员会' }

export const enter = (over: Partial<DataOf<'EnterAgency'>> = {}) =>
  command('EnterAgency', { agency: finance, kinds: null, enteredBy: by, ...over })
export const change = (over: Partial<DataOf<'ChangeAgency'>> = {}) =>
  command('ChangeAgency', { agency: finance, kinds: ['TAX'], reason: '职能调整', changedBy: by, ...over })
export const remove = (over: Partial<DataOf<'RemoveAgency'>> = {}) =>
  command('RemoveAgency', { code: finance.code, coordinates: false, reason: '撤并', leftBy: by, ...over })
export const designate = (over: Partial<DesignateCoordinator['data']> = {}): DesignateCoordinator => ({
  ...{ type: 'DesignateCoordinator', today, agency: null },
  data: { agency: development, kinds: ['DEVELOPMENT_REFORM', 'CREDIT_OFFICE'], designatedBy: by, ...over },
})
