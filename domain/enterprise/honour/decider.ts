import { refuse } from '../../refusals.ts'
import { found, requireOrder } from '../command.ts'
import { type EnterpriseFile, factsOf } from '../file.ts'
import type { HonourCommand } from './commands.ts'
import type { HonourEvent } from './events.ts'
import { type HonourRecord, honourRecord } from './record.ts'

const recordIn = (file: EnterpriseFile, honourId: string): HonourRecord | undefined =>
  honourRecord(factsOf<HonourEvent>(file, 'HONOUR', honourId))

/** The rules of the honour section (荣誉信息, 守信激励). */
export function decideHonour(command: HonourCommand, file: EnterpriseFile): readonly HonourEvent[] {
  switch (command.type) {
    case 'AwardHonour': {
      const { honourId, title, awardedOn, validUntil } = command.data
      const standing = recordIn(file, honourId)
      if (standing?.title === title && standing.awardedOn === awardedOn) return []
      if (standing) throw refuse('RECORD_ID_TAKEN', { honourId })
      requireOrder('授予日期', awardedOn, '有效期至', validUntil)
      return [{ type: 'HonourAwarded', data: command.data }]
    }
    case 'WithdrawHonour': {
      const { honourId, withdrawnOn } = command.data
      const honour = found(recordIn(file, honourId), 'HONOUR_UNKNOWN')
      if (honour.withdrawnOn === withdrawnOn) return []
      if (honour.withdrawnOn !== null) throw refuse('HONOUR_WITHDRAWN', { withdrawnOn: honour.withdrawnOn })
      requireOrder('授予日期', honour.awardedOn, '撤销日期', withdrawnOn)
      return [{ type: 'HonourWithdrawn', data: command.data }]
    }
  }
}
