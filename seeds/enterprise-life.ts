import type { EnterpriseCommand } from '../domain/enterprise/commands.ts'
import { licenceIdOf } from '../domain/enterprise/licence/commands.ts'
import { listingIdOf } from '../domain/enterprise/listing/commands.ts'
import { penaltyIdOf } from '../domain/enterprise/penalty/commands.ts'
import { fen } from '../domain/kernel/fen.ts'
import { naturalId } from '../domain/kernel/ids.ts'
import { addDays, addYears, daysBetween, type PlainDate, plainDate, yearOf } from '../domain/kernel/plain-date.ts'
import { composeUscc, type Uscc } from '../domain/kernel/uscc.ts'
import { type Random, randomFrom } from './random.ts'
import { brand, families, firstReportYear, given, marketRegulator, streets, trades } from './words.ts'

type Trade = (typeof trades)[number]
type Data<T extends EnterpriseCommand['type']> = Extract<EnterpriseCommand, { type: T }>['data']

/** An act of an enterprise's life, and the day on which it is decided and recorded. */
export type Act = Readonly<{ day: PlainDate; command: EnterpriseCommand }>

const seed = 310_104
const lookBack = plainDate('2012-01-01')
/** The last day of the sample's world: fixed, so that every installation grows the same one on whatever day. */
export const sampleEnd = plainDate('2026-11-20')
const listBegan = plainDate('2014-10-01') // The abnormal list; before it nobody was entered.

/**
 * The life of the n-th enterprise of the sample: the commands that make its file, in the order of their days. It depends
 * on the number alone, so that any enterprise can be grown again by itself.
 */
export function lifeOf(n: number, today: PlainDate): Readonly<{ uscc: Uscc; acts: readonly Act[] }> {
  const random = randomFrom(Math.imul(n + 1, 2_654_435_761) ^ seed)
  const uscc = codeOf(n, random)
  const establishedOn = addDays(lookBack, random.below(daysBetween(lookBack, sampleEnd) - 60))
  const trade = weighted(trades, random)
  const acts: Act[] = []
  const act = <T extends EnterpriseCommand['type']>(day: PlainDate, type: T, data: Data<T>): void => {
    if (day <= today && day <= sampleEnd)
      acts.push({ day, command: { type, data, today: day, agency: null } as unknown as EnterpriseCommand })
  }
  const endedOn = registration({ n, uscc, establishedOn, trade, random, act })
  const until = endedOn ?? sampleEnd
  licence({ n, uscc, establishedOn, trade, until, random, act })
  inspectionsAndPenalties({ n, uscc, establishedOn, trade, until, random, act })
  reports({ n, uscc, establishedOn, until, random, act })
  extras({ n, establishedOn, until, random, act })
  return { uscc, acts: acts.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)) }
}

type Recorder = <T extends EnterpriseCommand['type']>(day: PlainDate, type: T, data: Data<T>) => void
type Life = Readonly<{ n: number; establishedOn: PlainDate; random: Random; act: Recorder }>

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** One in twelve is an individual business. Bodies step through all five-character texts, so no two are alike. */
function codeOf(n: number, random: Random): Uscc {
  let rest = (n * 7_919 + 1_013) % alphabet.length ** 5
  let tail = ''
  for (let place = 0; place < 5; place++) {
    tail = alphabet.charAt(rest % alphabet.length) + tail
    rest = Math.floor(rest / alphabet.length)
  }
  return composeUscc(random.chance(83) ? '92' : '91', '310104', `MA1${tail}`)
}

function weighted<T extends Readonly<{ weight: number }>>(choices: readonly T[], random: Random): T {
  let place = random.below(choices.reduce((sum, { weight }) => sum + weight, 0))
  for (const choice of choices) {
    place -= choice.weight
    if (place < 0) return choice
  }
  throw new RangeError('nothing to choose from')
}

const nameOf = (trade: Trade, individual: boolean, random: Random): string => {
  const own = random.oneOf(brand) + random.oneOf(brand) + (random.chance(300) ? random.oneOf(brand) : '')
  const word = random.oneOf(trade.words as [string, ...string[]])
  return individual ? `徐汇区${own}${word}店` : `上海${own}${word}有限公司`
}

const personOf = (random: Random): string =>
  random.oneOf(families) + random.oneOf(given) + (random.chance(600) ? random.oneOf(given) : '')

function successorOf(person: string | null, random: Random): string {
  const other = personOf(random)
  return other === person ? `${other}${random.oneOf(given)}` : other
}

