// node bench/credit.ts [files]: the split of the sample district by the default model, what a profile costs, and a run
// over 3,300,000 files. The files are grown in memory by the same commands as everybody's; no database is asked.
import { noFigures, tryFile } from '../api/credit/trial.ts'
import { assess, classWithout, prepareModel } from '../domain/credit/assess.ts'
import { defaultModel } from '../domain/credit/default-model.ts'
import { creditClasses } from '../domain/credit/model.ts'
import { profileOn } from '../domain/credit/profile.ts'
import { commitmentRecord } from '../domain/enterprise/commitment/record.ts'
import { effectiveFacts } from '../domain/enterprise/facts.ts'
import type { EnterpriseFile } from '../domain/enterprise/file.ts'
import { fileOf } from '../domain/enterprise/file.ts'
import { honourRecord } from '../domain/enterprise/honour/record.ts'
import { inspectionRecord } from '../domain/enterprise/inspection/record.ts'
import { licenceRecord } from '../domain/enterprise/licence/record.ts'
import { listingRecord } from '../domain/enterprise/listing/record.ts'
import { penaltyRecord } from '../domain/enterprise/penalty/record.ts'
import { registrationRecord } from '../domain/enterprise/registration/record.ts'
import { reportRecord } from '../domain/enterprise/report/record.ts'
import { addDays } from '../domain/kernel/plain-date.ts'
import { districtFacts, splitDay } from '../test/support/district.ts'
import { figure } from './support/figures.ts'

const folds: Readonly<Record<string, (facts: never) => object | undefined>> = {
  ...{ REGISTRATION: registrationRecord, LICENCE: licenceRecord, PENALTY: penaltyRecord, INSPECTION: inspectionRecord },
  ...{ LISTING: listingRecord, REPORT: reportRecord, HONOUR: honourRecord, COMMITMENT: commitmentRecord },
}
const size = Number(process.argv[2] ?? 38_000)
const city = 3_300_000
const model = prepareModel(defaultModel)

/** Seconds of this process at work: other processes on the machine do not count. */
const atWork = (): number => process.cpuUsage().user / 1e6
const seconds = <T>(work: () => T): [T, number] => {
  const start = atWork()
  const result = work()
  return [result, atWork() - start]
}
const mebibytes = (): string => `${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`

function grow(): readonly EnterpriseFile[] {
  const files: EnterpriseFile[] = []
  for (let n = 0; n < size; n++) files.push(fileOf(districtFacts(n)))
  return files
}

const percents = (classes: Uint8Array): string =>
  creditClasses
    .map(
      (name, place) =>
        `${name} ${((100 * classes.filter((one) => one === place).length) / classes.length).toFixed(2)} %`,
    )
    .join(', ')

const [files, growing] = seconds(grow)
const facts = files.reduce((sum, { entries }) => sum + entries.size, 0)
console.log(
  `${figure(files.length)} files of ${(facts / files.length).toFixed(2)} events, grown in ${growing.toFixed(1)} s`,
)

const split = new Uint8Array(files.length)
for (const [place, file] of files.entries()) {
  split[place] = creditClasses.indexOf(assess(file, model, splitDay).creditClass)
}
console.log(`split on ${splitDay}: ${percents(split)}`)

const rounds = 9
const rates = (work: (file: EnterpriseFile) => unknown): string => {
  const told: number[] = []
  for (let round = 0; round < rounds; round++) {
    const [, spent] = seconds(() => {
      for (const file of files) work(file)
    })
    told.push(files.length / spent)
  }
  return `${figure(told.toSorted((a, b) => a - b)[rounds >> 1] ?? 0)} (best of ${rounds}: ${figure(Math.max(...told))})`
}
/** The limit: every record of a file told once by its section's own fold, as its page does. */
function tellRecords(file: EnterpriseFile): number {
  let told = 0
  for (const [key, facts] of file.records) {
    const fold = folds[key.slice(0, key.indexOf('/'))]
    if (fold?.(effectiveFacts(facts, { asOf: splitDay }) as never) !== undefined) told++
  }
  return told
}

console.log(`the limit, every record told once, files a second: ${rates(tellRecords)}`)
console.log(`assessments a second and core: ${rates((file) => assess(file, model, splitDay))}`)
console.log(`profiles with what was set by hand: ${rates((file) => profileOn(file, model, splitDay))}`)
console.log(`the class without each record, files a second: ${rates((file) => classWithout(file, model, splitDay))}`)

/** As many files as Shanghai has: the district's, told again for a day a week earlier each time round. */
const classes = new Uint8Array(city)
const [, whole] = seconds(() => {
  for (let n = 0; n < city; n++) {
    const file = files[n % files.length]
    const day = addDays(splitDay, -7 * Math.floor(n / files.length))
    if (file) classes[n] = creditClasses.indexOf(assess(file, model, day).creditClass)
  }
})
console.log(`classes of ${figure(city)} synthetic files: ${whole.toFixed(1)} s on one core, ${mebibytes()} in all`)
console.log(`their split: ${percents(classes)}`)

/** A draft over as many files: the figures of the API's what-if, without reading the log. */
const draft = prepareModel({ ...defaultModel, version: 2, cutOffs: { ...defaultModel.cutOffs, A: 1_020 } })
let figures = noFigures()
const [, trying] = seconds(() => {
  for (let n = 0; n < city; n++) {
    const file = files[n % files.length]
    const day = addDays(splitDay, -7 * Math.floor(n / files.length))
    const subject = { uscc: String(n), name: '', street: `3101040${n % 13}`, industry: String(1_000 + (n % 90) * 100) }
    if (file) figures = tryFile(figures, subject, file, { present: model, draft, day }).figures
  }
})
const moved = `${figure(figures.movers)} move`
console.log(
  `what-if over ${figure(city)} synthetic files: ${trying.toFixed(1)} s on one core, ${moved}, ${mebibytes()} in all`,
)
