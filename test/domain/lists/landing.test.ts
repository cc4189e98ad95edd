import { describe, expect, test } from 'vitest'
import { type EnterpriseFile, fileOf } from '../../../domain/enterprise/file.ts'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { command as wish, fileAfter } from '../../support/given.ts'
import { register, strikeMirrored } from '../../support/wishes.ts'
import * as w from './case-world.ts'
import {
  decide,
  decided,
  decideExit,
  given,
  name,
  propose,
  proposeExit,
  serve,
  standing,
  step,
  waive,
} from './case-world.ts'

describe('what its file would refuse', () => {
  test('is not decided, and may be given back or dropped', () => {
    const lost = { listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', groundText: '无法联系', penaltyIds: [] }
    const before = [name(lost), serve(), waive(), propose()]
    given(...before)
      .when(on(decide(), fileOf([])))
      .then('FILE_NOT_OPEN')
    given(...before)
      .when(w.giveBack())
      .then('WAIVED')
    given(...before)
      .when(w.drop())
      .then('DROPPED')
  })

  test('is not taken over, either, and may be dropped', () => {
    given()
      .when(w.takeOver({ penaltyIds: ['typo'] }))
      .then('LISTING_PENALTY_UNKNOWN')
    const taken = w.takeOver()
    given(taken)
      .when(on(w.confirm(), fileOf([])))
      .then('FILE_NOT_OPEN')
    given(taken).when(w.drop()).then('DROPPED')
  })

  test('is no exit that another has told the file of, or of an entry that was struck out', () => {
    const { facts } = fileAfter([...w.baseFile, wish('EnterListing', w.entry())])
    const entry = facts.find(({ type }) => type === 'ListingEntered')
    const struck = fileAfter([...w.baseFile, wish('EnterListing', w.entry()), strikeMirrored(entry?.id ?? '')]).file
    const ended = [...w.listed, proposeExit({ ground: 'CANCELLED_AS_WRONG' }), on(decideExit(), struck)]
    expect(standing(...ended)).toMatchObject({ stage: 'CANCELLED_AS_WRONG', toLand: 'REMOVAL' })
    expect(standing(...ended, removalLanded(struck)).toLand).toBeNull()
  })
})

const on = (one: ListingCaseCommand, file: EnterpriseFile) =>
  ({ ...one, world: { ...one.world, file } }) as ListingCaseCommand
const removalLanded = (file: EnterpriseFile) =>
  step('RecordRemovalLanded', { listingId: w.listingId }, { file, on: '2027-04-08' })

describe('a decided entry that its file does not take', () => {
  const cancelling = [...decided, proposeExit({ ground: 'CANCELLED_AS_WRONG' }, { on: '2026-04-05' })]
  const never = fileAfter([register()]).file

  test('may be cancelled as wrong by two, and by no other ground', () => {
    given(...decided)
      .when(proposeExit({ ground: 'CURED' }))
      .then('EXIT_PROPOSAL_OUT_OF_ORDER')
    given(...cancelling)
      .when(decideExit({ decidedBy: w.ann }))
      .then('LISTING_OWN_DECISION')
    given(...cancelling)
      .when(on(decideExit(), never))
      .then('CANCELLED_AS_WRONG')
  })

  test('has then nothing to be removed', () => {
    expect(standing(...cancelling, on(decideExit(), never), removalLanded(never)).toLand).toBeNull()
  })

  test('is where it was when its cancelling is refused', () => {
    expect(standing(...cancelling, w.refuseExit())).toMatchObject({ stage: 'DECIDED', toLand: 'ENTRY' })
  })

  test('is cancelled in the file, too, where the file took it in the meantime', () => {
    const known = standing(...cancelling, w.land())
    expect(known).toMatchObject({ stage: 'EXIT_PROPOSED', toLand: null })
    given(...cancelling, w.land(), decideExit())
      .when(removalLanded(w.landedFile(...decided)))
      .then('LISTING_NOT_IN_FILE')
  })
})
