import type { Authority } from '../../enterprise/parties.ts'
import { squeeze } from '../../kernel/text.ts'
import { agencyKindsOf } from '../../agencies/kinds.ts'
import { kindName } from '../../punishment/agency-kinds.ts'
import type { ListDefinition } from '../catalogue/definition.ts'
import type { MirrorLine } from './entry.ts'
import { refuseMirror } from './refusals.ts'

/** An agency of this place (本地机关), of which its directory says what kinds it is. */
export type OwnAgency = Readonly<{ agency: Authority; kinds: readonly string[] }>

/**
 * Whether a file may speak in the names of its authorities. Nobody lists by a file what is decided here by two persons: on
 * a list that is decided here only entries of authorities elsewhere are mirrored, and on one that is only mirrored those of
 * the kinds of authority that decide it, whatever name a row gives to an agency of this place.
 */
export function requireMirrorable(
  definition: ListDefinition,
  lines: readonly MirrorLine[],
  own: readonly OwnAgency[],
): void {
  const { name: list, mirrored, decidedBy } = definition
  for (const [place, line] of lines.entries()) {
    if (line.kind !== 'ENTER') continue
    const { authority } = line.entry
    const here = own.find(({ agency }) => isSameAuthority(agency, authority))
    const said = { row: place + 1, list, authority: here?.agency.name ?? authority.name }
    if (!mirrored) {
      if (here) throw refuseMirror('MIRROR_LIST_DECIDED_HERE', said)
      continue
    }
    const kinds = [...(here?.kinds ?? []), ...agencyKindsOf(said.authority)]
    if (kinds.some((kind) => decidedBy.includes(kind))) continue
    throw refuseMirror('MIRROR_AUTHORITY_NOT_COMPETENT', { ...said, kinds: decidedBy.map(kindName).join('、') })
  }
}

const isSameAuthority = (a: Authority, b: Authority): boolean =>
  squeeze(a.code) === squeeze(b.code) || squeeze(a.name) === squeeze(b.name)
