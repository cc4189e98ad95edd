import type { Confidence, ListType } from '../enterprise/listing/list-types.ts'
import { InvalidInput } from '../kernel/errors.ts'
import type { Json } from '../kernel/event.ts'
import { shippedListTypes } from '../lists/catalogue/as-list-type.ts'
import { boundsCode } from './assessment.ts'
import { indicatorGroups } from './classes.ts'
import { countsReader, monthsMax } from './check-counts.ts'
import type { CreditModel, CutOffs, Fade, Indicator, OverridingRule } from './model.ts'
import { day, listOf, matching, object, oneOf, orNull, text, whole, wrong } from '../kernel/shape.ts'

const confidences: readonly Confidence[] = ['SOURCED', 'WELL_KNOWN', 'UNSURE']
const pointsMax = 100_000
const scoreMax = 10_000_000
const linesMax = 500 // Of indicators and of overriding facts; more would be a mistake, not a model.

const code = matching(/^[A-Z][A-Z0-9_]{0,63}$/, '大写字母开头、由大写字母、数字和下划线组成的代码')
const score = whole(-scoreMax, scoreMax)
const window = orNull(whole(1, monthsMax))

const creditModel = (listCodes: readonly string[]) => {
  const counts = countsReader(listCodes)
  const indicator = object<Indicator>({
    ...{ code, name: text, group: oneOf(indicatorGroups), counts },
    ...{ points: whole(-pointsMax, pointsMax), windowMonths: window },
    fading: listOf(object<Fade>({ afterMonths: whole(1, monthsMax), points: whole(-pointsMax, pointsMax) })),
    cap: orNull(whole(1, scoreMax)),
    ...{ clause: text, confidence: oneOf(confidences), note: orNull(text) },
  })
  const overridingRule = object<OverridingRule>({
    ...{ code, name: text, counts, noBetterThan: oneOf(['B', 'C', 'D']), windowMonths: window },
    ...{ clause: text, confidence: oneOf(confidences), note: orNull(text) },
  })
  return object<CreditModel>({
    ...{ name: text, version: whole(1, 1_000_000), effectiveFrom: day },
    ...{ baseScore: score, scoreMin: orNull(score), scoreMax: orNull(score) },
    cutOffs: object<CutOffs>({ A: score, B: score, C: score }),
    ...{ indicators: listOf(indicator), overrides: listOf(overridingRule), note: orNull(text) },
  })
}

/**
 * Reads a model that comes from outside (模型校验). Everything about it is checked; the first member that is wrong is
 * named. What it answers with has exactly the members of a model. The lists that it may count are those of the catalogue.
 */
export function checkModel(
  value: unknown,
  listTypes: readonly Pick<ListType, 'code'>[] = shippedListTypes,
): CreditModel {
  const model = creditModel([...new Set(listTypes.map(({ code: list }) => list))])((value ?? null) as Json, '')
  requireScores(model)
  if (model.indicators.length === 0) throw wrong('indicators', '至少一个指标')
  if (model.indicators.length > linesMax) throw wrong('indicators', `不超过${linesMax}个指标`)
  if (model.overrides.length > linesMax) throw wrong('overrides', `不超过${linesMax}项`)
  const codes = new Set<string>([boundsCode])
  for (const [place, line] of model.indicators.entries()) {
    requireFresh(codes, line.code, `indicators[${place}].code`)
    requireIndicator(line, `indicators[${place}]`)
  }
  for (const [place, line] of model.overrides.entries()) {
    requireFresh(codes, line.code, `overrides[${place}].code`)
    requireWindow(line, `overrides[${place}]`)
  }
  return model
}

function requireScores({ baseScore, scoreMin, scoreMax, cutOffs }: CreditModel): void {
  if (scoreMin !== null && scoreMin > baseScore) throw wrong('scoreMin', `不大于基础分（${baseScore}）的整数`)
  if (scoreMax !== null && scoreMax < baseScore) throw wrong('scoreMax', `不小于基础分（${baseScore}）的整数`)
  if (cutOffs.B >= cutOffs.A) throw wrong('cutOffs.B', `小于A类分数线（${cutOffs.A}）的整数`)
  if (cutOffs.C >= cutOffs.B) throw wrong('cutOffs.C', `小于B类分数线（${cutOffs.B}）的整数`)
}

function requireFresh(codes: Set<string>, name: string, at: string): void {
  if (codes.has(name)) throw new InvalidInput(`${at}（${name}）与前面的代码重复`, at)
  codes.add(name)
}

/** Points have one sign and only grow weaker, so that a cap and a day of ending mean what they say. */
function requireIndicator({ counts, points, windowMonths, fading, cap }: Indicator, at: string): void {
  if (points === 0) throw wrong(`${at}.points`, '不为零的整数')
  requireWindow({ counts, windowMonths }, at)
  let before: Fade = { afterMonths: 0, points }
  for (const [place, fade] of fading.entries()) {
    const fadeAt = `${at}.fading[${place}]`
    if (fade.afterMonths <= before.afterMonths) throw wrong(`${fadeAt}.afterMonths`, '比前一档更晚的月数')
    if (windowMonths !== null && fade.afterMonths >= windowMonths) {
      throw wrong(`${fadeAt}.afterMonths`, `小于时间窗口（${windowMonths}个月）的月数`)
    }
    const weaker = Math.sign(fade.points) === Math.sign(points) && Math.abs(fade.points) < Math.abs(before.points)
    if (!weaker) throw wrong(`${fadeAt}.points`, `与前一档（${before.points}）同号且绝对值更小的整数`)
    before = fade
  }
  if (cap !== null && cap < Math.abs(points)) throw wrong(`${at}.cap`, `不小于单次分值（${Math.abs(points)}）的整数`)
}

/** A report stays missing for ever and a new one is due each year: without a window no score would ever come to rest. */
function requireWindow({ counts, windowMonths }: Pick<Indicator, 'counts' | 'windowMonths'>, at: string): void {
  if (counts.what === 'MISSING' && windowMonths === null)
    throw wrong(`${at}.windowMonths`, '月数（年报缺报须有时间窗口）')
}
