import { bundleOf, formatBundle } from '../../domain/draw/bundle.ts'
import type { Change, ChangeWish } from '../../domain/draw/changes.ts'
import { type DirectoryBytes, readDirectories } from '../../domain/draw/directories.ts'
import { type DrawRun, runDraw } from '../../domain/draw/run.ts'
import { revealCommitment } from '../../domain/draw/seed.ts'
import type { BundleFiles } from '../../domain/draw/verify.ts'
import {
  bytesOf,
  commitmentOf,
  contributionsOf,
  inspectorsOf,
  objectsOf,
  party,
  revealed,
  type World,
  world,
} from './draw-world.ts'

/** A published draw: the world's three files and its bundle, with the changes that `wishes` asks for in turn. */
export function publish(one: World, wishes: ReadonlyArray<(made: DrawRun) => ChangeWish> = []): Required<BundleFiles> {
  const files: DirectoryBytes = bytesOf(one)
  const [commitment, contributions] = [commitmentOf(one), contributionsOf(one)]
  const made = runDraw(commitment, readDirectories(files), contributions)
  const changes = wishes.map((wish): Change => made.change(wish(made)))
  return { ...files, 'bundle.json': formatBundle(bundleOf(commitment, contributions, made.result, changes)) }
}

const why = { reason: '登记住所查无下落', approver: '王处长' }

const replaceObject =
  (stratum: string) =>
  (made: DrawRun): ChangeWish => {
    const removed = made.standing().winners.find((winner) => winner.stratum === stratum)?.uscc ?? ''
    return { kind: 'object', removed, ...why }
  }

/** The officer in this place of the agency's visit that comes as the `turn`th (from the end, where negative). */
const replaceInspector =
  (agency: string, turn: number, place: number) =>
  (made: DrawRun): ChangeWish => {
    const visit = made
      .standing()
      .visits.filter((one) => one.agency === agency)
      .at(turn)
    const removed = visit?.places[place] ?? ''
    return {
      kind: 'inspector',
      uscc: visit?.uscc ?? '',
      agency,
      removed,
      reason: '与被检查人有利害关系',
      approver: '王处长',
    }
  }

/** The example of docs/draw-protocol.md, small enough to be redone with sha256sum and sort. */
const workedExample = world({
  objects: objectsOf(6),
  inspectors: inspectorsOf(4),
  conflicts: [{ inspectorId: 'S001', uscc: '91310104MA00007919' }],
  commitment: { quotas: [{ stratum: 'C|餐饮', ratio: [1, 3] }] },
})

const withheldBy = '行业协会'

/** Two agencies, three strata and one without objects, recusals, a cap that leaves visits unpaired, all kinds of entropy. */
const district = world({
  objects: objectsOf(45, ['C|餐饮', 'B|零售', 'D|特种设备', 'C|餐饮', 'C|餐饮']),
  inspectors: [...inspectorsOf(7), ...inspectorsOf(3, 'XFJY', 'X')],
  conflicts: objectsOf(45).flatMap(({ uscc }, place) => [
    ...(place % 3 === 0 ? [{ inspectorId: 'S002', uscc }] : []),
    ...(place % 5 === 0 ? [{ inspectorId: 'X001', uscc }] : []),
  ]),
  commitment: {
    drawId: '01H8HBV2M0Z6Q3T4W5X6Y7Z8A9',
    day: '2023-08-23',
    matters: ['A07', 'B03'],
    quotas: [
      { stratum: 'C|餐饮', ratio: [1, 4] },
      { stratum: 'B|零售', count: 3 },
      { stratum: 'D|特种设备', ratio: [1, 1] },
      { stratum: 'A|无人', count: 2 },
    ],
    teams: [
      { agency: 'XFJY', inspectors: 1 },
      { agency: 'SCJG', inspectors: 2 },
    ],
    loadCap: 6,
    entropy: [
      { name: party, kind: 'reveal', commitment: revealCommitment(party, revealed) },
      { name: withheldBy, kind: 'reveal', commitment: revealCommitment(withheldBy, 'f'.repeat(64)) },
      { name: '双色球', kind: 'dice', source: '福利彩票双色球2023097期' },
      {
        name: 'drand',
        kind: 'beacon',
        source: 'drand quicknet 52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
        round: 1000,
      },
    ],
    revealUntil: '2023-08-23T23:30:00+08:00',
    ruleSets: { recusal: 1, 'draw-ratios': '2023-07' },
    remark: '协议以外的成员也在承诺之内',
  },
  values: [
    revealed,
    '',
    '03091420283306',
    // The network's signature of its round 1000, which appeared on 2023-08-23 at 15:59:24 UTC.
    'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
  ],
})

/** The published draws of test/golden/draw, by folder. */
export const goldenDraws: Readonly<Record<string, () => Required<BundleFiles>>> = {
  'worked-example': () => publish(workedExample),
  district: () =>
    publish(district, [
      replaceInspector('SCJG', 0, 0),
      replaceObject('C|餐饮'),
      replaceInspector('SCJG', 0, 0),
      replaceInspector('SCJG', 0, 1),
      replaceObject('D|特种设备'), // All of them were drawn: nobody is left to come.
      replaceInspector('SCJG', -1, 0),
      replaceObject('C|餐饮'),
      replaceInspector('SCJG', 0, 1),
      replaceInspector('XFJY', 1, 0),
      replaceInspector('XFJY', 1, 0), // Nobody is free any more: the place stays open.
    ]),
}
