import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decider } from '../../kernel/decider.ts'
import { emptyCatalogue, itemOn, type ItemCatalogue, withItemEvent } from './catalogue.ts'
import type { DefineLibrary, ItemCommand, PublishItem, WithdrawItem } from './commands.ts'
import type { ItemEvent } from './events.ts'
import { refuseItem } from './refusals.ts'

/** The stream in which the list is published (随机抽查事项清单). */
export const itemStream = 'catalogue-inspection-items'

/** The rules of the list: published as versions with their days, never changed, and withdrawn with a reason. */
export const itemDecider: Decider<ItemCommand, ItemCatalogue, ItemEvent> = {
  initialState: emptyCatalogue,
  decide(command, catalogue) {
    switch (command.type) {
      case 'PublishItem':
        return publish(command, catalogue)
      case 'WithdrawItem':
        return withdraw(command, catalogue)
      case 'DefineLibrary':
        return define(command, catalogue)
    }
  },
  evolve: withItemEvent,
}

function publish({ data, today }: PublishItem, catalogue: ItemCatalogue): readonly ItemEvent[] {
  const { publishedBy: _officer, ...item } = data
  const versions = catalogue.items[item.code] ?? []
  const last = versions.at(-1)
  if (last) {
    const { version: _version, withdrawnOn, ...before } = last
    if (withdrawnOn === null && canonicalJson(before) === canonicalJson(item)) return []
  }
  for (const [field, text] of Object.entries({ 事项编号: item.code, 名称: item.name, 依据: item.basis })) {
    if (text.trim() === '') throw refuseItem('ITEM_INCOMPLETE', { field })
  }
  if (item.objectKinds.length === 0) throw refuseItem('ITEM_INCOMPLETE', { field: '检查对象' })
  if (item.ratio !== null && !isShare(item.ratio)) throw refuseItem('ITEM_RATIO_INVALID')
  const { effectiveFrom, effectiveUntil } = item
  if (effectiveFrom < today) throw refuseItem('ITEM_EFFECTIVE_IN_PAST', { effectiveFrom, today })
  if (effectiveUntil !== null && effectiveUntil < effectiveFrom)
    throw refuseItem('ITEM_DAYS_OUT_OF_ORDER', { effectiveFrom, effectiveUntil })
  for (const name of item.libraries)
    if (catalogue.libraries[name] === undefined) throw refuseItem('LIBRARY_UNKNOWN', { name })
  return [{ type: 'ItemPublished', data: { ...data, version: versions.length + 1, publishedOn: today } }]
}

const isShare = ([numerator, denominator]: readonly [number, number]): boolean =>
  Number.isSafeInteger(numerator) &&
  Number.isSafeInteger(denominator) &&
  numerator >= 0 &&
  denominator > 0 &&
  numerator <= denominator

function withdraw({ data, today }: WithdrawItem, catalogue: ItemCatalogue): readonly ItemEvent[] {
  const { code, reason } = data
  const last = catalogue.items[code]?.at(-1)
  if (last === undefined) throw refuseItem('ITEM_UNKNOWN', { code })
  if (last.withdrawnOn !== null) return []
  if (last.effectiveUntil !== null && last.effectiveUntil < today && itemOn(catalogue, code, today) === undefined)
    throw refuseItem('ITEM_NOT_IN_FORCE', { code, day: today })
  if (reason.trim() === '') throw refuseItem('ITEM_WITHDRAWAL_WITHOUT_REASON')
  return [{ type: 'ItemWithdrawn', data: { ...data, version: last.version, withdrawnOn: today } }]
}

function define({ data, today }: DefineLibrary, catalogue: ItemCatalogue): readonly ItemEvent[] {
  const { definedBy: _officer, ...library } = data
  const known = catalogue.libraries[library.name]
  if (known) {
    const { version: _version, ...before } = known
    if (canonicalJson(before) === canonicalJson(library)) return []
  }
  if (library.name.trim() === '') throw refuseItem('ITEM_INCOMPLETE', { field: '专项库名称' })
  if (library.industries.length + library.licences.length + library.members.length === 0)
    throw refuseItem('LIBRARY_WITHOUT_RULE')
  return [{ type: 'LibraryDefined', data: { ...data, version: (known?.version ?? 0) + 1, definedOn: today } }]
}
