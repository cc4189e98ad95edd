import { identityCheckCharacter } from '../../domain/kernel/identity-number.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { Random } from '../../seeds/random.ts'

/** A file of penalties for an import: what it holds, and which verdicts it must come to, whoever interrupts it. */
export type Records = Readonly<{ content: string; rows: number; refused: number; files: readonly Uscc[] }>

const header =
  'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_FRDB,CF_FR_ZJLX,CF_FR_ZJHM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_YXQ,CF_CFJG,CF_CFJGDM'
const authority = ['徐汇区市场监督管理局', '11310104MA10700153']

/** Rows of some files that all batches come back to; one in twenty is bad, one in thirty stands there already. */
export function recordsOf(files: readonly Uscc[], rows: number, random: Random): Records {
  const lines: string[] = []
  let refused = 0
  for (let n = 0; n < rows; n++) {
    const bad = random.chance(50)
    const repeated = n > 30 && random.chance(33)
    const place = repeated ? n - random.between(1, 30) : n
    const uscc = files[(place * 7) % files.length] ?? ''
    const person = place % 5 === 0 ? [`王${place % 97}`, '身份证', identityNumber(place % 997)] : ['', '', '']
    const fine = bad ? '五万' : `0.${1 + (place % 9)}`
    lines.push(
      [
        ...[`上海${uscc.slice(-6)}有限公司`, '法人及非法人组织', uscc, ...person, `沪市监徐处〔2025〕${place}号`],
        ...['违反规定', '事实', '依据', '罚款', '罚款', fine, '2025/03/06', '2099/12/31', ...authority],
      ].join(','),
    )
    if (bad) refused += 1
  }
  return { content: `${header}\n${lines.join('\n')}\n`, rows, refused, files }
}

function identityNumber(n: number): string {
  const body = `31010419900101${String(n).padStart(3, '0')}`
  return `${body}${identityCheckCharacter(body)}`
}
