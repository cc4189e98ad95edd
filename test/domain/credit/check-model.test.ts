import { describe, expect, test } from 'vitest'
import { defaultModel } from '../../../domain/credit/default-model.ts'
import { checkModel } from '../../../domain/credit/model.ts'
import { InvalidInput } from '../../../domain/kernel/errors.ts'

type Path = readonly (string | number)[]

/** The model that ships with one member changed; `undefined` leaves it out. */
function changed(path: Path, value: unknown): unknown {
  const model = JSON.parse(JSON.stringify(defaultModel))
  let place = model
  for (const step of path.slice(0, -1)) place = place[step]
  const last = path.at(-1) ?? ''
  if (value === undefined) delete place[last]
  else place[last] = value
  return model
}

const at = (code: string) => defaultModel.indicators.findIndex((line) => line.code === code)
const missing = at('REPORT_MISSING')
const small = at('PENALTY_FINE_SMALL')
const address = at('ADDRESS_CHANGED')
const obstructed = at('INSPECTION_OBSTRUCTED')
const left = at('ABNORMAL_LEFT')
const age = at('AGE_BELOW_1_YEAR')

/** A wrong member, what stands there, and the member that the refusal names. */
const wrongs: readonly (readonly [Path, unknown, string])[] = [
  [['name'], '', 'name'],
  [['name'], '甲\u0000', 'name'],
  [['name'], '\ud800', 'name'],
  [['name'], '长'.repeat(2_001), 'name'],
  [['version'], 0, 'version'],
  [['version'], 1.5, 'version'],
  [['version'], '1', 'version'],
  [['effectiveFrom'], '2026-02-30', 'effectiveFrom'],
  [['effectiveFrom'], undefined, 'effectiveFrom'],
  [['baseScore'], 0.1, 'baseScore'],
  [['baseScore'], 1e9, 'baseScore'],
  [['scoreMin'], 1_001, 'scoreMin'],
  [['scoreMax'], 999, 'scoreMax'],
  [['cutOffs', 'A'], null, 'cutOffs.A'],
  [['cutOffs', 'B'], 1_015, 'cutOffs.B'],
  [['cutOffs', 'C'], 900, 'cutOffs.C'],
  [['cutOffs', 'D'], 1, 'cutOffs.D'],
  [['stranger'], 1, 'stranger'],
  [['note'], 7, 'note'],
  [['indicators'], {}, 'indicators'],
  [['indicators'], [], 'indicators'],
  [['indicators', 0, 'code'], 'lower', 'indicators[0].code'],
  [['indicators', 1, 'code'], defaultModel.indicators[0]?.code, 'indicators[1].code'],
  [['indicators', 0, 'code'], 'SCORE_BOUNDS', 'indicators[0].code'],
  [['indicators', 0, 'name'], null, 'indicators[0].name'],
  [['indicators', 0, 'group'], 'OTHER', 'indicators[0].group'],
  [['indicators', 0, 'points'], 0, 'indicators[0].points'],
  [['indicators', 0, 'points'], 0.5, 'indicators[0].points'],
  [['indicators', 0, 'points'], 100_001, 'indicators[0].points'],
  [['indicators', 0, 'windowMonths'], 0, 'indicators[0].windowMonths'],
  [['indicators', 0, 'windowMonths'], 601, 'indicators[0].windowMonths'],
  [['indicators', 0, 'cap'], 9, 'indicators[0].cap'],
  [['indicators', 0, 'cap'], -10, 'indicators[0].cap'],
  [['indicators', 0, 'clause'], '', 'indicators[0].clause'],
  [['indicators', 0, 'confidence'], 'SURE', 'indicators[0].confidence'],
  [['indicators', 0, 'fading'], null, 'indicators[0].fading'],
  [['indicators', small, 'fading', 1, 'afterMonths'], 12, `indicators[${small}].fading[1].afterMonths`],
  [['indicators', small, 'fading', 1, 'afterMonths'], 36, `indicators[${small}].fading[1].afterMonths`],
  [['indicators', small, 'fading', 0, 'points'], -40, `indicators[${small}].fading[0].points`],
  [['indicators', small, 'fading', 0, 'points'], 5, `indicators[${small}].fading[0].points`],
  [['indicators', small, 'fading', 0, 'points'], 0, `indicators[${small}].fading[0].points`],
  [['indicators', missing, 'windowMonths'], null, `indicators[${missing}].windowMonths`],
  [['indicators', 0, 'counts'], null, 'indicators[0].counts.section'],
  [['indicators', 0, 'counts', 'section'], 'PERSON', 'indicators[0].counts.section'],
  [['indicators', 0, 'counts', 'what'], 'SHOE_SIZE', 'indicators[0].counts.what'],
  [['indicators', 0, 'counts', 'items'], null, 'indicators[0].counts.items'],
  [['indicators', 0, 'counts', 'fromMonths'], -1, 'indicators[0].counts.fromMonths'],
  [['indicators', age, 'counts', 'belowMonths'], 0, `indicators[${age}].counts.belowMonths`],
  [['indicators', address, 'counts', 'items'], ['2'], `indicators[${address}].counts.items[0]`],
  [['indicators', address, 'counts', 'items'], [], `indicators[${address}].counts.items`],
  [['indicators', address, 'counts', 'items'], ['02', '02'], `indicators[${address}].counts.items`],
  [['indicators', small, 'counts', 'kinds'], ['SCOLDING'], `indicators[${small}].counts.kinds[0]`],
  [['indicators', small, 'counts', 'notKinds'], ['FINE'], `indicators[${small}].counts.notKinds`],
  [['indicators', small, 'counts', 'fineBelow'], 0, `indicators[${small}].counts.fineBelow`],
  [['indicators', small, 'counts', 'fineFrom'], 0.5, `indicators[${small}].counts.fineFrom`],
  [['indicators', obstructed, 'counts', 'results', 0, 'code'], 'Z', `indicators[${obstructed}].counts.results[0].code`],
  [
    ['indicators', obstructed, 'counts', 'results', 0, 'scheme'],
    'X',
    `indicators[${obstructed}].counts.results[0].scheme`,
  ],
  [['indicators', left, 'counts', 'lists'], ['NO_SUCH_LIST'], `indicators[${left}].counts.lists[0]`],
  [['indicators', left, 'counts', 'by'], ['CANCELLED_AS_WRONG'], `indicators[${left}].counts.by`],
  [['overrides', 0, 'noBetterThan'], 'A', 'overrides[0].noBetterThan'],
  [['overrides', 0, 'code'], 'AGE_5_YEARS', 'overrides[0].code'],
  [['overrides', 0, 'counts', 'statuses'], null, 'overrides[0].counts.statuses'],
  [['overrides', 0, 'counts', 'statuses', 0], 'GONE', 'overrides[0].counts.statuses[0]'],
  [['overrides', 0, 'counts'], { section: 'REPORT', what: 'MISSING' }, 'overrides[0].windowMonths'],
]

describe('a model from outside', () => {
  test.each(wrongs)('is refused for %j being %j, and the member is named', (path, value, member) => {
    let refusal: unknown
    try {
      checkModel(changed(path, value))
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(InvalidInput)
    expect((refusal as InvalidInput).field).toBe(member)
    expect((refusal as InvalidInput).message).toMatch(/[\u4e00-\u9fff]/)
    expect((refusal as InvalidInput).message).toContain(member)
  })

  test.each([undefined, null, 3, 'x', [], {}])(
    'is refused where it is no object with the members of one: %j',
    (value) => {
      expect(() => checkModel(value)).toThrow(InvalidInput)
    },
  )

  test('every member may be left out but once: the refusal names it', () => {
    for (const name of Object.keys(defaultModel)) {
      expect(() => checkModel(changed([name], undefined)), name).toThrow(`缺少${name}`)
    }
    for (const name of Object.keys(defaultModel.indicators[0] ?? {})) {
      expect(() => checkModel(changed(['indicators', 0, name], undefined)), name).toThrow(`缺少indicators[0].${name}`)
    }
  })
})