function registration(life: Life & { uscc: Uscc; trade: Trade }): PlainDate | undefined {
  const { n, uscc, establishedOn, trade, random, act } = life
  const individual = uscc.charAt(1) === '2'
  const street = weighted(streets, random)
  const details: Data<'RegisterEnterprise'>['details'] = {
    ...({
      name: nameOf(trade, individual, random),
      subjectKind: individual ? 'INDIVIDUAL_BUSINESS' : 'LEGAL_PERSON',
    } as const),
    ...{
      category: individual ? '50' : '11',
      enterpriseType: individual ? null : { system: 'GS 46-2015', code: '1130' },
    },
    legalRepresentative: personOf(random),
    registeredCapital: individual ? null : fen(random.oneOf([10, 50, 100, 200, 500, 1_000]) * 1_000_000),
    ...{ establishedOn, termFrom: establishedOn, termTo: null, division: '310104', street: street.code },
    address: `上海市徐汇区${street.name}${random.between(1, 60)}弄${random.between(1, 120)}号`,
    industry: { system: 'GB/T 4754-2017', code: trade.industry },
    ...{ scope: trade.scope, registrar: marketRegulator },
  }
  const registeredBefore2015 = establishedOn < plainDate('2015-10-01')
  const number = `310104${String(10_000_000 + n).slice(-8)}`
  const aliases = registeredBefore2015 ? [{ kind: 'REGISTRATION_NUMBER', value: `${number}${n % 10}` } as const] : []
  act(establishedOn, 'RegisterEnterprise', { uscc, registeredOn: establishedOn, details, aliases })
  for (let k = 0; k < 2; k++) {
    if (!random.chance(250)) continue
    const changedOn = addDays(establishedOn, random.between(90 + 900 * k, 800 + 900 * k))
    const changes =
      k === 0
        ? { legalRepresentative: successorOf(details.legalRepresentative, random) }
        : { address: `${details.address}之${random.between(1, 9)}` }
    const items = k === 0 ? ['03'] : ['02']
    act(changedOn, 'ChangeRegistration', {
      changeId: naturalId('change', uscc, String(k)),
      changedOn,
      items,
      changes,
      documentNumber: null,
    })
  }
  const fate = random.below(1_000)
  if (fate >= 130) return undefined
  const changedOn = addDays(establishedOn, random.between(1_900, 5_500))
  if (changedOn > sampleEnd) return undefined
  const to = fate < 100 ? 'DEREGISTERED' : fate < 115 ? 'LICENCE_REVOKED' : fate < 122 ? 'MOVED_OUT' : 'DORMANT'
  const statusId = naturalId('status', uscc, to)
  act(changedOn, 'ChangeRegistrationStatus', {
    statusId,
    to,
    changedOn,
    reason: null,
    documentNumber: null,
    authority: marketRegulator,
  })
  return to === 'DORMANT' ? undefined : addDays(changedOn, -1)
}

function licence(life: Life & { uscc: Uscc; trade: Trade; until: PlainDate }): void {
  const { n, uscc, establishedOn, trade, until, random, act } = life
  if (trade.licence === null) return
  const decidedOn = addDays(establishedOn, random.between(10, 90))
  if (decidedOn > until) return
  const licenceNumber = `JY1310104${String(n).padStart(7, '0')}`
  const documentNumber = `沪徐市监许〔${yearOf(decidedOn)}〕${String(n).padStart(5, '0')}号`
  const validUntil = addDays(addYears(decidedOn, 5), -1)
  const terms: Data<'GrantLicence'>['terms'] = {
    ...({ documentTitle: '准予行政许可决定书', documentNumber, licenceClass: 'ORDINARY' } as const),
    certificateName: trade.licence,
    ...{ licenceNumber, content: trade.scope, validFrom: decidedOn, validUntil, authority: marketRegulator },
  }
  act(decidedOn, 'GrantLicence', { decidedOn, terms, remark: null })
  const licenceId = licenceIdOf(marketRegulator.code, documentNumber, licenceNumber)
  let ends = validUntil
  for (let k = 0; random.chance(850); k++) {
    const renewedOn = addDays(ends, -random.between(30, 60))
    if (renewedOn > until) break
    ends = addYears(ends, 5)
    act(renewedOn, 'RenewLicence', {
      licenceId,
      renewalId: naturalId('renewal', uscc, String(k)),
      renewedOn,
      validUntil: ends,
      documentNumber: null,
    })
  }
}

