import type { Authority } from '../../domain/enterprise/parties.ts'
import { Forbidden } from '../../domain/kernel/errors.ts'
import { type Permission, permissionsOf, type Role } from './roles.ts'

/** Who asks: anybody (社会公众), or an officer signed in for an agency (机关工作人员). */
export type Viewer =
  | Readonly<{ kind: 'PUBLIC' }>
  | Readonly<{ kind: 'OFFICER'; officer: string; agency: Authority; roles: readonly Role[] }>

export const publicViewer: Viewer = { kind: 'PUBLIC' }

export const may = (viewer: Viewer, permission: Permission): boolean =>
  viewer.kind === 'OFFICER' && permissionsOf(viewer.roles).has(permission)

/** Throws `Forbidden` unless one of the viewer's roles has the permission. */
export function requirePermission(viewer: Viewer, permission: Permission): void {
  if (may(viewer, permission)) return
  if (viewer.kind === 'PUBLIC') throw new Forbidden('请先登录：此项查询或者办理只对机关工作人员开放。')
  throw new Forbidden(`您的角色（${viewer.roles.join('、')}）没有此项权限（${permission}）。`)
}
