/**
 * Whether two values of events are equal: plain data all the way down.
 */

export function areEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!areEqual(a[i], b[i])) return false;
    return true;
  }
  return areEqualMaps(a as Readonly<Record<string, unknown>>, b as Record<string, unknown>);
}

function areEqualMaps(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean {
  let count = 0;
  for (const key in a) {
    if (!Object.hasOwn(b, key) || !areEqual(a[key], b[key])) return false;
    count++;
  }
  return count === Object.keys(b).length;
}