function inspectionsAndPenalties(life: Life & { uscc: Uscc; trade: Trade; until: PlainDate }): void {
  const { n, uscc, establishedOn, trade, until, random, act } = life
  const riskPerMille = trade.licence ? 260 : 110
  let lostUntil = lookBack // An address that is still lost is not entered a second time.
  for (let year = yearOf(establishedOn) + 1; year <= yearOf(until); year++) {
    if (!random.chance(riskPerMille)) continue
    const inspectedOn = addDays(plainDate(`${year}-01-05`), random.below(330))
    if (inspectedOn > until) break
    const found = random.chance(180)
    const results = found ? (random.chance(300) ? ['A', '2', '6'] : ['A', '2', 'D']) : ['1']
    const inspectionId = naturalId('visit', uscc, String(year))
    const [first, second] = [random.between(1, 300), random.between(301, 600)]
    act(inspectedOn, 'RecordInspection', {
      ...{
        inspectionId,
        form: random.chance(700) ? 'RANDOM' : 'DAILY',
        planId: `徐市监抽查〔${year}〕1号`,
        triggerId: null,
      },
      ...{ inspectionCode: null, matters: [{ system: '抽查事项清单', code: 'A07' }], method: '现场检查', inspectedOn },
      inspectors: [first, second].map((id) => ({
        inspectorId: `XH${String(id).padStart(4, '0')}`,
        certificateNumber: `0901${String(id).padStart(6, '0')}`,
      })),
      ...{ resultScheme: 'SPOT_CHECK_2017', results, note: null, authority: marketRegulator },
    })
    if (!found) continue
    const closedOn = addDays(inspectedOn, random.between(20, 60))
    if (closedOn <= until) act(closedOn, 'CloseInspection', { inspectionId, closedOn, corrected: true, note: null })
    if (random.chance(600))
      penalty({ n, year, trade, decidedOn: addDays(inspectedOn, random.between(15, 80)), until, random, act })
    const enteredOn = addDays(inspectedOn, 12)
    if (results.includes('6') && lostUntil < enteredOn) {
      lostUntil = lostAddress({ n, year, enteredOn, until, random, act })
    }
  }
}

type After = Readonly<{ n: number; year: number; until: PlainDate; random: Random; act: Recorder }>

function penalty({
  n,
  year,
  trade,
  decidedOn,
  until,
  random,
  act,
}: After & { trade: Trade; decidedOn: PlainDate }): void {
  if (decidedOn > until) return
  const decisionNumber = `沪市监徐处〔${yearOf(decidedOn)}〕0420${year}${String(n).padStart(6, '0')}号`
  const heavy = random.chance(60)
  const warned = !heavy && random.chance(200)
  const fine = warned
    ? fen(0)
    : fen(random.oneOf([50_000, 100_000, 200_000, 500_000, 1_000_000, 3_000_000, heavy ? 20_000_000 : 300_000]))
  const kinds = heavy ? (['FINE', 'ORDER_SUSPENSION'] as const) : warned ? (['WARNING'] as const) : (['FINE'] as const)
  const [violation, basis] = trade.violation
  const content = warned ? '警告' : `罚款${Number(fine) / 100}元${heavy ? '，责令停产停业' : ''}`
  act(decidedOn, 'ImposePenalty', {
    ...{ decisionNumber, decidedOn, summaryProcedure: warned, authority: marketRegulator, remark: null },
    terms: {
      ...{ kinds, fine, confiscated: fen(0), permitAffected: null, violation: `违反${violation}管理规定` },
      ...{ facts: `检查发现当事人在${violation}方面存在违法行为`, basis, content, validUntil: null, publicUntil: null },
    },
  })
  const penaltyId = penaltyIdOf(marketRegulator.code, decisionNumber)
  const performedOn = addDays(decidedOn, random.between(5, 60))
  if (random.chance(920) && performedOn <= until) act(performedOn, 'PerformPenalty', { penaltyId, performedOn })
  else if (random.chance(300) && performedOn <= until) {
    const documentNumber = `徐府复决〔${yearOf(performedOn)}〕${n}号`
    act(performedOn, 'AnnulPenalty', {
      penaltyId,
      annulledOn: performedOn,
      ground: 'REVIEW',
      documentNumber,
      authority: marketRegulator,
    })
  }
}

