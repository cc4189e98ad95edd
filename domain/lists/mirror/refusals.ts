import { refuserOf } from '../../kernel/refuser.ts'

/** Every way in which a file of a mirrored list can be refused. */
export const mirrorRefusals = {
  MIRROR_FILE_OLDER: '该来源已接收到第{last}号文件，第{sequence}号不是更新的文件。',
  MIRROR_FILE_DIFFERS: '同一编号的文件先前已接收，内容不同（第{sequence}号，截至{asOf}）；更正请另发一份文件。',
  MIRROR_DELTA_GAP: '增量文件须紧接第{last}号，收到的是第{sequence}号；请先补收其间的文件，或者接收全量文件。',
  MIRROR_FULL_FIRST: '尚未接收过全量文件，不能接收增量文件。',
  MIRROR_FILE_BUSY: '第{sequence}号文件尚未接收完毕；请先将该文件再发一次。',
  MIRROR_FILE_UNKNOWN: '没有正在接收的这份文件。',
  MIRROR_DAY_IN_FUTURE: '名单日期（{asOf}）晚于今天（{today}）。',
  MIRROR_PART_MISSING: '应接收第{next}部分，收到的是第{part}部分。',
  MIRROR_ROWS_INVALID: '文件有{count}处有误，整份未接收；第{row}行“{field}”：{reason}。',
  MIRROR_LIST_DECIDED_HERE:
    '“{list}”由本地机关经告知、审核后列入，不作镜像；第{row}行的认定机关“{authority}”是本地机关，请按列入程序办理。',
  MIRROR_AUTHORITY_NOT_COMPETENT: '第{row}行的认定机关“{authority}”不是“{list}”的认定机关（{kinds}）。',
} as const
export const refuseMirror = refuserOf(mirrorRefusals)
