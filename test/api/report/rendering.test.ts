import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { reportFont, visible } from '../../../api/report/font.ts'
import { digestsOf, presentRendering, reportFile, sha256Of } from '../../../api/report/rendering.ts'
import { verified } from '../../../api/report/verified.ts'
import { canonicalJson } from '../../../domain/kernel/canonical-json.ts'
import type { Json } from '../../../domain/kernel/event.ts'
import { type ReportFormat, reportFormats } from '../../../domain/report/events.ts'
import { contentSha256Of, verificationCodeOf } from '../../../domain/report/verification.ts'
import { anyHistory } from '../../support/credit-histories.ts'
import { today } from '../../support/given.ts'
import { pdfText } from '../../support/pdf-text.ts'
import { fullReport, reportAfter, reportFrom, requestFor } from '../../support/reports.ts'
import { uscc } from '../../support/wishes.ts'

const report = fullReport()
const files: Record<ReportFormat, Buffer> = { json: Buffer.alloc(0), html: Buffer.alloc(0), pdf: Buffer.alloc(0) }
beforeAll(async () => {
  for (const format of reportFormats) files[format] = await reportFile(report, presentRendering, format)
})

/** The words that a reader finds in a file. */
const wordsOf = (format: ReportFormat, bytes: Buffer): string =>
  format === 'pdf' ? pdfText(bytes) : bytes.toString('utf8')

describe('a report in its formats', () => {
  test('has the same bytes whenever it is made, whatever else was made before', async () => {
    await reportFile(reportAfter([]), presentRendering, 'pdf')
    for (const format of reportFormats)
      expect((await reportFile(fullReport(), presentRendering, format)).equals(files[format]), format).toBe(true)
  })

  test('has the same bytes in another process, elsewhere in the world', async () => {
    const script = fileURLToPath(new URL('../../support/render-report.ts', import.meta.url))
    const env = { ...process.env, TZ: 'America/New_York', LANG: 'tr_TR.UTF-8', NODE_NO_WARNINGS: '1' }
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env })
    expect(JSON.parse(stdout)).toEqual(await digestsOf(report, presentRendering))
  })

  test('has, for ever, the bytes that this rendering has always made', async () => {
    for (const rendering of [1, 2]) {
      const file = fileURLToPath(new URL(`../../golden/report/rendering-${rendering}.json`, import.meta.url))
      const digests = await digestsOf(fullReport(rendering), rendering)
      if (process.env.UPDATE_GOLDEN && !existsSync(file)) writeFileSync(file, `${JSON.stringify(digests, null, 2)}\n`)
      expect(digests).toEqual(JSON.parse(readFileSync(file, 'utf8')))
    }
    await expect(reportFile(report, 3, 'json')).rejects.toThrow('cannot be made')
  })

  test('carries number, purpose, subject, code, place in the log, and the clauses', () => {
    const code = verificationCodeOf(report.number, contentSha256Of(report))
    const clauses = ['上海市社会信用条例第九条、第三十五条', '行政许可法第四十条', '企业信息公示暂行条例第十七条']
    for (const format of reportFormats) {
      const words = wordsOf(format, files[format]).replace(/\s+/g, '')
      for (const word of [report.number, report.purpose, uscc, '沪市监徐处〔2025〕1号', code, 'e9', ...clauses])
        expect(words, `${format}: ${word}`).toContain(word)
    }
    const { verification, ...content } = JSON.parse(files.json.toString('utf8'))
    expect(verification).toEqual({ code, contentSha256: contentSha256Of(content) })
    expect(canonicalJson(JSON.parse(files.json.toString('utf8')) as Json)).toBe(files.json.toString('utf8'))
  })

  test('has its watermark on every page of the PDF, and its fonts inside', () => {
    const source = files.pdf.toString('latin1')
    const pages = [...source.matchAll(/\/Type \/Page\n/g)].length
    expect(pages).toBeGreaterThan(3)
    const marks = pdfText(files.pdf)
      .split('\n')
      .filter((line) => line.replace(/\s/g, '') === `申请贷款${report.number}`)
    expect(marks.length).toBeGreaterThanOrEqual(pages * 6)
    expect(pdfText(files.pdf)).toContain(`第${pages}页 共${pages}页`)
    expect([...source.matchAll(/\/FontFile2 \d+ 0 R/g)]).toHaveLength(2)
    expect(source).not.toMatch(/\/Subtype \/Type1\b/) // No font that a reader would have to have.
    expect(pdfText(files.pdf)).not.toContain('\ufffd')
  })

  test('fetches nothing and runs nothing as a page', () => {
    const html = files.html.toString('utf8')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|<link|<iframe|<img|javascript:|url\('?https?:/i)
    const harmful = { ...report, registration: { ...report.registration, name: '<script>alert(1)</script>"\'&' } }
    return expect(reportFile(harmful, 1, 'html').then(String)).resolves.not.toContain('<script>')
  })
})

