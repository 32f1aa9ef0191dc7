/** Small operations on the host's own collections. */

/** The value under `key`, made and stored when there is none. */
export function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Of things in the order of their addresses, how many begin at or before `address`. */
export function countUpTo(
  sorted: readonly { readonly address: number }[],
  address: number,
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.address <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
