/**
 * A map that never changes and grows cheaply: `with` answers with a larger one and shares what it can. A version is a
 * short stack of plain maps, each more than the one on top of it; a new entry goes on top and is put together with those
 * that are no larger, so that n entries one after the other cost n log n, and those who hold an older version keep it.
 * Entries come in the order in which their keys were first set, as in a plain map.
 */
export class GrowingMap<K, V> implements ReadonlyMap<K, V> {
  readonly #layers: readonly ReadonlyMap<K, V>[] // The oldest and largest first.
  readonly size: number

  private constructor(layers: readonly ReadonlyMap<K, V>[], size: number) {
    this.#layers = layers
    this.size = size
  }

  /** The map as it grows from here; what is given must not change any more. */
  static from<K, V>(map: ReadonlyMap<K, V>): GrowingMap<K, V> {
    return map instanceof GrowingMap ? map : new GrowingMap(map.size > 0 ? [map] : [], map.size)
  }

  with(key: K, value: V): GrowingMap<K, V> {
    let kept = this.#layers.length
    let entries = 1
    for (; kept > 0 && (this.#layers[kept - 1]?.size ?? 0) <= entries; kept--)
      entries += this.#layers[kept - 1]?.size ?? 0
    const top = new Map(this.#layers[kept])
    for (const layer of this.#layers.slice(kept + 1)) for (const [one, its] of layer) top.set(one, its)
    top.set(key, value)
    return new GrowingMap([...this.#layers.slice(0, kept), top], this.has(key) ? this.size : this.size + 1)
  }

  get(key: K): V | undefined {
    return this.#layers.findLast((layer) => layer.has(key))?.get(key)
  }

  has(key: K): boolean {
    return this.#layers.some((layer) => layer.has(key))
  }

  *entries(): Generator<[K, V], undefined> {
    for (const [place, layer] of this.#layers.entries()) {
      const [older, newer] = [this.#layers.slice(0, place), this.#layers.slice(place + 1)]
      for (const [key, value] of layer) {
        if (older.some((one) => one.has(key))) continue
        const latest = newer.findLast((one) => one.has(key))
        yield [key, latest === undefined ? value : (latest.get(key) as V)]
      }
    }
  }

  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries()
  }

  *keys(): Generator<K, undefined> {
    for (const [key] of this.entries()) yield key
  }

  *values(): Generator<V, undefined> {
    for (const [, value] of this.entries()) yield value
  }

  forEach(told: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) told(value, key, this)
  }
}
