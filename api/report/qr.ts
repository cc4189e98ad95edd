import qrcode from 'qrcode-generator'

/** The dark squares of a QR code, by row and column; error correction M, so that a stamp over it does no harm. */
export function qrSquares(text: string): readonly (readonly boolean[])[] {
  const code = qrcode(0, 'M')
  code.addData(text, 'Byte')
  code.make()
  const size = code.getModuleCount()
  return Array.from({ length: size }, (_row, y) => Array.from({ length: size }, (_square, x) => code.isDark(y, x)))
}
