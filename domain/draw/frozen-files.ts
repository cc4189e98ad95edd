/**
 * Where the bytes of frozen directories stand (冻结名录的存放): beside the log, each under its SHA-256, which the log
 * names. A file is put once and never changed; whoever gets one gets exactly the bytes of that digest, or an error.
 */
export type FrozenFiles = Readonly<{
  put(bytes: Uint8Array): Promise<string> // The digest, in hex.
  get(sha256: string): Promise<Uint8Array>
}>
