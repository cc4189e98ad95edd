import { hash } from 'node:crypto'

/** SHA-256 as 64 lower-case hex digits. The only place of the draw that needs Node; a browser brings its own. */
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data)
