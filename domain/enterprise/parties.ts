/** A public authority as a record names it (机关): its unified social credit code and its name at that time. */
export type Authority = Readonly<{ code: string; name: string }>

/** A code together with the code system it belongs to (代码集): a bare code means nothing in ten years. */
export type SystemCode = Readonly<{ system: string; code: string }>
