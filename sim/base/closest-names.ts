/**
 * Names for "did you mean": those most like a misspelt one first.
 */

/** Number of insertions, deletions and replacements that make `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const moved = Math.min(previous[j] as number, current[j - 1] as number) + 1;
      current.push(Math.min(replaced, moved));
    }
    previous = current;
  }
  return previous[b.length] as number;
}

/** `names` in the order of likeness to `text`; of equally like ones, the given order. */
export function closestNames(text: string, names: readonly string[]): string[] {
  const wanted = text.toLowerCase();
  const distances = new Map(names.map((name) => [name, editDistance(wanted, name.toLowerCase())]));
  return [...names].sort((a, b) => (distances.get(a) as number) - (distances.get(b) as number));
}
