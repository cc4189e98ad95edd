import { describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { openEntries } from '../../../domain/lists/case/basis.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { entryOf, removalOf } from '../../../domain/lists/case/landing.ts'
import { command as wish, fileAfter, today } from '../../support/given.ts'
import { fileReport, register } from '../../support/wishes.ts'
import * as w from './case-world.ts'
import { decideExit, given, proposeExit, proposeRevocation, revokeExit, standing, step } from './case-world.ts'

/** A case listed in 2025 that left early in 2026, and what its file was told. */
function left() {
  const on = (date: string, more: w.World = {}) => ({ on: date, ...more })
  const named = w.name({}, on('2025-04-01'))
  const heard = [w.serve('2025-04-02', on('2025-04-02')), w.waive('2025-04-03', on('2025-04-03'))]
  const decided = [named, ...heard, w.propose({}, on('2025-05-06')), w.decide({}, on('2025-05-07'))]
  const entry = wish('EnterListing', entryOf(standing(...decided)))
  const listingId = standing(...decided).decision?.listingId ?? ''
  const { file } = fileAfter([...w.baseFile, entry])
  const landed = [...decided, step('RecordListingLanded', { listingId }, on('2025-05-07', { file }))]
  const exit = [proposeExit({}, on('2026-05-11', { file })), decideExit({}, on('2026-05-12', { file }))]
  const removal = wish('RemoveListing', removalOf(standing(...landed, ...exit)))
  const told: readonly EnterpriseCommand[] = [...w.baseFile, entry, removal]
  const after = fileAfter(told).file
  const steps = [...landed, ...exit, step('RecordRemovalLanded', { listingId }, on('2026-05-13', { file: after }))]
  return { steps, told, listingId, world: (date: string, more: w.World = {}) => on(date, { file: after, ...more }) }
}

describe('an exit that was obtained by fraud', () => {
  test('is cancelled by two persons, and the enterprise is listed again for a term that starts anew', () => {
    const { steps, told, listingId, world } = left()
    const proposed = [...steps, proposeRevocation({}, world('2026-09-01'))]
    given(...proposed)
      .when(revokeExit({ decidedBy: w.ann }, world('2026-09-02')))
      .then('LISTING_OWN_DECISION')
    given(...proposed)
      .when(w.returnRevocation(w.ann))
      .then('LISTING_OWN_DECISION')
    given(...proposed)
      .when(revokeExit({ decidedBy: w.stranger }, world('2026-09-02')))
      .then('LISTING_OTHER_AGENCY')
    const again = standing(...proposed, revokeExit({}, world('2026-09-02')))
    expect(again).toMatchObject({ stage: 'DECIDED', toLand: 'ENTRY', end: null, publishedOn: null, exitId: null })
    expect(again.decision).toMatchObject({ decidedOn: '2026-09-02', termUntil: '2029-09-02' })
    expect(again.decision?.listingId).not.toBe(listingId)
    const { file } = fileAfter([...told, wish('EnterListing', entryOf(again))])
    expect(openEntries(file, 'SERIOUS_VIOLATION', today)).toMatchObject([
      { listingId: again.decision?.listingId, enteredOn: '2026-09-02', decisionNumber: '（徐市监）严更〔2027〕第1号' },
    ])
  })

  test('may be left again only by the rules of an exit, counted from the new decision', () => {
    const { steps, told, world } = left()
    const revoked = [...steps, proposeRevocation({}, world('2026-09-01')), revokeExit({}, world('2026-09-02'))]
    const again = standing(...revoked)
    const { file } = fileAfter([...told, wish('EnterListing', entryOf(again))])
    const landing = step('RecordListingLanded', { listingId: again.decision?.listingId ?? '' }, { file })
    given(...revoked, landing)
      .when(proposeExit({ exitId: 'X2' }, { on: '2027-09-01', file }))
      .then('EARLY_EXIT_TOO_EARLY')
    given(...revoked, landing)
      .when(proposeExit({ exitId: 'X2' }, { on: '2027-09-02', file }))
      .then('EXIT_PROPOSED')
    given(...revoked, landing)
      .when(w.publish('2026-09-03'))
      .then('PUBLISHED')
  })

  test('is cancelled only while the ground of the entry still stands, once the file has the exit', () => {
    const { steps, told, world } = left()
    given(...steps.slice(0, -1))
      .when(proposeRevocation({}, world('2026-09-01')))
      .then('REVOCATION_BEFORE_REMOVAL')
    const { file } = fileAfter([...told, w.annul])
    given(...steps)
      .when(proposeRevocation({}, world('2026-09-01', { file })))
      .then('LISTING_PENALTY_UNKNOWN')
    given(...steps, proposeRevocation({}, world('2026-09-01')))
      .when(revokeExit({}, world('2026-09-02', { file })))
      .then('LISTING_PENALTY_UNKNOWN')
    given(...steps)
      .when(proposeRevocation({}, world('2026-09-01', { catalogue: w.withoutSerious })))
      .then('LIST_NOT_IN_FORCE')
    given(...steps)
      .when(proposeRevocation({ findings: ' ' }, world('2026-09-01')))
      .then('LISTING_REASON_MISSING')
  })

  test('that was a cure cannot be cancelled where the report was filed after all', () => {
    const register2020 = fileAfter([register()]).file
    const on = (date: string, file = register2020) => ({ on: date, file })
    const of = {
      listType: 'ABNORMAL_OPERATIONS',
      groundCode: 'AB1',
      groundText: '未报送',
      reportYear: 2024,
      penaltyIds: [],
    }
    const heard = [w.name(of, on('2025-07-01')), w.serve('2025-07-02', on('2025-07-02')), w.waive('2025-07-03')]
    const proposed = [...heard, w.propose({ weighed: [] }, on('2025-07-10'))]
    const decided = [...proposed, w.decide({}, on('2025-07-11'))]
    const entry = wish('EnterListing', entryOf(standing(...decided)))
    const listingId = standing(...decided).decision?.listingId ?? ''
    const filed = [register(), entry, fileReport(2024, '2025-08-01')]
    const cure = { ground: 'CURED' as const, reasonCode: '1', conditionsMet: [] }
    const ended: ListingCaseCommand[] = [
      ...decided,
      step('RecordListingLanded', { listingId }, on('2025-07-11', fileAfter([register(), entry]).file)),
      proposeExit(cure, on('2025-08-04', fileAfter(filed).file)),
      decideExit({}, on('2025-08-05', fileAfter(filed).file)),
    ]
    const removal = wish('RemoveListing', removalOf(standing(...ended)))
    const { file } = fileAfter([...filed, removal])
    const landed = [...ended, step('RecordRemovalLanded', { listingId }, on('2025-08-06', file))]
    given(...landed)
      .when(proposeRevocation({}, on('2025-09-01', file)))
      .then('LISTING_REPORT_FILED')
    const withoutReport = fileAfter([register(), entry, removal]).file // Struck out since: it was another's.
    given(...landed)
      .when(proposeRevocation({}, on('2025-09-01', withoutReport)))
      .then('REVOCATION_PROPOSED')
  })

  test('given back, leaves the exit as it was, and its id is used up', () => {
    const { steps, world } = left()
    const returned = [...steps, proposeRevocation({}, world('2026-09-01')), w.returnRevocation()]
    expect(standing(...returned)).toMatchObject({ stage: 'EARLY_EXIT', revocation: null })
    given(...returned)
      .when(proposeRevocation({ findings: '另有证据' }, world('2026-09-03')))
      .then('REVOCATION_ID_TAKEN')
    given(...returned)
      .when(proposeRevocation({ revocationId: 'R2' }, world('2026-09-03')))
      .then('REVOCATION_PROPOSED')
    given(...returned, proposeRevocation({ revocationId: 'R2' }, world('2026-09-03')))
      .when(revokeExit({}, world('2026-09-04')))
      .then('REVOCATION_OTHER')
  })
})