describe('a character without a glyph', () => {
  test('is written as its code point, and a note says so', () => {
    expect(reportFont().letters.size).toBeGreaterThan(30_000)
    for (const letter of '䶮㛃𬍛𬭎喆堃〇·𠅤鿍') expect(visible(letter)).toBe(letter)
    expect(visible('张\u{e863}\u{2a6d6}')).toBe('张〔U+E863〕〔U+2A6D6〕')
    expect(visible('甲\u202e乙\u200b丙\n丁')).toBe('甲〔U+202E〕乙〔U+200B〕丙 丁')
    for (const format of ['html', 'pdf'] as const) {
      const words = wordsOf(format, files[format])
      expect(words).toContain('𠅤喆〔U+E863〕')
      expect(words.replace(/\s/g, '')).toContain('原字以登记机关的记录为准：〔U+E863〕')
    }
    expect(JSON.parse(files.json.toString('utf8')).registration.legalRepresentative).toBe('𠅤喆\u{e863}') // As recorded.
  })

  test('of whatever kind is never left out of the PDF', async () => {
    const letters = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), { minLength: 1, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(
        letters.map((all) => all.join('').replace(/\s/gu, '')),
        async (name) => {
          const named = { ...report, registration: { ...report.registration, name: `甲${name}乙` } }
          const words = pdfText(await reportFile({ ...named, penalties: [], licences: [] }, 1, 'pdf')).replace(
            /\s/g,
            '',
          )
          expect(words).toContain(visible(`甲${name}乙`).replace(/\s/g, ''))
          expect(words).not.toContain('\ufffd')
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('what never leaves the house', () => {
  const forbidden =
    /creditClass|effectiveClass|"score"|信用风险|风险分类|[A-D]类|得分|ciphertext|identityNumber|检查结果|责令改正/
  test('no class, score, or personal number is in any format, whatever the history', async () => {
    const registered = anyHistory.filter((facts) => facts.some(({ type }) => type === 'EnterpriseRegistered'))
    await fc.assert(
      fc.asyncProperty(registered, fc.constantFrom('SUBJECT', 'ANYBODY' as const), async (facts, kind) => {
        const marked = facts.map((fact) => ({
          ...fact,
          data: JSON.parse(JSON.stringify(fact.data).replaceAll('"餐饮"', '"餐饮，310104199003071234，13812345678"')),
        }))
        const told = reportFrom(marked as typeof facts, kind)
        for (const format of reportFormats) {
          const words = wordsOf(format, await reportFile(told, 1, format))
          expect(words).not.toMatch(forbidden)
          expect(words).not.toMatch(/310104199003071234|13812345678/)
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('a change of one byte', () => {
  const issuedWith = async () => ({
    ...{
      ...requestFor('AUTHORISED'),
      uscc,
      asOf: today,
      knownAt: '2026-11-23T02:00:00.000Z',
      rendering: 1,
      unpublished: [],
    },
    ...(await digestsOf(report, 1)),
  })

  test.each(reportFormats)('is noticed in %s, wherever it is', async (format) => {
    const known = { issued: await issuedWith(), report, counts: { adverse: 0, other: 0 }, gone: 0 }
    expect(verified(known, sha256Of(files[format]))).toMatchObject({ verdict: 'GENUINE', format })
    fc.assert(
      fc.property(fc.nat(files[format].length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(files[format])
        changed[place] = (changed[place] ?? 0) ^ change
        expect(verified(known, sha256Of(changed))).toMatchObject({ verdict: 'FILE_DIFFERS', format: null })
      }),
      { numRuns: 60 },
    )
    for (const cut of [files[format].subarray(1), Buffer.concat([files[format], Buffer.from('\n')])])
      expect(verified(known, sha256Of(cut)).verdict).toBe('FILE_DIFFERS')
  })
})
