import { describe, expect, test } from 'vitest'
import type { ListingCaseCommand } from '../../../domain/lists/case/commands.ts'
import { entryOf, removalOf } from '../../../domain/lists/case/landing.ts'
import { type CaseStage, caseStages, stepsFrom } from '../../../domain/lists/case/stages.ts'
import { command as wish, fileAfter } from '../../support/given.ts'
import { penaltyIdOf } from '../../../domain/enterprise/penalty/commands.ts'
import { fen } from '../../../domain/kernel/fen.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import { agency, impose, penaltyId, strike } from '../../support/wishes.ts'
import * as w from './case-world.ts'
import {
  accept,
  applyForExit,
  decide,
  decided,
  decideExit,
  drop,
  endTerm,
  fall,
  giveBack,
  given,
} from './case-world.ts'
import { hear, land, lapse, listed, listingId, name, outcome, propose, proposeExit, publish } from './case-world.ts'
import { refuseExit, serve, standing, state, step, waive } from './case-world.ts'

const exiting = [...listed, publish(), applyForExit(), accept(), proposeExit()]
const cancelling = [...listed, proposeExit({ ground: 'CANCELLED_AS_WRONG' }, { on: '2026-04-05' })]
/** Abnormal operations end by cure. */
const lost = (): readonly ListingCaseCommand[] => {
  const before = [
    name({ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', groundText: '无法联系', penaltyIds: [] }),
    ...[serve(), waive(), propose({ weighed: [] }), decide()],
  ]
  const file = w.landedFile(...before)
  const entry = step('RecordListingLanded', { listingId: standing(...before).decision?.listingId ?? '' }, { file })
  return [...before, entry]
}
const curing = () => [...lost(), proposeExit({ ground: 'CURED', reasonCode: '5' })]

const withOther = (...more: Parameters<typeof fileAfter>[0]) => ({ file: fileAfter([...w.baseFile, ...more]).file })

function landRemoval(): ListingCaseCommand {
  const fallen = standing(...listed, publish(), fall())
  const removed = wish('RemoveListing', { ...removalOf(fallen) })
  return step('RecordRemovalLanded', { listingId }, withOther(wish('EnterListing', w.entry()), removed))
}

/** No list in the catalogue that ships has a hearing. */
const hearings = { catalogue: w.withHearings }
const heardInPerson = [name({}, hearings), serve('2026-03-03', hearings), state(true, '2026-03-05', hearings), hear()]

/** A way to each stage. */
const waysTo: Readonly<Record<CaseStage, readonly ListingCaseCommand[]>> = {
  CANDIDATE: [name()],
  TAKEN_OVER: [w.takeOver()],
  NOTIFIED: [name(), serve()],
  STATED: [name(), serve(), state()],
  WAIVED: [name(), serve(), waive()],
  ELAPSED: [name(), serve(), lapse()],
  HEARD: heardInPerson,
  PROPOSED: [name(), serve(), waive(), propose()],
  DECIDED: decided,
  LISTED: listed,
  PUBLISHED: [...listed, publish()],
  EXIT_APPLIED: [...listed, publish(), applyForExit()],
  EXIT_ACCEPTED: [...listed, publish(), applyForExit(), accept()],
  EXIT_PROPOSED: exiting,
  CURED: [...curing(), decideExit()],
  EARLY_EXIT: [...exiting, decideExit()],
  TERM_ENDED: [...listed, endTerm()],
  CANCELLED_AS_WRONG: [...cancelling, decideExit()],
  FALLEN: [...listed, publish(), fall()],
  REVOCATION_PROPOSED: [...exiting, decideExit(), landRemoval(), w.proposeRevocation()],
  DROPPED: [name(), drop()],
}

/** Every step, said anew so that none is a repetition, and the code with which it is refused out of its order. */
const steps: Readonly<Record<string, readonly [ListingCaseCommand, string]>> = {
  takeover: [w.confirm(), 'TAKEOVER_OUT_OF_ORDER'],
  notice: [serve('2026-03-04'), 'NOTICE_OUT_OF_ORDER'],
  statement: [state(false, '2026-03-06'), 'STATEMENT_OUT_OF_ORDER'],
  waiver: [waive('2026-03-06'), 'WAIVER_OUT_OF_ORDER'],
  lapse: [lapse('2026-03-12'), 'LAPSE_OUT_OF_ORDER'],
  hearing: [hear('2026-03-21'), 'HEARING_OUT_OF_ORDER'],
  proposal: [propose({ decisionId: 'D2' }), 'PROPOSAL_OUT_OF_ORDER'],
  return: [giveBack(), 'RETURN_OUT_OF_ORDER'],
  decision: [decide({ decisionNumber: '另号' }), 'DECISION_OUT_OF_ORDER'],
  drop: [{ ...drop(), data: { reason: '另因', droppedBy: w.ben } } as ListingCaseCommand, 'DROP_OUT_OF_ORDER'],
  landing: [land(), 'LANDING_OUT_OF_ORDER'],
  publication: [publish('2026-04-03'), 'PUBLICATION_OUT_OF_ORDER'],
  application: [applyForExit({ exitId: 'X2' }), 'EXIT_APPLICATION_OUT_OF_ORDER'],
  acceptance: [accept(), 'EXIT_ACCEPTANCE_OUT_OF_ORDER'],
  exit: [proposeExit({ ground: 'CANCELLED_AS_WRONG', findings: '列错' }), 'EXIT_PROPOSAL_OUT_OF_ORDER'],
  exitRefusal: [refuseExit(), 'EXIT_REFUSAL_OUT_OF_ORDER'],
  exitDecision: [decideExit({ decisionNumber: '另号' }), 'EXIT_DECISION_OUT_OF_ORDER'],
  termEnd: [endTerm(), 'TERM_END_OUT_OF_ORDER'],
  fall: [fall(), 'FALL_OUT_OF_ORDER'],
  removal: [landRemoval(), 'REMOVAL_LANDING_OUT_OF_ORDER'],
  revocation: [w.proposeRevocation({ revocationId: 'R2' }), 'REVOCATION_PROPOSAL_OUT_OF_ORDER'],
  revocationReturn: [w.returnRevocation(), 'REVOCATION_RETURN_OUT_OF_ORDER'],
  revoked: [w.revokeExit(), 'REVOCATION_OUT_OF_ORDER'],
}

/** What begins a case, said anew. */
const openings = [name({ groundText: '另一事由' }), w.takeOver({ groundText: '另一事由' })]

/** What may follow what, and the stage to which it leads: everything else is refused. */
const mayFollow: Readonly<Record<CaseStage, Readonly<Record<string, string>>>> = {
  CANDIDATE: { notice: 'NOTIFIED', drop: 'DROPPED' },
  TAKEN_OVER: { takeover: 'DECIDED', drop: 'DROPPED' },
  NOTIFIED: { statement: 'STATED', waiver: 'WAIVED', lapse: 'ELAPSED', drop: 'DROPPED' },
  STATED: { hearing: 'HEARING_NOT_ASKED', proposal: 'PROPOSED', drop: 'DROPPED' },
  WAIVED: { proposal: 'PROPOSED', drop: 'DROPPED' },
  ELAPSED: { proposal: 'PROPOSED', drop: 'DROPPED' },
  HEARD: { proposal: 'PROPOSED', drop: 'DROPPED' },
  PROPOSED: { return: 'WAIVED', decision: 'DECIDED', drop: 'DROPPED' },
  DECIDED: { landing: 'LISTED', exit: 'EXIT_PROPOSED', fall: 'FALLEN' },
  LISTED: {
    ...{ publication: 'PUBLISHED', application: 'EXIT_APPLIED', exit: 'EXIT_PROPOSED' },
    ...{ termEnd: 'TERM_ENDED', fall: 'FALLEN' },
  },
  PUBLISHED: { application: 'EXIT_APPLIED', exit: 'EXIT_PROPOSED', termEnd: 'TERM_ENDED', fall: 'FALLEN' },
  EXIT_APPLIED: { acceptance: 'EXIT_ACCEPTED', exitRefusal: 'PUBLISHED', termEnd: 'TERM_ENDED', fall: 'FALLEN' },
  EXIT_ACCEPTED: { exit: 'EXIT_PROPOSED', exitRefusal: 'PUBLISHED', termEnd: 'TERM_ENDED', fall: 'FALLEN' },
  EXIT_PROPOSED: { exitDecision: 'EARLY_EXIT', exitRefusal: 'PUBLISHED', termEnd: 'TERM_ENDED', fall: 'FALLEN' },
  CURED: { removal: 'LISTING_NOT_IN_FILE', revocation: 'REVOCATION_BEFORE_REMOVAL' },
  EARLY_EXIT: { removal: 'EARLY_EXIT', revocation: 'REVOCATION_BEFORE_REMOVAL' },
  TERM_ENDED: { removal: 'TERM_ENDED' },
  CANCELLED_AS_WRONG: { removal: 'CANCELLED_AS_WRONG' },
  FALLEN: { removal: 'FALLEN' },
  REVOCATION_PROPOSED: { revocationReturn: 'EARLY_EXIT', revoked: 'DECIDED' },
  DROPPED: {},
}

/** A step taken already, and said as it was, is a repetition: it neither moves the case nor is refused. */
const taken: Partial<Record<CaseStage, readonly string[]>> = {
  LISTED: ['landing'],
  PUBLISHED: ['landing'],
  EXIT_APPLIED: ['landing'],
  EXIT_ACCEPTED: ['landing', 'acceptance'],
  EXIT_PROPOSED: ['landing', 'acceptance'],
  EARLY_EXIT: ['landing', 'acceptance'],
  TERM_ENDED: ['landing', 'termEnd'],
  CANCELLED_AS_WRONG: ['landing'],
  FALLEN: ['landing', 'fall'],
  REVOCATION_PROPOSED: ['landing', 'acceptance', 'removal'],
  ELAPSED: ['lapse'],
}

describe('the order of a listing', () => {
  test.each(caseStages)(
    'from %s only what may follow is taken, and everything else is refused with its own code',
    (from) => {
      const known = standing(...waysTo[from])
      expect(known.stage).toBe(from)
      const expected = Object.entries(steps).map(([name, [, code]]) => [
        name,
        taken[from]?.includes(name) ? 'NOTHING' : (mayFollow[from][name] ?? code),
      ])
      const walk = Object.entries(steps).map(([name, [one]]) => [name, outcome(known, one)])
      expect(walk).toEqual(expected)
      for (const one of openings) expect(outcome(known, one)).toBe('LISTING_CASE_TAKEN')
    },
  )

  test('begins with a candidate, or with an entry of the past, and with nothing else', () => {
    expect(openings.map((one) => outcome(undefined, one))).toEqual(['CANDIDATE', 'TAKEN_OVER'])
    for (const [one] of Object.values(steps)) expect(outcome(undefined, one)).toBe('LISTING_CASE_UNKNOWN')
  })

  test('has every step of a case in this walk', () => {
    const walked = [...openings, ...Object.values(steps).map(([one]) => one)].map(({ type }) => type)
    expect(walked.sort()).toEqual([...Object.keys(stepsFrom), 'NameCandidate', 'TakeOverListing'].sort())
  })

  test('has a code of its own for every step', () => {
    const codes = Object.values(steps).map(([, code]) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })
})

describe('every step', () => {
  test('adds nothing when it is sent again, at once or long after', () => {
    for (const way of Object.values(waysTo)) {
      const known = standing(...way)
      for (const one of way) expect([one.type, outcome(known, one)]).toEqual([one.type, 'NOTHING'])
    }
  })

  test('is for officers of the deciding agency', () => {
    given(name(), serve(), waive())
      .when(propose({ proposedBy: w.stranger }))
      .then('LISTING_OTHER_AGENCY')
    expect(() => standing(name(), serve('2026-03-03', { agency: w.stranger.agency }))).toThrow('本机关')
  })
})

describe('a natural person’s number', () => {
  const number = '11010519491231002X'
  const refused = 'IDENTITY_NUMBER_IN_CLEAR'

  test('is written into no event of a case, whoever stated or noted it', () => {
    given()
      .when(name({ groundText: `负责人${number}无法联系` }))
      .then(refused)
    given()
      .when(w.takeOver({ groundText: `负责人${number}无法联系` }))
      .then(refused)
    const said = { receivedOn: w.dayOf('2026-03-05'), asksHearing: false, receivedBy: w.ann }
    given(name(), serve())
      .when(step('RecordListingStatement', { ...said, statement: `本人 ${number}，已经召回` }, { on: '2026-03-05' }))
      .then(refused)
    given(name(), serve(), waive())
      .when(propose({ reasons: `责任人员${number}` }))
      .then(refused)
    given(name())
      .when(step('DropCandidate', { reason: number, droppedBy: w.ann }, { on: '2026-03-30' }))
      .then(refused)
    given(...listed)
      .when(applyForExit({ statement: number }))
      .then(refused)
    given(...listed)
      .when(proposeExit({ findings: `${number}到场` }))
      .then(refused)
  })
})

describe('a decision', () => {
  test('is made by another person than the one who proposed it, entry and exit alike', () => {
    given(...decided.slice(0, 4))
      .when(decide({ decidedBy: w.ann }))
      .then('LISTING_OWN_DECISION')
    given(...exiting)
      .when(decideExit({ decidedBy: w.ann }))
      .then('LISTING_OWN_DECISION')
    given(...decided.slice(0, 4))
      .when(giveBack(w.ann))
      .then('LISTING_OWN_DECISION')
  })

  test('is about the proposal that was read, and has a number', () => {
    const again = [name(), serve(), waive(), propose(), giveBack(), propose({ decisionId: 'D2' })]
    given(...again)
      .when(decide())
      .then('PROPOSAL_OTHER')
    given(...again)
      .when(decide({ decisionId: 'D2' }))
      .then('DECIDED')
    given(...decided.slice(0, 4))
      .when(decide({ decisionNumber: ' ' }))
      .then('DECISION_NUMBER_MISSING')
  })

  test('answers what the enterprise said, and weighs what the list has to weigh', () => {
    const stated = [name(), serve(), state()]
    given(...stated)
      .when(propose({ statementView: ' ' }))
      .then('STATEMENT_VIEW_MISSING')
    given(...stated)
      .when(propose({ weighed: w.weighed.slice(1) }))
      .then('WEIGHING_MISSING')
    given(...stated)
      .when(propose({ reasons: '' }))
      .then('LISTING_REASON_MISSING')
  })

  test('has the term of the list, or of a longer ban, and no other', () => {
    const until = (banUntil: string | null) =>
      standing(name(), serve(), waive(), propose({ banUntil: banUntil === null ? null : w.dayOf(banUntil) }), decide())
        .decision?.termUntil
    expect(until(null)).toBe('2029-03-30')
    expect(until('2031-01-01')).toBe('2031-01-01')
    expect(until('2028-01-01')).toBe('2029-03-30')
    given(name(), serve(), waive())
      .when(propose({ months: 24 }))
      .then('TERM_NOT_FREE')
  })

  test('rests on a ground that still stands on its day', () => {
    given(...decided.slice(0, 4))
      .when(decide({}, w.annulled))
      .then('LISTING_PENALTY_UNKNOWN')
  })

  test('is landed only when the file has it', () => {
    given(...decided)
      .when(land({ file: fileAfter(w.baseFile).file }))
      .then('LISTING_NOT_IN_FILE')
  })
})

describe('nobody is listed unheard', () => {
  test('the time for a statement ends after five working days, and not before', () => {
    const holiday = [name({}, { on: '2026-02-12' }), serve('2026-02-13')]
    given(...holiday)
      .when(lapse('2026-02-27'))
      .then('NOTICE_TERM_RUNNING')
    given(...holiday)
      .when(lapse('2026-02-28'))
      .then('ELAPSED')
    expect(standing(name(), serve()).notice?.statementUntil).toBe('2026-03-10')
    given(name(), serve()).when(lapse('2026-03-10')).then('NOTICE_TERM_RUNNING')
    given(name(), serve()).when(lapse('2026-03-11')).then('ELAPSED')
  })

  test('it never ends on a provisional day', () => {
    const late = [name({}, { on: '2026-12-29' }), serve('2026-12-29')]
    given(...late)
      .when(lapse('2027-02-01'))
      .then('NOTICE_TERM_PROVISIONAL')
    const known = { 2026: { off: [], work: [] }, 2027: { off: [], work: [] } }
    given(...late)
      .when(lapse('2027-02-01', { calendar: known }))
      .then('ELAPSED')
  })

  test('the time that a notice promised is not shortened by a later edition, nor by a later calendar', () => {
    const withDays = (days: number) =>
      w.edition(shippedLists.lists.map((list) => (list.notice ? { ...list, notice: { ...list.notice, days } } : list)))
    const told = [name(), serve('2026-03-03', { catalogue: withDays(10) })]
    expect(standing(...told).notice?.statementUntil).toBe('2026-03-17')
    const shorter = { catalogue: withDays(5) }
    given(...told)
      .when(lapse('2026-03-11', shorter))
      .then('NOTICE_TERM_RUNNING')
    given(...told)
      .when(lapse('2026-03-18', shorter))
      .then('ELAPSED')
    const moreWork = {
      calendar: { ...officialCalendar, 2026: { off: [], work: [w.dayOf('2026-03-07'), w.dayOf('2026-03-08')] } },
    }
    given(name(), serve()).when(lapse('2026-03-10', moreWork)).then('NOTICE_TERM_RUNNING')
  })

  test('of an older notice is counted by the edition of the day of its service', () => {
    const known = standing(name(), serve())
    const older = { ...known, notice: known.notice && { ...known.notice, term: null } }
    const longer = w.editions(
      '2026-03-10',
      shippedLists.lists,
      shippedLists.lists.map((list) => (list.notice ? { ...list, notice: { ...list.notice, days: 30 } } : list)),
    )
    expect(outcome(older, lapse('2026-03-11', { catalogue: longer }))).toBe('ELAPSED')
  })

  test('what is served has a number, a day that is past, and a way that the list allows', () => {
    given(name())
      .when(serve('2026-03-03', { on: '2026-03-02' }))
      .then('LISTING_DAY_IN_FUTURE')
    given(name())
      .when(serve('2026-03-01', { on: '2026-03-02' }))
      .then('LISTING_DAYS_OUT_OF_ORDER')
  })

  test('a hearing is held where it was asked for and the list has one, before anybody proposes', () => {
    given(name(), serve()).when(state(true)).then('HEARING_NOT_PROVIDED')
    const world = { catalogue: w.withHearings }
    const asked = [name({}, world), serve('2026-03-03', world), state(true, '2026-03-05', world)]
    given(...asked)
      .when(propose({}, world))
      .then('HEARING_OWED')
    given(...asked, hear('2026-03-20', world))
      .when(propose({}, world))
      .then('PROPOSED')
    given(...asked, hear('2026-03-20', world))
      .when(propose({ statementView: null }, world))
      .then('STATEMENT_VIEW_MISSING')
  })
})

describe('the end of a listing', () => {
  test('by early exit: after a year, on every condition, and not after a further heavier penalty', () => {
    const accepted = [...listed, publish(), applyForExit(), accept()]
    const soon = { on: '2027-03-29' }
    given(...accepted)
      .when(proposeExit({}, soon))
      .then('EARLY_EXIT_TOO_EARLY')
    given(...accepted)
      .when(proposeExit({}, { on: '2027-03-30' }))
      .then('EXIT_PROPOSED')
    given(...accepted)
      .when(proposeExit({ conditionsMet: ['PERFORMED'] }))
      .then('EARLY_EXIT_CONDITION')
    given(...accepted)
      .when(proposeExit({}, { file: w.furtherFile }))
      .then('EARLY_EXIT_FURTHER_PENALTY')
  })

  test('by early exit: not while a statutory ban runs', () => {
    const banned = [name(), serve(), waive(), propose({ banUntil: w.dayOf('2031-01-01') }), decide()]
    const at = step('RecordListingLanded', { listingId }, { file: w.landedFile(...banned) })
    given(...banned, at, applyForExit(), accept())
      .when(proposeExit())
      .then('EARLY_EXIT_BAN_RUNNING')
  })

  test('by time: on the day after the last, and never where there is no term', () => {
    given(...listed)
      .when(endTerm('2029-03-30'))
      .then('TERM_RUNNING')
    given(...lost())
      .when(endTerm('2036-01-01'))
      .then('TERM_NONE')
  })

  test('with its basis: only when nothing of it is left', () => {
    given(...listed)
      .when(fall({ file: w.landedFile(...decided) }))
      .then('BASIS_STANDS')
    expect(standing(...waysTo.FALLEN).end).toMatchObject({ ground: 'BASIS_ANNULLED', on: '2026-05-08' })
  })

  test('with its basis: also when all of it was struck out, on the day of the strike, in the file or before it', () => {
    const fallen = (...steps: readonly ListingCaseCommand[]) =>
      standing(...steps, fall({ file: fileAfter([...w.baseFile, strike('e1')]).file }))
    expect(fallen(...listed).end).toMatchObject({ ground: 'BASIS_ANNULLED', on: '2026-11-20' })
    expect(fallen(...decided)).toMatchObject({ stage: 'FALLEN', toLand: null })
    const early = { ...strike('e1'), data: { ...strike('e1').data, voidedOn: w.dayOf('2026-03-12') } } as typeof w.annul
    const gone = { file: fileAfter([...w.baseFile, early]).file }
    expect(standing(...listed, fall(gone)).end?.on).toBe('2026-03-30')
    const other = impose({ kinds: ['ORDER_CLOSURE'], fine: fen(0) }, '沪市监徐处〔2025〕9号')
    const two = name({ penaltyIds: [penaltyId, penaltyIdOf(agency.code, '沪市监徐处〔2025〕9号')] }, withOther(other))
    const rest = [serve(), waive(), propose(), decide({}, withOther(other))]
    given(two, ...rest)
      .when(fall(withOther(other, strike('e1'))))
      .then('BASIS_STANDS')
    given(two, ...rest)
      .when(fall(withOther(other, strike('e1'), strike('e2', 'k3'))))
      .then('FALLEN')
  })

  test('by cure: for a reason that cures its own ground', () => {
    given(...lost())
      .when(proposeExit({ ground: 'CURED', reasonCode: '1' }))
      .then('EXIT_REASON_NOT_FOR_GROUND')
    given(...lost())
      .when(proposeExit({ ground: 'CURED', reasonCode: '4' }))
      .then('EXIT_PROPOSED')
    given(...lost())
      .when(proposeExit({ ground: 'EARLY_EXIT' }))
      .then('EXIT_GROUND_NOT_FOR_LIST')
  })

  test('is told to the file once, with its ground and number', () => {
    const ended = standing(...waysTo.EARLY_EXIT)
    expect(ended.toLand).toBe('REMOVAL')
    expect(removalOf(ended)).toMatchObject({
      ...{ listingId, ground: 'EARLY_EXIT', removedOn: '2027-04-07', decisionNumber: '（徐市监）严出〔2027〕第1号' },
    })
    expect(standing(...waysTo.FALLEN, landRemoval()).toLand).toBeNull()
    given(...waysTo.FALLEN, landRemoval())
      .when(landRemoval())
      .then('NOTHING')
  })
})

describe('an entry of the past', () => {
  const opened = '2026-01-01' // The file of these tests was opened then.

  test('is taken over by one person and confirmed by another, and has its own number, day, and term', () => {
    given(w.takeOver()).when(w.confirm(w.ann)).then('LISTING_OWN_DECISION')
    given(w.takeOver())
      .when(w.confirm({ agency: w.stranger.agency, officer: 'ben' }))
      .then('LISTING_OTHER_AGENCY')
    const known = standing(w.takeOver(), w.confirm())
    expect(known).toMatchObject({ stage: 'DECIDED', toLand: 'ENTRY' })
    expect(entryOf(known)).toMatchObject({
      ...{ enteredOn: '2019-05-06', decisionNumber: '（徐市监）异入〔2019〕第7号', termUntil: null, groundCode: 'AB4' },
    })
  })

  test('lands and ends as any other, and the file may have it already', () => {
    const file = w.landedFile(w.takeOver(), w.confirm())
    const landed = step('RecordListingLanded', { listingId: w.takenListingId }, { file })
    given(w.takeOver({}, { file }), w.confirm(), landed)
      .when(proposeExit({ ground: 'CURED', reasonCode: '5' }))
      .then('EXIT_PROPOSED')
    given()
      .when(w.takeOver({ enteredOn: w.dayOf('2019-05-07') }, { file }))
      .then('TAKEOVER_DIFFERS')
  })

  test('is none that was decided after the file was opened: that has to be heard first', () => {
    given()
      .when(w.takeOver({ enteredOn: w.dayOf(opened) }))
      .then('TAKEOVER_NOT_PAST')
    given()
      .when(w.takeOver({ enteredOn: w.dayOf('2025-12-31') }))
      .then('TAKEN_OVER')
  })

  test('stands by the law of its day: repealed grounds are replayed, and other authorities’ lists are not', () => {
    const serious = { listType: 'SERIOUS_VIOLATION', penaltyIds: [penaltyId] }
    given()
      .when(w.takeOver({ ...serious, groundCode: 'SV5', enteredOn: w.dayOf('2021-10-08') }))
      .then('TAKEN_OVER')
    expect(
      standing(w.takeOver({ ...serious, groundCode: 'SV5', enteredOn: w.dayOf('2021-10-08') })).past?.termUntil,
    ).toBe('2024-10-08')
    given()
      .when(w.takeOver({ listType: 'JUDGMENT_DEFAULTER', groundCode: 'JD1' }))
      .then('LIST_MIRRORED')
    given()
      .when(w.takeOver({ groundCode: 'SV5' }))
      .then('LISTING_GROUND_UNKNOWN')
    given()
      .when(w.takeOver({ decisionNumber: ' ' }))
      .then('DECISION_NUMBER_MISSING')
    given()
      .when(w.takeOver({ enteredOn: w.dayOf('2026-03-03') }))
      .then('LISTING_DAY_IN_FUTURE')
  })

  test('says what its list asks of an entry, and nothing that it does not know', () => {
    const past = (changes: Parameters<typeof w.takeOver>[0], code: string) =>
      given().when(w.takeOver(changes)).then(code)
    past({ groundCode: 'AB1' }, 'LISTING_REPORT_YEAR_MISSING')
    past({ groundCode: 'AB1', reportYear: 2018 }, 'LISTING_REPORT_YEAR_NOT_OWED')
    past({ groundCode: 'AB1', reportYear: 2020, enteredOn: w.dayOf('2021-07-05') }, 'TAKEN_OVER')
    past({ groundCode: 'AB1', reportYear: 2021, enteredOn: w.dayOf('2021-07-05') }, 'LISTING_REPORT_NOT_DUE')
    past({ reportYear: 2018 }, 'LISTING_REPORT_YEAR_UNASKED')
    past({ penaltyIds: ['typo'] }, 'LISTING_PENALTY_UNKNOWN')
    past({ termUntil: w.dayOf('2199-01-01') }, 'TAKEOVER_TERM_NOT_ALLOWED')
    const serious = { listType: 'SERIOUS_VIOLATION', groundCode: 'SV5', enteredOn: w.dayOf('2025-03-10') }
    past(serious, 'LISTING_PENALTY_MISSING')
    past({ ...serious, penaltyIds: ['typo'] }, 'LISTING_PENALTY_UNKNOWN')
    past({ ...serious, penaltyIds: [penaltyId] }, 'TAKEN_OVER')
    given()
      .when(w.takeOver({ ...serious, penaltyIds: [w.othersPenaltyId] }, { file: w.othersFile }))
      .then('LISTING_PENALTY_OTHERS')
    const old = { listType: 'SERIOUS_VIOLATION', groundCode: 'OLD9', enteredOn: w.dayOf('2020-08-02') }
    past({ ...old, termUntil: w.dayOf('2025-08-03') }, 'TAKEOVER_TERM_NOT_ALLOWED')
    past({ ...old, termUntil: w.dayOf('2025-08-02') }, 'TAKEN_OVER')
    const procurement = { ...{ listType: 'GOVERNMENT_PROCUREMENT', groundCode: 'GP', authorityKind: 'FINANCE' } }
    const decidedFor = (termUntil: string | null) => ({
      ...{ ...procurement, penaltyIds: [penaltyId], enteredOn: w.dayOf('2025-03-10') },
      termUntil: termUntil === null ? null : w.dayOf(termUntil),
    })
    past(decidedFor(null), 'TAKEOVER_TERM_MISSING')
    past(decidedFor('2028-03-11'), 'TAKEOVER_TERM_NOT_ALLOWED')
    past(decidedFor('2028-03-09'), 'TAKEN_OVER')
  })

  test('taken over again is the same, and another under its id is refused', () => {
    given(w.takeOver()).when(w.takeOver()).then('NOTHING')
    given(w.takeOver())
      .when(w.takeOver({ groundText: '另一事由' }))
      .then('LISTING_CASE_TAKEN')
  })

  test('named or taken over again after the enterprise changed its name is the same', () => {
    given(name())
      .when(name({ subjectName: '新名称有限公司' }))
      .then('NOTHING')
    given(w.takeOver())
      .when(w.takeOver({ subjectName: '新名称有限公司' }))
      .then('NOTHING')
  })
})

describe('a serious listing', () => {
  test('needs a heavier penalty of the deciding agency in the file', () => {
    given()
      .when(name({ penaltyIds: [] }))
      .then('LISTING_PENALTY_MISSING')
    given()
      .when(name({ penaltyIds: ['unknown'] }))
      .then('LISTING_PENALTY_UNKNOWN')
    given().when(name({}, w.annulled)).then('LISTING_PENALTY_UNKNOWN')
    given()
      .when(name({}, { file: w.finedFile }))
      .then('LISTING_PENALTY_NOT_HEAVIER')
    given()
      .when(name({ penaltyIds: [w.othersPenaltyId] }, { file: w.othersFile }))
      .then('LISTING_PENALTY_OTHERS')
  })

  test('may rest on a fine whose benchmark says that it is of the heavier grade', () => {
    const heavierFines = [{ penaltyId, benchmark: '裁量基准第三条：从重' }]
    given()
      .when(name({ heavierFines }, { file: w.finedFile }))
      .then('CANDIDATE')
    given()
      .when(name({ heavierFines: [{ penaltyId, benchmark: ' ' }] }, { file: w.finedFile }))
      .then('LISTING_PENALTY_NOT_HEAVIER')
  })
})

describe('a list', () => {
  test('that is only mirrored, or another authority’s, is nobody’s to decide here', () => {
    given()
      .when(name({ listType: 'JUDGMENT_DEFAULTER', groundCode: 'JD1' }))
      .then('LIST_MIRRORED')
    given()
      .when(name({ listType: 'WAGE_ARREARS', groundCode: 'WA1' }))
      .then('LIST_AUTHORITY_NOT_COMPETENT')
    expect(() => standing(name({ listType: 'WAGE_ARREARS', groundCode: 'WA1' }))).toThrow('认定机关为人力资源社会保障')
  })

  test('that is not in force on the day is refused, at the naming and again at the decision', () => {
    given()
      .when(name({ listType: 'PILLORY' }))
      .then('LIST_NOT_IN_FORCE')
    given()
      .when(name({}, { on: '2016-01-01' }))
      .then('LIST_NOT_IN_FORCE')
    given(...decided.slice(0, 4))
      .when(decide({}, { catalogue: w.withoutSerious }))
      .then('LIST_NOT_IN_FORCE')
  })

  test('has grounds of its own, and its repealed ones are for the history', () => {
    given()
      .when(name({ groundCode: 'AB4' }))
      .then('LISTING_GROUND_UNKNOWN')
    given()
      .when(name({ groundCode: 'OLD1' }, { on: '2020-01-02' }))
      .then('LISTING_GROUND_REPEALED')
  })
})
