import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { fen } from '../../domain/kernel/fen.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { shippedListTypes } from '../../domain/lists/catalogue/as-list-type.ts'
import type { ApplicantKind } from '../../domain/report/events.ts'
import { catalogueRendering, firstLists, type ReportLists } from '../../domain/report/lists.ts'
import { type Report, reportOf, type ReportRequest } from '../../domain/report/report.ts'
import { command, day, fileAfter, today } from './given.ts'
import { agency, change, enter, fileReport, grant, impose, register, uscc } from './wishes.ts'

/** An application as tests wish for it. */
export const requestFor = (kind: ApplicantKind = 'SUBJECT'): ReportRequest => ({
  ...{ number: 'B-7K3M-9QTX-2WPD-4RSN', purpose: '申请贷款', issuedAt: '2026-11-23T02:00:00.000Z', issuedBy: agency },
  applicant: { kind, uscc: kind === 'ANYBODY' ? null : uscc, authorisation: kind === 'AUTHORISED' ? '授权1号' : null },
  place: { revision: '9', eventId: 'e9', position: '0000000000000009' },
  verifyAt: 'https://credit.example/verify/B-7K3M-9QTX-2WPD-4RSN',
})

export const reportFrom = (
  facts: readonly FileFact[],
  kind: ApplicantKind = 'SUBJECT',
  asOf: PlainDate = today,
  knownAt = '2027-12-31T00:00:00.000Z',
  lists: ReportLists = { types: shippedListTypes, unpublished: [] },
): Report => reportOf(fileOf(facts), { asOf, knownAt }, requestFor(kind), lists)

/** The report after a course of commands. */
export const reportAfter = (
  commands: readonly EnterpriseCommand[],
  kind: ApplicantKind = 'SUBJECT',
  asOf: PlainDate = today,
): Report => reportFrom(fileAfter([register(), ...commands]).facts, kind, asOf)

export const honour = (validUntil: PlainDate | null = null) =>
  command('AwardHonour', {
    ...({ honourId: 'h1', title: '守合同重信用企业', level: 'CITY', awardedOn: day('2025-01-01') } as const),
    ...{ validUntil, documentNumber: '沪市监〔2025〕8号', authority: agency },
  })
export const commit = () =>
  command('MakeCommitment', {
    ...({ commitmentId: 'p1', kind: 'APPROVAL', matter: '食品经营许可', madeOn: day('2025-01-01') } as const),
    ...{ checkDueOn: null, licenceId: null, authority: agency },
  })
export const breakIt = (on = '2025-06-01') =>
  command('BreakCommitment', { commitmentId: 'p1', foundOn: day(on), reason: '与承诺不符', documentNumber: null })

const scope = '许可项目：餐饮服务。（依法须经批准的项目，经相关部门批准后方可开展经营活动）一般项目：食品销售；'

/** A report with something in every part, rare characters, and a scope that does not fit a page. */
export const fullReport = (rendering: number = catalogueRendering): Report =>
  reportFrom(
    fileAfter([
      register(),
      change({ name: '上海新样例餐饮有限公司𬭎', legalRepresentative: '𠅤喆\u{e863}', scope: scope.repeat(40) }),
      grant({ validUntil: day('2027-12-31') }),
      impose({
        kinds: ['FINE', 'CONFISCATE_GAINS'],
        confiscated: fen(1_234_567),
        content: '罚款，联系电话13812345678',
      }),
      ...Array.from({ length: 6 }, (_, n) => impose({}, `沪市监徐处〔2025〕${n + 2}号`)),
      enter({ enteredOn: day('2026-07-03') }),
      ...[honour(), commit(), breakIt(), fileReport(2024, '2025-05-01')],
    ]).facts,
    'AUTHORISED',
    today,
    undefined,
    { types: rendering < catalogueRendering ? firstLists : shippedListTypes, unpublished: [] },
  )