function lostAddress({ n, year, enteredOn, until, random, act }: After & { enteredOn: PlainDate }): PlainDate {
  if (enteredOn > until) return until
  return abnormal({
    n,
    ground: 'AB4',
    reportYear: null,
    decisionNumber: `徐市监异入〔${year}〕第${n}号`,
    enteredOn,
    until,
    random,
    act,
  })
}

/** Enters the enterprise on the abnormal list and answers with the day of its removal, or the end of its life. */
function abnormal(
  entry: Omit<After, 'year'> & {
    ground: 'AB1' | 'AB4'
    reportYear: number | null
    decisionNumber: string
    enteredOn: PlainDate
  },
): PlainDate {
  const { n, ground, reportYear, decisionNumber, enteredOn, until, random, act } = entry
  if (enteredOn < listBegan) return enteredOn
  const groundText = ground === 'AB1' ? '未按规定期限公示年度报告' : '通过登记的住所或者经营场所无法联系'
  act(enteredOn, 'EnterListing', {
    ...{ listType: 'ABNORMAL_OPERATIONS', groundCode: ground, groundText, reportYear, enteredOn, termUntil: null },
    ...{ decisionNumber, authority: marketRegulator, penaltyIds: [] },
  })
  const removedOn = addDays(enteredOn, random.between(20, 260))
  if (!random.chance(750) || removedOn > until) return until
  const listingId = listingIdOf('ABNORMAL_OPERATIONS', marketRegulator.code, decisionNumber, ground)
  act(removedOn, 'RemoveListing', {
    ...{ listingId, removedOn, ground: 'CURED', exitReasonCode: ground === 'AB1' ? '1' : '5' },
    ...{ decisionNumber: `徐市监异出〔${yearOf(removedOn)}〕第${n}号`, authority: marketRegulator },
  })
  return removedOn
}

/** A report a year; whoever misses 30 June is entered on the abnormal list in July, and most report late. */
function reports(life: Life & { uscc: Uscc; until: PlainDate }): void {
  const { n, establishedOn, until, random, act } = life
  const diligence = random.chance(90) ? 700 : 985
  for (let year = Math.max(yearOf(establishedOn), firstReportYear); year < yearOf(until); year++) {
    const filedOn = addDays(plainDate(`${year + 1}-01-08`), random.below(170))
    if (filedOn > until) break
    if (random.chance(diligence)) {
      act(filedOn, 'FileAnnualReport', { year, filedOn, published: true, onPaper: false })
      continue
    }
    const enteredOn = addDays(plainDate(`${year + 1}-07-03`), random.below(8))
    if (enteredOn > until) break
    const decisionNumber = `徐市监异入〔${year + 1}〕第${random.between(1, 40)}号-${n}`
    const removedOn = abnormal({ n, ground: 'AB1', reportYear: year, decisionNumber, enteredOn, until, random, act })
    const late = addDays(removedOn, -1)
    if (removedOn < until && late > enteredOn)
      act(late, 'FileAnnualReport', { year, filedOn: late, published: true, onPaper: false })
  }
}

function extras({ n, establishedOn, until, random, act }: Life & { until: PlainDate }): void {
  const awardedOn = addDays(establishedOn, random.between(900, 3_000))
  if (random.chance(20) && awardedOn <= until) {
    const validUntil = addYears(awardedOn, 3)
    act(awardedOn, 'AwardHonour', {
      ...{ honourId: naturalId('honour', String(n)), title: '守合同重信用企业', level: 'CITY', awardedOn, validUntil },
      ...{ documentNumber: null, authority: marketRegulator },
    })
  }
  const madeOn = addDays(establishedOn, random.between(30, 700))
  if (!random.chance(60) || madeOn > until) return
  const commitmentId = naturalId('commitment', String(n))
  const checkDueOn = addDays(madeOn, 60)
  act(madeOn, 'MakeCommitment', {
    ...{ commitmentId, kind: 'APPROVAL', matter: '公共场所卫生许可告知承诺', madeOn, checkDueOn, licenceId: null },
    authority: marketRegulator,
  })
  const checkedOn = addDays(madeOn, random.between(20, 59))
  if (checkedOn > until) return
  if (random.chance(930)) act(checkedOn, 'KeepCommitment', { commitmentId, checkedOn })
  else
    act(checkedOn, 'BreakCommitment', {
      commitmentId,
      foundOn: checkedOn,
      reason: '现场条件与承诺不符',
      documentNumber: null,
    })
}
